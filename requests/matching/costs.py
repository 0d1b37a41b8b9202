"""Who best: what each allowed pair costs, in metres of way, by the weights of whoever runs the quarter's meeting point. Pure.

Who answers how fast is not known here: an unread offer is no no, and answering is no mark.
"""

from dataclasses import dataclass, fields

import numpy as np

from piano.kit.columns import DAY, Array, Columns, places_of, total_of
from requests.matching.facts import Pairs, World

LOAD_DAYS = 28  # back and ahead
ASKED_DAYS = 14  # so long it is known that somebody was asked
MOST_KNOWN = 3
NEVER_ASKED = 999
LIKES = 2  # the number in `World.does`


@dataclass(frozen=True)
class Costs:
    """One row a pair: what speaks for and against her, and the sum, a whole number ≥ 0."""

    metres: Array
    times_there: Array
    shares_language: Array
    is_wished: Array
    fits_wish: Array
    likes_kind: Array
    load_minutes: Array
    wished_minutes: Array
    days_since_asked: Array
    cost: Array

    def in_order(self, order: Array) -> "Costs":
        return Costs(**{field.name: getattr(self, field.name)[order] for field in fields(self)})


def costs_of(world: World, pairs: Pairs) -> Costs:
    if not len(pairs.visit):
        return Costs(*[np.zeros(0, dtype=np.int64)] * len(fields(Costs)))
    visits, people = world.visits, world.people
    language, gender = visits.own_language[pairs.visit], visits.gender[pairs.visit]
    shares = (language & people.languages[pairs.person]) != 0
    fits = (gender != 0) & (gender == people.gender[pairs.person])
    is_wished = visits.wished[pairs.visit] == people.user[pairs.person]
    likes = world.does.at(pairs.person, visits.category[pairs.visit]) == LIKES
    facts = {
        "metres": world.metres(pairs),
        "times_there": world.known.been_there.at(visits.resident[pairs.visit], people.user[pairs.person]),
        "load_minutes": _load(world)[pairs.person],
        "wished_minutes": (people.weekly_minutes * (2 * LOAD_DAYS // 7))[pairs.person],
        "days_since_asked": _days_since_asked(world)[pairs.person],
    }
    weights = {name: column[pairs.visit] for name, column in world.weights.items()}
    misses = {"lacks_language": (language != 0) & ~shares, "misses_wish": (gender != 0) & ~fits, "likes_less": ~likes}
    counted = facts | {"times_there": np.where(is_wished, MOST_KNOWN, facts["times_there"])}
    cost = weigh(weights, **misses, **counted)
    return Costs(is_wished=is_wished, shares_language=shares, fits_wish=fits, likes_kind=likes, cost=cost, **facts)


def weigh(
    weights: Columns,
    *,
    metres: Array,
    times_there: Array,
    lacks_language: Array,
    misses_wish: Array,
    likes_less: Array,
    load_minutes: Array,
    wished_minutes: Array,
    days_since_asked: Array,
) -> Array:
    """Metres of way, and in metres what else counts: less for who is known and who likes this kind of help best, more for who
    has given as much as she wanted in eight weeks around today, and for who was asked lately.
    """
    wished = np.maximum(wished_minutes, 1)
    cost: Array = (
        np.round(metres).astype(np.int64)
        + weights["known_m"] * (MOST_KNOWN - np.minimum(times_there, MOST_KNOWN))
        + weights["language_m"] * lacks_language
        + weights["wish_m"] * misses_wish
        + weights["liked_m"] * likes_less
        + weights["load_m"] * np.minimum(load_minutes, wished) // wished
        + weights["asked_m"] * np.maximum(ASKED_DAYS - days_since_asked, 0) // ASKED_DAYS
    )
    return cost


def _load(world: World) -> Array:
    """Minutes of each person from four weeks ago until four weeks ahead, planned and done."""
    work, span = world.known.work, LOAD_DAYS * DAY
    owner = np.repeat(np.arange(len(work.count)), work.count)
    near = (work.rows["starts"] < world.now + span) & (work.rows["ends"] > world.now - span)
    minutes = (work.rows["ends"] - work.rows["starts"]) / 60_000_000
    return total_of(owner[near], minutes[near], len(work.count))


def _days_since_asked(world: World) -> Array:
    """Whole days since each person was asked last."""
    rows = world.known.last_asked
    order = np.argsort(rows["user"])
    place = places_of(world.people.user, rows["user"][order])
    days = ((world.now - rows["at"]) // DAY)[order]
    return np.where(place >= 0, days[np.maximum(place, 0)], NEVER_ASKED) if len(days) else place * 0 + NEVER_ASKED
