"""Pages of months and years that are closed, and money that is carried over."""
