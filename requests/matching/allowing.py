"""Whether somebody may be sent: what she has shown, what her association offers, who she is to the resident. Pure.

Nobody bends these. Each is one of `rules`, where its name and its sentence stand.
"""

from typing import Any

import numpy as np

from piano.kit.columns import Array, Columns, bits_of
from quarters.models import Level
from requests.matching import local
from requests.matching.facts import APART, KIN, SHIFT, Pairs, World
from volunteers.could import EVIDENCE_BIT, RECOGNISED, WHO
from volunteers.models import EvidenceKind

LEVELS = list(Level.values)
PROFESSIONAL = LEVELS.index(Level.P)
LICENCE, TRAINING = EVIDENCE_BIT[EvidenceKind.LICENCE], EVIDENCE_BIT[EvidenceKind.TRAINING]
LAY, TRAINED = WHO.index("lay"), WHO.index("trained")
EVERYWHERE = 0  # a rule of every federal state
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
    needed, is_ruled = _asked_by_level(world, pairs)
    needed |= np.where(world.visits.needs_licence[pairs.visit], LICENCE, 0)
    needed |= np.where(_who(world, pairs) == TRAINED, TRAINING, 0)
    return _has_shown(world, pairs, needed) & is_ruled


def _asked_by_level(world: World, pairs: Pairs) -> tuple[Array, Array]:
    """What the level of each visit asks for there on that day (bits), and whether it has a row of its own: without one nobody may.
    What holds everywhere and throughout is looked up by level; the rest, a few rows at most, pair by pair.
    """
    bits, ruled = np.zeros(len(LEVELS), dtype=np.int64), np.arange(len(LEVELS)) == PROFESSIONAL
    rows, special, level = world.qualifications, [], world.visits.level[pairs.visit]
    first, last = (pairs.day.min(), pairs.day.max()) if len(pairs.day) else (0, 0)
    for row in np.flatnonzero(rows["level"] >= 0):
        if rows["state"][row] or rows["begins"][row] > first or rows["ends"][row] <= last:
            special.append(row)
            continue
        bits[rows["level"][row] : PROFESSIONAL] |= rows["bits"][row]
        ruled[rows["level"][row]] = True
    needed, is_ruled = bits[level], ruled[level]
    for row in special:
        counts = _holds(rows, row, pairs, world.visits.state[pairs.visit])
        needed[counts & (rows["level"][row] <= level) & (level < PROFESSIONAL)] |= rows["bits"][row]
        is_ruled |= counts & (rows["level"][row] == level)
    return needed, is_ruled


def _holds(rows: Columns, row: Any, pairs: Pairs, state: Array) -> Array:
    """Whether a row holds there on that day."""
    here: Array = (rows["state"][row] == state) | (rows["state"][row] == EVERYWHERE)
    return here & (rows["begins"][row] <= pairs.day) & (pairs.day < rows["ends"][row])


def is_qualified(world: World, pairs: Pairs) -> Array:
    """What this federal state asks for in this kind of help on that day."""
    rows, needed = world.qualifications, np.zeros(len(pairs.visit), dtype=np.int64)
    category, state = world.visits.category[pairs.visit], world.visits.state[pairs.visit]
    for row in np.flatnonzero(rows["level"] < 0):
        needed[_holds(rows, row, pairs, state) & (rows["category"][row] == category)] |= rows["bits"][row]
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
