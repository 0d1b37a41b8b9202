"""Forms of helpers and of the landlord's people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.euros import EuroField
from quarters.ideas.forms import MISSING, JoinForm, text
from quarters.models import InitiativeBudget, Verdict

NO_SUM = _("Bitte schreiben Sie eine Summe in Euro.")


class TurnDownForm(forms.Form):
    why = text(_("Was sagen Sie dazu? Wer die Idee gebracht hat, liest es."), 400, rows=3)


class AddForm(JoinForm):
    """As it was said on the phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["brings"].label = _("Was sie oder er beiträgt")
        self.fields["shows_name"].label = _("Der Vorname darf auf der Seite stehen (vorgelesen und bejaht)")
        self.fields["may_reach"].label = _("Wer sich kümmert, darf Namen und Nummer sehen (vorgelesen und bejaht)")


class DecideForm(forms.Form):
    """Yes with a sum, or no; with a reason that the other side reads."""

    verdict = forms.ChoiceField(
        label=_("Ihre Entscheidung"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte entscheiden Sie.")),
    )
    euros = EuroField(
        label=_("Wie viel Euro?"), required=False, least=0, is_small=True, no_sum=NO_SUM, not_possible=NO_SUM
    )
    reason = text(_("Begründung in einem Satz. Sie wird so weitergesagt."), 400, rows=3)

    def __init__(self, data: Any = None, *, budget: InitiativeBudget) -> None:
        self.budget = budget
        super().__init__(data, initial={"euros": budget.cents})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("verdict") == Verdict.GRANTED and "euros" not in self.errors:
            if not data.get("euros"):
                self.add_error("euros", MISSING["required"])
            elif data["euros"] > self.budget.cents:
                self.add_error("euros", _("Das ist mehr, als gewünscht war."))
        return data
