"""Forms of an association's officers."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.models import Organisation, User
from volunteers.accounts.forms import MoneyField, day_field, number_field, radios
from volunteers.accounts.rules import set_rule
from volunteers.models import AccountRule, AllowanceKind, Unit

YES, NO = "ja", "nein"
SAY_WHY = _("Bitte schreiben Sie einen Satz dazu.")
INPUT = {"class": "input", "autocomplete": "off"}


def sentence(label: Any, *, required: bool = True, most: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        error_messages={"required": SAY_WHY},
        widget=forms.TextInput(attrs=INPUT),
    )


class DecideForm(forms.Form):
    answer = radios(_("Ihre Entscheidung"), [(YES, _("genehmigen")), (NO, _("nicht genehmigen"))])
    reason = sentence(_("Begründung, wenn nicht. Sie wird so gelesen."), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == NO and not data.get("reason"):
            self.add_error("reason", SAY_WHY)
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What `decide_expense` takes."""
        return {"is_approved": self.cleaned_data["answer"] == YES, "reason": self.cleaned_data["reason"]}


class RuleForm(forms.Form):
    unit = radios(_("Wir zählen in"), Unit.choices)
    points_per_hour = number_field(_("Punkte je Stunde"), 60, required=True)
    step_minutes = number_field(_("Gerundet auf (Minuten)"), 60, required=True)
    lowest_minutes = forms.IntegerField(
        label=_("Ein Konto darf ins Minus bis (Minuten)"),
        min_value=0,
        max_value=10_000,
        help_text=_("0: nie ins Minus. Hilfe gibt es auch mit leerem Konto; der Rest steht dann beim Verein."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Bitte schreiben Sie eine Zahl.")
        ),
        widget=forms.TextInput(attrs={"class": "input input--short", "inputmode": "numeric"}),
    )

    def __init__(self, data: Any = None, *, rule: AccountRule | None) -> None:
        names = ("unit", "points_per_hour", "step_minutes", "lowest_minutes")
        usual = dict(zip(names, (Unit.POINTS, 2, 15, 0), strict=True))
        super().__init__(data, initial={name: getattr(rule, name) for name in names} if rule else usual)

    def keep(self, association: Organisation, *, by: User, now: dt.datetime) -> AccountRule:
        return set_rule(association, by=by, now=now, **self.cleaned_data)


class KmRateForm(forms.Form):
    cents = number_field(_("Cent je Kilometer"), 100, required=True)
    valid_from = day_field(_("Ab welchem Tag?"))
    source = sentence(_("Wo steht das? Zum Beispiel: Beschluss vom 3. November"), most=200)


class GrantForm(forms.Form):
    minutes = number_field(_("Wie viele Minuten?"), 10_000, required=True)
    reason = sentence(_("Wofür? Die Person liest es."))


class OpenForm(forms.Form):
    family_name = forms.CharField(label=_("Nachname"), max_length=60, widget=forms.TextInput(attrs=INPUT))
    phone = forms.CharField(label=_("Telefonnummer"), max_length=40, widget=forms.TextInput(attrs=INPUT))


class AllowanceForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Wer bekommt sie?"),
        queryset=User.objects.none(),
        to_field_name="reference",
        empty_label=_("Bitte wählen"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie eine Person.")),
        widget=forms.Select(attrs={"class": "input"}),
    )
    kind = radios(_("Welche Pauschale?"), AllowanceKind.choices, initial=AllowanceKind.HONORARY)
    cents = MoneyField(_("Wie viel Euro?"), most_cents=1_000_000)
    purpose = sentence(_("Wofür?"), most=120)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
