"""Template tags of the professional side."""
