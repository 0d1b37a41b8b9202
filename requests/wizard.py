"""The wizard's memory: what was typed, sealed in the session for a day, checked again by the forms whenever it is used.

Knows nothing of pages. From the answers to a wish: `requests.asking`.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.fields import UnreadableText, decrypt, encrypt
from requests.forms.wizard import HintsForm, Question, WhatForm, WhenForm
from requests.forms.wizard_who import WhoForm
from requests.series.making import Plan, say_plan
from requests.series.rhythm import plan_said
from requests.wish_time import APPOINTMENTS, WAY, When, WishTime, read_wish_time

KEY, WARNED, REPLACES = "hilfe", "hilfe_gewarnt", "hilfe_ersetzt"
LASTS = dt.timedelta(hours=24)  # the next person at this computer finds nothing of yesterday
WHAT, WHEN, WHO, HINTS, CHECK = "was", "wann", "fuer-wen-wo", "hinweise", "pruefen"
STEPS: dict[str, type[Question]] = {WHAT: WhatForm, WHEN: WhenForm, WHO: WhoForm, HINTS: HintsForm}
ORDER = (*STEPS, CHECK)
Answers = dict[str, dict[str, Any]]
Typed = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Wizard:
    """What was typed, what of it holds, and the first question that is open (`pruefen` when none is)."""

    typed: Typed
    answers: Answers
    first_open: str
    now: dt.datetime
    problem: str = ""

    @property
    def today(self) -> dt.date:
        return clock.local(self.now).date()

    @property
    def category(self) -> Any:
        return self.answers[WHAT]["category"] if WHAT in self.answers else None

    def may_open(self, step: str) -> bool:
        return ORDER.index(step) <= ORDER.index(self.first_open)

    def form(self, step: str, data: Any = None, **options: Any) -> Question:
        return STEPS[step](data, chosen=self.category, today=self.today, **options)


def load_wizard(request: HttpRequest, *, now: dt.datetime) -> Wizard:
    """Reads the session and asks each form again: a time of yesterday is no answer today."""
    typed, answers = recall(request, now=now), Answers()
    for step in STEPS:
        so_far = Wizard(typed, answers, step, now)
        form = so_far.form(step, typed.get(step))
        if step not in typed or not form.is_valid():
            return so_far
        answers[step] = form.cleaned_data
        if step == WHEN:
            try:
                time_of(answers, now=now)
            except DomainError as error:
                del answers[WHEN]
                return Wizard(typed, answers, WHEN, now, str(error))
    return Wizard(typed, answers, CHECK, now)


def recall(request: HttpRequest, *, now: dt.datetime) -> Typed:
    kept = request.session.get(KEY)
    if not kept or dt.datetime.fromisoformat(kept["until"]) < now:
        return {}
    try:
        typed: Typed = json.loads(decrypt(kept["sealed"]))
    except UnreadableText:
        return {}
    return typed


def remember(request: HttpRequest, step: str, data: QueryDict | dict[str, str], *, now: dt.datetime) -> None:
    """Keeps what was typed in one step, as it was typed."""
    typed = {name: data.get(name, "") for name in STEPS[step].base_fields}
    keep(request, recall(request, now=now) | {step: typed}, now=now)


def keep(request: HttpRequest, typed: Typed, *, now: dt.datetime) -> None:
    """All answers at once. Nothing readable lies in the session's row."""
    request.session[KEY] = {"sealed": encrypt(json.dumps(typed)), "until": (now + LASTS).isoformat()}


def forget(request: HttpRequest) -> None:
    for key in (KEY, WARNED, REPLACES):
        request.session.pop(key, None)


def time_of(answers: Answers, *, now: dt.datetime) -> WishTime:
    """Of what repeats, the first date. Raises `WindowIsOver`."""
    plan = plan_of(answers, now=now)
    if plan is not None:
        return WishTime(plan.times.window(plan.first_day), say_plan(plan))
    category, said = answers[WHAT]["category"], answers[WHEN]
    return read_wish_time(
        when=said["when"],
        day=said["day"],
        part=said["part"],
        time=said["time"],
        way=WAY if category.code in APPOINTMENTS else dt.timedelta(0),
        minutes=category.minutes_from,
        now=now,
    )


def plan_of(answers: Answers, *, now: dt.datetime) -> Plan | None:
    """A series, where „wie oft“ was understood; else a human asks."""
    category, said = answers[WHAT]["category"], answers[WHEN]
    if said["when"] != When.REGULAR:
        return None
    way = WAY if category.code in APPOINTMENTS else dt.timedelta(0)
    return plan_said(said["how_often"], minutes=category.minutes_from, part=said["part"], way=way, now=now)
