"""What runs in the process that reads a file: `python -m mapper.imports.reading`.

It knows neither database nor network. Its answers are frames on its standard output.
"""
