"""The professional side: paid neighbourhood helpers, care services and who is on call. A sibling of `volunteers`."""
