"""What carries the rules out, one module per room. Importing this registers all of them."""

from piano.privacy.erasers import (
    calendars,
    cases,
    clubs,
    courses,
    events,
    homes,
    ideas,
    messages,
    people,
    places,
    programme,
    rounds,
    staff,
    traces,
    volunteers,
    weeks,
)

__all__ = [
    "calendars",
    "cases",
    "clubs",
    "courses",
    "events",
    "homes",
    "ideas",
    "messages",
    "people",
    "places",
    "programme",
    "rounds",
    "staff",
    "traces",
    "volunteers",
    "weeks",
]
