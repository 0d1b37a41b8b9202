"""A place in the list of whom to ask, and why, in words. Pure; what it costs is computed by `requests.matching.costs`."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit.numbers import say_metres

LONG_AGO_DAYS = 14
MUCH = 0.75  # of what she wants to give


@dataclass(frozen=True)
class Facts:
    """What is known of one person who may and can. `load_minutes` and `wished_minutes` of the eight weeks around today;
    `wished_gender` only where it is the one that is wished for.
    """

    distance_m: int
    known_times: int = 0
    is_wished: bool = False
    shared_language: str = ""
    wished_gender: str = ""
    likes_kind: bool = False
    load_minutes: int = 0
    wished_minutes: int = 0
    days_since_asked: int = 999
    by_phone: bool = False


@dataclass(frozen=True)
class Candidate:
    """A place in the list. `cost` is in metres: lower is asked first. `known_times` is more than 0 for who is wished for, too."""

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


def familiar_first(people: list[One]) -> One | None:
    """Whom to ask alone first: who is wished for, else who was there most often, of those the best."""
    known = [candidate for candidate in people if candidate.known_times]
    return min(known, key=lambda one: (-one.known_times, one.cost, one.person_id), default=None)


def reasons_for(facts: Facts) -> tuple[str, ...]:
    """Each weight as a short clause, that fits „550 m · spricht Türkisch · war schon 3-mal da“."""
    return tuple(_reasons(facts))


def _reasons(facts: Facts) -> Iterator[str]:
    yield say_distance(facts.distance_m)
    if facts.shared_language:
        yield _("spricht %(language)s") % {"language": facts.shared_language}
    if facts.wished_gender:
        yield _("eine Frau, wie gewünscht") if facts.wished_gender == "female" else _("ein Mann, wie gewünscht")
    if facts.likes_kind:
        yield _("macht das besonders gern")
    if facts.is_wished:
        yield _("ausdrücklich gewünscht")
    if facts.known_times:
        yield ngettext("war schon einmal da", "war schon %(n)d-mal da", facts.known_times) % {"n": facts.known_times}
    yield from _turn(facts)
    if facts.by_phone:
        yield _("nur am Telefon")


def _turn(facts: Facts) -> Iterator[str]:
    """Whether it is her turn."""
    if not facts.load_minutes:
        yield _("war in den letzten vier Wochen nicht unterwegs")
    elif facts.wished_minutes and facts.load_minutes >= MUCH * facts.wished_minutes:
        yield _("hilft schon so viel wie gewünscht")
    if facts.days_since_asked == 0:
        yield _("heute schon gefragt")
    elif facts.days_since_asked < LONG_AGO_DAYS:
        days = facts.days_since_asked
        yield ngettext("zuletzt gestern gefragt", "zuletzt vor %(n)d Tagen gefragt", days) % {"n": days}


def say_distance(metres: int) -> str:
    """„550 m“ in steps of fifty, from a kilometre on „1,3 km“."""
    return say_metres(metres if metres >= 1000 else max(50, round(metres / 50) * 50))
