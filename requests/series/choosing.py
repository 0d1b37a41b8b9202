"""A rhythm as choices, and back: what somebody picks who need not write a word. Pure."""

import datetime as dt
from typing import Any

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from requests.series.rule import SHAPE, WEEKDAYS, Times, daily, monthly, say_day_code, weekly
from requests.wishes.wish_time import HOURS, Part


class Often(TextChoices):
    DAILY = "daily", _("Jeden Tag")
    WEEKLY = "weekly", _("Jede Woche")
    FORTNIGHTLY = "fortnightly", _("Alle zwei Wochen")
    MONTHLY = "monthly", _("Einmal im Monat")


NTH = (
    ("1", _("der erste")),
    ("2", _("der zweite")),
    ("3", _("der dritte")),
    ("4", _("der vierte")),
    ("-1", _("der letzte")),
)


def weekday_choices() -> list[tuple[str, str]]:
    """In the reader's language, each as a word that stands alone."""
    return [(code, capfirst(say_day_code(code))) for code in WEEKDAYS]


def rule_of(often: str, days: list[str], nth: str) -> str:
    """The rule of choices that belong together: one day for a month, at least one for weeks. Else raises `NotARule`."""
    if often == Often.DAILY:
        return daily()
    if often == Often.MONTHLY:
        return monthly(int(nth), ",".join(days))
    return weekly(*days, every=2 if often == Often.FORTNIGHTLY else 1)


def choices_of_times(times: Times) -> dict[str, Any]:
    """What would have been chosen for these times; the form begins with it, so that only what changes is touched."""
    shape = SHAPE.fullmatch(times.rule)
    if shape is None:
        return {}
    days = [shape["day"]] if shape["day"] else (shape["days"].split(",") if shape["days"] else [])
    often = Often.DAILY
    if shape["day"]:
        often = Often.MONTHLY
    elif shape["days"]:
        often = Often.FORTNIGHTLY if shape["every"] else Often.WEEKLY
    return {"often": often, "days": days, "nth": shape["nth"] or "1", **_time_of(times)}


def _time_of(times: Times) -> dict[str, Any]:
    hours = {part: hours for part, hours in HOURS.items() if times.span_minutes > times.minutes}
    ends = (dt.datetime.combine(dt.date.min, times.starts) + dt.timedelta(minutes=times.span_minutes)).time()
    part = next((part for part, known in hours.items() if known == (times.starts, ends)), Part.EXACT)
    return {"part": part, "time": times.starts if part == Part.EXACT else None}
