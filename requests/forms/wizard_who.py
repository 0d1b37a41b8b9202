"""The wizard's third question: who gets help, where, and who asks; and the short form „Rufen Sie mich an“."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from piano.kit.languages import spoken, spoken_languages
from piano.kit.one_line import LineField
from piano.kit.phones import NotAPhoneNumber, read_phone
from quarters.forms import TakenInForm
from quarters.models import District
from requests.forms.wizard import INPUT, MISSING, REQUIRED, HintedRadios, Question
from requests.forms.wizard_send import Trap
from requests.models import Knows, Notify

SALUTATIONS = [("Frau", _("Frau")), ("Herr", _("Herr")), ("", _("keine Anrede"))]


class PhoneField(forms.CharField):
    """A number as people write it, kept as E.164."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={**INPUT, "type": "tel"})
        super().__init__(**{"max_length": 40, "error_messages": MISSING, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        try:
            return read_phone(super().clean(value))
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error)) from error


class ForWhom(HintedRadios):
    hints = {"other": _("für meine Mutter, meinen Nachbarn …")}


def text(label: Any, *, required: bool = False, most: int = 60, hint: Any = "", **attrs: str) -> forms.CharField:
    """One line to write on."""
    widget = forms.TextInput(attrs={**INPUT, **attrs})
    return LineField(
        label=label, max_length=most, required=required, error_messages=MISSING, help_text=hint, widget=widget
    )


class WhoForm(TakenInForm, Question):
    free_text = ("caller_relation", "floor")
    for_whom = forms.ChoiceField(
        label=_("Für wen ist die Hilfe?"),
        choices=[("self", _("Für mich")), ("other", _("Für jemand anderen"))],
        widget=ForWhom,
        error_messages=REQUIRED,
    )
    caller_name = text(_("Ihr eigener Name"), most=120)
    caller_relation = text(_("Wer sind Sie für diesen Menschen?"), hint=_("Zum Beispiel: Tochter, Nachbar"))
    caller_phone = PhoneField(label=_("Ihr eigenes Telefon"), required=False)
    knows = forms.ChoiceField(
        label=_("Weiß sie oder er davon?"),
        help_text=_("Wir rufen auf jeden Fall zuerst dort an. Ohne ein eigenes Ja fragen wir niemanden."),
        choices=[(Knows.YES, _("Ja")), (Knows.NO, _("Nein, noch nicht"))],
        required=False,
        widget=forms.RadioSelect,
    )
    notify = forms.ChoiceField(
        label=_("Wer bekommt Nachricht?"),
        help_text=_("Wer kommt, sagen wir immer auch dem Menschen, der die Tür aufmacht."),
        choices=[
            (Notify.BOTH, _("Sie beide")),
            (Notify.CALLER, _("Sie")),
            (Notify.TENANT, _("wer die Hilfe bekommt")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    salutation = forms.ChoiceField(
        label=_("Anrede"), choices=SALUTATIONS, required=False, widget=forms.Select(attrs=INPUT)
    )
    given_name = text(_("Vorname"), autocomplete="given-name")
    family_name = text(_("Nachname"), required=True, autocomplete="family-name")
    phone = PhoneField(label=_("Telefon"), help_text=_("Damit wir anrufen können. Zum Beispiel 0561 123456"))
    street = text(_("Straße"), required=True, most=80)
    house_number = text(_("Hausnummer"), required=True, most=10)
    floor = text(_("Stockwerk"), most=20)
    postcode = forms.CharField(
        label=_("Postleitzahl"),
        required=False,
        max_length=5,
        validators=[RegexValidator(r"^\d{5}$", _("Eine Postleitzahl hat fünf Ziffern, zum Beispiel 34127."))],
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    district = forms.ModelChoiceField(
        label=_("Stadtteil"),
        queryset=District.objects.none(),
        to_field_name="slug",
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Bitte wählen Sie den Stadtteil.")},
        widget=forms.Select(attrs={**INPUT, "dir": "ltr"}),  # German names: cut at their end, not at their beginning
    )
    language = forms.ChoiceField(
        label=_("Welche Sprache ist am besten?"),
        choices=spoken_languages,
        initial=lambda: spoken(get_language() or settings.LANGUAGE_CODE),
        widget=forms.Select(attrs=INPUT),
    )
    needs_language = forms.BooleanField(
        label=_("Wer kommt, muss diese Sprache sprechen"),
        help_text=_("Ohne Kreuz genügt auch ein wenig Deutsch. Dann finden wir schneller jemanden."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.queryset = District.objects.prefetch_related("quarters")
        field.label_from_instance = district_label

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("for_whom") == "other" and not data.get("caller_name"):
            self.add_error("caller_name", _("Bitte schreiben Sie auch Ihren eigenen Namen."))
        if data.get("for_whom") == "other" and not data.get("knows") and "knows" not in self.errors:
            self.add_error("knows", _("Bitte wählen Sie eine Antwort."))
        hears = data.get("for_whom") == "other" and data.get("notify") in (Notify.CALLER, Notify.BOTH)
        if hears and not data.get("caller_phone") and "caller_phone" not in self.errors:
            self.add_error("caller_phone", _("Bitte schreiben Sie Ihre Nummer, damit wir Sie erreichen."))
        return data


def district_label(district: District) -> str:
    """„Oberzwehren (Mattenberg, Brückenhof)“: people find the name that they say."""
    names = ", ".join(quarter.name for quarter in district.quarters.all())
    return f"{district.name} ({names})" if names else district.name


class CallBackForm(Trap):
    """Name and number are enough: somebody calls and asks the rest."""

    free_text = ("words",)
    name = text(_("Ihr Name"), required=True, most=120, autocomplete="name")
    phone = PhoneField(label=_("Ihr Telefon"), help_text=_("Zum Beispiel 0561 123456"))
    words = forms.CharField(
        label=_("Worum geht es?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )
