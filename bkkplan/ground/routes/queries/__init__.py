"""Questions about routes and papers on their way."""
