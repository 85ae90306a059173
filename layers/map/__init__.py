"""The layers of a map, made from rows; web and paper draw the same ones."""
