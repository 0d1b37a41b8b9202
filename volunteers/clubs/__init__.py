"""Associations: how residents found one, and how its officers run it. Only its own officers read its members (docs/decisions/073)."""
