"""One visit and some people: the same rules, asked when somebody says yes or is sent, and for „Warum nicht?“."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from piano.kit.columns import Array, any_of, for_one, to_us
from requests.matching import gather
from requests.matching.facts import Pairs, World
from requests.matching.judging import ALLOWED, NUMBER, judge_days, judge_moment, judge_pairs, judge_times
from requests.matching.places import place_of
from requests.matching.reach import NO_DAY
from requests.matching.rules import BUSY, DAY_RULES, NO_TIME, PAIR_RULES, RULES, Rule
from requests.matching.times import days_of
from requests.models import Visit
from volunteers.could import ids_around
from volunteers.models import Volunteer, VolunteerState

AROUND_M = 15_000
BY_CODE = {rule.code: rule for rule in RULES}
FIRST_SECRET = sorted(RULES, key=lambda rule: not rule.is_secret)


def failing_rule(
    visit: Visit,
    *,
    person_id: int,
    start: dt.datetime,
    now: dt.datetime,
    with_wishes: bool = False,
    is_first: bool = False,
) -> Rule | None:
    """The first rule that keeps this person (a user's key) from this visit at exactly this start, or None.

    What she wished for herself (way, hours, kinds of help) is asked only `with_wishes`; whether she was asked before, never.
    Somebody who is no volunteer fails by `paused`. `is_first`: she goes along for the first time, before she is active; every
    other rule holds for her.
    """
    with for_one():
        visits = gather.load_visits([visit.pk]).at(np.array([to_us(start)], dtype=np.int64))
        world = gather.load_world(visits, [person_id], now=now, by_user=True, with_wishes=with_wishes)
        if not len(world.people):
            return BY_CODE["paused"]
        world = replace(world, earliest=to_us(start))
        world = gather.add_details(world, np.zeros(1, dtype=np.int64), now=now, with_wishes=with_wishes)
    pairs = everybody(world)
    failing = judge_pairs(world, pairs, rules=_asked_for(PAIR_RULES, with_wishes, is_first))
    if failing[0] == ALLOWED:
        failing = judge_moment(world, pairs, rules=_asked_for(DAY_RULES, with_wishes))
    if failing[0] == ALLOWED and with_wishes:
        failing = judge_times(world, pairs).failing
    return None if failing[0] == ALLOWED else RULES[int(failing[0])]


def _asked_for(rules: Iterable[Rule], with_wishes: bool, is_first: bool = False) -> tuple[Rule, ...]:
    left_out = {"asked", "paused"} if is_first else {"asked"}
    return tuple(rule for rule in rules if rule.code not in left_out and (with_wishes or not rule.is_soft))


def load_for(visit: Visit, ids: Iterable[int], *, now: dt.datetime) -> World:
    """One visit and these volunteers with all that belongs to them."""
    world = gather.load_world(gather.load_visits([visit.pk]), list(ids), now=now)
    return gather.add_details(world, np.arange(len(world.people)), now=now)


def everybody(world: World) -> Pairs:
    """The world's only visit with all of its people."""
    people = np.arange(len(world.people))
    return Pairs(np.zeros_like(people), people, NO_DAY)


def failures(world: World) -> dict[str, Array]:
    """For each rule whom of the world's people it keeps back from its only visit, each rule by itself."""
    pairs = everybody(world)
    failing = {rule.code: ~rule.holds(world, pairs) for rule in PAIR_RULES}
    place, items = days_of(world, pairs)
    for rule in DAY_RULES:
        failing[rule.code] = ~any_of(place, rule.holds(world, items), len(pairs.visit))
    times = judge_times(world, pairs).failing
    by_day = judge_days(world, pairs)[0]
    failing[NO_TIME.code] = (times == NUMBER[NO_TIME.code]) | (by_day == NUMBER[NO_TIME.code])
    failing[BUSY.code] = times == NUMBER[BUSY.code]
    return failing


@dataclass(frozen=True)
class Survey:
    """One visit and everybody who lives around it or in its district, with what keeps each of them back."""

    world: World
    failing: dict[str, Array]

    def first_rule(self, person: int) -> Rule | None:
        """The first rule that fails for this person (a number); what nobody may know comes first."""
        return next((rule for rule in FIRST_SECRET if self.failing[rule.code][person]), None)


def survey(visit: Visit, *, now: dt.datetime) -> Survey:
    """Gathered once for all who look at it: why not, and who could be asked by way of exception."""
    in_district = Volunteer.objects.filter(district=visit.help_request.district_id)
    in_district = in_district.exclude(state__in=[VolunteerState.APPLIED, VolunteerState.LEFT])
    ids = {*ids_around(place_of(visit), AROUND_M), *in_district.values_list("pk", flat=True)}
    world = load_for(visit, sorted(ids), now=now)
    return Survey(world, failures(world))
