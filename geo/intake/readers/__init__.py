"""From the bytes of one format to a table of cells."""
