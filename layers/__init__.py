"""What a result looks like: web layers, legend, sheets and files."""
