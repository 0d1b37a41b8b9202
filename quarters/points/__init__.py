"""Meeting points: reading and saying when they are open, keeping them, their photos and notices."""
