"""What comes on paper: log books of calls, read line by line."""
