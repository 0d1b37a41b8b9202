"""Pages of time and money: one's own, and those of the association's officers."""
