"""The place and its people: districts, buildings, meeting points, organisations, users and their roles. Knows nothing of requests."""
