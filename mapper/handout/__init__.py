"""What leaves the house: tables and files in the reader's language."""
