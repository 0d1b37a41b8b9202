"""When a resident died."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

INPUT = {"class": "input"}


class DeathForm(forms.Form):
    died_on = forms.DateField(
        label=_("Gestorben am"),
        help_text=_("Wenn Sie es nicht genau wissen: der Tag, an dem Sie es erfahren haben."),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Bitte den Tag schreiben."),
            "invalid": _("Dieses Datum gibt es nicht, zum Beispiel 24.11.2026."),
        },
    )
    is_sure = forms.BooleanField(
        label=_("Ich habe mit der Familie oder einer Stelle gesprochen"),
        error_messages={"required": _("Bitte fragen Sie erst nach. Ein Gerücht genügt nicht.")},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["died_on"].initial = today

    def clean_died_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["died_on"]
        if day > self.today:
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft. Bitte sehen Sie noch einmal nach."))
        return day
