"""Changing what is said of a meeting point, and taking it back. Each change keeps how it was before and after.

One way for everything: a `What` can be read as plain data and written from it. So a verb is a new list, and taking back is the
list of before. Who it was stands in the audit trail.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.photos import Photo, fields_of
from quarters.models import MeetingPoint, OfficeDay, OfficeHours, PointChange, PointPhoto, RouteStop, Tenure, User
from quarters.points.reading import tenure_on

What = PointChange.What
POINT_FIELDS = ("phone", "about", "hours", "languages")
PLACE_FIELDS = ("nearest_stop", "step_free", "toilet", "hearing_loop", "latitude", "longitude")
UNDO = dt.timedelta(hours=24)  # how long a change is offered to be taken back


class ChangedSince(DomainError):
    message = _("Inzwischen hat jemand wieder etwas geändert. Bitte sehen Sie nach, und ändern Sie es von Hand.")


class PhotoIsThere(DomainError):
    message = _("Dieses Foto steht schon da.")


class TooManyPhotos(DomainError):
    message = _("Sechs Fotos sind genug. Bitte nehmen Sie zuerst eines weg.")


def put(point: MeetingPoint, what: str, wanted: Any, *, by: User, now: dt.datetime) -> PointChange | None:
    """Makes it so; None when it was so already. Locks the meeting point."""
    return _change(point, what, lambda: _WRITE[what](point, wanted, now), now)


def undo(change: PointChange, *, by: User, now: dt.datetime) -> None:
    """As it was before. Twice is once; raises `ChangedSince` when somebody has changed the same again."""
    with transaction.atomic():
        point = MeetingPoint.objects.select_for_update().get(pk=change.meeting_point_id)
        change.refresh_from_db()
        if change.undone_at is not None:
            return
        if _READ[change.what](point, now) != change.after:
            raise ChangedSince()
        _WRITE[change.what](point, change.before, now)
        change.undone_at = now
        change.save(update_fields=["undone_at"])


def last_change(point: MeetingPoint, now: dt.datetime) -> PointChange | None:
    """The newest that may be taken back."""
    return point.changes.filter(undone_at=None, made_at__gt=now - UNDO).first()


def add_photo(point: MeetingPoint, photo: Photo, *, description: str, by: User, now: dt.datetime) -> PointPhoto:
    """Stands last. Raises `TooManyPhotos`, `PhotoIsThere`."""
    made: list[PointPhoto] = []

    def make() -> None:
        there = point.photos.filter(removed_at=None)
        if there.filter(digest=photo.digest).exists():
            raise PhotoIsThere()
        if len(there) >= PointPhoto.MOST:
            raise TooManyPhotos()
        fields = fields_of(photo) | {"description": description, "position": len(there), "added_at": now}
        made.append(PointPhoto.objects.create(meeting_point=point, **fields))

    _change(point, What.PHOTO, make, now)
    return made[0]


def move_photo_ahead(point: MeetingPoint, photo: PointPhoto, *, by: User, now: dt.datetime) -> PointChange | None:
    """One place nearer to the front; the first one stays where it is."""
    order = read(point, What.PHOTO, now)
    at = order.index(photo.pk) if photo.pk in order else 0
    if at > 0:
        order[at - 1], order[at] = order[at], order[at - 1]
    return put(point, What.PHOTO, order, by=by, now=now)


def erase_photo(photo: PointPhoto) -> None:
    """For good, whatever stands elsewhere: somebody seen on it does not want it."""
    photo.delete()


def read(point: MeetingPoint, what: str, now: dt.datetime) -> Any:
    return _READ[what](point, now)


def _change(point: MeetingPoint, what: str, apply: Callable[[], None], now: dt.datetime) -> PointChange | None:
    with transaction.atomic():
        MeetingPoint.objects.select_for_update().get(pk=point.pk)
        before = _READ[what](point, now)
        apply()
        after = _READ[what](point, now)
        if before == after:
            return None
        return PointChange.objects.create(meeting_point=point, what=what, before=before, after=after, made_at=now)


def _read_words(point: MeetingPoint, now: dt.datetime) -> dict[str, Any]:
    fresh = MeetingPoint.objects.get(pk=point.pk)
    tenure = tenure_on(fresh, clock.local(now).date()) or Tenure()
    words = {name: getattr(fresh, name) for name in POINT_FIELDS}
    return words | {name: getattr(tenure, name) for name in PLACE_FIELDS}


def _write_words(point: MeetingPoint, wanted: dict[str, Any], now: dt.datetime) -> None:
    """What one finds at the door belongs to today's address; where none is known, one begins to be."""
    for name in POINT_FIELDS:
        setattr(point, name, wanted[name])
    point.save(update_fields=POINT_FIELDS)
    tenure = tenure_on(MeetingPoint.objects.get(pk=point.pk), clock.local(now).date()) or Tenure(meeting_point=point)
    for name in PLACE_FIELDS:
        setattr(tenure, name, wanted[name])
    if tenure.pk or any(wanted[name] for name in PLACE_FIELDS):
        tenure.save()


def _read_hours(point: MeetingPoint, now: dt.datetime) -> list[list[Any]]:
    rows = OfficeHours.objects.filter(meeting_point=point).order_by("weekday", "opens")
    return [[row.weekday, _say(row.opens), _say(row.closes)] for row in rows]


def _write_hours(point: MeetingPoint, wanted: list[list[Any]], now: dt.datetime) -> None:
    names = ("weekday", "opens", "closes")
    _replace(OfficeHours.objects.filter(meeting_point=point), point, names, wanted)


def _read_days(point: MeetingPoint, now: dt.datetime) -> list[list[Any]]:
    """From today on: what is over changes no more."""
    rows = OfficeDay.objects.filter(meeting_point=point, day__gte=clock.local(now).date()).order_by("day", "opens")
    return [[row.day.isoformat(), _say(row.opens), _say(row.closes), row.note] for row in rows]


def _write_days(point: MeetingPoint, wanted: list[list[Any]], now: dt.datetime) -> None:
    rows = OfficeDay.objects.filter(meeting_point=point, day__gte=clock.local(now).date())
    _replace(rows, point, ("day", "opens", "closes", "note"), wanted)


def _read_route(point: MeetingPoint, now: dt.datetime) -> list[list[Any]]:
    rows = RouteStop.objects.filter(meeting_point=point).order_by("weekday", "arrives")
    return [[row.weekday, _say(row.arrives), _say(row.leaves), row.place, row.district_id] for row in rows]


def _write_route(point: MeetingPoint, wanted: list[list[Any]], now: dt.datetime) -> None:
    names = ("weekday", "arrives", "leaves", "place", "district_id")
    _replace(RouteStop.objects.filter(meeting_point=point), point, names, wanted)


def _replace(rows: Any, point: MeetingPoint, names: tuple[str, ...], wanted: list[list[Any]]) -> None:
    """Only what differs is written: the audit trail shows what changed and nothing else."""
    there = {tuple(_plain(getattr(row, name)) for name in names): row for row in rows}
    keep = {tuple(line) for line in wanted}
    for key, row in there.items():
        if key not in keep:
            row.delete()
    for line in wanted:
        if tuple(line) not in there:
            rows.model.objects.create(meeting_point=point, **dict(zip(names, line, strict=True)))


def _read_photos(point: MeetingPoint, now: dt.datetime) -> list[int]:
    return list(point.photos.filter(removed_at=None).order_by("position", "pk").values_list("pk", flat=True))


def _write_photos(point: MeetingPoint, wanted: list[int], now: dt.datetime) -> None:
    """One that was erased for good does not come back."""
    point.photos.filter(removed_at=None).exclude(pk__in=wanted).update(removed_at=now)
    for position, key in enumerate(wanted):
        point.photos.filter(pk=key).update(removed_at=None, position=position)


def _say(time: dt.time | None) -> str | None:
    return f"{time:%H:%M}" if time else None


def _plain(value: Any) -> Any:
    return _say(value) if isinstance(value, dt.time) else value.isoformat() if isinstance(value, dt.date) else value


_READ: dict[str, Callable[[MeetingPoint, dt.datetime], Any]] = {
    What.WORDS: _read_words,
    What.HOURS: _read_hours,
    What.DAYS: _read_days,
    What.ROUTE: _read_route,
    What.PHOTO: _read_photos,
}
_WRITE: dict[str, Callable[[MeetingPoint, Any, dt.datetime], None]] = {
    What.WORDS: _write_words,
    What.HOURS: _write_hours,
    What.DAYS: _write_days,
    What.ROUTE: _write_route,
    What.PHOTO: _write_photos,
}
