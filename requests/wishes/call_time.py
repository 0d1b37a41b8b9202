"""The wish of a call: when it shall be, how long, how urgent. Pure; what was typed in words counts like what was chosen."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.models import Category, Urgency
from requests.errors import WindowIsOver
from requests.series.making import Plan, say_plan
from requests.series.rhythm import plan_said
from requests.wishes.intake import Wish
from requests.wishes.phrases import as_kept
from requests.wishes.spoken_time import Spoken, read_spoken_time
from requests.wishes.wish_time import APPOINTMENTS, DAY_ENDS, WAY, Part, When, WishTime, read_wish_time

SHORTEST = 5  # minutes of the shortest visit


def wish_of(data: dict[str, Any], *, now: dt.datetime) -> Wish:
    """From the cleaned form. Raises `WindowIsOver`."""
    category, spoken = data["category"], _meant(data)
    minutes = data["minutes"] or (spoken.minutes if spoken else 0) or category.minutes_from
    time = _time(data, spoken, category, minutes=minutes, now=now)
    deadline = data["deadline_on"] or (spoken.deadline if spoken else None)
    language = data["language"] or "de"
    plan = _plan(data, spoken, minutes=minutes, now=now)
    return Wish(
        category=category,
        window=plan.times.window(plan.first_day) if plan else _before(deadline, time.window),
        minutes=minutes,
        urgency=data["urgency"] or usual_urgency(category, spoken.when if spoken else data["when"]),
        words=data["words"],
        hints=data["hints"],
        phrases=as_kept(data["phrases"]),
        wish_time=say_plan(plan) if plan else _words(data["wish_time"], spoken, time),
        deadline_on=deadline,
        needs_language=language if data["needs_language"] and language != "de" else "",
        uses_relief=data["uses_relief"],
        wished_name=data["wished_name"],
        needs_two=data["needs_two"],
        is_marked_urgent=data["urgency"] == Urgency.URGENT,
        plan=plan,
    )


def _plan(data: dict[str, Any], spoken: Spoken | None, *, minutes: int, now: dt.datetime) -> Plan | None:
    """What was said to repeat, and understood; else the words stay as they are."""
    if spoken is None or spoken.when != When.REGULAR:
        return None
    way = WAY if data["category"].code in APPOINTMENTS else dt.timedelta(0)
    return plan_said(data["wish_time"], minutes=minutes, now=now, way=way)


def usual_urgency(category: Category, when: str) -> str:
    """Nobody marked it: what is wished for today is urgent, else the category's rule. The same as on the web."""
    return Urgency.URGENT if when == When.TODAY else category.usual_urgency


def urgency_said(data: dict[str, Any], *, today: dt.date) -> str:
    """The urgency that `wish_of` will find, while the form is still being filled; a time that is none says nothing."""
    try:
        spoken = read_spoken_time(data["wish_time"], today=today)
    except WindowIsOver:
        spoken = None
    meant = _meant(data | {"spoken": spoken})
    return data["urgency"] or usual_urgency(data["category"], meant.when if meant else data["when"])


def say_back(words: str, *, now: dt.datetime) -> str:
    """How a time in words was understood, while it is being typed; nothing when it was not. Raises `WindowIsOver`."""
    spoken = read_spoken_time(words, today=clock.local(now).date())
    if spoken is None:
        return ""
    plan = plan_said(words, minutes=SHORTEST, now=now) if spoken.when == When.REGULAR else None
    if plan is not None:
        return say_plan(plan)
    if spoken.deadline:
        return str(_("Frist: %(day)s") % {"day": clock.say_day(spoken.deadline)})
    said = read_wish_time(
        when=spoken.when,
        day=spoken.day,
        part=spoken.part,
        time=spoken.time,
        minutes=spoken.minutes or SHORTEST,
        now=now,
        is_span=bool(spoken.minutes),
    ).words
    return _("{said}. Der Rest bleibt in Ihren Worten stehen").format(said=said) if spoken.is_part else said


def _meant(data: dict[str, Any]) -> Spoken | None:
    """What was typed in words counts, unless another time was chosen beside it."""
    is_chosen = data["when"] not in ("", When.SOON) or data["day"]
    return None if is_chosen else data.get("spoken")


def _time(
    data: dict[str, Any], spoken: Spoken | None, category: Category, *, minutes: int, now: dt.datetime
) -> WishTime:
    said = spoken or Spoken(data["when"] or When.SOON, data["day"], data["part"] or Part.ANY, data["time"])
    return read_wish_time(
        when=said.when,
        day=said.day,
        part=said.part,
        time=said.time,
        minutes=minutes,
        now=now,
        is_span=bool(said.minutes),
        way=WAY if category.code in APPOINTMENTS else dt.timedelta(0),
    )


def _before(deadline: dt.date | None, window: tuple[dt.datetime, dt.datetime]) -> tuple[dt.datetime, dt.datetime]:
    """A wish with a deadline ends on that day."""
    return (window[0], min(window[1], clock.at(deadline, DAY_ENDS))) if deadline else window


def _words(typed: str, spoken: Spoken | None, time: WishTime) -> str:
    """One day is said with its date; what is regular, is more, or was not understood stays in the person's words."""
    if not typed or (spoken and spoken.when not in (When.REGULAR, When.SOON) and not spoken.is_part):
        return time.words
    return f"{typed}, {time.words}" if spoken and (spoken.when == When.REGULAR or spoken.is_part) else typed
