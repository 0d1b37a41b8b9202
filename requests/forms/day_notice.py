"""One word to everybody of one day: which day and district, to whom, and what."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.models import District
from requests.models import Audience


class DayNoticeForm(forms.Form):
    district = forms.ModelChoiceField(
        label=_("Stadtteil"),
        queryset=District.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.Select(attrs={"class": "input"}),
    )
    day = forms.DateField(
        label=_("Welcher Tag?"),
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Bitte wählen Sie einen Tag."), "invalid": _("Diesen Tag gibt es nicht.")},
    )
    audience = forms.ChoiceField(
        label=_("An wen?"),
        choices=[(one.value, one.label) for one in Audience],
        widget=forms.RadioSelect,
        initial=Audience.BOTH.value,
        error_messages={"required": _("Bitte wählen Sie, an wen.")},
    )
    words = forms.CharField(
        label=_("Was möchten Sie sagen?"),
        help_text=_("Zum Beispiel: Heute ist es glatt. Bleiben Sie lieber zu Hause, wir verschieben den Besuch."),
        max_length=500,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        error_messages={
            "required": _("Bitte schreiben Sie einen Satz."),
            "max_length": _("Bitte etwas kürzer, höchstens 500 Zeichen."),
        },
    )

    def __init__(self, *args: Any, districts: Iterable[District], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [district.pk for district in districts]
        self.fields["district"].queryset = District.objects.filter(pk__in=keys).order_by("number")  # type: ignore[attr-defined]
        self.today = today

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if not self.today <= day <= self.today + dt.timedelta(days=60):
            raise forms.ValidationError(_("Bitte wählen Sie einen Tag von heute an, höchstens zwei Monate voraus."))
        return day
