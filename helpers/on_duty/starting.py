"""The beginning of a duty: reminded, taken up, forwarding checked; and who hears it when nobody takes up."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from helpers import notices
from helpers.errors import NotYourDuty, TooEarly
from helpers.models import Duty, Fallback, Swap, SwapState
from helpers.rota.duties import lock_duty
from helpers.rota.team import team_of
from quarters.models import User
from quarters.people.helping import helpers_of

EARLIEST = dt.timedelta(minutes=60)
MISSED_AFTER = dt.timedelta(minutes=15)
TOO_LATE_TO_SAY = dt.timedelta(hours=6)  # an engine that stood still does not wake people for last night
BATCH = 100


def take_up(duty: Duty, *, by: User, now: dt.datetime, has_checked_forwarding: bool = False) -> Duty:
    """„Ich habe übernommen“, from an hour before. The first moment stays; the forwarding may be checked later.

    Locks the duty. Raises `NotYourDuty`, `TooEarly`, `DutyIsOver`.
    """
    with transaction.atomic():
        duty = lock_duty(duty, now=now)
        if duty.person_id != by.pk:
            raise NotYourDuty()
        if now < duty.window.lower - EARLIEST:
            raise TooEarly()
        duty.taken_up_at = duty.taken_up_at or now
        if has_checked_forwarding:
            duty.forwarding_checked_at = duty.forwarding_checked_at or now
        duty.save(update_fields=["taken_up_at", "forwarding_checked_at"])
        notices.duty_taken_up(duty)
    return duty


def remind_of_duties(*, now: dt.datetime) -> int:
    """Duties that begin within the hour: whoever has one hears it shortly before. Returns how many."""
    with transaction.atomic():
        rows = _locked(Duty.objects.filter(told_at=None, taken_up_at=None, is_deputy=False))
        due = list(rows.filter(window__startswith__gt=now, window__startswith__lte=now + EARLIEST)[:BATCH])
        for duty in due:
            notices.duty_begins(duty, now=now)
        Duty.objects.filter(pk__in=[duty.pk for duty in due]).update(told_at=now)
    return len(due)


def tell_of_missed(*, now: dt.datetime) -> int:
    """Duties that nobody took up a quarter of an hour after they began: deputy and helpers hear it once. Returns how many."""
    with transaction.atomic():
        rows = _locked(Duty.objects.filter(missed_at=None, taken_up_at=None, is_deputy=False))
        since, until = now - TOO_LATE_TO_SAY, now - MISSED_AFTER
        rows = rows.filter(window__startswith__gt=since, window__startswith__lte=until, window__endswith__gt=now)
        due = list(rows[:BATCH])
        for duty in due:
            notices.duty_missed(duty, _others(duty, now=now), now=now)
        Duty.objects.filter(pk__in=[duty.pk for duty in due]).update(missed_at=now)
    return len(due)


def _locked(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """What another sweeper holds is left to it."""
    rows = rows.select_related("person", "service", "district").order_by("pk")
    return rows.select_for_update(skip_locked=True, of=("self",))


def _others(duty: Duty, *, now: dt.datetime) -> list[User]:
    """Deputies on duty now, then helpers and fallback persons of every district for which it counts; never she herself."""
    fields = team_of(duty).fields
    deputies = Duty.objects.filter(is_deputy=True, window__contains=now, **fields).select_related("person")
    districts = notices.districts_of(duty)
    helpers = [helper for district in districts for helper in helpers_of(district.pk, now=now)]
    fallbacks = Fallback.objects.filter(district__in=districts, person__is_active=True).select_related("person")
    people = [*(row.person for row in deputies), *helpers, *(row.person for row in fallbacks)]
    return [person for person in dict.fromkeys(people) if person.pk != duty.person_id]


def end_old_swaps(*, now: dt.datetime) -> int:
    """Nobody said yes before the duty began: it stays with whoever asked. Returns how many."""
    rows = Swap.objects.filter(state=SwapState.OPEN, duty__window__startswith__lte=now)
    return rows.update(state=SwapState.OVER, ended_at=now)
