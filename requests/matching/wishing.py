"""Whether it is what she wished for herself: kinds, ways, homes, days, time. Pure. Each is one of `rules`."""

import numpy as np

from piano.kit.columns import Array, total_of
from requests.matching import days, local
from requests.matching.facts import Pairs, World
from volunteers.could import UNLIMITED


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


def climbs(world: World, pairs: Pairs) -> Array:
    """Not more stairs than she wants to climb; a lift takes them away."""
    return world.visits.floors[pairs.visit] <= world.people.most_floors[pairs.person]


def likes_pets(world: World, pairs: Pairs) -> Array:
    return world.people.fine_with_pets[pairs.person] | ~world.visits.has_pets[pairs.visit]


def bears_smoke(world: World, pairs: Pairs) -> Array:
    return world.people.fine_with_smoke[pairs.person] | ~world.visits.has_smoke[pairs.visit]


def is_not_away(world: World, pairs: Pairs) -> Array:
    """Not absent that day, or she said yes to this very day."""
    return ~days.is_absent(world, pairs) | days.said_yes(world, pairs)


def is_no_holiday_for_her(world: World, pairs: Pairs) -> Array:
    """Nobody is asked for a holiday of Hesse who has not said that she would come, on holidays or on this very day."""
    return ~days.rests(world, pairs) | days.said_yes(world, pairs)


def has_room(world: World, pairs: Pairs) -> Array:
    """What she wants to give in a week, Monday to Sunday; planned and done count, this visit itself does not."""
    place, rows = world.known.work.of(pairs.person)
    same = local.week_of(local.day_of(rows["starts"])) == local.week_of(pairs.day)[place]
    same &= rows["visit"] != world.visits.id[pairs.visit][place]
    given = total_of(place[same], (rows["ends"] - rows["starts"])[same] / 60_000_000, len(pairs.person))
    return given + world.visits.minutes[pairs.visit] <= world.people.weekly_minutes[pairs.person]


def may_come_once_more(world: World, pairs: Pairs) -> Array:
    """Not more often in a week (Monday to Sunday) or month than she said; planned and done count, this visit itself does not.
    Her yes to this very day goes beyond it.
    """
    most = world.people.most_visits[pairs.person]
    holds: Array = most == UNLIMITED
    limited = np.flatnonzero(~holds)
    if len(limited):
        some = Pairs(pairs.visit[limited], pairs.person[limited], pairs.day[limited])
        place, rows = world.known.work.of(some.person)
        then, day = local.day_of(rows["starts"]), some.day[place]
        same = np.where(
            world.people.counts_by_month[some.person][place],
            local.month_of(then) == local.month_of(day),
            local.week_of(then) == local.week_of(day),
        )
        same &= rows["visit"] != world.visits.id[some.visit][place]
        times = np.bincount(place[same], minlength=len(limited))
        holds[limited] = (times < most[limited]) | days.said_yes(world, some)
    return holds
