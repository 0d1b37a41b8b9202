"""What the pipeline writes to people: each reason with its words' context and whether it is still owed."""
