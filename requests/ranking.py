"""Who is asked first, and why. Pure: plain values in, an ordered list with reasons in words out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KNOWN_IS_WORTH_M = 900  # metres that one earlier visit outweighs; at most three count
LANGUAGE_IS_WORTH_M = 600
MINUTE_OF_LOAD_COSTS_M = 4  # fair turn: minutes given in the last four weeks
ASKED_THIS_WEEK_COSTS_M = 250


@dataclass(frozen=True)
class Facts:
    """What is known of one person who may and can. Distances in metres, load in minutes of the last four weeks."""

    person_id: int
    name: str
    start: dt.datetime
    distance_m: int
    known_times: int = 0
    shared_language: str = ""
    load_minutes: int = 0
    asked_this_week: int = 0
    by_phone: bool = False


@dataclass(frozen=True)
class Candidate:
    """A place in the list. `cost` is in metres: lower is asked first."""

    person_id: int
    name: str
    start: dt.datetime
    distance_m: int
    reasons: tuple[str, ...]
    cost: int
    known_times: int = 0
    by_phone: bool = False


class Ranked(Protocol):
    """What decides who is asked: a `Candidate`, or the same without words."""

    @property
    def person_id(self) -> int: ...
    @property
    def cost(self) -> int: ...
    @property
    def known_times(self) -> int: ...
    @property
    def by_phone(self) -> bool: ...


One = TypeVar("One", bound=Ranked)


def rank(people: Iterable[Facts]) -> list[Candidate]:
    """The best first; equal cost is decided by the person's id, so that the same facts give the same list."""
    candidates = [
        Candidate(
            facts.person_id,
            facts.name,
            facts.start,
            facts.distance_m,
            reasons_for(facts),
            cost_of(facts),
            facts.known_times,
            facts.by_phone,
        )
        for facts in people
    ]
    return sorted(candidates, key=lambda candidate: (candidate.cost, candidate.person_id))


def familiar_first(people: list[One]) -> One | None:
    """Whom to ask alone first: who was there most often, of those the best."""
    known = [candidate for candidate in people if candidate.known_times]
    return min(known, key=lambda one: (-one.known_times, one.cost, one.person_id), default=None)


def cost_of(facts: Facts) -> int:
    return (
        facts.distance_m
        - KNOWN_IS_WORTH_M * min(facts.known_times, 3)
        - LANGUAGE_IS_WORTH_M * bool(facts.shared_language)
        + MINUTE_OF_LOAD_COSTS_M * facts.load_minutes
        + ASKED_THIS_WEEK_COSTS_M * facts.asked_this_week
    )


def reasons_for(facts: Facts) -> tuple[str, ...]:
    """Each reason is a short clause that fits „550 m · spricht Türkisch · war schon 3-mal da“."""
    reasons = [say_distance(facts.distance_m)]
    if facts.shared_language:
        reasons.append(_("spricht %(language)s") % {"language": facts.shared_language})
    if facts.known_times:
        reasons.append(
            ngettext("war schon einmal da", "war schon %(n)d-mal da", facts.known_times) % {"n": facts.known_times}
        )
    if not facts.load_minutes:
        reasons.append(_("war in den letzten vier Wochen nicht unterwegs"))
    if facts.by_phone:
        reasons.append(_("nur am Telefon"))
    return tuple(reasons)


def say_distance(metres: int) -> str:
    """„550 m“, from a kilometre on „1,3 km“."""
    if metres < 1000:
        return f"{max(50, round(metres / 50) * 50)} m"
    return f"{metres / 1000:.1f} km".replace(".", ",")
