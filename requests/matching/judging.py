"""The rules in their order over many pairs: who may, when she could begin, and else the first rule that keeps her back. Pure."""

from dataclasses import dataclass

import numpy as np

from piano.kit.columns import Array, any_of
from requests.matching.facts import Pairs, World
from requests.matching.rules import BUSY, DAY_RULES, NO_TIME, PAIR_RULES, RULES, Rule
from requests.matching.times import NEVER, days_of, first_starts, planned

ALLOWED = -1
NUMBER = {rule.code: place for place, rule in enumerate(RULES)}


@dataclass(frozen=True)
class Verdicts:
    """For each pair the place in `RULES` of the first rule that fails, or ALLOWED; and the first possible start, or NEVER."""

    pairs: Pairs
    failing: Array
    start: Array

    @property
    def allowed(self) -> Array:
        return self.failing == ALLOWED


def judge_pairs(world: World, pairs: Pairs, *, rules: tuple[Rule, ...] = PAIR_RULES) -> Array:
    """What stands fast whatever the day: the place in `RULES` of the first rule that fails, or ALLOWED."""
    failing = np.full(len(pairs.visit), ALLOWED)
    left = np.arange(len(failing))
    for rule in rules:
        holds = rule.holds(world, Pairs(pairs.visit[left], pairs.person[left], pairs.day))
        failing[left[~holds]] = NUMBER[rule.code]
        left = left[holds]
    return failing


def judge_days(world: World, pairs: Pairs, *, rules: tuple[Rule, ...] = DAY_RULES) -> tuple[Array, Array, Pairs]:
    """The days on which all daily rules hold, each with its pair's place; and for each pair the first rule that fails on all
    of its days, or ALLOWED. Where each holds on some day and never all on the same, nobody has time.
    """
    place, items = days_of(world, pairs)
    failing = np.full(len(pairs.visit), ALLOWED)
    good = np.ones(len(place), dtype=bool)
    for rule in rules:
        holds = rule.holds(world, items)
        some = any_of(place, holds, len(failing))
        failing[(failing == ALLOWED) & ~some] = NUMBER[rule.code]
        good &= holds
    together = any_of(place, good, len(failing))
    failing[(failing == ALLOWED) & ~together] = NUMBER[NO_TIME.code]
    good &= (failing == ALLOWED)[place]
    return failing, place[good], Pairs(items.visit[good], items.person[good], items.day[good])


def judge_times(world: World, pairs: Pairs) -> Verdicts:
    """The daily rules and the clock, for pairs that nothing else keeps back."""
    failing, place, items = judge_days(world, pairs)
    found, wanted = first_starts(world, pairs, place, items)
    failing = np.where((failing == ALLOWED) & (wanted == NEVER), NUMBER[NO_TIME.code], failing)
    failing = np.where((failing == ALLOWED) & (found == NEVER), NUMBER[BUSY.code], failing)
    return Verdicts(pairs, failing, found)


def judge_moment(world: World, pairs: Pairs, *, rules: tuple[Rule, ...] = DAY_RULES) -> Array:
    """The daily rules at exactly the visits' own moment (`Visits.at`), without her usual hours but with what she has planned."""
    failing = judge_days(world, pairs, rules=rules)[0]
    place, begins, ends = planned(world, pairs)
    visit = pairs.visit[place]
    clash = (begins < world.visits.ends[visit]) & (world.visits.starts[visit] < ends)
    is_busy = any_of(place, clash, len(failing))
    return np.where((failing == ALLOWED) & is_busy, NUMBER[BUSY.code], failing)
