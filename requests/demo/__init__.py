"""Invented people and a living quarter for showing piAno. Deterministic: the same seed gives the same people.

Phone numbers come from the range that Germany keeps free for films (069 90009 …), addresses end in demo.example.
"""

SEED = 2026
