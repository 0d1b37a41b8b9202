"""How often, and on which days, by choices: the same in every language, without a word to write."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.forms.wizard import INPUT, REQUIRED, Question
from requests.series.choosing import NTH, Often, rule_of, weekday_choices
from requests.series.rule import WEEKDAYS

OTHERWISE = "other"


def _often(choices: list[Any]) -> forms.ChoiceField:
    label = _("Wie oft soll jemand kommen?")
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=REQUIRED)


def _nth(widget: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Der wievielte im Monat?"),
        help_text=_("Zum Beispiel: der erste Dienstag im Monat"),
        choices=NTH,
        required=False,
        widget=widget,
    )


class ChosenDays(forms.Form):
    """Choices that do not belong together are asked about, none is guessed."""

    often = _often(Often.choices)
    days = forms.MultipleChoiceField(
        label=_("An welchen Tagen?"),
        choices=weekday_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    nth = _nth(forms.Select(attrs=INPUT))

    def check_days(self, often: str, days: list[str]) -> None:
        if often == Often.DAILY and 0 < len(days) < len(WEEKDAYS):
            words = _("Jeden Tag, oder nur an diesen Tagen? Für einzelne Tage wählen Sie bitte „Jede Woche“.")
            self.add_error("days", words)
        elif often == Often.MONTHLY and len(days) != 1:
            self.add_error("days", _("Für einmal im Monat wählen Sie bitte genau einen Tag."))
        elif often != Often.DAILY and not days:
            self.add_error("days", _("Bitte wählen Sie mindestens einen Tag."))
        if often != Often.MONTHLY:
            self.errors.pop("nth", None)
        elif "nth" not in self.errors and not self.cleaned_data["nth"]:
            self.add_error("nth", _("Bitte wählen Sie, der wievielte im Monat es sein soll."))

    def rule(self) -> str:
        """Of choices that hold."""
        data = self.cleaned_data
        return rule_of(data["often"], data["days"], data.get("nth", ""))


class OftenForm(ChosenDays, Question):
    """The wizard's question after „regelmäßig“. What does not fit into the choices is left to a call."""

    free_text = ("remark",)
    often = _often([*Often.choices, (OTHERWISE, _("Anders: Rufen Sie mich bitte an"))])
    nth = _nth(forms.RadioSelect)
    remark = forms.CharField(
        label=_("Möchten Sie etwas dazu sagen?"),
        help_text=_("Zum Beispiel: nicht in den Schulferien"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=INPUT),
    )
    field_order = ("often", "days", "nth", "remark")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        often, days = data.get("often"), data.get("days", [])
        if often in (Often.DAILY, OTHERWISE):  # days ticked before belong to another answer
            data["days"] = days = []
            self.errors.pop("days", None)
        if often == OTHERWISE:
            self.errors.pop("nth", None)
        elif often and "days" not in self.errors:
            self.check_days(often, days)
        if not self.errors:
            data["rule"] = "" if often == OTHERWISE else self.rule()
        return data
