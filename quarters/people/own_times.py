"""When a person wishes to be written to: her own hours, and whether on Sundays and holidays (`piano.messaging.times`)."""

import datetime as dt
from typing import Any

from piano.kit import clock
from piano.messaging.digest.wishes import wish_together
from quarters.models import User

EARLIEST = [dt.time(hour) for hour in (6, 7, 8, 9, 10, 11, 12)]
LATEST = [dt.time(hour) for hour in (15, 16, 17, 18, 19, 20, 21, 22)]


def times_of(person: User) -> dict[str, Any]:
    """As it stands, by the names of `wish_times`; who wished for nothing has the house's night."""
    return {
        "not_before": person.quiet_until,
        "not_after": person.quiet_from,
        "no_sundays": person.no_sundays,
        "waits": person.waits,
    }


def wish_times(person: User, *, not_before: dt.time, not_after: dt.time, no_sundays: bool, now: dt.datetime) -> None:
    """Holds for everything that was not handed over yet and is not urgent. The house's own times mean: no wish. Twice changes nothing."""
    wished = {"quiet_until": not_before, "quiet_from": not_after, "no_sundays": no_sundays}
    if all(getattr(person, name) == value for name, value in wished.items()):
        return
    User.objects.filter(pk=person.pk).update(**wished, times_wished_at=now)
    for name, value in wished.items():
        setattr(person, name, value)


def note_times(person: User, *, now: dt.datetime, waits: str = "", **times: Any) -> None:
    """Everything of it as she says it, or as she told somebody. `waits` is empty where there is no mail to gather."""
    wish_times(person, **times, now=now)
    if waits:
        wish_together(person, waits=waits, now=now)


def choices(times: list[dt.time], present: dt.time) -> list[tuple[str, str]]:
    """Whole hours to choose from, and hers should it be another."""
    return [(f"{time:%H:%M}", clock.say_wall_time(time)) for time in sorted({*times, present})]
