"""Planning a date: what it is, when, for how many. Shape is checked here, rules in `planning` and `changing`."""

import datetime as dt
from typing import Any

from django import forms

from piano.kit import clock
from piano.kit.one_line import LineField
from quarters.euros import EuroField
from quarters.forms import INPUT
from quarters.models import Event, EventKind, MeetingPoint, User
from quarters.people.languages import SPOKEN
from quarters.programme.forms import MOST_SHOWN
from quarters.programme.planning import Facts
from quarters.programme.repeating import facts_of
from quarters.programme.rule import monthly, weekly

MISSING = {"required": "Bitte füllen Sie dieses Feld aus."}
CHOOSE = {"required": "Bitte wählen Sie.", "invalid_choice": "Bitte wählen Sie eine der Antworten."}
NUMBER = {
    "invalid": "Bitte schreiben Sie eine Zahl.",
    "min_value": "Mindestens ein Platz muss es sein. Ohne Grenze: Bitte lassen Sie das Feld leer.",
    "max_value": "Mehr als 5000 Plätze hat hier kein Termin. Ohne Grenze: Bitte lassen Sie das Feld leer.",
}
HOURS = dict.fromkeys(
    ("invalid", "min_value", "max_value"), "Bitte schreiben Sie eine Zahl von 0 bis 720, also höchstens 30 Tage."
)
COMPANIONS = dict.fromkeys(
    ("invalid", "min_value", "max_value"), f"Bitte schreiben Sie eine Zahl von 0 bis {MOST_SHOWN}."
)
DAY = {"required": "Bitte wählen Sie einen Tag.", "invalid": "Diesen Tag gibt es nicht."}
TIME = {"required": "Bitte wählen Sie eine Uhrzeit.", "invalid": "Diese Uhrzeit gibt es nicht. Zum Beispiel: 14:30"}
PRICE = "Bitte schreiben Sie den Preis in Euro, zum Beispiel 3,50."
TOO_DEAR, MOST_CENTS = "Mehr als 500 Euro kostet hier kein Termin.", 50_000
REPEATS = [
    ("", "nur an diesem Tag"),
    ("1", "jede Woche"),
    ("2", "alle zwei Wochen"),
    ("month", "einmal im Monat, am gleichen Wochentag"),
]
SLOTS = [
    ("0", "Nein, alle zusammen"),
    ("20", "Ja, je 20 Minuten"),
    ("30", "Ja, je 30 Minuten"),
    ("45", "Ja, je 45 Minuten"),
    ("60", "Ja, je 60 Minuten"),
]
PLACES = {"class": "input", "inputmode": "numeric"}


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=DAY, **more)


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"), error_messages=TIME
    )


def _euro(label: str, **more: Any) -> EuroField:
    return EuroField(
        label=label,
        required=False,
        least=0,
        is_small=True,
        most=MOST_CENTS,
        no_sum=PRICE,
        not_possible=TOO_DEAR,
        **more,
    )


def _tick(label: str, **more: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **more)


class WhenForm(forms.Form):
    """One day and its two wall times."""

    day = _day("Tag")
    starts = _time("Von")
    ends = _time("Bis")

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        data = self.cleaned_data
        return clock.at(data["day"], data["starts"]), clock.at(data["day"], data["ends"])

    def put_right(self, field: str, words: str) -> None:
        self.add_error(field if field in self.fields else None, words)


class FactsForm(forms.Form):
    """What it is, besides its time."""

    meeting_point = forms.ModelChoiceField(
        label="Treffpunkt",
        queryset=MeetingPoint.objects.none(),
        empty_label="Bitte wählen",
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    kind = forms.ChoiceField(
        label="Was für ein Termin?",
        choices=[("", "Bitte wählen"), *EventKind.choices],
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    title = LineField(
        label="Wie heißt er?", max_length=100, error_messages=MISSING, widget=forms.TextInput(attrs=INPUT)
    )
    about = forms.CharField(
        label="In zwei Sätzen", max_length=600, required=False, widget=forms.Textarea(attrs={**INPUT, "rows": 3})
    )
    place = LineField(
        label="Anderer Ort",
        max_length=120,
        required=False,
        help_text="Nur wenn es nicht im Treffpunkt selbst ist",
        widget=forms.TextInput(attrs=INPUT),
    )
    needs_registration = _tick("Mit Anmeldung")
    capacity = forms.IntegerField(
        label="Wie viele Plätze?",
        required=False,
        min_value=1,
        max_value=5000,
        help_text="Leer: ohne Grenze",
        error_messages=NUMBER,
        widget=forms.NumberInput(attrs=PLACES),
    )
    closes_hours = forms.IntegerField(
        label="Anmeldung endet so viele Stunden vorher",
        required=False,
        min_value=0,
        max_value=720,
        error_messages=HOURS,
        widget=forms.NumberInput(attrs=PLACES),
    )
    max_companions = forms.IntegerField(
        label="Wie viele Menschen darf jemand mitbringen?",
        required=False,
        min_value=0,
        max_value=MOST_SHOWN,
        error_messages=COMPANIONS,
        widget=forms.NumberInput(attrs=PLACES),
    )
    welcomes_neighbours = _tick("„Bringen Sie jemanden aus dem Haus mit“")
    has_meal = _tick("Es gibt Essen: nach Wünschen und Allergien fragen")
    has_lifts = _tick("Nach Mitfahrt fragen: gesucht oder angeboten")
    slot_minutes = forms.TypedChoiceField(
        label="Einzelgespräche unter vier Augen?",
        choices=SLOTS,
        coerce=int,
        required=False,
        empty_value="0",
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
        help_text="Wer kommt, sieht dann nur die Person, die berät. Andere lesen „belegt“.",
    )
    host = forms.ModelChoiceField(
        label="Wer leitet den Termin?",
        queryset=User.objects.none(),
        required=False,
        empty_label="niemand Bestimmtes",
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    price = _euro("Preis in Euro", help_text="Leer: kostet nichts")
    card_price = _euro("Preis mit der Kassel-Karte")
    languages = forms.MultipleChoiceField(
        label="In welchen Sprachen?",
        choices=SPOKEN.items(),
        required=False,
        error_messages=CHOOSE,
        widget=forms.CheckboxSelectMultiple,
    )
    is_step_free = _tick("Ohne Stufen erreichbar")

    def __init__(self, data: Any = None, *, points: Any, hosts: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["meeting_point"].queryset, self.fields["host"].queryset = points, hosts  # type: ignore[attr-defined]

    @property
    def facts(self) -> Facts:
        data = self.cleaned_data
        same = (
            "meeting_point",
            "kind",
            "title",
            "about",
            "place",
            "needs_registration",
            "welcomes_neighbours",
            "has_meal",
            "has_lifts",
            "host",
            "is_step_free",
            "capacity",
        )
        return Facts(
            **{name: data[name] for name in same},
            closes_hours=data["closes_hours"] or 0,
            max_companions=data["max_companions"] or 0,
            slot_minutes=int(data["slot_minutes"] or 0),
            languages=tuple(data["languages"]),
            price_cents=data["price"] or 0,
            card_price_cents=data["card_price"],
        )

    def put_right(self, field: str, words: str) -> None:
        self.add_error(field if field in self.fields else None, words)


class PlanForm(FactsForm, WhenForm):
    """A new date, or a series of them with a last day."""

    repeats = forms.ChoiceField(
        label="Wiederholt er sich?",
        choices=REPEATS,
        required=False,
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    last_day = _day("Letzter Tag", required=False, help_text="Nur wenn er sich wiederholt; höchstens ein Jahr")
    left_out_days: list[dt.date]  # days on which it does not take place, ticked beside a warning
    field_order = (
        "meeting_point",
        "kind",
        "title",
        "about",
        "day",
        "starts",
        "ends",
        "repeats",
        "last_day",
        "needs_registration",
        "capacity",
        "max_companions",
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        said = data.getlist("aus") if data else []
        self.left_out_days = [day for text in said if (day := clock.read_day(text))]

    @property
    def rule(self) -> str:
        """ "" for a single day."""
        repeats, day = self.cleaned_data["repeats"], self.cleaned_data["day"]
        if repeats == "month":
            nth = (day.day - 1) // 7 + 1
            return monthly(nth if nth < 5 else -1, day.weekday())
        return weekly(day.weekday(), every=int(repeats)) if repeats else ""


def initial_of(event: Event) -> dict[str, Any]:
    """What a form shows of a date that is planned already."""
    facts = facts_of(event)
    here, until = clock.local(event.starts_at), clock.local(event.ends_at)
    shown = {name: getattr(facts, name) for name in FactsForm.base_fields if hasattr(facts, name)}
    euro = {"price": facts.price_cents or None, "card_price": facts.card_price_cents}
    return {
        **shown,
        **euro,
        "languages": list(facts.languages),
        "day": here.date(),
        "starts": here.time(),
        "ends": until.time(),
    }


class CallOffForm(forms.Form):
    note = LineField(
        label="Warum, in einem Satz",
        max_length=200,
        required=False,
        error_messages={"max_length": "Bitte in höchstens 200 Zeichen."},
        help_text="Das lesen alle, die kommen wollten.",
        widget=forms.TextInput(attrs=INPUT),
    )
    rest = _tick("Auch alle späteren Termine dieser Reihe")
