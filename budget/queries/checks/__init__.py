"""Questions about the check of a community's plan."""
