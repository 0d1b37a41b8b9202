"""Forms of a conversion: they parse and check shape; the verbs decide."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.photos import PhotoField
from quarters.conversions.catalogue import measures
from quarters.conversions.measure_words import ROOMS
from quarters.conversions.states import Decision
from quarters.euros import EuroField
from quarters.models import FUNDS, Interim, Payer, Permission, Programme, Side, Standard

INPUT = {"class": "input"}
YES_NO = [("yes", _("ja")), ("no", _("nein"))]
CHOOSE = {"required": _("Bitte wählen Sie."), "invalid_choice": _("Bitte wählen Sie eine der Möglichkeiten.")}


class DayField(forms.DateField):
    """A day of the calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"))
        errors = {"invalid": _("Diesen Tag gibt es nicht."), "required": _("Bitte wählen Sie einen Tag.")}
        super().__init__(error_messages=errors, **kwargs)

    def to_python(self, value: Any) -> Any:
        day = super().to_python(value)
        if day is not None and not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("Diesen Tag meinen Sie sicher nicht. Bitte sehen Sie nach dem Jahr."))
        return day


def _pick(label: Any, choices: Any, *, required: bool = True, radio: bool = True) -> forms.ChoiceField:
    widget = forms.RadioSelect() if radio else forms.Select(attrs=INPUT)
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget, error_messages=CHOOSE)


def _words(label: Any, most: int, *, required: bool = True, rows: int = 0, hint: Any = "") -> forms.CharField:
    widget: Any = forms.Textarea(attrs={**INPUT, "rows": rows}) if rows else forms.TextInput(attrs=INPUT)
    errors = {"required": _("Bitte schreiben Sie ein paar Worte.")}
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget, help_text=hint, error_messages=errors
    )


class WishForm(forms.Form):
    wish = _words(
        _("Was wünscht sich die Person?"), 2000, rows=3, hint=_("In ihren Worten. Der Vermieter sieht das nicht.")
    )
    position = _words(_("Lage im Haus"), 40, hint=_("Zum Beispiel: 2. Stock links. Das sieht der Vermieter."))
    source = _pick(
        _("Woher kommt der Wunsch?"),
        [("phone", _("Anruf")), ("helper", _("Gespräch")), ("care", _("Pflegedienst"))],
        radio=False,
    )
    agrees = forms.BooleanField(label=_("Vorgelesen, und die Person ist einverstanden"), required=False)


class AgreeForm(forms.Form):
    agrees = forms.BooleanField(
        label=_("Vorgelesen, und die Person ist einverstanden"),
        error_messages={"required": _("Ohne Einwilligung geht es nicht weiter. Bitte lesen Sie den Text vor.")},
    )


class VisitForm(forms.Form):
    """A day and a local time."""

    day = DayField(label=_("Tag"))
    time = forms.TimeField(
        label=_("Uhrzeit"),
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Diese Uhrzeit gibt es nicht."), "required": _("Bitte wählen Sie eine Uhrzeit.")},
    )

    @property
    def moment(self) -> dt.datetime:
        return clock.at(self.cleaned_data["day"], self.cleaned_data["time"])


class OnForm(forms.Form):
    """A day alone: whatever was on it is said by the label above."""

    on = DayField(label=_("Am"))


class MeasureForm(forms.Form):
    code = _pick(_("Maßnahme"), [], radio=False)
    standard = _pick(_("Für wen?"), Standard.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (label, [(one.code, one.name) for one in measures().values() if one.room == room])
            for room, label in ROOMS.items()
        ]
        self.fields["code"].choices = [("", _("Bitte wählen")), *groups]  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    load_ok = _pick(_("Trägt die Decke, tragen die Wände?"), YES_NO)
    pipes_ok = _pick(_("Passen die Leitungen?"), YES_NO)
    is_monument = _pick(_("Steht das Haus unter Denkmalschutz?"), YES_NO)
    decision = _pick(_("Entscheidung"), Decision.choices)
    on = DayField(label=_("Entschieden am"))

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        found = {name: data[name] == "yes" for name in ("load_ok", "pipes_ok", "is_monument")}
        return {**found, "decision": data["decision"], "on": data["on"]}


class PermissionForm(forms.Form):
    asked_on = DayField(label=_("Gefragt am"), required=False, help_text=_("Leer, wenn es schon eingetragen ist."))
    permission = _pick(_("Schriftliche Antwort des Vermieters"), Permission.choices)
    on = DayField(label=_("Vom"))
    deposit_cents = EuroField(
        label=_("Sicherheit für den Rückbau, in Euro"), required=False, help_text=_("Freiwillig (§ 554 Abs. 1 BGB).")
    )


class AgreementForm(forms.Form):
    builder = _pick(_("Wer baut?"), Side.choices)
    restores = _pick(_("Muss beim Auszug zurückgebaut werden?"), YES_NO)
    on = DayField(label=_("Vereinbart am"))
    rent_cents = EuroField(label=_("Mehr Miete im Monat, in Euro"), required=False, least=0)


class QuoteForm(forms.Form):
    firm = _words(_("Betrieb"), 120)
    cents = EuroField(label=_("Angebot in Euro, mit Steuer"))
    received_on = DayField(label=_("Vom"))
    valid_until = DayField(label=_("Gültig bis"))


class ShareForm(forms.Form):
    payer = _pick(_("Wer zahlt?"), [one for one in Payer.choices if one[0] not in FUNDS])
    cents = EuroField(label=_("Wie viel, in Euro?"))


class ApplyForm(forms.Form):
    """`programmes` are those that may be chosen here."""

    programme = forms.ModelChoiceField(
        label=_("Programm"),
        queryset=Programme.objects.none(),
        empty_label=_("Bitte wählen"),
        widget=forms.Select(attrs=INPUT),
        error_messages=CHOOSE,
    )
    cents = EuroField(label=_("Beantragt, in Euro"))
    on = DayField(label=_("Antrag vom"))

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    cents = EuroField(label=_("Bewilligt, in Euro"), least=0, help_text=_("0, wenn abgelehnt."))
    on = DayField(label=_("Bescheid vom"))


class WorksForm(forms.Form):
    firm = _words(_("Betrieb"), 120)
    starts_on = DayField(label=_("Umbau vom"))
    ends_on = DayField(label=_("bis einschließlich"))
    interim = _pick(_("Wo wohnt die Person so lange?"), Interim.choices)
    neighbours_on = DayField(label=_("Nachbarn informiert am"), required=False)


class AcceptForm(forms.Form):
    on = DayField(label=_("Abnahme am"))
    is_explained = forms.BooleanField(label=_("Der Betrieb hat gezeigt, wie alles bedient wird"), required=False)


class DefectForm(forms.Form):
    room = _pick(_("Wo?"), list(ROOMS.items()), radio=False)
    words = _words(_("Was ist nicht in Ordnung?"), 300)


class InvoiceForm(forms.Form):
    cents = EuroField(label=_("Rechnung in Euro"))
    on = DayField(label=_("Vom"))
    paid_on = DayField(label=_("Alles ausgezahlt am"), required=False)


class PrivateForm(forms.Form):
    """What the landlord never sees."""

    care_grade = _pick(
        _("Pflegegrad"),
        [("", _("keiner, oder nicht bekannt")), *[(str(n), str(n)) for n in range(1, 6)]],
        required=False,
        radio=False,
    )
    entitled = _pick(_("Menschen mit Pflegegrad in der Wohnung"), [(str(n), str(n)) for n in range(1, 5)], radio=False)
    diagnosis = _words(_("Was zu beachten ist"), 1000, required=False, rows=2)
    fund_words = _words(_("Briefe der Pflegekasse: Datum, Zeichen, was darin steht"), 2000, required=False, rows=3)


class EndForm(forms.Form):
    reason = _pick(
        _("Warum?"),
        [
            ("wish", _("Die Person möchte nicht mehr")),
            ("left", _("Ausgezogen oder verstorben")),
            ("refused", _("Es ist nicht möglich")),
        ],
    )


class RoomPhotoForm(forms.Form):
    photo = PhotoField(label=_("Foto"), help_text=_("Nur das Zimmer, keine Menschen."))
    room = _pick(_("Welcher Raum?"), list(ROOMS.items()), radio=False)
    description = _words(_("Was ist zu sehen?"), 200)
    no_people = forms.BooleanField(
        label=_("Auf dem Foto ist kein Mensch zu sehen"),
        error_messages={"required": _("Bitte nehmen Sie ein Foto ohne Menschen.")},
    )
