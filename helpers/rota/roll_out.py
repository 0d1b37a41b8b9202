"""Duties out of weekly patterns, some weeks ahead. Run as often as one likes, by as many as one likes: nothing doubles.

What was rolled out once is left alone, whatever was changed or taken away by hand since: `Shift` remembers it.
"""

import datetime as dt

from django.db import IntegrityError, transaction

from helpers.models import Away, Duty, Shift, ShiftPattern
from helpers.rota.patterns import days_of, window_of
from helpers.rota.team import members, team_of, with_papers
from piano.kit import clock
from quarters.models import User

AHEAD = dt.timedelta(weeks=6)


def roll_out_all(*, now: dt.datetime) -> int:
    """Every pattern that is valid, first those of who answers, then deputies. Returns how many duties were made."""
    today = clock.local(now).date()
    rows = ShiftPattern.objects.exclude(valid_until__lte=today).order_by("is_deputy", "pk")
    return sum(roll_out(pk, now=now) for pk in rows.values_list("pk", flat=True))


def roll_out(pattern_id: int, *, now: dt.datetime) -> int:
    """One pattern in one transaction; leaves it to another sweeper who holds it. Only shifts that have not begun.

    Where nobody of the order may or can, nothing is made: the gap stays visible, and the next run tries again.
    """
    with transaction.atomic():
        rows = ShiftPattern.objects.filter(pk=pattern_id).select_related("service", "district")
        pattern = rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
        if pattern is None:
            return 0
        made = set(pattern.shifts.values_list("starts_on", flat=True))
        order, today = _order(pattern, now=now), clock.local(now).date()
        due = [(turn, day) for turn, day in days_of(pattern, until=today + AHEAD) if day >= today and day not in made]
        return sum(_give_out(pattern, order, turn, day) for turn, day in due if window_of(pattern, day)[0] > now)


def _order(pattern: ShiftPattern, *, now: dt.datetime) -> list[User]:
    """Whoever stands in the order and still belongs to the team."""
    belong = set(members(team_of(pattern), day=clock.local(now).date()).values_list("pk", flat=True))
    return [place.person for place in pattern.people.select_related("person") if place.person_id in belong]


def _give_out(pattern: ShiftPattern, order: list[User], turn: int, day: dt.date) -> bool:
    """To whose turn it is, else to the next who is not away, not on duty already and has shown what is asked on these days."""
    start, end = window_of(pattern, day)
    mine = User.objects.filter(pk__in=[person.pk for person in order])
    able = set(with_papers(mine, team_of(pattern), start=start, end=end).values_list("pk", flat=True))
    last = clock.local(end - dt.timedelta(microseconds=1)).date()
    away = set(Away.objects.filter(first_day__lte=last, last_day__gte=day).values_list("person", flat=True))
    for step in range(len(order)):
        person = order[(turn + step) % len(order)]
        if person.pk in able - away and _make(pattern, person, day, (start, end)):
            return True
    return False


def _make(pattern: ShiftPattern, person: User, day: dt.date, window: tuple[dt.datetime, dt.datetime]) -> bool:
    """False when she is on duty elsewhere at that time."""
    if Duty.objects.filter(person=person, window__overlap=window).exists():
        return False
    try:
        with transaction.atomic():
            Duty.objects.create(
                person=person,
                service=pattern.service,
                district=pattern.district,
                window=window,
                is_deputy=pattern.is_deputy,
                shift=Shift.objects.create(pattern=pattern, starts_on=day),
                forward_to=pattern.forward_to,
            )
    except IntegrityError:  # somebody put her on duty at this moment
        return False
    return True
