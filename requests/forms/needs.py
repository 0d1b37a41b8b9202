"""Who shall come and who pays; and who is related to whom. Shape is checked here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.forms import TalkingForm
from quarters.models import KinKind, Resident
from quarters.people.languages import SPOKEN
from requests.forms.call import ASK_FIRST, MAY_TELL
from requests.forms.phrases import phrases_field
from requests.forms.wizard import INPUT

UNKNOWN = "niemand"
GENDERS = [("", _("Das ist gleich")), ("female", _("Lieber eine Frau")), ("male", _("Lieber ein Mann"))]


class NeedsForm(forms.Form):
    """`people`: (reference, name) of those who help here; only where a name was said they can be chosen from. `UNKNOWN` is an
    answer, an empty one is none.
    """

    wished_name = forms.CharField(
        label=_("Wer soll am liebsten kommen?"),
        help_text=_("So, wie die Person den Namen sagt. Zum Beispiel: Frau Kaya"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=INPUT),
    )
    wished = forms.ChoiceField(
        label=_("Wer ist das?"),
        required=False,
        widget=forms.Select(attrs=INPUT),
        error_messages={"invalid_choice": _("Diese Person steht nicht in der Liste.")},
    )
    wants_gender = forms.ChoiceField(
        label=_("Wer soll kommen?"), choices=GENDERS, required=False, widget=forms.Select(attrs=INPUT)
    )
    people_needed = forms.TypedChoiceField(
        label=_("Wie viele Menschen braucht es dafür?"),
        choices=[(1, _("einen Menschen")), (2, _("zwei Menschen"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    uses_relief = forms.BooleanField(
        label=_("Die Pflegekasse zahlt den Entlastungsbetrag"),
        help_text=_("Dann fragen wir nur Anerkannte, die nicht verwandt sind und nicht im selben Haushalt wohnen."),
        required=False,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["wished"]
            return
        nobody = (UNKNOWN, _("niemand Bestimmtes, oder wir kennen die Person nicht"))
        self.fields["wished"].choices = [("", _("Bitte wählen")), nobody, *people]  # type: ignore[attr-defined]


class PhrasesForm(forms.Form):
    """`asks`: nobody has agreed yet that whoever comes may know such things."""

    phrases = phrases_field(_("Gut zu wissen, in festen Sätzen"), _("Wer kommt, liest sie in der eigenen Sprache."))
    may_tell_hints = forms.BooleanField(label=MAY_TELL, required=False)

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["may_tell_hints"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("phrases") and not data.get("may_tell_hints", True):
            self.add_error("may_tell_hints", ASK_FIRST)
        return data


class KinForm(forms.Form):
    """`people`: (reference, name) of those who help in the helper's districts."""

    kin = forms.ChoiceField(
        label=_("Wer von denen, die helfen?"),
        widget=forms.Select(attrs=INPUT),
        error_messages={
            "required": _("Bitte wählen Sie jemanden aus."),
            "invalid_choice": _("Diese Person steht nicht in der Liste."),
        },
    )
    kin_kind = forms.ChoiceField(
        label=_("Was verbindet beide?"),
        choices=[
            (KinKind.FAMILY, _("verwandt oder verschwägert")),
            (KinKind.HOUSEHOLD, _("wohnen zusammen")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kin"].choices = [("", _("Bitte wählen")), *people]  # type: ignore[attr-defined]


class HomeForm(forms.Form):
    """What somebody meets who comes: the stairs, animals, smoke. Asked once somebody of us knows the resident."""

    floor = forms.CharField(
        label=_("Stockwerk"),
        help_text=_("Zum Beispiel: 2. Stock"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=INPUT),
    )
    has_lift = forms.TypedChoiceField(
        label=_("Gibt es einen Aufzug?"),
        choices=[("", _("weiß ich nicht")), ("yes", _("ja")), ("no", _("nein"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    home_pets = forms.CharField(
        label=_("Tiere"),
        help_text=_("Zum Beispiel: eine Katze. Ohne Tiere: keine"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=INPUT),
    )
    home_smokes = forms.TypedChoiceField(
        label=_("Wird in der Wohnung geraucht?"),
        choices=[("", _("weiß ich nicht")), ("yes", _("ja")), ("no", _("nein"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )


class HowToTalkForm(TalkingForm):
    """How one talks with somebody, written down for her by whoever asked her."""

    language = forms.ChoiceField(
        label=_("Sprache"),
        choices=list(SPOKEN.items()),
        widget=forms.Select(attrs=INPUT),
        error_messages={"required": _("Bitte wählen Sie die Sprache.")},
    )
    reach = forms.ChoiceField(
        label=_("Nachrichten bekommt sie oder er"), required=False, widget=forms.Select(attrs=INPUT)
    )
    field_order = ("language", "reach")

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        """`ways`: what reaches the person; without any there is nothing to choose."""
        super().__init__(*args, **kwargs)
        self.fields["reach"].choices = ways  # type: ignore[attr-defined]
        if not ways:
            del self.fields["reach"]


def home_of(resident: Resident) -> dict[str, Any]:
    """The form's first values."""
    known, said = resident.acquaintance, {None: "", True: "yes", False: "no"}
    lift = resident.building.has_lift if resident.building else None
    return {
        "floor": resident.floor,
        "has_lift": said[lift],
        "home_pets": known.pets,
        "home_smokes": said[known.smokes],
    }


class RecognitionForm(forms.Form):
    """What stands on the notice of the authority; no copy is kept (domain 4)."""

    authority = forms.CharField(
        label=_("Wer hat anerkannt?"),
        max_length=120,
        initial="Magistrat der Stadt Kassel",  # an office has one name in every language
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": _("Bitte schreiben Sie, wer anerkannt hat.")},
    )
    file_number = forms.CharField(
        label=_("Aktenzeichen"), max_length=40, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    recognised_from = forms.DateField(
        label=_("gilt ab"),
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}),
        error_messages={"required": _("Bitte schreiben Sie den Tag, ab dem es gilt.")},
    )
    recognised_until = forms.DateField(
        label=_("gilt bis (letzter Tag)"),
        required=False,
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}),
    )
    is_provisional = forms.BooleanField(
        label=_("nur vorläufig, ein Papier fehlt noch"),
        help_text=_("Dann gilt es höchstens sechs Monate."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("recognised_from"), data.get("recognised_until")
        if first and last and last < first:
            self.add_error("recognised_until", _("Der letzte Tag liegt vor dem ersten."))
        return data
