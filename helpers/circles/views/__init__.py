"""Pages about care partners, for helpers and for care services."""
