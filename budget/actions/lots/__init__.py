"""Writing joint purchases."""
