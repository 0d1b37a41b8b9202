"""Small forms of the helper's room."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit.phones import NotAPhoneNumber, read_phone
from quarters.models import Resident
from quarters.people.guardians import guardian_of

INPUT = {"class": "input"}


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Notiz"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 2}),
        error_messages={"required": _("Bitte schreiben Sie kurz, was geschehen ist.")},
    )

    def __init__(self, *args: Any, is_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = is_needed
        if is_needed:
            self.fields["note"].help_text = _("Zum Beispiel: zurückgerufen, der Rettungswagen war da.")


class DayNoteForm(forms.Form):
    """A line of one's own in the numbered log."""

    words = forms.CharField(
        label=_("Eintrag"),
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 2}),
        help_text=_("Was heute war und sonst nirgends steht. Bitte nichts über Krankheiten."),
        error_messages={"required": _("Bitte schreiben Sie etwas auf.")},
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund"),
        max_length=200,
        help_text=_("Zum Beispiel: Niemand spricht die Sprache. Das steht später im Verlauf."),
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": _("Bitte schreiben Sie einen Grund dazu.")},
    )


class PhonedFeedbackForm(forms.Form):
    """What the tenant says of a visit on the phone."""

    was_good = forms.TypedChoiceField(
        label=_("War alles gut?"),
        choices=[("yes", _("Ja, alles gut")), ("no", _("Nein"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    words = forms.CharField(
        label=_("Was hat die Person gesagt?"),
        help_text=_("Ein Dank wird weitergegeben. Alles andere lesen nur Sie und Ihr Team."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 2}),
    )


class AgreementForm(forms.Form):
    """How somebody for whom another person asked said yes. Who speaks no German is asked in her own language."""

    how = forms.ChoiceField(
        label=_("Wie hat sie es gesagt?"),
        choices=[
            ("call", _("selbst am Telefon")),
            ("language", _("selbst, in ihrer Sprache")),
            ("guardian", _("durch die gesetzliche Betreuung")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    interpreter = forms.CharField(
        label=_("Wer hat übersetzt?"), required=False, max_length=120, widget=forms.TextInput(attrs=INPUT)
    )
    guardian_name = forms.CharField(
        label=_("Name der Betreuung"), required=False, max_length=120, widget=forms.TextInput(attrs=INPUT)
    )
    guardian_phone = forms.CharField(
        label=_("Telefon der Betreuung"), required=False, max_length=40, widget=forms.TextInput(attrs=INPUT)
    )
    guardian_file = forms.CharField(
        label=_("Gericht und Aktenzeichen"),
        help_text=_("Beides steht auf dem Betreuerausweis."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=INPUT),
    )

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guardian = guardian_of(resident)
        self.needs_language = not resident.speaks_german and resident.user.language != "de"

    def clean_guardian_phone(self) -> str:
        try:
            return read_phone(self.cleaned_data["guardian_phone"])
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == "call" and self.needs_language:
            self.add_error("how", _("Sie spricht kein Deutsch. Bitte fragen Sie in ihrer Sprache, auch mit Hilfe."))
        if data.get("how") == "guardian" and self.guardian is None:
            if not data.get("guardian_name"):
                self.add_error("guardian_name", _("Bitte schreiben Sie, wer die Betreuung hat."))
            if not data.get("guardian_file"):
                self.add_error("guardian_file", _("Bitte fragen Sie danach. Ohne Ausweis gilt das Ja nicht."))
        return data


class KnowForm(forms.Form):
    """What a helper learns on the first call and at the first visit."""

    limits_explained = forms.BooleanField(
        label=_("Erklärt, was wir tun und was nicht"),
        error_messages={"required": _("Bitte erklären Sie es zuerst, und haken Sie es dann ab.")},
    )
    identity_seen = forms.BooleanField(label=_("Weiß, wer es ist: Ausweis oder Wohnung gesehen"), required=False)
    visited_on = forms.DateField(
        label=_("Erstbesuch war am"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Dieses Datum gibt es nicht, zum Beispiel 24.11.2026.")},
    )
    pets = forms.CharField(label=_("Tiere"), required=False, max_length=60, widget=forms.TextInput(attrs=INPUT))
    smokes = forms.TypedChoiceField(
        label=_("Wird geraucht?"),
        choices=[("", _("weiß ich nicht")), ("yes", _("ja")), ("no", _("nein"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    key_rule = forms.CharField(
        label=_("Schlüssel"),
        help_text=_("Zum Beispiel: bei der Nachbarin, Abgabe nur gegen Unterschrift."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=INPUT),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_visited_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["visited_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("Dieser Tag kommt erst noch."))
        return day
