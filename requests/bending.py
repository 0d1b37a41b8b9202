"""Who could be asked by way of exception: no hard rule keeps her back, and what speaks against it is said in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quarters.languages import say_language
from requests.matching import asked_already, has_room, may_go, minutes_in_week, start_for
from requests.models import Visit
from requests.ranking import say_distance
from volunteers.models import Volunteer

SHOWN = 12


@dataclass(frozen=True)
class Exceptional:
    """`against` are short clauses: „wohnt 4,2 km entfernt“, „hat sonst um diese Zeit nicht frei“."""

    reference: str
    name: str
    against: tuple[str, ...]


def load_exceptional(visit: Visit, *, now: dt.datetime) -> list[Exceptional]:
    """The nearest whom only soft rules keep off the list. Six queries."""
    rows = may_go(visit).select_related("user").prefetch_related("availabilities", "absences", "categories")
    people = list(rows.order_by("distance_m", "pk")[: SHOWN * 2])  # type: ignore[misc]
    week = minutes_in_week(visit, [volunteer.user_id for volunteer in people])
    asked = set(asked_already(visit).values_list("pk", flat=True))
    found = []
    for volunteer in people:
        against = _against(visit, volunteer, was_asked=volunteer.user_id in asked, now=now)
        if against and has_room(visit, volunteer, week):
            found.append(Exceptional(volunteer.user.reference, volunteer.user.full_name, against))
    return found[:SHOWN]


def _against(visit: Visit, volunteer: Volunteer, *, was_asked: bool, now: dt.datetime) -> tuple[str, ...]:
    help_request, said = visit.help_request, []
    metres = round(volunteer.distance_m)  # type: ignore[attr-defined]
    if was_asked:
        said.append(_("war schon gefragt"))
    if metres > volunteer.max_distance_m:
        said.append(_("wohnt %(way)s entfernt") % {"way": say_distance(metres)})
    if help_request.category_id not in {category.pk for category in volunteer.categories.all()}:
        said.append(_("hat diese Hilfeart nicht angekreuzt"))
    if help_request.needs_language and help_request.needs_language not in volunteer.languages:
        said.append(_("spricht nicht %(language)s") % {"language": say_language(help_request.needs_language)})
    if start_for(visit, volunteer, [], now) is None:
        said.append(_("hat sonst um diese Zeit nicht frei"))
    return tuple(said)
