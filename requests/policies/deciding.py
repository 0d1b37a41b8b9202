"""Who comes now: one decision for a single search and for a round over many. Pure: plain values in, an `Ask` out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from piano.kit import clock
from requests.finding.ranking import Candidate, One, Ranked, familiar_first
from requests.policies.alone import leaves_time
from requests.policies.pace import AT_LEAST, LEAD_TIME, ends_at
from requests.policies.plain import AtNight, Snapshot, Step, Unit, Who

A_QUARTER = dt.timedelta(minutes=15)
TO_HELPER = Step(Who.HELPER, unit=Unit.MINUTES, amount=0, at_night=AtNight.SKIP)  # the end of every search


@dataclass(frozen=True)
class Situation:
    """How many could be asked now who were not yet. `may_call_out`: urgent or professional, and the price has its yes."""

    familiar: bool = False
    in_writing: int = 0
    by_phone: int = 0
    may_call_out: bool = False
    on_duty: int = 0
    deputies: int = 0
    in_tree: int = 0


@dataclass(frozen=True)
class Ask:
    """`step` is the place in the snapshot's plan; it is one behind the last where only the helper is left. `at_any_hour`: the time
    to answer is counted in minutes, which run at night, too.
    """

    step: int
    who: str
    at_once: int
    until: dt.datetime
    asked_at: dt.datetime
    at_any_hour: bool = False

    def answer_by(self, start: dt.datetime) -> dt.datetime:
        """The end of the time to answer for somebody who would start then: before she has to leave, at least ten minutes.

        Who is asked alone leaves two thirds of the time to those who come after her, and does not have to answer at night.
        """
        if self.who == Who.FAMILIAR:
            return leaves_time(self.asked_at, start, until=self.until, at_any_hour=self.at_any_hour)
        return max(min(self.until, start - LEAD_TIME), self.asked_at + AT_LEAST)


def next_ask(snapshot: Snapshot, can: Situation, *, now: dt.datetime) -> Ask:
    """The first step from where the search stands that has somebody to ask and is not left out at night.

    The helper's decision is the end of every plan, whether it is written there or not.
    """
    steps = snapshot.plan.steps
    for place in range(max(snapshot.at, 0), len(steps)):
        is_over = place == snapshot.at and snapshot.times >= steps[place].times
        if not is_over and _has_somebody(steps[place], can) and not _sleeps(steps[place], now):
            return _ask(place, steps[place], now)
    return _ask(len(steps), TO_HELPER, now)


def eligible(ask: Ask, ranked: Sequence[One]) -> list[One]:
    """Whom of these, the best first, a step for volunteers may ask; nobody for the other steps."""
    if ask.who == Who.FAMILIAR:
        familiar = familiar_first(list(ranked))
        return [familiar] if familiar else []
    if ask.who not in (Who.WRITING, Who.PHONE):
        return []
    return [one for one in ranked if one.by_phone == (ask.who == Who.PHONE)]


def people_for(ask: Ask, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Whom it asks now, where nobody else asks at the same time."""
    return eligible(ask, ranked)[: ask.at_once]


def situation_of(ranked: Sequence[Ranked]) -> Situation:
    """As far as volunteers go. One who is familiar is worth a call."""
    by_phone = sum(one.by_phone for one in ranked)
    return Situation(
        familiar=any(one.known_times for one in ranked), in_writing=len(ranked) - by_phone, by_phone=by_phone
    )


def acknowledged_by(snapshot: Snapshot, *, now: dt.datetime) -> dt.datetime | None:
    """By when a pressing decision has to be acknowledged, else it goes on; None where the plan leaves it with the helper."""
    place = snapshot.place_of(Who.HELPER)
    step = None if place is None else snapshot.plan.steps[place]
    return _until(step, now) if step and step.amount else None


def ask_by_hand(snapshot: Snapshot, people: Sequence[Candidate], *, is_alone: bool, now: dt.datetime) -> Ask:
    """A helper asks: as much time as the plan gives them, and where it does not ask such people, until noon of the next day."""
    by_phone = all(one.by_phone for one in people)
    who = Who.FAMILIAR if is_alone else Who.PHONE if by_phone else Who.WRITING
    place = next((snapshot.place_of(kind) for kind in (who, Who.WRITING) if snapshot.place_of(kind) is not None), None)
    step = replace(snapshot.plan.steps[place] if place is not None else Step(who), who=who)
    return Ask(snapshot.at, who, len(people), ends_at(step, now=now), now, step.unit == Unit.MINUTES)


def duty_by_hand(snapshot: Snapshot, *, now: dt.datetime) -> Ask:
    """A human hands a case to whoever has duty: a quarter of an hour where the plan says nothing else."""
    place = snapshot.place_of(Who.DUTY)
    if place is None:
        return Ask(len(snapshot.plan.steps), Who.DUTY, 1, now + A_QUARTER, now)
    return _ask(place, snapshot.plan.steps[place], now)


def _has_somebody(step: Step, can: Situation) -> bool:
    return {
        Who.FAMILIAR: can.familiar,
        Who.WRITING: can.in_writing > 0,
        Who.PHONE: can.by_phone > 0,
        Who.DUTY: can.may_call_out and can.on_duty > 0,
        Who.DEPUTY: can.may_call_out and can.deputies > 0,
        Who.HELPER: True,
        Who.TREE: can.in_tree > 0,
    }[Who(step.who)]


def _sleeps(step: Step, now: dt.datetime) -> bool:
    return step.at_night == AtNight.SKIP and step.who != Who.HELPER and clock.is_quiet(now)


def _ask(place: int, step: Step, now: dt.datetime) -> Ask:
    return Ask(place, step.who, step.at_once, _until(step, now), now, step.unit == Unit.MINUTES)


def _until(step: Step, now: dt.datetime) -> dt.datetime:
    """A helper who sleeps acknowledges nothing: whoever comes next is asked at once."""
    is_asleep = step.who == Who.HELPER and step.at_night == AtNight.SKIP and clock.is_quiet(now)
    return now if is_asleep else ends_at(step, now=now)
