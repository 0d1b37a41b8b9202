"""From the yes to the report: who goes knows what she needs, who waits knows who comes, and both hear of every change."""
