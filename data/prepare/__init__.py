"""From raw files to the tables of the product: one step a module, run by hand."""
