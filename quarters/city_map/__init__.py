"""The city as a map of its districts, drawn by us alone: boundaries where a city gives them, else cells around the pins."""
