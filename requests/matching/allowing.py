"""Whether somebody may be sent: what she has shown, what her association offers, who she is to the resident. Pure.

Nobody bends these. Each is one of `rules`, where its name and its sentence stand.
"""

import numpy as np

from piano.kit.columns import Array, bits_of
from quarters.models import Level
from requests.matching import local
from requests.matching.facts import APART, KIN, SHIFT, Pairs, World
from volunteers.could import EVIDENCE_BIT, RECOGNISED, WHO
from volunteers.models import EvidenceKind
from volunteers.safeguarding import REQUIRED

LEVELS = list(Level.values)
NEEDED = np.array([sum(EVIDENCE_BIT[kind] for kind in REQUIRED.get(level, ())) for level in LEVELS])
PROFESSIONAL = LEVELS.index(Level.P)
LICENCE, TRAINING = EVIDENCE_BIT[EvidenceKind.LICENCE], EVIDENCE_BIT[EvidenceKind.TRAINING]
LAY, TRAINED = WHO.index("lay"), WHO.index("trained")
MOST_RECEIVERS = 3  # care receivers of one person in a calendar month (Hesse, domain 3.3)


def is_somebody_else(world: World, pairs: Pairs) -> Array:
    """The resident is not sent to herself."""
    return world.people.user[pairs.person] != world.visits.resident_user[pairs.visit]


def is_not_kept_apart(world: World, pairs: Pairs) -> Array:
    """Blocked by either side."""
    return _beside(world, pairs) & APART == 0


def _beside(world: World, pairs: Pairs) -> Array:
    return world.beside.at(world.visits.resident_user[pairs.visit], world.people.user[pairs.person])


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


def has_car(world: World, pairs: Pairs) -> Array:
    """Who drives somebody, drives in her own car."""
    return world.people.has_car[pairs.person] | ~world.visits.needs_licence[pairs.visit]


def is_no_kin(world: World, pairs: Pairs) -> Array:
    """Where § 45b pays: not related to the 2nd degree, not of the same household (domain 3.3)."""
    return (_beside(world, pairs) & KIN == 0) | ~world.visits.uses_relief[pairs.visit]


def is_of_the_wished_gender(world: World, pairs: Pairs) -> Array:
    """Where the kind of help is intimate, the wish for a woman or a man holds fast; elsewhere it is only weighed."""
    wished = world.visits.gender[pairs.visit]
    return (wished == 0) | ~world.visits.is_intimate[pairs.visit] | (world.people.gender[pairs.person] == wished)


def has_evidence(world: World, pairs: Pairs) -> Array:
    """Everything that level, scope and licence ask for, valid on that day (domain 2, 4)."""
    needed = NEEDED[world.visits.level[pairs.visit]] | np.where(world.visits.needs_licence[pairs.visit], LICENCE, 0)
    needed |= np.where(_who(world, pairs) == TRAINED, TRAINING, 0)
    return _has_shown(world, pairs, needed)


def is_qualified(world: World, pairs: Pairs) -> Array:
    """What this federal state asks for in this kind of help on that day."""
    rows, needed = world.qualifications, np.zeros(len(pairs.visit), dtype=np.int64)
    category, state = world.visits.category[pairs.visit], world.visits.state[pairs.visit]
    for row in range(len(rows["bits"])):
        counts = (rows["category"][row] == category) & (rows["state"][row] == state)
        counts &= (rows["begins"][row] <= pairs.day) & (pairs.day < rows["ends"][row])
        needed[counts] |= rows["bits"][row]
    return _has_shown(world, pairs, needed)


def _has_shown(world: World, pairs: Pairs, needed: Array) -> Array:
    """Whether all of this evidence (bits) is valid on the day."""
    missing = needed & ~world.known.sure[pairs.person]
    holds: Array = missing == 0
    unsure = np.flatnonzero(~holds)
    if len(unsure):
        place, rows = world.known.evidence.of(pairs.person[unsure])
        day = pairs.day[unsure][place]
        valid = (rows["begins"] <= day) & (day < rows["ends"])
        shown = bits_of(place[valid], rows["bits"][valid], len(unsure))
        holds[unsure] = (missing[unsure] & ~shown) == 0
    return holds


def is_recognised(world: World, pairs: Pairs) -> Array:
    """Where § 45b pays: recognised on that day, be it provisionally (domain 3.3)."""
    return _has_shown(world, pairs, np.where(world.visits.uses_relief[pairs.visit], RECOGNISED, 0))


def has_room_for_a_receiver(world: World, pairs: Pairs) -> Array:
    """Where § 45b pays: at most three people in a calendar month, planned and done (domain 3.3)."""
    holds: Array = ~world.visits.uses_relief[pairs.visit]
    asked = np.flatnonzero(~holds)
    if len(asked):
        place, rows = world.known.work.of(pairs.person[asked])
        month = local.month_of(pairs.day[asked])[place]
        counts = rows["uses_relief"] & (local.month_of(local.day_of(rows["starts"])) == month)
        counts &= rows["resident"] != world.visits.resident[pairs.visit[asked]][place]
        others = np.unique((place[counts] << SHIFT) | rows["resident"][counts]) >> SHIFT
        holds[asked] = np.bincount(others, minlength=len(asked)) < MOST_RECEIVERS
    return holds
