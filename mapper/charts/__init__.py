"""Charts as SVG: data and finished texts in, markup out, nothing else needed to draw them.

Colours are given as attributes for paper and PDF; the style sheet `charts.css` of the pages
overrides them by class, so that they follow the reader's dark or light page.
"""

from mapper.charts.bars import Bar, Line, draw_bars
from mapper.charts.columns import Column, Series, draw_columns
from mapper.charts.drawing import Layout, figure

__all__ = [
    "Bar",
    "Column",
    "Layout",
    "Line",
    "Series",
    "draw_bars",
    "draw_columns",
    "figure",
]
