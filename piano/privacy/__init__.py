"""What is known of people, and for how long. Above the pipeline: it may import every room, only the composition imports it."""
