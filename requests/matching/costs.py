"""Who best: what each allowed pair costs, in metres of way. Pure; the weights are `requests.ranking`'s."""

from dataclasses import dataclass, fields

import numpy as np

from piano.kit.columns import Array, places_of, total_of
from requests.matching.facts import Pairs, World
from requests.ranking import ASKED_THIS_WEEK_COSTS_M, KNOWN_IS_WORTH_M, LANGUAGE_IS_WORTH_M, MINUTE_OF_LOAD_COSTS_M

LOAD_SPAN = 28 * 24 * 3600 * 1_000_000
MOST_KNOWN = 3


@dataclass(frozen=True)
class Costs:
    """One row a pair: what speaks for and against her, and the sum, a whole number ≥ 0."""

    metres: Array
    times_there: Array
    shares_language: Array
    load_minutes: Array
    asked_this_week: Array
    cost: Array

    def in_order(self, order: Array) -> "Costs":
        return Costs(**{field.name: getattr(self, field.name)[order] for field in fields(self)})


def costs_of(world: World, pairs: Pairs) -> Costs:
    if not len(pairs.visit):
        nothing = np.zeros(0, dtype=np.int64)
        return Costs(nothing, nothing, nothing, nothing, nothing, nothing)
    metres = world.metres(pairs)
    times = world.known.been_there.at(world.visits.resident[pairs.visit], world.people.user[pairs.person])
    shares = (world.visits.own_language[pairs.visit] & world.people.languages[pairs.person]) != 0
    load, asked = _load(world)[pairs.person], _asked(world)[pairs.person]
    cost = (
        np.round(metres).astype(np.int64)
        + KNOWN_IS_WORTH_M * (MOST_KNOWN - np.minimum(times, MOST_KNOWN))
        + LANGUAGE_IS_WORTH_M * ~shares
        + MINUTE_OF_LOAD_COSTS_M * load
        + ASKED_THIS_WEEK_COSTS_M * asked
    )
    return Costs(metres, times, shares, load, asked, cost)


def _load(world: World) -> Array:
    """Minutes of each person from four weeks ago until four weeks ahead."""
    work = world.known.work
    owner = np.repeat(np.arange(len(work.count)), work.count)
    near = (work.rows["starts"] < world.now + LOAD_SPAN) & (work.rows["ends"] > world.now - LOAD_SPAN)
    minutes = (work.rows["ends"] - work.rows["starts"]) / 60_000_000
    return total_of(owner[near], minutes[near], len(work.count))


def _asked(world: World) -> Array:
    """How often each person was asked lately."""
    rows = world.known.last_asked
    order = np.argsort(rows["user"])
    place = places_of(world.people.user, rows["user"][order])
    times = rows["times"][order]
    return np.where(place >= 0, times[np.maximum(place, 0)], 0) if len(times) else np.zeros(len(place), dtype=np.int64)
