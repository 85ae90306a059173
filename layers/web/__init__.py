"""The map in the browser, inside the app and as a page of its own."""
