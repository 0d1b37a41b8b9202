"""Shape is checked here; whether a step is allowed the verbs say."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.one_line import LineField, names_an_address
from piano.kit.phone_form import ReadsPhone
from quarters.euros import EuroField
from quarters.ideas.bringing import Somebody, language_of_page
from quarters.ideas.money import MOST_CENTS
from quarters.models import District, Initiative

INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}
WRONG_SUM = _("Bitte schreiben Sie eine Summe von 1 bis 2000 Euro.")
NO_ADDRESS = {"invalid": _("Diese Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de")}


def text(label: Any, most: int, *, rows: int = 0, **more: Any) -> forms.CharField:
    """A line, or a field of several."""
    autocomplete = {"autocomplete": more.pop("autocomplete", "off")}
    widget = forms.Textarea(attrs={**INPUT, "rows": rows}) if rows else forms.TextInput(attrs={**INPUT, **autocomplete})
    field = forms.CharField if rows else LineField
    return field(label=label, max_length=most, widget=widget, error_messages=MISSING, **more)


class PersonForm(ReadsPhone, forms.Form):
    """Who speaks, and how she is reached. `website` is left empty by people."""

    name = text(_("Ihr Name"), 120, autocomplete="name")
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=40,
        required=False,
        help_text=_("Mit Vorwahl, zum Beispiel 0561 123456"),
        widget=forms.TextInput(attrs={**INPUT, "type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-Mail"),
        required=False,
        error_messages=NO_ADDRESS,
        widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "email"}),
    )
    shows_name = forms.BooleanField(label=_("Mein Vorname darf auf der Seite stehen."), required=False)
    website = forms.CharField(
        required=False,
        label=_("Bitte leer lassen"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"phone", "email"} & set(self.errors) and not (data.get("phone") or data.get("email")):
            self.add_error(
                "phone",
                _("Bitte schreiben Sie eine Telefonnummer oder eine E-Mail-Adresse, damit wir antworten können."),
            )
        return data

    @property
    def is_machine(self) -> bool:
        return bool(self.cleaned_data.get("website")) or names_an_address(self.cleaned_data["name"])

    def somebody(self, user: Any = None) -> Somebody:
        """Who was typed; the account of whoever is signed in with everything she may."""
        said = {name: self.cleaned_data[name] for name in ("name", "phone", "email")}
        return Somebody(**said, language=language_of_page(), user=user)


class BringForm(PersonForm):
    """One short page: the idea, where, who."""

    title = text(_("Wie heißt Ihre Idee?"), 80, help_text=_("Zum Beispiel: Spazieren gehen am Dienstag"))
    words = text(_("Was möchten Sie machen?"), 1000, rows=5)
    district = forms.ModelChoiceField(
        label=_("In welchem Stadtteil?"),
        queryset=District.objects.none(),
        to_field_name="slug",
        empty_label=_("Bitte wählen"),
        error_messages={
            "required": _("Bitte wählen Sie einen Stadtteil."),
            "invalid_choice": _("Bitte wählen Sie einen Stadtteil."),
        },
        widget=forms.Select(attrs=INPUT),
    )
    field_order = ("title", "words", "district", "name", "phone", "email", "shows_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()  # type: ignore[attr-defined]


class JoinForm(PersonForm):
    """Who joins, and what she brings along."""

    brings = text(
        _("Was ich gern beitrage"), 300, rows=3, required=False, help_text=_("Zum Beispiel: Ich bringe Kaffee mit.")
    )
    may_reach = forms.BooleanField(
        label=_("Wer sich kümmert, darf meinen Namen und meine Nummer sehen und mich anrufen."), required=False
    )
    field_order = ("name", "phone", "email", "brings", "shows_name", "may_reach")


class ReportForm(forms.Form):
    words = text(_("Was stimmt nicht?"), 1000, rows=4)


class PageForm(forms.Form):
    """The words of the page."""

    title = text(_("Wie heißt Ihre Idee?"), 80)
    words = text(_("Was möchten Sie machen?"), 1000, rows=6)
    rhythm = text(
        _("Wann treffen Sie sich sonst?"), 80, required=False, help_text=_("Zum Beispiel: jeden Dienstag um 16 Uhr")
    )
    places = forms.IntegerField(
        label=_("Wie viele können höchstens dabei sein?"),
        required=False,
        min_value=2,
        max_value=500,
        error_messages={
            name: _("Bitte schreiben Sie eine Zahl von 2 bis 500.") for name in ("invalid", "min_value", "max_value")
        },
        widget=forms.NumberInput(attrs={**INPUT, "inputmode": "numeric"}),
    )

    @classmethod
    def of(cls, row: Initiative, data: Any = None) -> "PageForm":
        return cls(data, initial={name: getattr(row, name) for name in ("title", "words", "rhythm", "places")})


class MeetingForm(forms.Form):
    """A day, from, until, and where; wall times in Kassel."""

    day = forms.DateField(
        label=_("An welchem Tag?"),
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Bitte wählen Sie einen Tag."), "invalid": _("Bitte wählen Sie einen Tag.")},
    )
    start = forms.TimeField(
        label=_("Um wie viel Uhr?"),
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
        error_messages=dict.fromkeys(("required", "invalid"), _("Bitte wählen Sie eine Uhrzeit.")),
    )
    end = forms.TimeField(
        label=_("Bis wann?"),
        required=False,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Bitte wählen Sie eine Uhrzeit.")},
    )
    where = text(_("Wo treffen Sie sich?"), 120, help_text=_("Zum Beispiel: im Treffpunkt, oder im Hof vor Haus 12"))

    @classmethod
    def of(cls, row: Initiative, data: Any = None) -> "MeetingForm":
        initial: dict[str, Any] = {"where": row.meets_where}
        if row.meets_at is not None:
            at = clock.local(row.meets_at)
            initial |= {"day": at.date(), "start": at.time()}
        if row.meets_until is not None:
            initial["end"] = clock.local(row.meets_until).time()
        return cls(data, initial=initial)

    @property
    def at(self) -> dt.datetime:
        return clock.at(self.cleaned_data["day"], self.cleaned_data["start"])

    @property
    def until(self) -> dt.datetime | None:
        end = self.cleaned_data["end"]
        return clock.at(self.cleaned_data["day"], end) if end else None


class StageForm(forms.Form):
    """One of the steps that are possible now."""

    to = forms.ChoiceField(
        label=_("Wie steht es?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie eines.")),
    )
    note = text(_("Möchten Sie etwas dazu sagen?"), 300, rows=2, required=False)

    def __init__(self, data: Any = None, *, ways: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["to"].choices = ways  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Somebody who is in it already."""

    to = forms.ChoiceField(
        label=_("Wer kümmert sich von jetzt an?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie eines.")),
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class MoneyForm(forms.Form):
    """What for, and how much; asked in euros, kept in cents."""

    purpose = text(_("Wofür brauchen Sie Geld?"), 200, help_text=_("Zum Beispiel: eine Nähmaschine"))
    euros = EuroField(
        label=_("Wie viel Euro?"), least=100, is_small=True, most=MOST_CENTS, no_sum=WRONG_SUM, not_possible=WRONG_SUM
    )
