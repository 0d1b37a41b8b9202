"""Calls at night: whoever has duty notes them, and in the morning a helper of the district takes each one.

A note that is not taken stands first on her list, for as long as it takes. It is no request yet: she calls, and asks.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from helpers.models import Duty
from piano.kit.errors import DomainError
from quarters.models import District, User
from requests.models import NightCall
from requests.wishes.red_flags import is_emergency

GRACE = dt.timedelta(minutes=30)  # a call that came just before the end of a shift is still written down


class NotOnDuty(DomainError):
    message = _("Ihre Bereitschaft ist zu Ende. Bitte geben Sie den Anruf mündlich weiter.")


class AlreadyTaken(DomainError):
    message = _("Diesen Anruf hat schon jemand vom Treffpunkt übernommen. Er lässt sich nicht mehr zurücknehmen.")


@dataclass(frozen=True)
class Heard:
    """What was said on the phone. `phone` is E.164 or empty."""

    words: str
    outcome: str
    name: str = ""
    phone: str = ""
    place: str = ""


def duties_to_note(person: User, *, now: dt.datetime) -> QuerySet[Duty]:
    """Shifts of hers that run or have just ended."""
    rows = Duty.objects.filter(person=person, window__startswith__lte=now, window__endswith__gt=now - GRACE)
    return rows.select_related("service", "district").order_by("-window")


def districts_to_note(person: User, *, now: dt.datetime) -> QuerySet[District]:
    """The districts whose calls reach her."""
    duties = duties_to_note(person, now=now).order_by().values("pk")
    own = District.objects.filter(duties__in=duties) | District.objects.filter(care_services__duties__in=duties)
    return own.distinct().order_by("number")


def note_call(
    district: District, *, heard: Heard, by: User, now: dt.datetime, form_token: uuid.UUID | None = None
) -> NightCall:
    """Writes it down; the same form twice is one row. Raises `NotOnDuty`."""
    if not districts_to_note(by, now=now).filter(pk=district.pk).exists():
        raise NotOnDuty()
    fields = {
        "district": district,
        "caller_name": heard.name,
        "caller_phone": heard.phone,
        "place": heard.place,
        "words": heard.words,
        "outcome": heard.outcome,
        "says_danger": is_emergency(heard.words, heard.place),
        "noted_by": by,
        "noted_at": now,
    }
    if form_token is None:
        return NightCall.objects.create(**fields)
    return NightCall.objects.get_or_create(form_token=form_token, defaults=fields)[0]


def take_back(call: NightCall, *, by: User) -> None:
    """Whoever wrote it strikes it out, as long as nobody has taken it. Locks the row. Raises `AlreadyTaken`."""
    with transaction.atomic():
        row = NightCall.objects.select_for_update(of=("self",)).filter(pk=call.pk, noted_by=by).first()
        if row is None:
            return
        if row.taken_at is not None:
            raise AlreadyTaken()
        row.delete()


def take_call(call: NightCall, *, by: User, now: dt.datetime) -> NightCall:
    """A helper looks after it from here; who took it first stays. Locks the row."""
    return _set_taken(call, taken_by=by, taken_at=now, only_if_open=True)


def put_back(call: NightCall, *, by: User) -> NightCall:
    """It stands on the list again; only whoever took it puts it back. Locks the row."""
    return _set_taken(call, taken_by=None, taken_at=None, only_of=by)


def _set_taken(
    call: NightCall,
    *,
    taken_by: User | None,
    taken_at: dt.datetime | None,
    only_if_open: bool = False,
    only_of: User | None = None,
) -> NightCall:
    with transaction.atomic():
        row = NightCall.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=call.pk)
        may = row.taken_at is None if only_if_open else row.taken_by == only_of
        if may:
            row.taken_by, row.taken_at = taken_by, taken_at
            row.save(update_fields=["taken_by", "taken_at"])
    return row


def open_night_calls(user: User) -> QuerySet[NightCall]:
    """What no helper of her districts has taken yet, danger first, then whoever called first."""
    rows = NightCall.objects.filter(district__in=user.district_ids, taken_at=None)
    return rows.select_related("district", "noted_by").order_by("-says_danger", "noted_at", "pk")


def noted_in_shift(person: User, *, now: dt.datetime) -> QuerySet[NightCall]:
    """Her own notes of the shift, the latest first."""
    begun = duties_to_note(person, now=now).values_list("window", flat=True).first()
    rows = NightCall.objects.filter(noted_by=person, noted_at__gte=begun.lower) if begun else NightCall.objects.none()
    return rows.select_related("district").order_by("-noted_at", "-pk")
