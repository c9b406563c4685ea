"""Questions about joint purchases."""
