"""Why we ask her, said to herself; and what of a case may be told before a yes: the street, no number and no name.

But to somebody who was there before and is asked alone: „Frau B. freut sich, wenn Sie wiederkommen.“
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.kit.languages import is_german
from quarters.models import Reach, Resident, User
from quarters.people.languages import say_language
from quarters.people.residents import is_kept_apart
from quarters.places import metres_between
from requests.finding.ranking import say_distance
from requests.finding.timing import day_before, staff_tells_until
from requests.matching import place_of, shared_language
from requests.models import Assignment, Offer, Visit
from requests.states import AssignmentState
from volunteers.kinds import say_to_helpers

FLOOR = re.compile(r"(\d{1,2}\.\s?(?:Stock|Etage|OG|Obergeschoss)|Erdgeschoss|EG|Parterre)", re.IGNORECASE)
NEAR_M = 1000
CALLS_AT = dt.time(17)


@dataclass(frozen=True)
class Asked:
    """The case before a yes: what matters for the answer, and why we ask."""

    when: str
    meaning: str
    distance: str
    street: str
    stairs: str
    language: str
    others: int
    may_call_before: bool
    tells_herself: bool
    welcome: str
    is_wished: bool
    reasons: tuple[str, ...]


def load_asked(offer: Offer, *, now: dt.datetime) -> Asked:
    """Four queries at most."""
    metres = metres_to(offer.visit, offer.person)
    return Asked(
        when=say_near_day(offer.proposed_start, now=now),
        meaning=say_to_helpers(offer.visit.help_request.category),
        distance=say_distance(metres) if metres is not None else "",
        street=say_street(offer.visit.help_request.resident, offer.person),
        stairs=say_stairs(offer.visit.help_request.resident),
        language=needed_language(offer),
        tells_herself=tells_herself(offer.visit, start=offer.proposed_start, now=now),
        may_call_before=may_call_before(offer.visit, start=offer.proposed_start, now=now),
        welcome=offer.visit.help_request.resident.user.short_name if offer.is_familiar else "",
        is_wished=wishes_her(offer),
        others=Offer.objects.filter(visit=offer.visit_id, round=offer.round).exclude(pk=offer.pk).count(),
        reasons=tuple(_reasons(offer, metres)),
    )


def wishes_her(offer: Offer) -> bool:
    """Asked alone, since the tenant has named her; she was never there."""
    is_meant = offer.is_familiar and offer.visit.help_request.wished_id == offer.person_id
    return is_meant and not _times_there(offer)


def may_call_before(visit: Visit, *, start: dt.datetime, now: dt.datetime) -> bool:
    """Who reads no mails is reminded by whoever comes: on the day before, when that is still ahead."""
    tenant = visit.help_request.resident.user
    return tenant.reach == Reach.PHONE and bool(tenant.phone) and day_before(start, CALLS_AT) > now


def tells_herself(visit: Visit, *, start: dt.datetime, now: dt.datetime) -> bool:
    """The tenant reads no mails, and nobody of the staff is there before the visit: who says yes tells her."""
    tenant = visit.help_request.resident.user
    return tenant.reach == Reach.PHONE and bool(tenant.phone) and staff_tells_until(start) <= now


def say_near_day(moment: dt.datetime, *, now: dt.datetime) -> str:
    """„heute“, „morgen“, within a week „am Dienstag“, else „am 24. November“."""
    day, today = clock.local(moment).date(), clock.local(now).date()
    ahead = (day - today).days
    if ahead in (0, 1):
        return _("morgen") if ahead else _("heute")
    return _("am %(day)s") % {"day": clock.say_weekday(day) if 0 < ahead < 7 else clock.say_date(day)}


def say_street(resident: Resident, person: User) -> str:
    """The second step, once she has opened the question: where about it is. Nothing for somebody who shall not meet her.

    Whoever shows it notes the look (`requests.arranged.looking`).
    """
    building = resident.building
    return building.street if building and not is_kept_apart(person, resident.user) else ""


def say_stairs(resident: Resident) -> str:
    """„2. Stock ohne Aufzug“: only the floor is taken from what was typed, which may hold a name."""
    floor = FLOOR.search(resident.floor)
    if floor is None:
        return ""
    if not floor[0].lstrip("0")[0].isdigit():
        return _("Erdgeschoss")
    if resident.building is None or resident.building.has_lift is None:
        return _say_floor(floor[0])
    with_lift = _("%(floor)s, mit Aufzug") if resident.building.has_lift else _("%(floor)s ohne Aufzug")
    return with_lift % {"floor": _say_floor(floor[0])}


def _say_floor(typed: str) -> str:
    """In German as it was typed; elsewhere the number in the reader's words."""
    return typed if is_german() else _("%(n)s. Stock") % {"n": typed.partition(".")[0]}


def needed_language(offer: Offer) -> str:
    code = offer.visit.help_request.needs_language
    return say_language(code) if code else ""


def metres_to(visit: Visit, person: User) -> int | None:
    """As the crow flies, from a volunteer's home to the house or, while that is unknown, to the district's middle."""
    if not person.is_volunteer:
        return None
    place = place_of(visit)
    home = (person.volunteer.latitude, person.volunteer.longitude)
    return round(metres_between(home, (place.latitude, place.longitude)))


def _reasons(offer: Offer, metres: int | None) -> Iterator[str]:
    if metres is None:
        return
    volunteer, category = offer.person.volunteer, offer.visit.help_request.category
    if metres <= NEAR_M:
        yield _("Sie wohnen in der Nähe")
    if volunteer.categories.filter(pk=category.pk).exists():
        is_liked = category.code in volunteer.favourites
        words = (
            _("Das machen Sie besonders gern: %(category)s") if is_liked else _("Sie haben angekreuzt: %(category)s")
        )
        yield words % {"category": category.said}
    code = shared_language(offer.visit)
    if code and code in volunteer.languages:
        yield _("Sie sprechen %(language)s") % {"language": say_language(code)}
    times = _times_there(offer) if offer.is_familiar else 0  # to several people it would name the tenant
    if times:
        yield ngettext("Sie waren schon einmal dort", "Sie waren schon %(n)d-mal dort", times) % {"n": times}
    day = clock.say_weekday(offer.proposed_start)
    yield _("Am %(day)s um diese Zeit können Sie meistens") % {"day": day}


def _times_there(offer: Offer) -> int:
    rows = Assignment.objects.filter(person=offer.person_id, state=AssignmentState.DONE)
    return rows.filter(visit__help_request__resident=offer.visit.help_request.resident_id).count()
