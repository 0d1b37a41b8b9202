"""Forms of the place and its people."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.messaging.digest.waits import Waits
from quarters.models import Reach
from quarters.people.own_times import EARLIEST, LATEST, choices, times_of
from quarters.people.talking import FIELDS, changed_needs

INPUT = {"class": "input"}


class TalkingForm(forms.Form):
    """How one talks with her; said the same way to herself and to whoever asks her."""

    only_writes = forms.BooleanField(label=_("Bitte schreiben, nicht anrufen"), required=False)
    uses_signs = forms.BooleanField(label=_("Gebärdensprache"), required=False)
    speak_loudly = forms.BooleanField(label=_("Bitte laut und deutlich sprechen"), required=False)
    easy_language = forms.BooleanField(
        label=_("Bitte einfach und in kurzen Sätzen sprechen und schreiben"), required=False
    )


class TakenInForm(TalkingForm):
    """The same beside a wish: what was ticked when the page opened comes back with it (`quarters.people.talking.changed_needs`)."""

    needs_shown = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    @property
    def has_needs(self) -> bool:
        return any(self[name].value() for name in FIELDS)

    @property
    def opens_needs(self) -> bool:
        """Something was ticked here already: what is kept of her stands elsewhere on the page."""
        return bool(changed_needs({name: self[name].value() for name in (*FIELDS, "needs_shown")}))


class WayForm(TalkingForm):
    """How she wishes to hear from us; only what reaches her can be chosen."""

    reach = forms.ChoiceField(
        label=_("Nachrichten bekomme ich"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("Auf diesem Weg erreichen wir Sie noch nicht. Bitte rufen Sie uns an."),
        },
    )
    field_order = ("reach",)

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].choices = ways  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the ways, and none that contradicts the rest."""
        data = super().clean() or {}
        if data.get("only_writes") and data.get("reach") == Reach.PHONE:
            self.add_error(
                "reach", _("Wen wir nicht anrufen sollen, dem schreiben wir. Bitte wählen Sie einen anderen Weg.")
            )
        elif not data.get("reach") and "reach" not in self.errors and not self._needs_none(data):
            self.add_error("reach", _("Bitte wählen Sie einen Weg."))
        return data

    def _needs_none(self, data: dict[str, Any]) -> bool:
        """There is nothing to choose from, or nothing that she would take: then somebody writes a letter, or comes."""
        ways = {way for way, _words in self.fields["reach"].choices}  # type: ignore[attr-defined]
        return not (ways - {Reach.PHONE} if data.get("only_writes") else ways)


def _as_time(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


TIMES = forms.Select(attrs=INPUT)
CHOOSE = dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie eine Uhrzeit."))


class TimesForm(forms.Form):
    """When she may be written to. Every choice is a wall time in Kassel."""

    not_before = forms.TypedChoiceField(label=_("Nicht vor"), coerce=_as_time, widget=TIMES, error_messages=CHOOSE)
    not_after = forms.TypedChoiceField(label=_("Nicht nach"), coerce=_as_time, widget=TIMES, error_messages=CHOOSE)
    no_sundays = forms.BooleanField(label=_("Nicht an Sonntagen und Feiertagen"), required=False)
    waits = forms.ChoiceField(
        label=_("Was warten kann"),
        help_text=_("Zum Beispiel ein Dank oder die Frage, ob alles gut war."),
        choices=Waits.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: Any = None, *, person: Any) -> None:
        super().__init__(data, initial=_chosen(times_of(person)))
        if not person.email:
            del self.fields["waits"]
        self.fields["not_before"].choices = choices(EARLIEST, person.quiet_until)  # type: ignore[attr-defined]
        self.fields["not_after"].choices = choices(LATEST, person.quiet_from)  # type: ignore[attr-defined]


def _chosen(times: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{said:%H:%M}" if isinstance(said, dt.time) else said for name, said in times.items()}


class PaperCodeForm(forms.Form):
    """As it is printed: the person's number, and eight digits. Spaces and strokes do not count."""

    reference = forms.CharField(
        label=_("Ihre Nummer"),
        help_text=_("Zehn Zeichen, auf dem Brief über dem Code."),
        max_length=30,
        widget=forms.TextInput(
            attrs={**INPUT, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Bitte schreiben Sie die Nummer vom Brief ab.")},
    )
    code = forms.CharField(
        label=_("Ihr Code"),
        help_text=_("Acht Ziffern. Den Strich können Sie weglassen."),
        max_length=30,
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("Bitte schreiben Sie den Code vom Brief ab.")},
    )

    def clean_reference(self) -> str:
        return re.sub(r"[\s-]", "", self.cleaned_data["reference"]).upper()

    def clean_code(self) -> str:
        digits = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{8}", digits):
            raise forms.ValidationError(_("Der Code hat acht Ziffern. Bitte vergleichen Sie noch einmal."))
        return digits
