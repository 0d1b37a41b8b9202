"""The wizard's questions, one form a page: shape is checked here, rules in the verbs.

How often: `chosen_days`; who and where: `wizard_who`; the last page: `wizard_send`.
"""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from quarters.models import Category
from requests.forms.phrases import phrases_field
from requests.wishes.wish_time import APPOINTMENTS, FARTHEST, ONE_DAY, Part, When, days_of

INPUT = {"class": "input"}
REQUIRED = {"required": _("Bitte wählen Sie eine Antwort.")}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}
EARLIEST, LATEST = dt.time(6), dt.time(22)
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
NO_DATE = {"invalid": _("Dieses Datum gibt es nicht. Schreiben Sie es zum Beispiel so: 24.11.2026")}

PARTS = [
    (Part.ANY, _("Die Uhrzeit ist mir egal")),
    (Part.MORNING, _("Vormittags")),
    (Part.AFTERNOON, _("Nachmittags")),
    (Part.EXACT, _("Zu einer festen Uhrzeit")),
]
TIME_FORMATS = ["%H:%M", "%H.%M", "%H"]
NO_TIME = {"invalid": _("Diese Uhrzeit gibt es nicht. Schreiben Sie sie zum Beispiel so: 10:30")}
TIME_MISSING = _("Bitte schreiben Sie die Uhrzeit.")
OUT_OF_HOURS = _("Zwischen 6 und 22 Uhr kann jemand kommen. Bitte schreiben Sie eine andere Zeit.")


class Question(forms.Form):
    """One page. What was `chosen` is known from the second question on; `free_text` names fields in which danger is read."""

    free_text: tuple[str, ...] = ()

    def __init__(self, *args: Any, chosen: Category | None = None, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen, self.today = chosen, today


class HintedRadios(forms.RadioSelect):
    """Radio cards with a small line each: a category's hint, or what `hints` says for the value."""

    hints: dict[str, Any] = {}

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        option["hint"] = getattr(getattr(value, "instance", None), "said_hint", "") or self.hints.get(str(value), "")
        return option


class CategoryField(forms.ModelChoiceField):
    """The kinds of help in the reader's language, chosen by their code."""

    def label_from_instance(self, obj: Category) -> str:
        return obj.said


class WhatForm(Question):
    category = CategoryField(
        label=_("Wobei brauchen Sie Hilfe?"),
        queryset=Category.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=HintedRadios,
        error_messages={
            **REQUIRED,
            "invalid_choice": _("Diese Hilfe gibt es nicht. Bitte wählen Sie eine aus der Liste."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(is_offered=True)  # type: ignore[attr-defined]


class WhenForm(Question):
    """A day, a span of days, or something that repeats; and the time of day. What does not belong together is dropped."""

    when = forms.ChoiceField(
        label=_("Wann brauchen Sie die Hilfe?"),
        choices=[
            (When.TODAY, _("Heute noch")),
            (When.TOMORROW, _("Morgen")),
            (When.SOON, _("In den nächsten Tagen")),
            (When.NEXT_WEEK, _("Nächste Woche")),
            (When.DAY, _("An einem bestimmten Tag")),
            (When.REGULAR, _("Regelmäßig")),
        ],
        widget=HintedRadios,
        error_messages=REQUIRED,
    )
    day = forms.DateField(
        label=_("Welcher Tag?"),
        help_text=_("Zum Beispiel 24.11.2026"),
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages=NO_DATE,
    )
    part = forms.ChoiceField(
        label=_("Zu welcher Zeit?"),
        choices=PARTS,
        initial=Part.ANY,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    time = forms.TimeField(
        label=_("Um wie viel Uhr soll jemand da sein?"),
        help_text=_("Zum Beispiel 10:30"),
        required=False,
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
        error_messages=NO_TIME,
    )
    deadline_on = forms.DateField(
        label=_("Steht auf dem Brief eine Frist?"),
        help_text=_("Dann schreiben Sie uns bitte den Tag. Zum Beispiel 24.11.2026"),
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages=NO_DATE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.chosen.code if self.chosen else ""
        self.is_appointment = code in APPOINTMENTS
        if self.is_appointment:
            self.fields["time"].label = _("Um wie viel Uhr müssen Sie dort sein?")
            self.fields["time"].help_text = _("Den Weg rechnen wir dazu. Zum Beispiel 10:30")
        if not (self.chosen and self.chosen.needs_deadline):
            del self.fields["deadline_on"]
        self.fields["day"].widget.attrs |= {"min": self.today.isoformat(), "max": (self.today + FARTHEST).isoformat()}
        self.fields["when"].widget.hints = _days_in_words(self.today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        when = data.get("when")
        self._drop("day", unless=when == When.DAY)
        self._drop("time", unless=data.get("part") == Part.EXACT)
        if when == When.DAY and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Bitte wählen Sie den Tag."))
        if data.get("part") == Part.EXACT:
            self._check_time(when, data.get("time"))
        return data

    def _drop(self, name: str, *, unless: bool) -> None:
        """What belongs to another answer is neither kept nor complained about."""
        if not unless:
            self.cleaned_data[name] = self.fields[name].clean("")
            self.errors.pop(name, None)

    def _check_time(self, when: str | None, time: dt.time | None) -> None:
        if when is not None and when not in ONE_DAY | {When.REGULAR}:
            self.add_error("part", _("Für eine feste Uhrzeit brauchen wir auch den Tag. Bitte wählen Sie ihn oben."))
        elif time is None and "time" not in self.errors:
            self.add_error("time", TIME_MISSING)
        elif time is not None and not EARLIEST <= time <= LATEST:
            self.add_error("time", OUT_OF_HOURS)


def _days_in_words(today: dt.date) -> dict[str, Any]:
    """Which days the cards mean, by weekday and date."""
    tomorrow, last = today + dt.timedelta(days=1), days_of(When.SOON, today)[1]
    monday, sunday = days_of(When.NEXT_WEEK, today)
    until = _("{first} bis {last}")
    return {
        When.TODAY: _("Wenn es nicht bis morgen warten kann. Auch in der Nacht."),
        When.TOMORROW: clock.say_day(tomorrow),
        When.SOON: _("Der Tag ist Ihnen egal, bis {last}").format(last=clock.say_day(last)),
        When.NEXT_WEEK: until.format(first=clock.say_day(monday), last=clock.say_day(sunday)),
        When.DAY: _("Zum Beispiel ein Termin beim Arzt"),
        When.REGULAR: _("Zum Beispiel jeden Dienstag"),
    }


class HintsForm(Question):
    free_text = ("words", "hints", "wished_name")
    words = forms.CharField(
        label=_("Was genau brauchen Sie?"),
        help_text=_("Ein, zwei Sätze genügen. Zum Beispiel: Brot, Milch und ein Kasten Wasser."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 4}),
    )
    hints = forms.CharField(
        label=_("Was sollte wissen, wer zu Ihnen kommt?"),
        help_text=_(
            "Zum Beispiel: Rollator, zweiter Stock ohne Aufzug, eine Katze. Krankheiten müssen Sie nicht nennen."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )
    phrases = phrases_field(_("Trifft etwas davon zu?"), _("Das sagen wir jedem, der kommt, in der eigenen Sprache."))
    wants_gender = forms.ChoiceField(
        label=_("Soll eine Frau oder ein Mann kommen?"),
        choices=[("", _("Das ist mir gleich")), ("female", _("Lieber eine Frau")), ("male", _("Lieber ein Mann"))],
        required=False,
        widget=forms.RadioSelect,
    )
    wished_name = forms.CharField(
        label=_("Wer soll am liebsten kommen?"),
        help_text=_(
            "Wenn Sie schon jemanden von uns kennen, zum Beispiel: Frau Kaya. Geht es nicht, fragen wir andere."
        ),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=INPUT),
    )
    may_tell_hints = forms.BooleanField(
        label=_("Wer zu mir kommt, darf diesen Hinweis lesen"),
        help_text=_("Das können Sie jederzeit zurücknehmen. Hilfe bekommen Sie auch ohne Hinweis."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.chosen and self.chosen.is_intimate):
            del self.fields["wants_gender"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("hints") or data.get("phrases")) and not data.get("may_tell_hints"):
            words = _("Bitte kreuzen Sie an, dass wir den Hinweis weitersagen dürfen. Oder lassen Sie ihn weg.")
            self.add_error("may_tell_hints", words)
        return data
