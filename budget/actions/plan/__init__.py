"""Writing the action plan and its items."""
