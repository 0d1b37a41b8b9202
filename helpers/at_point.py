"""Which helpers are named on the public page of a meeting point: by first name, and only who wishes it herself."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q

from helpers.models import Away, Helper
from piano.kit.alphabet import alphabetical
from quarters.models import MeetingPoint
from quarters.points.people import Presence, register_people


def first_names(point: MeetingPoint, day: dt.date) -> list[str]:
    """Of those who work there on this day and are not away."""
    rows = Helper.objects.filter(meeting_point=point, is_named=True, since__lte=day, user__is_active=True)
    away = Away.objects.filter(person=OuterRef("user"), first_day__lte=day, last_day__gte=day)
    rows = rows.filter(Q(until=None) | Q(until__gt=day)).exclude(Exists(away))
    return list(rows.order_by(*alphabetical("user__given_name"), "pk").values_list("user__given_name", flat=True))


def is_named_at(user: Any, point: MeetingPoint) -> bool | None:
    """None for somebody who is no helper."""
    helper = Helper.objects.filter(user=user).first()
    return None if helper is None else helper.is_named and helper.meeting_point_id == point.pk


def name_at(user: Any, point: MeetingPoint, is_named: bool) -> None:
    """Here from now on, or nowhere. Twice is once."""
    if is_named:
        Helper.objects.filter(user=user).update(meeting_point=point, is_named=True)
    else:
        Helper.objects.filter(user=user, meeting_point=point).update(is_named=False)


register_people(Presence(first_names, is_named_at, name_at))
