"""Questions about the action plan and its items."""
