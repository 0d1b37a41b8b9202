"""What cannot wait: who is told of it, one after another, until somebody has taken care."""
