"""One file a page: read the state, call geo/, hand to layers/, lay out."""
