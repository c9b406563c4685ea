"""Pages of the trees of strategies, and the policies of districts."""
