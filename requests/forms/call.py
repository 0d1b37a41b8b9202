"""The telephone intake: one page, everything with a sensible preset; name and number are enough."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.phones import NotAPhoneNumber, read_phone
from piano.messaging.channels.sms.numbers import mobile_number
from piano.messaging.gateway import gateway_named
from quarters.forms import TakenInForm
from quarters.models import Category, ContributionKind, District, Guardianship, Reach, Urgency
from quarters.people.languages import SPOKEN
from requests.errors import WindowIsOver
from requests.forms.phrases import phrases_field
from requests.models import Notify, ReferralKind
from requests.wishes.spoken_time import read_spoken_time
from requests.wishes.wish_time import Part, When

INPUT = {"class": "input"}
REQUEST = "request"
OUTCOMES = [
    (REQUEST, _("Anfrage")),
    (ReferralKind.EMERGENCY, _("Notfall (112)")),
    (ReferralKind.LANDLORD, _("Vermieter, Reparatur")),
    (ReferralKind.PROFESSIONAL, _("Fachleute")),
    (ReferralKind.INFORMATION, _("Auskunft")),
    (ContributionKind.IDEA, _("Eigene Idee")),
]
HASTE = [("", _("wie üblich")), (Urgency.SOON, _("bis morgen")), (Urgency.URGENT, _("heute noch"))]
LIFT = [("", _("weiß ich nicht")), ("yes", _("mit Aufzug")), ("no", _("ohne Aufzug"))]
OWN_YES = [
    ("", _("Nein, wir rufen sie an")),
    ("self", _("Ja, sie hat es mir selbst gesagt")),
    ("guardian", _("Die gesetzliche Betreuung bittet darum")),
]
NOTIFY = [(Notify.TENANT, _("die Person")), (Notify.CALLER, _("wer anruft")), (Notify.BOTH, _("beide"))]
TELLS_BY = [("", _("am Telefon")), (Reach.SMS, _("per SMS")), (Reach.LETTER, _("per Brief"))]
SALUTATIONS = [("", _("keine")), ("Frau", _("Frau")), ("Herr", _("Herr"))]
MAY_TELL = _("Gefragt: Wer kommt, darf das wissen")
ASK_FIRST = _("Bitte fragen Sie, ob wir das weitersagen dürfen. Sonst streichen Sie es.")


def text(label: Any, length: int, **attrs: Any) -> forms.CharField:
    """A one-line field that may stay empty; no name of the last caller is suggested."""
    widget = forms.TextInput(attrs={**INPUT, "autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


def choice(label: Any, choices: Any, initial: str = "", *, radio: bool = False) -> forms.ChoiceField:
    widget = forms.RadioSelect() if radio else forms.Select(attrs=INPUT)
    return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False, widget=widget)


def date(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Dieses Datum gibt es nicht, zum Beispiel 24.11.2026.")},
    )


def lines(label: Any, placeholder: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={**INPUT, "rows": 2, "placeholder": placeholder})
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget)


class CategorySelect(forms.Select):
    """„Einkaufen (1)“: found by its first letters or by its number; says which kinds of help have a deadline."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        category = getattr(value, "instance", None)
        if category:
            option["label"] = f"{category.name} ({option['index']})"
            option["attrs"] |= {"data-deadline": ""} if category.needs_deadline else {}
        return option


class CallForm(TakenInForm):
    """`person` is the reference of somebody who is known; without it a new person is written down."""

    person = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    salutation = choice(_("Anrede"), SALUTATIONS)
    given_name = text(_("Vorname"), 60)
    family_name = text(_("Nachname"), 60)
    phone = text(_("Telefon"), 40, inputmode="tel")
    street = text(_("Straße"), 80)
    house_number = text(_("Hausnummer"), 10)
    postcode = text(_("Postleitzahl"), 5, inputmode="numeric")
    floor = text(_("Stockwerk"), 20)
    lift = choice(_("Aufzug"), LIFT)
    district = forms.ModelChoiceField(
        label=_("Stadtteil"),
        queryset=District.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("nach der Straße"),
        widget=forms.Select(attrs=INPUT),
    )
    language = choice(_("Sprache"), list(SPOKEN.items()), "de")
    tells_by = choice(_("Bescheid sagen wir"), TELLS_BY)
    needs_language = forms.BooleanField(label=_("Wer kommt, muss diese Sprache sprechen"), required=False)
    caller_name = text(_("Name"), 120)
    caller_relation = text(_("Wer ist das?"), 60, placeholder=_("Tochter, Nachbar …"))
    caller_phone = text(_("Telefon"), 40, inputmode="tel")
    own_yes = choice(_("Weiß die Person davon?"), OWN_YES, radio=True)
    guardian_file = text(
        _("Gericht und Aktenzeichen der Betreuung"), 120, placeholder=_("Betreuungsgericht Kassel, 12 XVII 345/24")
    )
    notify = choice(_("Wer bekommt Nachricht?"), NOTIFY, Notify.TENANT, radio=True)
    said = forms.BooleanField(label=_("Gesagt"), required=False)
    shown_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    met = forms.BooleanField(label=_("Kennengelernt: erklärt, was wir tun und was nicht"), required=False)
    words = lines(_("Was ist der Wunsch?"), "")
    outcome = choice(_("Was wird daraus?"), OUTCOMES, REQUEST, radio=True)
    category = forms.ModelChoiceField(
        label=_("Wobei?"),
        help_text=_("Anfangsbuchstaben tippen oder die Zahl."),
        queryset=Category.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Bitte wählen"),
        widget=CategorySelect(attrs={**INPUT, "data-numbers": ""}),
    )
    deadline_on = date(_("Frist"))
    wish_time = text(_("Wann, in den Worten der Person"), 120, placeholder=_("Do vormittags · 24.11. 10:30 · egal"))
    when = choice(_("Oder gleich wählen"), When.choices, When.SOON, radio=True)
    day = date(_("Tag"))
    part = choice(_("Tageszeit"), Part.choices, Part.ANY)
    time = forms.TimeField(
        label=_("Uhrzeit"),
        required=False,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Diese Uhrzeit gibt es nicht, zum Beispiel 10:30.")},
    )
    urgency = choice(_("Eilt es?"), HASTE, radio=True)
    minutes = forms.IntegerField(
        label=_("Minuten"),
        required=False,
        min_value=5,
        max_value=600,
        widget=forms.NumberInput(attrs={**INPUT, "placeholder": _("wie üblich")}),
    )
    uses_relief = forms.BooleanField(
        label=_("Die Pflegekasse zahlt den Entlastungsbetrag"),
        help_text=_("Dann fragen wir nur Anerkannte, die nicht verwandt sind und nicht im selben Haushalt wohnen."),
        required=False,
    )
    wished_name = text(_("Am liebsten soll kommen"), 80, placeholder=_("Frau Kaya"))
    needs_two = forms.BooleanField(
        label=_("Dafür braucht es zwei Menschen"),
        help_text=_("Zum Beispiel, wenn etwas getragen wird."),
        required=False,
    )
    hints = lines(_("Gut zu wissen"), _("Rollator, 2. Stock ohne Aufzug, Katze …"))
    phrases = phrases_field(_("Gut zu wissen, in festen Sätzen"), _("Wer kommt, liest sie in der eigenen Sprache."))
    may_tell_hints = forms.BooleanField(label=MAY_TELL, required=False)
    gives = lines(
        _("„Was machen Sie selbst gern für andere?“"),
        _("Kuchen backen, zuhören, telefonieren, Blumen gießen …"),
    )
    agreed = forms.BooleanField(label=_("Vorgelesen, die Person ist einverstanden"), required=False)
    told = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)  # which costs were read out
    anyway = forms.BooleanField(label=_("Gelesen. Trotzdem als Anfrage aufnehmen"), required=False)

    def __init__(self, *args: Any, districts: QuerySet[District], now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = clock.local(now).date()
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        if gateway_named("sms") is None:
            self.fields["tells_by"].choices = [one for one in TELLS_BY if one[0] != Reach.SMS]  # type: ignore[attr-defined]
        self.fields["category"].queryset = Category.objects.filter(is_offered=True)  # type: ignore[attr-defined]

    def _phone(self, name: str) -> str:
        try:
            return read_phone(self.cleaned_data[name])
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error)) from error

    def clean_phone(self) -> str:
        return self._phone("phone")

    def clean_caller_phone(self) -> str:
        return self._phone("caller_phone")

    def clean_wish_time(self) -> str:
        """The words stay as they are; what they say is kept beside them as `spoken`."""
        words: str = self.cleaned_data["wish_time"]
        try:
            self.cleaned_data["spoken"] = read_spoken_time(words, today=self.today)
        except WindowIsOver as error:
            raise forms.ValidationError(str(error)) from error
        return words

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["outcome"] = data.get("outcome") or REQUEST
        if data["outcome"] == REQUEST:
            self._need_person(data)
            self._need_wish(data)
        elif data["outcome"] == ContributionKind.IDEA:
            self._need_idea(data)
        elif not any(data.get(name) for name in ("words", "person", "family_name", "caller_name")):
            self.add_error("words", _("Bitte schreiben Sie auf, worum es ging."))
        return data

    def _need(self, name: str, sentence: Any) -> None:
        """Names the field, unless it already says what is wrong with it."""
        if name not in self.errors:
            self.add_error(name, sentence)

    def _need_person(self, data: dict[str, Any]) -> None:
        """Somebody to help, and a way to call back."""
        if data.get("person"):
            return
        if not data.get("family_name"):
            self._need("family_name", _("Bitte den Namen schreiben. Name und Telefon genügen."))
        if not data.get("phone") and not data.get("caller_phone"):
            self._need("phone", _("Bitte eine Nummer für den Rückruf schreiben."))
        if data.get("tells_by") == Reach.SMS and not mobile_number(data.get("phone") or ""):
            self._need(
                "tells_by", _("Nur ein Handy bekommt SMS. Bitte die Handynummer schreiben oder anders Bescheid sagen.")
            )
        if data.get("tells_by") == Reach.LETTER and not (data.get("street") and data.get("house_number")):
            self._need("street", _("Für Briefe brauchen wir Straße und Hausnummer."))

    def _need_guardian(self, data: dict[str, Any]) -> None:
        """Who speaks for her by law is known, or says from which court."""
        is_meant = data.get("caller_name") and data.get("own_yes") == "guardian"
        known = Guardianship.objects.filter(resident__user__reference=data.get("person") or "", ended_on=None)
        if is_meant and not data.get("guardian_file") and not known.exists():
            self._need("guardian_file", _("Bitte fragen Sie nach Gericht und Aktenzeichen auf dem Betreuerausweis."))

    def _need_idea(self, data: dict[str, Any]) -> None:
        """The idea, and whom to ask about it."""
        if not data.get("words"):
            self._need("words", _("Bitte schreiben Sie die Idee auf."))
        if not any(data.get(name) for name in ("person", "family_name", "phone", "caller_name", "caller_phone")):
            self._need("family_name", _("Bitte schreiben Sie dazu, wen wir danach fragen können."))

    @staticmethod
    def _asks_her_later(data: dict[str, Any]) -> bool:
        """Somebody else is on the phone, and the person herself is called before anybody is asked."""
        return bool(data.get("caller_name")) and not data.get("own_yes")

    def _need_wish(self, data: dict[str, Any]) -> None:
        """What it is about, when, and an agreement."""
        if not data.get("category"):
            self._need("category", _("Bitte wählen Sie, wobei geholfen werden soll."))
        if data.get("when") == When.DAY and not data.get("day"):
            self._need("day", _("Bitte den Tag schreiben."))
        if data.get("part") == Part.EXACT and not isinstance(data.get("time"), dt.time):
            self._need("time", _("Bitte die Uhrzeit schreiben."))
        self._need_guardian(data)
        if (data.get("hints") or data.get("phrases")) and not data.get("may_tell_hints"):
            self._need("may_tell_hints", ASK_FIRST)
        if not data.get("agreed") and not self._asks_her_later(data):
            self._need("agreed", _("Bitte lesen Sie den Satz vor und fragen Sie, ob die Person einverstanden ist."))
