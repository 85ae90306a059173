"""Texts in two languages, names, colours and the house style."""
