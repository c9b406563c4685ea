"""Pages of the check of a community's plan."""
