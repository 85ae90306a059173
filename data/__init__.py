"""The tables of the product, what describes them, and the steps that made them."""
