"""The whole country: a national register as a folder, and the same questions by several engines."""
