"""What the public pages read: dates ahead, narrowed by what stands in the address, page by page."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from piano.kit import clock
from piano.kit.languages import spoken
from quarters.models import District, Event, EventKind
from quarters.people.languages import say_language

A_PAGE = 30
Days = list[tuple[dt.date, list[Event]]]


@dataclass(frozen=True)
class Choice:
    """What a visitor looks for; each of it stands in the address under its German name."""

    kind: str = ""
    district: str = ""
    language: str = ""
    step_free: bool = False
    free: bool = False
    point: str = ""

    @property
    def is_narrowed(self) -> bool:
        return self != Choice()

    @property
    def query(self) -> str:
        named = {"art": self.kind, "stadtteil": self.district, "sprache": self.language, "treffpunkt": self.point}
        named |= {"stufenlos": "1" if self.step_free else "", "kostenlos": "1" if self.free else ""}
        return urlencode({name: value for name, value in named.items() if value})


def read_choice(given: Mapping[str, str]) -> Choice:
    """What is not known is not looked for."""
    kind, language = given.get("art", ""), given.get("sprache", "")
    return Choice(
        kind=kind if kind in EventKind.values else "",
        district=given.get("stadtteil", "").replace("\x00", "")[:80],
        language=language if language in dict(languages()) else "",
        step_free=bool(given.get("stufenlos")),
        free=bool(given.get("kostenlos")),
        point=given.get("treffpunkt", "").replace("\x00", "")[:80],
    )


def languages() -> list[tuple[str, str]]:
    codes = dict.fromkeys(spoken(code) for code, _name in settings.LANGUAGES)
    return [(code, say_language(code)) for code in codes]


def districts(now: dt.datetime) -> list[District]:
    """Where something happens."""
    ahead = Event.objects.ahead(now).filter(meeting_point__district=OuterRef("pk"))
    return list(District.objects.filter(Exists(ahead)))


def events_ahead(choice: Choice, *, now: dt.datetime) -> Any:
    rows = Event.objects.ahead(now).with_place().in_order()
    if choice.kind:
        rows = rows.filter(kind=choice.kind)
    if choice.district:
        rows = rows.filter(meeting_point__district__slug=choice.district)
    if choice.language:
        rows = rows.filter(languages__contains=[choice.language])
    if choice.step_free:
        rows = rows.filter(is_step_free=True)
    if choice.point:
        rows = rows.filter(meeting_point__slug=choice.point)
    return rows.filter(price_cents=0) if choice.free else rows


@dataclass(frozen=True)
class Page:
    days: Days
    after: str  # where the next page begins; "" on the last one


def page_of(rows: Any, after: str = "") -> Page:
    """Those behind `after`, which a page before this one gave. One query."""
    moment, pk = _read_after(after)
    if moment is not None:
        rows = rows.filter(Q(starts_at__gt=moment) | Q(starts_at=moment, pk__gt=pk))
    found = list(rows[: A_PAGE + 1])
    shown = found[:A_PAGE]
    is_more = len(found) > A_PAGE
    return Page(by_day(shown), f"{shown[-1].starts_at.isoformat()}~{shown[-1].pk}" if is_more else "")


def _read_after(text: str) -> tuple[dt.datetime | None, int]:
    said, _, number = text.partition("~")
    moment = clock.read_moment(said)
    return (moment, int(number)) if moment and number.isdecimal() and len(number) < 18 else (None, 0)


def by_day(events: list[Event]) -> Days:
    return [(day, list(rows)) for day, rows in groupby(events, key=lambda one: clock.local(one.starts_at).date())]


def get_event(reference: str) -> Event:
    """The gate of the public pages; raises `Http404`."""
    event: Event = get_object_or_404(Event.objects.with_address(), reference=reference)
    return event
