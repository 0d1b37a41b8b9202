"""What happened to an object of the panel, read from the audit trail and put into words. Names are looked up; the trail has none."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from piano.kit.audit import WHAT_HAPPENED
from quarters.models import (
    District,
    MeetingPoint,
    OfficeDay,
    OfficeHours,
    PointPhoto,
    Quarter,
    Role,
    RouteStop,
    Tenure,
    User,
)

AT_MOST = 200  # events of one page, the newest
PARTS: dict[type[Model], list[tuple[type[Model], str]]] = {
    User: [(Role, "user")],
    District: [(Quarter, "district")],
    MeetingPoint: [(part, "meeting_point") for part in (Tenure, OfficeHours, OfficeDay, RouteStop, PointPhoto)],
}


@dataclass(frozen=True)
class Told:
    """`changes` are (what, before, after), in words."""

    at: dt.datetime
    who: str
    what: str
    changes: list[tuple[str, str, str]]


def history_of(row: Model) -> list[Told]:
    """The newest first, with what happened to its parts: an account's roles, a district's names, a place's hours."""
    told = _tell(_events(type(row)).filter(pgh_obj_id=row.pk))
    for part, name in PARTS.get(type(row), []):
        told += _tell(_events(part).filter(**{name: row.pk}))
    return sorted(told, key=lambda one: one.at, reverse=True)[:AT_MOST]


def _events(model: Any) -> Any:
    return model.events.rel.related_model.objects.select_related("pgh_context").order_by("pgh_id")


def _tell(events: Any) -> list[Told]:
    rows = list(events)
    names = _names(rows)
    before: dict[int, Any] = {}
    told = []
    for event in rows:
        changes = list(_changes(before.get(event.pgh_obj_id), event))
        told.append(Told(event.pgh_created_at, names(event), _what(event), changes))
        before[event.pgh_obj_id] = event
    return told


def _names(events: list[Any]) -> Any:
    """Who acted, in words: a number where the account is gone, the system where nobody was signed in."""
    numbers = {event: (event.pgh_context.metadata if event.pgh_context else {}).get("user") for event in events}
    people = User.objects.in_bulk({number for number in numbers.values() if number})

    def name(event: Any) -> str:
        number = numbers[event]
        if not number:
            return _("das System")
        return str(people.get(number) or _("früheres Konto %(number)s") % {"number": number})

    return name


def _what(event: Any) -> str:
    words = {
        "insert": _("%(thing)s angelegt"),
        "update": _("%(thing)s geändert"),
        "delete": _("%(thing)s entfernt"),
        "email": _("%(thing)s: andere E-Mail-Adresse"),
    }
    return words[event.pgh_label] % {"thing": event.pgh_tracked_model._meta.verbose_name}


def _changes(before: Any, after: Any) -> Any:
    """Fields whose value is another one than at the event before."""
    if before is None or after.pgh_label != "update":
        return
    for field in after._meta.fields:
        if field.name not in ("pgh_id", *WHAT_HAPPENED):
            old, new = _say(field, before), _say(field, after)
            if old != new:
                yield str(field.verbose_name), old, new


def _say(field: Any, event: Any) -> str:
    value = getattr(event, field.attname)
    if value in (None, "", {}):
        return "–"
    if isinstance(field, ForeignKey):
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return date_format(value, "j. F Y")
    return str(dict(field.flatchoices).get(value, value))
