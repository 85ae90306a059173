"""What one cell says: numbers, codes, years, headings, coordinate systems."""
