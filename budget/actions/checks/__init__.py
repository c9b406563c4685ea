"""Writing the check of a community's plan."""
