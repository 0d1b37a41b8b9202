"""Nobody hangs on the way unseen: whoever accompanies somebody hears twice a week who has waited too long, she herself once a step."""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from piano.kit import clock
from piano.messaging.outbox import Owed, owe_many
from quarters.models import User
from volunteers.path.contact import companions_of
from volunteers.path.links import person_of
from volunteers.path.notices import subject_of
from volunteers.path.reading import Way, rules, way_of, with_steps

DAYS = (0, 3)  # Monday and Thursday


def remind_of_waiting(*, now: dt.datetime) -> int:
    """Owes what is to be said of today. Any number of runs owe the same. Returns for how many it is long."""
    needed = rules()
    rows = with_steps().filter(active_at=None, ended_at=None).order_by("pk")
    ways = [way_of(path, needed=needed[path.level], now=now) for path in rows]
    long = [way for way in ways if way.next is not None and way.is_long]
    with transaction.atomic():
        owe_many(_to_her(long, now=now), now=now)
        if clock.local(now).weekday() in DAYS:
            owe_many(_to_companions(long, now=now), now=now)
    return len(long)


def _to_her(long: list[Way], *, now: dt.datetime) -> list[Owed]:
    """Only where it is her turn, and once a step: nobody is pressed."""
    found = []
    for way in long:
        person = person_of(way.path)
        if way.is_hers and person is not None and person.is_active:
            said = {"slot": way.next.step if way.next else "", "expires_at": now + dt.timedelta(days=7)}
            found.append(Owed("path_waits", subject_of(way.path), person, **said))  # type: ignore[arg-type]
    return found


def _to_companions(long: list[Way], *, now: dt.datetime) -> list[Owed]:
    asked: dict[tuple[int, int | None], list[User]] = {}
    waiting: dict[User, int] = defaultdict(int)
    for way in long:
        place = (way.path.district_id, way.path.association_id)
        own = person_of(way.path)
        for one in asked.setdefault(place, companions_of(way.path, now=now)):
            waiting[one] += one != own
    today = clock.local(now).date()
    ends = clock.at(today + dt.timedelta(days=2), dt.time(0))
    said = {"slot": today.isoformat(), "expires_at": ends}
    return [Owed("paths_waiting", f"user:{one.pk}", one, **said) for one, many in waiting.items() if many]  # type: ignore[arg-type]
