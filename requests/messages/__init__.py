"""What the pipeline says to whom: rows of the outbox, when they still hold, and what their words need to know."""
