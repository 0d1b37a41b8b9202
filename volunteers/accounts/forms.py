"""What somebody enters about herself: tap what fits, type only what nobody can guess. Nothing here names a resident."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.photos import PhotoField
from volunteers.accounts.rules import say_minutes
from volunteers.models import AllowanceKind, EffortKind

CHOOSE = dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie eine Antwort."))
WHEN = dict.fromkeys(("required", "invalid"), _("Bitte schreiben Sie einen Tag."))
MONEY = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value", "max_decimal_places", "max_digits"),
    _("Bitte schreiben Sie einen Betrag in Euro, zum Beispiel 4,80."),
)
NUMBER = dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Bitte schreiben Sie eine Zahl."))
OTHER = "0"
WAYS = ("2", "5", "10", "15", "20", "30")
SPANS = ("30", "60", "90", "120", "180", "240")
TRIPS = (
    ("visit", _("Fahrt zu jemandem")),
    ("ride", _("Jemanden gefahren")),
    ("shopping", _("Einkauf")),
    ("office", _("Büro oder Treffen")),
    ("other", _("Anderes für den Verein")),
)
THINGS = (
    ("ticket", _("Fahrkarte")),
    ("material", _("Material")),
    ("post", _("Porto und Papier")),
    ("food", _("Essen und Trinken")),
    ("parking", _("Parken")),
    ("other", _("Anderes für den Verein")),
)
PURPOSES = dict((*TRIPS, *THINGS))


def radios(label: Any, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices), widget=forms.RadioSelect, error_messages=CHOOSE, **kwargs
    )


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        initial=clock.today,
        error_messages=WHEN,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
    )


def number_field(label: Any, most: int, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=1,
        max_value=most,
        error_messages=NUMBER,
        widget=forms.TextInput(attrs={"class": "input input--short", "inputmode": "numeric", "autocomplete": "off"}),
    )


class MoneyField(forms.DecimalField):
    """Euros as people write them, „4,80“ or „1.250“; gives whole cents."""

    def __init__(self, label: Any, *, most_cents: int, least_cents: int = 1, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "input input--short", "inputmode": "decimal", "autocomplete": "off"})
        limits: dict[str, Any] = {"min_value": least_cents / 100, "max_value": most_cents / 100}
        super().__init__(label=label, decimal_places=2, error_messages=MONEY, widget=widget, **limits, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("€", "").strip()
            value = value.replace(".", "").replace(",", ".") if "," in value else value
        return super().to_python(value)

    def clean(self, value: Any) -> Any:
        euros = super().clean(value)
        return None if euros is None else int(euros * 100)


class KmForm(forms.Form):
    km = radios(_("Wie viele Kilometer, hin und zurück?"), [*((n, f"{n} km") for n in WAYS), (OTHER, _("andere Zahl"))])
    other_km = number_field(_("Andere Zahl"), 999)
    purpose = radios(_("Wofür?"), TRIPS, initial="visit")
    day = day_field(_("An welchem Tag?"))
    is_waived = forms.BooleanField(label=_("Ich möchte kein Geld dafür, nur zählen lassen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "km_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("km") == OTHER and not data.get("other_km") and "other_km" not in self.errors:
            self.add_error("other_km", NUMBER["required"])
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What `enter_km` takes."""
        data = self.cleaned_data
        km = data["other_km"] if data["km"] == OTHER else int(data["km"])
        return {"km": km, "day": data["day"], "purpose": data["purpose"], "is_waived": data["is_waived"]}


class OutlayForm(forms.Form):
    photo = PhotoField(label=_("Foto vom Beleg"), help_text=_("Der ganze Zettel, gut zu lesen."))
    cents = MoneyField(_("Wie viel Euro?"), most_cents=200_000)
    purpose = radios(_("Wofür?"), THINGS, initial="material")
    day = day_field(_("Welcher Tag steht auf dem Beleg?"))
    is_waived = forms.BooleanField(label=_("Ich möchte kein Geld dafür, nur zählen lassen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "beleg_%s", **kwargs})
        self.fields["photo"].widget.attrs["capture"] = "environment"

    @property
    def facts(self) -> dict[str, Any]:
        """What `enter_outlay` takes."""
        return dict(self.cleaned_data)


class EffortForm(forms.Form):
    minutes = radios(_("Wie lange?"), [])
    other_minutes = number_field(_("Andere Zeit, in Minuten"), 1440)
    kind = radios(
        _("Was haben Sie gemacht?"),
        [one for one in EffortKind.choices if one[0] != EffortKind.VISIT],
        initial=EffortKind.OFFICE,
    )
    day = day_field(_("An welchem Tag?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "zeit_%s", **kwargs})
        spans = [(n, say_minutes(int(n))) for n in SPANS]
        self.fields["minutes"].choices = [*spans, (OTHER, _("andere Zeit"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("minutes") == OTHER and not data.get("other_minutes") and "other_minutes" not in self.errors:
            self.add_error("other_minutes", NUMBER["required"])
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What `enter_effort` takes."""
        data = self.cleaned_data
        minutes = data["other_minutes"] if data["minutes"] == OTHER else int(data["minutes"])
        return {"minutes": minutes, "kind": data["kind"], "day": data["day"]}


class GiftForm(forms.Form):
    """To the pot, or to the number of somebody else's account, which she tells."""

    minutes = radios(_("Wie viel möchten Sie verschenken?"), [])
    to = forms.CharField(
        label=_("An eine bestimmte Person? Schreiben Sie ihre Kontonummer."),
        help_text=_("Leer lassen: Es kommt in den gemeinsamen Topf für alle, deren Konto leer ist."),
        required=False,
        max_length=14,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "geschenk_%s", **kwargs})
        self.fields["minutes"].choices = choices  # type: ignore[attr-defined]

    def clean_to(self) -> str:
        return str(self.cleaned_data["to"]).upper().replace(" ", "").replace("-", "")


class ElsewhereForm(forms.Form):
    kind = radios(_("Welche Pauschale?"), AllowanceKind.choices, initial=AllowanceKind.HONORARY)
    cents = MoneyField(
        _("Wie viel Euro bekommen Sie in diesem Jahr von anderen?"),
        most_cents=1_000_000,
        least_cents=0,
        help_text=_("Von anderen Vereinen oder Trägern, alles zusammen. Wenn nichts: 0."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "andere_%s", **kwargs})


def gift_choices(free_minutes: int, say: Callable[[int], str]) -> list[tuple[str, str]]:
    """What she may give: some spans of what is there, and all of it."""
    offered = {span for span in (30, 60, 120, 240) if span < free_minutes} | (
        {free_minutes} if free_minutes > 0 else set()
    )
    return [(str(span), say(span)) for span in sorted(offered)]
