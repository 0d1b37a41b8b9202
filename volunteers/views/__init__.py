"""Pages of the lay side."""
