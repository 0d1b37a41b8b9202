"""The form of a policy: one line a step, the order by number. Shape is checked here, sense in `policies.checking`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit.alphabet import alphabetical
from quarters.models import Category, Urgency
from requests.models.policy import Days
from requests.policies.checking import MOST_AT_ONCE, MOST_STEPS, MOST_TIMES, problems_of
from requests.policies.editing import Scope
from requests.policies.plain import ALONE, AtNight, Plan, Step, Unit, Who

INPUT = {"class": "input"}
NOBODY = ("", _("niemand"))
MOST_AMOUNT, MOST_HOURS, MOST_DAYS = 1440, 336, 60
MOST_RINGS, MOST_RING_MINUTES = 10, 30


def _number(label: Any, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={**INPUT, "inputmode": "numeric"}),
        error_messages={
            "required": _("Bitte tragen Sie eine Zahl ein."),
            "invalid": _("Bitte tragen Sie eine Zahl ein."),
            "min_value": _("Mindestens %(limit_value)s."),
            "max_value": _("Höchstens %(limit_value)s."),
        },
    )


def _choice(label: Any, choices: Sequence[tuple[Any, Any]], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.Select(attrs=INPUT),
        error_messages={"invalid_choice": _("Bitte wählen Sie aus der Liste.")},
        **options,
    )


class StepForm(forms.Form):
    """A line without „wer“ is no step."""

    place = _number(_("Platz"), 1, 99)
    who = _choice(_("Wer wird gefragt?"), [NOBODY, *Who.choices], required=False)
    at_once = _number(_("Wie viele auf einmal?"), 1, MOST_AT_ONCE)
    times = _number(_("Wie oft?"), 1, MOST_TIMES)
    amount = _number(_("Wie lange?"), 0, MOST_AMOUNT)
    unit = _choice(_("Gezählt in"), Unit.choices)
    at_night = _choice(_("Von 20 bis 8 Uhr"), AtNight.choices)

    def step(self) -> Step:
        said = self.cleaned_data
        at_once = 1 if said["who"] in ALONE else said["at_once"]
        return Step(said["who"], at_once, said["times"], said["unit"], said["amount"], said["at_night"])


class BesidesForm(forms.Form):
    alert_hours = _number(
        _("So viele Stunden vor dem Aufbruch melden, dass noch niemand gefunden ist. 0 heißt: nie"), 0, MOST_HOURS
    )
    needed_days = _number(_("Nach so vielen Tagen fragen, ob es noch gebraucht wird. 0 heißt: nie"), 0, MOST_DAYS)
    rings = _number(_("So oft ruft das Band an, wer Bereitschaft hat. 0 heißt: nie"), 0, MOST_RINGS)
    ring_minutes = _number(_("So viele Minuten von einem Anruf zum nächsten"), 1, MOST_RING_MINUTES)
    unheard_minutes = _number(
        _("So viele Minuten, wenn besetzt war, niemand abnahm oder ein Anrufbeantworter"), 1, MOST_RING_MINUTES
    )


class ScopeForm(forms.Form):
    """For which case somebody wants a rule of its own. Its fields are an address, nothing is saved."""

    eile = _choice(_("Eile"), Urgency.choices)
    art = _choice(_("Hilfeart"), [])
    tage = _choice(_("Tage"), Days.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Category.objects.order_by("position", *alphabetical("name")).values_list("code", "name")
        everything = [("alle", _("alle Hilfearten")), ("fach", _("alle Aufgaben für Fachleute"))]
        self.fields["art"].choices = [*everything, *kinds]  # type: ignore[attr-defined]

    @property
    def key(self) -> str:
        return ".".join(self.cleaned_data[name] for name in ("eile", "art", "tage"))


@dataclass
class PolicyForm:
    """All lines together. `plan` is there when every line has its shape; `problems` say what makes no sense."""

    scope: Scope
    steps: list[StepForm]
    besides: BesidesForm
    plan: Plan | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def is_fine(self) -> bool:
        return self.plan is not None and not self.problems


def empty_form(scope: Scope, plan: Plan) -> PolicyForm:
    """As the plan is now, with two lines more to fill."""
    rows = [{"place": place, **step.as_json()} for place, step in enumerate(plan.steps, start=1)]
    blank = {"at_once": 1, "times": 1, "amount": 30, "unit": Unit.MINUTES, "at_night": AtNight.MORNING}
    rows += [{"place": place, **blank} for place in range(len(rows) + 1, min(len(rows) + 2, MOST_STEPS) + 1)]
    steps = [StepForm(initial=row, prefix=f"s{place}") for place, row in enumerate(rows)]
    besides = BesidesForm(initial=plan.numbers)
    return PolicyForm(scope, steps, besides, plan)


def read_form(scope: Scope, data: Any) -> PolicyForm:
    """What was typed; each problem stands at its line, and once more on top."""
    count = next((place for place in range(MOST_STEPS) if f"s{place}-who" not in data), MOST_STEPS)
    form = PolicyForm(scope, [StepForm(data, prefix=f"s{place}") for place in range(count)], BesidesForm(data))
    if not all(one.is_valid() for one in (*form.steps, form.besides)):
        form.problems = [str(_("Bitte sehen Sie sich die markierten Felder noch einmal an."))]
        return form
    lines = sorted((one for one in form.steps if one.cleaned_data["who"]), key=lambda one: one.cleaned_data["place"])
    form.plan = Plan(tuple(line.step() for line in lines), **form.besides.cleaned_data)
    for found in problems_of(form.plan, urgency=scope.urgency, for_professionals=scope.is_for_professionals):
        form.problems.append(found.words)
        if found.place is not None:
            lines[found.place].add_error("who", found.words)
    return form
