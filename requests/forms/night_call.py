"""Noting a call at night: one screen on a telephone, the keyboard alone."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from piano.kit.phone_form import ReadsPhone
from quarters.models import District
from requests.models.night_call import NightOutcome
from requests.urgency.night_calls import Heard

OUTCOMES = [
    (NightOutcome.MORNING, _("Bitte morgen früh anrufen")),
    (NightOutcome.GOING, _("Jemand fährt hin")),
    (NightOutcome.DONE, _("Erledigt")),
]


def line(label: Any, length: int, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


class NightCallForm(ReadsPhone, forms.Form):
    """`district` is asked only where a duty covers several; none is guessed: the wrong helper would read it."""

    words = line(_("Was?"), 300, autofocus=True, enterkeyhint="next")
    name = line(_("Wer?"), 120, enterkeyhint="next")
    phone = line(_("Nummer"), 40, type="tel", inputmode="tel", enterkeyhint="next")
    place = line(_("Wo?"), 160, enterkeyhint="next")
    district = forms.ModelChoiceField(
        label=_("Stadtteil"),
        queryset=District.objects.none(),
        to_field_name="slug",
        empty_label=_("Bitte wählen"),
        widget=forms.Select(attrs={"class": "input"}),
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Bitte wählen Sie einen Stadtteil.")),
    )
    outcome = forms.ChoiceField(
        label=_("Wie geht es weiter?"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie, wie es weitergeht."),
            "invalid_choice": _("Bitte wählen Sie, wie es weitergeht."),
        },
    )

    def __init__(self, *args: Any, districts: QuerySet[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.queryset = districts
        if len(districts) == 1:
            del self.fields["district"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Bitte schreiben Sie in einer Zeile, worum es geht."))
        is_for_morning = data.get("outcome") == NightOutcome.MORNING
        if is_for_morning and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Für den Rückruf am Morgen brauchen wir die Nummer."))
        return data

    @property
    def heard(self) -> Heard:
        return Heard(**{name: self.cleaned_data[name] for name in ("words", "outcome", "name", "phone", "place")})
