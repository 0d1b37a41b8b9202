"""„Warum nicht?“: who of the district is not on the list, and why, as far as the reader may know it. Reads only.

That somebody is blocked, suspended or lacks a certificate is said to nobody but the coordinator of her own association;
everybody else reads the same words for all three.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quarters.languages import say_language
from quarters.models import Block, RoleKind, User
from requests.matching import asked_already, place_of
from requests.models import Visit
from volunteers.could import DistanceM, are_there, have_shown
from volunteers.models import Volunteer, VolunteerState

SHOWN = 20


@dataclass(frozen=True)
class LeftOut:
    """One person who is not on the list. `detail` is empty but for the coordinator of her association."""

    name: str
    reason: str
    detail: str = ""


def left_out(visit: Visit, *, reader: User, chosen: Iterable[str], now: dt.datetime) -> list[LeftOut]:
    """Volunteers of the visit's district who are neither on the list (`chosen`, references of people) nor asked. Seven queries."""
    rows = Volunteer.objects.filter(district=visit.help_request.district_id)
    rows = rows.exclude(state__in=[VolunteerState.APPLIED, VolunteerState.LEFT]).exclude(
        user_id=visit.help_request.resident.user_id
    )
    rows = rows.exclude(user__reference__in=list(chosen)).exclude(user__in=asked_already(visit))
    rows = rows.annotate(distance_m=DistanceM(place_of(visit)))
    people = list(rows.select_related("user").order_by("user__family_name", "pk")[:SHOWN])
    facts = _gather(visit, rows)
    own = {role.organisation_id for role in reader.valid_roles if role.kind == RoleKind.COORDINATOR}
    return [_say(one, visit, facts, may_know=one.association_id in own) for one in people]


def _gather(visit: Visit, rows: QuerySet[Volunteer]) -> dict[str, set[int]]:
    """Ids of volunteers by what holds for them."""
    help_request = visit.help_request
    window = (visit.wish_window.lower, visit.wish_window.upper)
    resident = help_request.resident.user_id
    blocks = Block.objects.filter(Q(person=resident) | Q(other=resident)).values_list("person", "other")
    kept_apart = {person for pair in blocks for person in pair}
    return {
        "shown": set(have_shown(rows, help_request.category, window).values_list("pk", flat=True)),
        "there": set(are_there(rows, window, visit.minutes).values_list("pk", flat=True)),
        "does": set(rows.filter(categories=help_request.category).values_list("pk", flat=True)),
        "apart": set(rows.filter(user__in=kept_apart).values_list("pk", flat=True)),
    }


def _say(one: Any, visit: Visit, facts: dict[str, set[int]], *, may_know: bool) -> LeftOut:
    """What nobody may know is one sentence, and comes first: nobody infers it from who could be asked by way of exception."""
    name, language = one.user.full_name, visit.help_request.needs_language
    detail = _detail(one, facts)
    if detail:
        return LeftOut(name, _("steht hierfür nicht zur Wahl"), detail if may_know else "")
    if one.pk not in facts["does"]:
        return LeftOut(name, _("macht diese Hilfe nicht"))
    if language and language not in one.languages:
        return LeftOut(name, _("spricht nicht %(language)s") % {"language": say_language(language)})
    if one.distance_m > one.max_distance_m:
        return LeftOut(name, _("wohnt zu weit weg"))
    if one.pk not in facts["there"]:
        return LeftOut(name, _("hat da keine Zeit"))
    return LeftOut(name, _("hat da schon etwas vor, oder die Woche ist voll"))


def _detail(one: Volunteer, facts: dict[str, set[int]]) -> str:
    if one.pk in facts["apart"]:
        return _("beide sollen sich nicht begegnen")
    if one.state != VolunteerState.ACTIVE or not one.user.is_active:
        return _("pausiert oder gesperrt")
    return _("ein Nachweis fehlt, oder der Verein bietet es nicht an") if one.pk not in facts["shown"] else ""
