"""Maps, figures and fact sheets on paper, in millimetres."""
