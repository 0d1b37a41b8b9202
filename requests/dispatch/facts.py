"""What the engine knows of visits and people. Plain and frozen; times are aware, half-open, distances in metres."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

Span = tuple[dt.datetime, dt.datetime]
LEVELS = ("A", "B", "C", "D")
URGENCIES = ("normal", "soon", "urgent")  # the later weighs more than any number of the earlier
ROLES = ("volunteer", "helper", "care")


@dataclass(frozen=True)
class OpenVisit:
    """Somebody is wanted for `minutes` between `earliest` and `latest`, the latest end. No languages: any will do."""

    id: str
    lat: float
    lon: float
    earliest: dt.datetime
    latest: dt.datetime
    minutes: int
    category: str
    level: str
    urgency: str
    languages: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Person:
    """Somebody who could go. `busy` already contains the ways; `minutes_left` is what is left of the week."""

    id: str
    role: str
    lat: float
    lon: float
    radius_m: float
    categories: frozenset[str]
    level: str
    languages: frozenset[str]
    free: tuple[Span, ...]
    busy: tuple[Span, ...]
    minutes_left: int

    @cached_property
    def gaps(self) -> list[Span]:
        """What is left of the free spans without the busy ones, in order of time; touching free spans are one."""
        return without(merged(self.free), merged(self.busy))


@dataclass(frozen=True)
class Problem:
    now: dt.datetime
    visits: tuple[OpenVisit, ...]
    people: tuple[Person, ...]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same instants as few spans, in order of time. What touches becomes one; empty spans hold nothing and vanish."""
    result: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """The pieces of `spans` that no span of `taken` touches. Both merged and in order of time."""
    taken, result = list(taken), []
    for start, end in spans:
        for begins, ends in taken:
            if ends <= start or end <= begins:
                continue
            if start < begins:
                result.append((start, begins))
            start = ends
        if start < end:
            result.append((start, end))
    return result
