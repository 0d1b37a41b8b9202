"""What a meeting point's keeper types: shape is checked here, words are plain for who never worked in an office."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit.phone_form import ReadsPhone
from piano.kit.photos import PhotoField
from piano.kit.weekdays import WEEKDAYS
from quarters.models import Category, District
from quarters.models.points import Access, Loop, Toilet
from quarters.people.languages import SPOKEN
from quarters.points.spot import Spot, SpotField, say_spot

INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}
UNKNOWN = ("", _("wissen wir nicht"))
MOST_DAYS = 62
SPANS = (1, 2)  # of one day


def time_field(label: Any, *, required: bool = False) -> forms.TimeField:
    widget = forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget, error_messages=MISSING)


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text, error_messages=MISSING)


def check_span(form: forms.Form, opens: str, closes: str) -> bool:
    """Both or none, and in order; the sentence stands at the second field."""
    start, end = form.cleaned_data.get(opens), form.cleaned_data.get(closes)
    if any(name in form.errors for name in (opens, closes)):
        return False
    if (start is None) != (end is None):
        form.add_error(opens if start is None else closes, _("Bitte beide Uhrzeiten, oder keine."))
    elif start and end and end <= start:
        form.add_error(closes, _("„Bis“ liegt nach „von“."))
    else:
        return True
    return False


class WordsForm(ReadsPhone, forms.Form):
    """What people read, and what they find on the way and at the door."""

    about = forms.CharField(
        label=_("Was gibt es hier? Zwei, drei kurze Sätze"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={**INPUT, "rows": 4}),
    )
    phone = forms.CharField(
        label=_("Telefon"), required=False, max_length=40, widget=forms.TextInput(attrs={**INPUT, "type": "tel"})
    )
    hours = forms.CharField(
        label=_("Noch etwas zu den Zeiten"),
        help_text=_("Zum Beispiel: Mittagstisch um 12 Uhr, bitte am Tag davor anmelden."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=INPUT),
    )
    nearest_stop = forms.CharField(
        label=_("Nächste Haltestelle"), required=False, max_length=120, widget=forms.TextInput(attrs=INPUT)
    )
    step_free = forms.ChoiceField(
        label=_("Wie kommt man hinein?"), required=False, choices=[UNKNOWN, *Access.choices], widget=forms.RadioSelect
    )
    toilet = forms.ChoiceField(
        label=_("Toilette"), required=False, choices=[UNKNOWN, *Toilet.choices], widget=forms.RadioSelect
    )
    hearing_loop = forms.ChoiceField(
        label=_("Höranlage für Hörgeräte"), required=False, choices=[UNKNOWN, *Loop.choices], widget=forms.RadioSelect
    )
    spot = SpotField(
        label=_("Stelle auf der Karte"),
        help_text=_(
            "Zwei Zahlen, zum Beispiel 51,32790 9,47950. In einer Karte auf dem Telefon: lange auf das Haus drücken, dann abschreiben."
        ),
        widget=forms.TextInput(attrs=INPUT),
    )
    languages = forms.MultipleChoiceField(
        label=_("Welche Sprachen spricht jemand?"),
        required=False,
        choices=SPOKEN.items(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any], near: Spot) -> None:
        known = {**initial, "spot": say_spot(initial["latitude"], initial["longitude"])}
        super().__init__(data, initial=known)
        self.fields["spot"].near = near  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, Any]:
        """As `changes.put` takes them."""
        latitude, longitude = self.cleaned_data["spot"] or (None, None)
        words = {name: value for name, value in self.cleaned_data.items() if name != "spot"}
        return words | {"latitude": latitude, "longitude": longitude}


class HoursForm(forms.Form):
    """A week: each day up to two spans. `initial` are lines of weekday, opening and closing time."""

    def __init__(self, data: Any = None, *, lines: list[list[Any]]) -> None:
        initial: dict[str, str] = {}
        for day, _name in WEEKDAYS:
            for span, line in zip(SPANS, [line for line in lines if line[0] == day], strict=False):
                initial |= {f"opens_{day}_{span}": line[1], f"closes_{day}_{span}": line[2]}
        super().__init__(data, initial=initial)
        for day, name in WEEKDAYS:
            for span in SPANS:
                self.fields[f"opens_{day}_{span}"] = time_field(f"{name}, {_('von') if span == 1 else _('wieder von')}")
                self.fields[f"closes_{day}_{span}"] = time_field(f"{name}, {_('bis')}")

    def clean(self) -> dict[str, Any]:
        for day, _name in WEEKDAYS:
            good = [check_span(self, f"opens_{day}_{span}", f"closes_{day}_{span}") for span in SPANS]
            first, second = self.cleaned_data.get(f"closes_{day}_1"), self.cleaned_data.get(f"opens_{day}_2")
            if all(good) and second and (first is None or second < first):
                self.add_error(f"opens_{day}_2", _("Der zweite Teil beginnt nach dem ersten."))
        return self.cleaned_data

    @property
    def rows(self) -> list[tuple[Any, list[Any]]]:
        """The name of the day with its four fields."""
        return [
            (name, [self[f"{part}_{day}_{span}"] for span in SPANS for part in ("opens", "closes")])
            for day, name in WEEKDAYS
        ]

    @property
    def lines(self) -> list[list[Any]]:
        data = self.cleaned_data
        spans = [(day, data[f"opens_{day}_{n}"], data[f"closes_{day}_{n}"]) for day, _ in WEEKDAYS for n in SPANS]
        return [[day, f"{opens:%H:%M}", f"{closes:%H:%M}"] for day, opens, closes in spans if opens and closes]


class DayForm(forms.Form):
    """One day or a few in a row with other hours; without any it is closed."""

    first_day = day_field(_("Tag"), required=True)
    last_day = day_field(_("bis einschließlich"), help_text=_("Nur, wenn es mehrere Tage sind"))
    opens = time_field(_("geöffnet von"))
    closes = time_field(_("bis"))
    note = forms.CharField(
        label=_("Warum?"),
        help_text=_("Das lesen alle. Zum Beispiel: Ferien, Handwerker im Haus."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=INPUT),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        check_span(self, "opens", "closes")
        first = self.cleaned_data.get("first_day")
        if first is None:
            return self.cleaned_data
        last = self.cleaned_data.get("last_day") or first
        if first < self.today:
            self.add_error("first_day", _("Dieser Tag ist vorbei."))
        elif last < first:
            self.add_error("last_day", _("Der letzte Tag liegt vor dem ersten."))
        elif (last - first).days >= MOST_DAYS:
            self.add_error("last_day", _("Höchstens zwei Monate auf einmal."))
        elif first.year > self.today.year + 2:
            self.add_error("first_day", _("Das ist zu weit voraus."))
        return self.cleaned_data

    @property
    def lines(self) -> list[list[Any]]:
        data = self.cleaned_data
        count = ((data["last_day"] or data["first_day"]) - data["first_day"]).days + 1
        opens, closes = (f"{data[name]:%H:%M}" if data[name] else None for name in ("opens", "closes"))
        days = (data["first_day"] + dt.timedelta(days=number) for number in range(count))
        return [[day.isoformat(), opens, closes, data["note"]] for day in days]


class StopForm(forms.Form):
    weekday = forms.TypedChoiceField(label=_("Tag"), choices=WEEKDAYS, coerce=int, error_messages=MISSING)
    arrives = time_field(_("von"), required=True)
    leaves = time_field(_("bis"), required=True)
    place = forms.CharField(
        label=_("Wo?"),
        help_text=_("So, dass man es findet: Leuschnerstraße, vor dem Supermarkt"),
        max_length=120,
        widget=forms.TextInput(attrs=INPUT),
        error_messages=MISSING,
    )
    district = forms.ModelChoiceField(
        label=_("Stadtteil"), queryset=District.objects.all(), empty_label=None, error_messages=MISSING
    )

    def clean(self) -> dict[str, Any]:
        check_span(self, "arrives", "leaves")
        return self.cleaned_data

    @property
    def line(self) -> list[Any]:
        data = self.cleaned_data
        times = [f"{data[name]:%H:%M}" for name in ("arrives", "leaves")]
        return [data["weekday"], *times, data["place"], data["district"].pk]


class PhotoForm(forms.Form):
    photo = PhotoField(label=_("Foto"), help_text=_("Sind Menschen zu erkennen? Fragen Sie sie bitte vorher."))
    description = forms.CharField(
        label=_("Was ist zu sehen?"),
        help_text=_("Für alle, die das Bild nicht sehen können. Zum Beispiel: Langer Tisch mit acht Stühlen, hell."),
        max_length=200,
        widget=forms.TextInput(attrs=INPUT),
        error_messages=MISSING,
    )


class WantedForm(forms.Form):
    """Which help is looked for, and where. Of the person who needs it nothing is asked."""

    stadtteil = forms.ModelChoiceField(
        label=_("Stadtteil"), queryset=District.objects.none(), empty_label=None, to_field_name="slug"
    )
    art = forms.ModelChoiceField(
        label=_("Wobei?"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("Bei ganz Verschiedenem"),
        to_field_name="code",
    )

    def __init__(self, *args: Any, districts: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stadtteil"].queryset = districts  # type: ignore[attr-defined]
        self.fields["art"].queryset = categories  # type: ignore[attr-defined]
