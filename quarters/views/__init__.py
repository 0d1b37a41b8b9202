"""Pages of the place."""
