"""Who may: each hard rule by itself, with a name, a sentence, and who may read it. For many pairs at once. Pure.

The first that fails is named. What nobody may know comes first, so that nobody infers it from what is said later. `is_soft`
rules are what somebody wished for herself: a helper may bend them with a reason; the others nobody bends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from piano.kit.columns import Array, any_of, bits_of, total_of
from quarters.models import Level
from requests.matching import local
from requests.matching.facts import Pairs, World
from volunteers.could import EVIDENCE_BIT, WHO
from volunteers.models import EvidenceKind
from volunteers.safeguarding import REQUIRED

SECRET = _("steht hierfür nicht zur Wahl")
LEVELS = list(Level.values)
NEEDED = np.array([sum(EVIDENCE_BIT[kind] for kind in REQUIRED.get(level, ())) for level in LEVELS])
PROFESSIONAL = LEVELS.index(Level.P)
LICENCE, TRAINING = EVIDENCE_BIT[EvidenceKind.LICENCE], EVIDENCE_BIT[EvidenceKind.TRAINING]
LAY, TRAINED = WHO.index("lay"), WHO.index("trained")


@dataclass(frozen=True)
class Rule:
    """`holds` says for each pair whether it lets her go. `is_daily`: on the day that stands beside the pair.

    `says` reads the helper; where `is_secret` she reads `SECRET`, and only the coordinator of her own association reads more.
    """

    code: str
    says: Any
    holds: Callable[[World, Pairs], Array]
    is_soft: bool = False
    is_secret: bool = False
    is_daily: bool = False


def is_somebody_else(world: World, pairs: Pairs) -> Array:
    """The resident is not sent to herself."""
    return world.people.user[pairs.person] != world.visits.resident_user[pairs.visit]


def is_not_kept_apart(world: World, pairs: Pairs) -> Array:
    """Blocked by either side."""
    return world.apart.at(world.visits.resident_user[pairs.visit], world.people.user[pairs.person]) == 0


def is_active(world: World, pairs: Pairs) -> Array:
    """Neither paused nor gone, and with an account."""
    return world.people.is_active[pairs.person]


def is_in_scope(world: World, pairs: Pairs) -> Array:
    """The association decides who may; without a word of hers the category's own rule holds (domain 2)."""
    is_lay = world.visits.level[pairs.visit] != PROFESSIONAL
    return is_lay & np.isin(_who(world, pairs), (LAY, TRAINED))


def _who(world: World, pairs: Pairs) -> Array:
    """The place in `WHO` that counts for each pair."""
    own = world.scopes.at(world.people.association[pairs.person], world.visits.category[pairs.visit])
    return np.where(own > 0, own - 1, world.visits.who[pairs.visit])


def has_licence(world: World, pairs: Pairs) -> Array:
    return world.people.has_licence[pairs.person] | ~world.visits.needs_licence[pairs.visit]


def has_evidence(world: World, pairs: Pairs) -> Array:
    """Everything that level, scope and kind of help ask for, valid on that day (domain 2, 4)."""
    needed = NEEDED[world.visits.level[pairs.visit]] | np.where(world.visits.needs_licence[pairs.visit], LICENCE, 0)
    needed |= np.where(_who(world, pairs) == TRAINED, TRAINING, 0)
    missing = needed & ~world.known.sure[pairs.person]
    holds = missing == 0
    unsure = np.flatnonzero(~holds)
    if len(unsure):
        place, rows = world.known.evidence.of(pairs.person[unsure])
        day = pairs.day[unsure][place]
        valid = (rows["begins"] <= day) & (day < rows["ends"])
        shown = bits_of(place[valid], rows["bits"][valid], len(unsure))
        holds[unsure] = (missing[unsure] & ~shown) == 0
    return holds


def does_this(world: World, pairs: Pairs) -> Array:
    return world.does.at(pairs.person, world.visits.category[pairs.visit]) > 0


def speaks(world: World, pairs: Pairs) -> Array:
    """The language that the resident needs; none is needed where German will do."""
    needed = world.visits.language[pairs.visit]
    return (needed == 0) | ((needed & world.people.languages[pairs.person]) != 0)


def is_near(world: World, pairs: Pairs) -> Array:
    """Not farther than she wants to go; where the house is unknown, also in her own district."""
    near = world.is_within(pairs, world.people.reach_m[pairs.person])
    at_home = world.people.district[pairs.person] == world.visits.district[pairs.visit]
    return near | (at_home & ~world.visits.has_point[pairs.visit])


def was_not_asked(world: World, pairs: Pairs) -> Array:
    """Not the same person for the same visit again."""
    return world.asked.at(pairs.visit, world.people.user[pairs.person]) == 0


def is_not_away(world: World, pairs: Pairs) -> Array:
    place, rows = world.known.absences.of(pairs.person)
    day = pairs.day[place]
    return ~any_of(place, (rows["first"] <= day) & (day <= rows["last"]), len(pairs.person))


def has_room(world: World, pairs: Pairs) -> Array:
    """What she wants to give in a week, Monday to Sunday; planned and done count, this visit itself does not."""
    place, rows = world.known.work.of(pairs.person)
    same = local.week_of(local.day_of(rows["starts"])) == local.week_of(pairs.day)[place]
    same &= rows["visit"] != world.visits.id[pairs.visit][place]
    given = total_of(place[same], (rows["ends"] - rows["starts"])[same] / 60_000_000, len(pairs.person))
    return given + world.visits.minutes[pairs.visit] <= world.people.weekly_minutes[pairs.person]


PAIR_RULES = (
    Rule("herself", SECRET, is_somebody_else, is_secret=True),
    Rule("apart", _("beide sollen sich nicht begegnen"), is_not_kept_apart, is_secret=True),
    Rule("paused", _("pausiert oder gesperrt"), is_active, is_secret=True),
    Rule("scope", _("der Verein bietet diese Hilfe nicht an"), is_in_scope, is_secret=True),
    Rule("licence", _("ohne Führerschein und Auto"), has_licence),
    Rule("kind", _("macht diese Hilfe nicht"), does_this, is_soft=True),
    Rule("language", _("spricht die Sprache nicht"), speaks, is_soft=True),
    Rule("too_far", _("wohnt zu weit weg"), is_near, is_soft=True),
    Rule("asked", _("war schon gefragt"), was_not_asked, is_soft=True),
)
DAY_RULES = (
    Rule("evidence", _("ein Nachweis fehlt oder ist abgelaufen"), has_evidence, is_secret=True, is_daily=True),
    Rule("away", _("ist dann nicht da"), is_not_away, is_daily=True),
    Rule("week_full", _("die Woche ist voll"), has_room, is_daily=True),
)


def is_for_the_clock(world: World, pairs: Pairs) -> Array:
    """Decided by `times`, not here."""
    return np.ones(len(pairs.visit), dtype=bool)


QUICKEST = (*(rule for rule in PAIR_RULES if rule.code == "too_far"), *(r for r in PAIR_RULES if r.code != "too_far"))
NO_TIME = Rule("no_time", _("hat da keine Zeit"), is_for_the_clock, is_soft=True)
BUSY = Rule("busy", _("hat da schon etwas vor"), is_for_the_clock)
RULES = (*PAIR_RULES, *DAY_RULES, NO_TIME, BUSY)
