"""Questions about months and years that are closed, and money that is carried over."""
