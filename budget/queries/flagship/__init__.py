"""Questions about flagship projects, and the money that is asked for."""
