"""Courses with the volunteer centre, and what follows from them. Nothing here knows volunteers or visits: `hooks` tells who does."""
