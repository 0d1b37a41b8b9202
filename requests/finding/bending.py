"""Who could be asked by way of exception: no hard rule keeps her back, and what speaks against it is said in words."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from quarters.models import User
from quarters.people.languages import say_language
from requests.finding.ranking import say_distance
from requests.matching import checking
from requests.matching.rules import RULES
from requests.models import Visit

SHOWN = 12


@dataclass(frozen=True)
class Exceptional:
    """`against` are short clauses: „wohnt 4,2 km entfernt“, „hat sonst um diese Zeit nicht frei“."""

    reference: str
    name: str
    against: tuple[str, ...]


def load_exceptional(visit: Visit, *, now: dt.datetime, survey: checking.Survey | None = None) -> list[Exceptional]:
    """The nearest whom only soft rules keep off the list. A fixed number of queries; one with a `survey` of the visit."""
    survey = survey or checking.survey(visit, now=now)
    world, failing = survey.world, survey.failing
    pairs = checking.everybody(world)
    metres = world.metres(pairs)
    kept = np.zeros(len(world.people), dtype=bool)
    bent = np.zeros(len(world.people), dtype=bool)
    for rule in RULES:
        (bent if rule.is_soft else kept)[failing[rule.code]] = True
    rows = np.flatnonzero(bent & ~kept)
    nearest = rows[np.lexsort((world.people.id[rows], metres[rows]))][:SHOWN].tolist()
    people = User.objects.in_bulk(world.people.user[nearest].tolist())
    found = []
    for row in nearest:
        person = people[int(world.people.user[row])]
        against = _against(visit, round(float(metres[row])))
        said = tuple(words for code, words in against.items() if failing[code][row])
        found.append(Exceptional(person.reference, person.full_name, said))
    return found


def _against(visit: Visit, metres: int) -> dict[str, str]:
    """What each soft rule says of somebody who lives so far away."""
    return {
        "asked": _("war schon gefragt"),
        "too_far": _("wohnt %(way)s entfernt") % {"way": say_distance(metres)},
        "kind": _("hat diese Hilfeart nicht angekreuzt"),
        "language": _("spricht nicht %(language)s") % {"language": say_language(visit.help_request.needs_language)},
        "stairs": _("möchte nicht so viele Treppen steigen"),
        "pets": _("möchte nicht zu Tieren"),
        "smoke": _("möchte nicht in Wohnungen, in denen geraucht wird"),
        "holiday": _("kommt sonst nicht an Feiertagen"),
        "no_time": _("hat sonst um diese Zeit nicht frei"),
    }
