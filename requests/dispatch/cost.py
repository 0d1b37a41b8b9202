"""What it costs that somebody goes, in metres of way, and the same in words. Independent of when she starts."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from quarters.people.languages import say_language
from requests.dispatch.facts import OpenVisit, Person
from requests.dispatch.rules import distance_m
from requests.finding.ranking import say_distance

STRANGER_M = 2700  # a familiar face outweighs this way
ROLE_M = {"volunteer": 0, "helper": 5000, "care": 20_000}  # neighbours first, who is paid for it last


def cost_of(visit: OpenVisit, person: Person) -> int:
    """An integer ≥ 0; less is better."""
    is_known = person.id in visit.known
    return round(distance_m(visit, person)) + STRANGER_M * (not is_known) + ROLE_M[person.role]


def reasons_for(visit: OpenVisit, person: Person) -> list[str]:
    """Short clauses: way, language, whether she is known, and who she is if no neighbour."""
    return list(_reasons(visit, person))


def _reasons(visit: OpenVisit, person: Person) -> Iterator[str]:
    yield say_distance(round(distance_m(visit, person)))
    for code in sorted(visit.languages & person.languages):
        yield _("spricht %(language)s") % {"language": say_language(code)}
    if person.id in visit.known:
        yield _("war schon da")
    if person.role == "helper":
        yield _("Nachbarschaftshilfe des Treffpunkts")
    if person.role == "care":
        yield _("Pflegedienst")
