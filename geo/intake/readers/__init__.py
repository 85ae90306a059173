"""From the bytes of one format to a table of cells.

A reader takes the name of the upload (for messages only, never opened), its bytes and, where a
file can hold several, the layers or sheets that the planner has chosen. It gives the layers that
have rows, or raises `geo.intake.model.refusal.FileRefused` with the reason.
"""
