"""piAno: persönlich individuell Alltagshilfen organisieren. The composition root; docs/architecture.md draws the rooms."""
