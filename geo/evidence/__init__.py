"""Named statistics: does what is seen differ from chance, and how sure is that."""
