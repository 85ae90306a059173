"""What stands round every page, and the start of the server."""
