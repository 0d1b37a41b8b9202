"""The wizard's memory: what was typed, sealed in the session for a day, checked again by the forms whenever it is used.

Knows nothing of pages. From the answers to a wish: `requests.wishes.asking`.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.fields import UnreadableText, decrypt, encrypt
from requests.forms.chosen_days import OftenForm
from requests.forms.wizard import HintsForm, Question, WhatForm, WhenForm
from requests.forms.wizard_who import WhoForm
from requests.series.making import Plan, plan_from, say_plan
from requests.series.rhythm import Rhythm, times_of
from requests.wishes.wish_time import APPOINTMENTS, WAY, When, WishTime, read_wish_time

KEY, WARNED, REPLACES = "hilfe", "hilfe_gewarnt", "hilfe_ersetzt"
LASTS = dt.timedelta(hours=24)  # the next person at this computer finds nothing of yesterday
WHAT, WHEN, OFTEN, WHO, HINTS, CHECK = "was", "wann", "wie-oft", "fuer-wen-wo", "hinweise", "pruefen"
STEPS: dict[str, type[Question]] = {
    WHAT: WhatForm,
    WHEN: WhenForm,
    OFTEN: OftenForm,
    WHO: WhoForm,
    HINTS: HintsForm,
}
ORDER = (*STEPS, CHECK)
Answers = dict[str, dict[str, Any]]
Typed = dict[str, dict[str, Any]]


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

    @property
    def order(self) -> tuple[str, ...]:
        """The questions of these answers: how often is asked only about what repeats."""
        return tuple(step for step in ORDER if step != OFTEN or is_regular(self.answers))

    def may_open(self, step: str) -> bool:
        return step in self.order and ORDER.index(step) <= ORDER.index(self.first_open)

    def after(self, step: str) -> str:
        return self.order[self.order.index(step) + 1]

    def form(self, step: str, data: Any = None, **options: Any) -> Question:
        return STEPS[step](data, chosen=self.category, today=self.today, **options)


def load_wizard(request: HttpRequest, *, now: dt.datetime) -> Wizard:
    """Reads the session and asks each form again: a time of yesterday is no answer today."""
    typed, answers = recall(request, now=now), Answers()
    for step in STEPS:
        if step == OFTEN and not is_regular(answers):
            continue
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


def remember(request: HttpRequest, step: str, form: Question, *, now: dt.datetime) -> None:
    """Keeps what was typed in one step as it was typed; a date, typed as „24.11.2026“, as the browser's field shows it."""
    typed = {name: _as_typed(form, name, field) for name, field in STEPS[step].base_fields.items()}
    keep(request, recall(request, now=now) | {step: typed}, now=now)


def _as_typed(form: Question, name: str, field: forms.Field) -> Any:
    if isinstance(field, forms.MultipleChoiceField):
        return field.widget.value_from_datadict(form.data, {}, name)
    said = form.cleaned_data.get(name)
    return said.isoformat() if isinstance(said, dt.date) else form.data.get(name, "")


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


def is_regular(answers: Answers) -> bool:
    return WHEN in answers and answers[WHEN]["when"] == When.REGULAR


def plan_of(answers: Answers, *, now: dt.datetime) -> Plan | None:
    """A series; None where nothing repeats, and where a human asks how often."""
    if not is_regular(answers) or not answers.get(OFTEN, {}).get("rule"):
        return None
    category, said = answers[WHAT]["category"], answers[WHEN]
    way = WAY if category.code in APPOINTMENTS else dt.timedelta(0)
    rhythm = Rhythm(answers[OFTEN]["rule"], said["time"], said["part"], 0)
    return plan_from(times_of(rhythm, minutes=category.minutes_from, way=way), now=now)
