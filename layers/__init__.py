"""What a result looks like: on the web map and on paper, as a figure, in words, as a file."""
