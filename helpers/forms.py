"""The rota's forms: shape is checked here, verbs decide."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpers.models import Duty, HolidayRule, Turn
from helpers.rota.coverage import say_span_short
from helpers.rota.team import Team, free_members, members
from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.phones import NotAPhoneNumber, read_phone
from piano.kit.weekdays import WEEKDAYS
from quarters.models import User

INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}
CHOOSE = {"required": _("Bitte wählen Sie eine Person."), "invalid_choice": _("Diese Person kann zu der Zeit nicht.")}
HOLIDAYS: list[tuple[str, Any]] = [
    (HolidayRule.USUAL, _("wie an jedem anderen Tag")),
    (HolidayRule.SUNDAY, _("wie an einem Sonntag")),
    (HolidayRule.SKIP, _("fällt aus")),
    (HolidayRule.ONLY, _("gilt nur an Feiertagen")),
]
TURNS: list[tuple[str, Any]] = [(Turn.SHIFT, _("mit jedem Dienst")), (Turn.WEEK, _("jeden Montag"))]
PLACES = 8
LONGEST_NOTE = 2000


class FillForm(forms.Form):
    """Who fills a gap: a team's key and a person's reference in one choice."""

    start = forms.DateTimeField(widget=forms.HiddenInput)
    end = forms.DateTimeField(widget=forms.HiddenInput)
    who = forms.ChoiceField(label=_("Wer übernimmt?"), widget=forms.Select(attrs=INPUT), error_messages=CHOOSE)

    def __init__(self, data: Any = None, *, teams: list[Team], window: tuple[dt.datetime, dt.datetime]) -> None:
        name = f"{window[0]:%Y%m%d%H%M}"
        initial = {"start": window[0].isoformat(), "end": window[1].isoformat()}
        super().__init__(data, auto_id=f"luecke-{name}-%s", initial=initial)
        groups = [(str(team), _people(team, *window)) for team in teams]
        self.choosable = [group for group in groups if group[1]]
        self.fields["who"].choices = [("", _("Bitte wählen")), *self.choosable]  # type: ignore[attr-defined]


def _people(team: Team, start: dt.datetime, end: dt.datetime) -> list[tuple[str, str]]:
    return [(f"{team.key}:{one.reference}", one.full_name) for one in free_members(team, start=start, end=end)]


class PersonForm(forms.Form):
    """One of the people given."""

    person = forms.ModelChoiceField(
        label=_("Wer übernimmt?"),
        queryset=User.objects.none(),
        to_field_name="reference",
        empty_label=_("Bitte wählen"),
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, data: Any = None, *, people: Any, label: Any = "") -> None:
        super().__init__(data)
        field: Any = self.fields["person"]
        field.queryset, field.label = people, label or field.label
        field.label_from_instance = lambda one: one.full_name


class FallbackForm(PersonForm):
    """Nobody is a choice, too."""

    def __init__(self, data: Any = None, *, people: Any) -> None:
        super().__init__(data, people=people, label=_("Wer ist da, wenn niemand eingeteilt ist?"))
        field: Any = self.fields["person"]
        field.required, field.empty_label = False, _("Niemand")


class HoursForm(forms.Form):
    """Other hours of one duty, as local days and times."""

    day = forms.DateField(
        label=_("Tag"),
        error_messages=MISSING,
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
    starts = forms.TimeField(
        label=_("von"), error_messages=MISSING, widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("bis"),
        help_text=_("Liegt das Ende vor dem Anfang, ist der nächste Morgen gemeint."),
        error_messages=MISSING,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
    )

    @classmethod
    def of(cls, duty: Duty) -> "HoursForm":
        start, end = clock.local(duty.window.lower), clock.local(duty.window.upper)
        return cls(initial={"day": start.date(), "starts": start.time(), "ends": end.time()})

    @property
    def window(self) -> tuple[dt.datetime, dt.datetime]:
        data = self.cleaned_data
        is_over_night = data["ends"] <= data["starts"]
        last = data["day"] + dt.timedelta(days=1 if is_over_night else 0)
        return clock.at(data["day"], data["starts"]), clock.at(last, data["ends"])


class PatternForm(forms.Form):
    """A weekly shift and the order of the people who take turns."""

    name = forms.CharField(
        label=_("Wie heißt der Dienst?"),
        max_length=60,
        error_messages=MISSING,
        widget=forms.TextInput(attrs={**INPUT, "placeholder": _("Nachtdienst")}),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("An welchen Tagen beginnt er?"),
        coerce=int,
        choices=WEEKDAYS,
        error_messages={"required": _("Bitte wählen Sie mindestens einen Tag.")},
        widget=forms.CheckboxSelectMultiple,
    )
    starts = forms.TimeField(
        label=_("von"), error_messages=MISSING, widget=forms.TimeInput(attrs={**INPUT, "type": "time"})
    )
    ends = forms.TimeField(
        label=_("bis"),
        help_text=_("Liegt das Ende vor dem Anfang, ist der nächste Morgen gemeint."),
        error_messages=MISSING,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}),
    )
    holidays = forms.ChoiceField(label=_("An Feiertagen"), choices=HOLIDAYS, widget=forms.Select(attrs=INPUT))
    valid_from = forms.DateField(
        label=_("Ab wann?"), error_messages=MISSING, widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )
    turn = forms.ChoiceField(label=_("Wann wechselt die Person?"), choices=TURNS, widget=forms.Select(attrs=INPUT))
    forward_to = forms.CharField(
        label=_("Wohin wird das Telefon umgeleitet?"),
        help_text=_("Leer: zur Nummer des Pflegedienstes, oder zur eigenen Nummer der Person."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**INPUT, "type": "tel"}),
    )
    is_deputy = forms.BooleanField(label=_("Das ist die Vertretung: angerufen wird sie als Zweite."), required=False)

    def __init__(self, data: Any = None, *, team: Team, today: dt.date) -> None:
        super().__init__(data, initial={"valid_from": today.isoformat(), "turn": Turn.SHIFT})
        self.today = today
        people = list(members(team, day=today).order_by(*alphabetical("family_name", "given_name"), "pk"))
        self.people = {person.reference: person for person in people}
        for place in range(1, min(len(people), PLACES) + 1):
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=_("%(place)d. in der Reihe") % {"place": place},
                required=False,
                choices=[("", _("niemand")), *((one.reference, one.full_name) for one in people)],
                widget=forms.Select(attrs=INPUT),
            )

    @property
    def places(self) -> list[Any]:
        return [field for field in self if field.name.startswith("place_")]

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Dieser Tag ist vorbei. Ein Dienst beginnt heute oder später."))
        return day

    def clean_forward_to(self) -> str:
        try:
            return read_phone(self.cleaned_data["forward_to"])
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """`people` in their order; whoever stands there twice is asked about."""
        data = super().clean() or {}
        chosen = [data[name] for name in data if name.startswith("place_") and data[name]]
        if len(chosen) != len(set(chosen)):
            self.add_error("place_1", _("Jede Person steht nur einmal in der Reihe."))
        data["people"] = [self.people[reference] for reference in chosen]
        return data

    @property
    def fields_of_pattern(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("place_") and name != "people"
        }


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("Ab wann gilt er nicht mehr?"),
        error_messages=MISSING,
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}),
    )

    def __init__(self, data: Any = None, *, today: dt.date, key: str) -> None:
        super().__init__(data, auto_id=f"ende-{key}-%s", initial={"on": today.isoformat()})
        self.today = today

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day < self.today:
            raise forms.ValidationError(_("Dieser Tag ist vorbei."))
        return day


class AwayForm(forms.Form):
    first_day = forms.DateField(
        label=_("vom"), error_messages=MISSING, widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )
    last_day = forms.DateField(
        label=_("bis einschließlich"), error_messages=MISSING, widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Das Ende liegt vor dem Anfang."))
        if last and last < clock.today():
            self.add_error("last_day", _("Dieser Tag ist vorbei."))
        if first and last and (last - first).days > 366:
            self.add_error("last_day", _("Bitte höchstens ein Jahr."))
        return data


class TakeUpForm(forms.Form):
    forwarding = forms.BooleanField(
        label=_("Die Rufumleitung ist geprüft: Das Telefon klingelt bei mir."), required=False
    )


class NoteForm(forms.Form):
    words = forms.CharField(
        label=_("Was sollte die Nächste oder der Nächste wissen?"),
        max_length=LONGEST_NOTE,
        error_messages={**MISSING, "max_length": _("Bitte kürzer: höchstens 2000 Zeichen.")},
        widget=forms.Textarea(attrs={**INPUT, "rows": 4}),
    )


class SwapForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label=_("Wen möchten Sie fragen?"),
        queryset=User.objects.none(),
        to_field_name="reference",
        error_messages={
            "required": _("Bitte wählen Sie mindestens eine Person."),
            "invalid_choice": _("Diese Person kann zu der Zeit nicht."),
            "invalid_pk_value": _("Diese Person kann zu der Zeit nicht."),
        },
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, people: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["people"]
        field.queryset = people
        field.label_from_instance = lambda one: one.full_name


def say_pattern_hours(starts: dt.time, ends: dt.time) -> str:
    """„22 bis 6 Uhr“, as a pattern says it."""
    day = dt.date(2026, 1, 5)
    last = day + dt.timedelta(days=1 if ends <= starts else 0)
    return say_span_short(clock.at(day, starts), clock.at(last, ends))
