"""When somebody may be written to: the house's hours for each channel and class as rows, and her own wish."""
