"""By whom: volunteers whom a helper chose for weekdays of a district. Whether they may is asked each time."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.weekdays import EVERY_DAY
from quarters.models import Category, District, User
from quarters.people.residents import kept_apart_from
from requests.dayround.errors import MayNotCall
from requests.models import RoundCaller, RoundEntry
from requests.states import EntryState
from volunteers.models import Volunteer
from volunteers.safeguarding import who_may

CALL = "call"  # the category's code (domain 2)


def may_call(day: dt.date) -> QuerySet[Volunteer]:
    """Active volunteers with all evidence that calls ask for (level B), whose association offers it, valid on that day."""
    category = Category.objects.filter(code=CALL).first()
    return who_may(category, day) if category else Volunteer.objects.none()


def choose_caller(
    volunteer: Volunteer, district: District, *, weekdays: Iterable[int], by: User, now: dt.datetime
) -> RoundCaller | None:
    """She calls on these weekdays; without any, she does not call there any more. Raises `MayNotCall`."""
    days = sorted(set(weekdays) & set(EVERY_DAY))
    mine: dict[str, Any] = {"person": volunteer.user, "district": district}
    if not days:
        RoundCaller.objects.filter(**mine).delete()
        return None
    if not may_call(clock.local(now).date()).filter(pk=volunteer.pk).exists():
        raise MayNotCall()
    with transaction.atomic():
        return RoundCaller.objects.update_or_create(**mine, defaults={"weekdays": days, "chosen_by": by})[0]


def districts_called_by(person: User, day: dt.date) -> list[int]:
    """Where she calls on a day; nowhere while something she must have shown is missing."""
    if not may_call(day).filter(user=person).exists():
        return []
    rows = RoundCaller.objects.filter(person=person, weekdays__contains=[day.weekday()])
    return list(rows.values_list("district_id", flat=True))


def waiting_for(person: User, day: dt.date) -> int:
    """How many she may call today are still to be called. One query for whoever calls nowhere, else three."""
    if not RoundCaller.objects.filter(person=person, weekdays__contains=[day.weekday()]).exists():
        return 0
    rows = RoundEntry.objects.filter(round__district__in=districts_called_by(person, day), round__day=day)
    rows = rows.exclude(resident__user__in=kept_apart_from(person.pk))
    return rows.filter(state__in=[EntryState.WAITING, EntryState.CONTACT]).count()


def callers_on(district_ids: Iterable[int], day: dt.date) -> list[RoundCaller]:
    """Who calls on a day and may, by name."""
    rows = RoundCaller.objects.filter(district__in=list(district_ids), weekdays__contains=[day.weekday()])
    rows = rows.filter(person__in=may_call(day).values("user"))
    return list(rows.select_related("person", "district").order_by(*alphabetical("person__family_name"), "pk"))
