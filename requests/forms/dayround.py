"""Forms of the round of calls."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.weekdays import WEEKDAYS
from requests.forms.board import INPUT
from requests.models import CallOutcome, RoundKind


class WeekdaysField(forms.TypedMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("An welchen Tagen?"))
        super().__init__(choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple, **kwargs)


class EnrolForm(forms.Form):
    """A resident is entered, with her yes to the sentence that was read to her."""

    kind = forms.ChoiceField(
        label=_("Wann rufen wir an?"),
        choices=RoundKind.choices,
        initial=RoundKind.SAFETY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, wann wir anrufen.")},
    )
    weekdays = WeekdaysField(required=False, help_text=_("Bei Hitze rufen wir an jedem Tag an, an dem gewarnt wird."))
    agreed = forms.BooleanField(
        label=_("Der Satz oben ist vorgelesen, und die Person ist einverstanden."),
        error_messages={"required": _("Bitte lesen Sie den Satz vor, und halten Sie das Ja fest.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == RoundKind.SAFETY and not data.get("weekdays"):
            self.add_error("weekdays", _("Bitte wählen Sie mindestens einen Tag."))
        return data


class AwayForm(forms.Form):
    """Days without a call, both included."""

    first_day = forms.DateField(label=_("Erster Tag"), widget=forms.DateInput(attrs={**INPUT, "type": "date"}))
    last_day = forms.DateField(label=_("Letzter Tag"), widget=forms.DateInput(attrs={**INPUT, "type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Der letzte Tag liegt vor dem ersten. Bitte sehen Sie noch einmal nach."))
        return data


class CallersForm(forms.Form):
    weekdays = WeekdaysField(required=False)


class HeatForm(forms.Form):
    """Today, or one of the coming days."""

    day = forms.TypedChoiceField(
        label=_("Für welchen Tag ist vor Hitze gewarnt?"),
        coerce=dt.date.fromisoformat,
        widget=forms.Select(attrs=INPUT),
        error_messages={"required": _("Bitte wählen Sie einen Tag.")},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [today + dt.timedelta(days=ahead) for ahead in range(4)]
        choices = [(day.isoformat(), clock.say_day(day)) for day in days]
        self.fields["day"].choices = choices  # type: ignore[attr-defined]


class CallForm(forms.Form):
    """What one call brought. The button says the outcome."""

    outcome = forms.ChoiceField(choices=CallOutcome.choices)
    note = forms.CharField(
        label=_("Ein Satz dazu"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={**INPUT, "rows": 2}),
        help_text=_("Nur was andere wissen müssen. Bitte nichts über Krankheiten."),
    )


class SettleForm(forms.Form):
    note = forms.CharField(
        label=_("Was haben Sie erfahren?"),
        max_length=300,
        widget=forms.Textarea(attrs={**INPUT, "rows": 2}),
        help_text=_("Zum Beispiel: an der Tür gesprochen, alles gut. Oder: ist im Krankenhaus, die Tochter weiß es."),
        error_messages={"required": _("Bitte schreiben Sie kurz, was Sie erfahren haben.")},
    )
