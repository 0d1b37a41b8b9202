"""Pages of associations: in founding (`founding`), and running (the others)."""
