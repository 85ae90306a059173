"""Rows as a table on a page: codes in words, numbers rounded, headings in the reader's language."""
