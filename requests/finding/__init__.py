"""Who is asked, in which order and why; the search of one visit, step by step, and what a helper decides in it."""
