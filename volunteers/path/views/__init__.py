"""Pages of the way: her own, and those of whoever accompanies her."""
