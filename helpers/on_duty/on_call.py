"""Who is on call for a district at a moment, who is responsible, who is next, and where nobody is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helpers.models import Duty, Fallback
from piano.kit import clock
from piano.kit.house import default_house
from quarters.models import District, User
from quarters.office_hours import Office, Window, hours_between, office_of

LOOK_AHEAD = dt.timedelta(days=14)


class Kind(Enum):
    OFFICE = "office"
    DUTY = "duty"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Responsible:
    """Who answers for a district at one moment.

    `who` may be read by everybody: the meeting point or the service. `person`, `deputy` and `forwards_to`, where the telephone
    rings now, are for those who work here. `phone` is the district's own number, the same at any hour. `until` is when this
    ends, None beyond two weeks; `next_at` when the office or somebody on duty begins next, at `until` or later. `duty` is the
    row behind a duty; a fallback has none.
    """

    kind: Kind
    who: str
    phone: str
    until: dt.datetime | None = None
    next_at: dt.datetime | None = None
    person: User | None = None
    deputy: User | None = None
    forwards_to: str = ""
    duty: Duty | None = None
    is_fallback: bool = False


def responsible_at(district: District, moment: dt.datetime) -> Responsible:
    """The meeting point during its office hours, else whoever is on duty, else the district's fallback person, else nobody.

    Half-open spans: at the very moment of a change the next one is responsible. Deputies count where nobody else is on duty.
    At most six queries.
    """
    ends = moment + LOOK_AHEAD
    office = office_of(district, day=clock.local(moment).date())
    opened = hours_between(office, moment, ends)
    duties = list(Duty.objects.of_districts([district.pk]).filter(window__overlap=(moment, ends)))
    here = sorted((duty for duty in duties if moment in duty.window), key=_rank)
    starts = sorted({span[0] for span in opened} | {duty.window.lower for duty in duties})
    phone = district.phone or (office.point and office.point.phone) or default_house().number
    if opened and opened[0][0] <= moment:
        until = opened[0][1]
        return _office(office, phone=phone, until=until, next_at=_next(starts, duties, until), duties=here)
    next_at = next((start for start in starts if start > moment), None)
    if here:
        better = [duty.window.lower for duty in duties if duty not in here and _rank(duty) < _rank(here[0])]
        until = min([here[0].window.upper, *(span[0] for span in opened), *better])
        follows = _next(starts, duties, until)
        return _on_duty(here, phone=phone, until=until, next_at=follows)
    return _nobody(district, phone=phone, next_at=next_at)


def _rank(duty: Duty) -> tuple[bool, bool, int]:
    """The helpers' own team before a care service, deputies last."""
    return duty.is_deputy, duty.service_id is not None, duty.pk


def _next(starts: list[dt.datetime], duties: list[Duty], until: dt.datetime) -> dt.datetime | None:
    """`until` itself when somebody on duty or the office takes over then."""
    if any(duty.window.lower <= until < duty.window.upper for duty in duties):
        return until
    return next((start for start in starts if start >= until), None)


def _office(
    office: Office, *, phone: str, until: dt.datetime, next_at: dt.datetime | None, duties: list[Duty]
) -> Responsible:
    """A helper on duty at that hour is the person; whoever of a care service is on duty waits behind her."""
    own = [duty for duty in duties if duty.service_id is None]
    return Responsible(
        kind=Kind.OFFICE,
        who=office.point.name if office.point else default_house().label,
        phone=phone,
        until=until,
        next_at=next_at,
        person=own[0].person if own else None,
        deputy=next((duty.person for duty in duties if duty not in own[:1]), None),
        forwards_to=phone,
        duty=own[0] if own else None,
    )


def _on_duty(duties: list[Duty], *, phone: str, until: dt.datetime, next_at: dt.datetime | None) -> Responsible:
    duty = duties[0]
    return Responsible(
        kind=Kind.DUTY,
        who=duty.answers_as,
        phone=phone,
        until=until,
        next_at=next_at,
        person=duty.person,
        deputy=next((other.person for other in duties[1:] if other.person_id != duty.person_id), None),
        forwards_to=duty.forwards_to,
        duty=duty,
    )


def _nobody(district: District, *, phone: str, next_at: dt.datetime | None) -> Responsible:
    """The fallback person until somebody else is responsible; she is no duty, and the gap stays a gap."""
    fallback = Fallback.objects.filter(district=district, person__is_active=True).select_related("person").first()
    if fallback is None:
        return Responsible(kind=Kind.NOBODY, who="", phone=phone, until=next_at, next_at=next_at)
    return Responsible(
        kind=Kind.DUTY,
        who=_("Bereitschaft {district}").format(district=district.name),
        phone=phone,
        until=next_at,
        next_at=next_at,
        person=fallback.person,
        forwards_to=fallback.person.phone,
        is_fallback=True,
    )


def on_call_at(*, district: District, moment: dt.datetime) -> QuerySet[Duty]:
    """Duties of active people of a care service that covers the district, deputies last."""
    return _covering(district).filter(window__contains=moment).order_by("is_deputy", "service_id", "pk")


def next_duty(*, district: District, moment: dt.datetime) -> Duty | None:
    return _covering(district).filter(window__startswith__gt=moment).order_by("window", "is_deputy").first()


def _covering(district: District) -> QuerySet[Duty]:
    rows = Duty.objects.filter(service__districts=district, person__is_active=True, person__care_worker__is_active=True)
    return rows.select_related("person", "service__organisation")


def gaps(windows: Iterable[Window | Any], start: dt.datetime, end: dt.datetime) -> list[Window]:
    """The parts of start–end that no window covers, in order. Pure."""
    found, reached = [], start
    for begins, ends in sorted((window[0], window[1]) for window in windows):
        if begins > reached:
            found.append((reached, min(begins, end)))
        reached = max(reached, ends)
        if reached >= end:
            return found
    return [*found, (reached, end)] if reached < end else found
