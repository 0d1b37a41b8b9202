"""Weekly shifts: begun, and ended. What was planned by hand or has begun stays."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from helpers import notices
from helpers.models import Duty, PatternPerson, Shift, ShiftPattern
from helpers.rota.roll_out import roll_out
from helpers.rota.team import Team
from quarters.models import User


def make_pattern(team: Team, *, people: Sequence[User], now: dt.datetime, **fields: Any) -> ShiftPattern:
    """A shift that comes every week, with the order in which people take turns, and its duties for the next weeks."""
    with transaction.atomic():
        pattern = ShiftPattern.objects.create(**team.fields, **fields)
        PatternPerson.objects.bulk_create(
            PatternPerson(pattern=pattern, person=person, position=position) for position, person in enumerate(people)
        )
        roll_out(pattern.pk, now=now)
    return pattern


def end_pattern(pattern: ShiftPattern, *, on: dt.date, by: User, now: dt.datetime) -> int:
    """From that day on it does not come any more. Duties rolled out of it go, and whoever had one hears it; those that were
    given to somebody else by hand, too, for they are the same shift. Locks the pattern. Returns how many went.
    """
    with transaction.atomic():
        pattern = ShiftPattern.objects.select_for_update(of=("self",)).get(pk=pattern.pk)
        last = max(on, pattern.valid_from)
        if pattern.valid_until is not None and pattern.valid_until <= last:
            return 0
        pattern.valid_until = last
        pattern.save(update_fields=["valid_until"])
        shifts = Shift.objects.filter(pattern=pattern, starts_on__gte=last)
        rows = Duty.objects.filter(shift__in=shifts, window__startswith__gt=now)
        duties = list(rows.select_for_update().order_by("pk"))
        for duty in duties:
            notices.cancel_owed(subject=f"duty:{duty.pk}")
            notices.duty_off(duty.person, duty, by=by, now=now)
            duty.delete()
    return len(duties)
