"""Something goes wrong on the day: what is done about it, step by step, and how it ended."""
