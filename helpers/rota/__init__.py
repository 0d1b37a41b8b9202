"""Who has duty when: weekly patterns, duties, swaps, and the gaps that are named in time."""
