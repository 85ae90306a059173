"""Parts of one page that are large enough for a file of their own."""
