"""Streets as a graph, and how far and how near things are along them."""
