"""What somebody who goes tells us: shape is checked here, rules in the verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.models import After

FIRST = [("good", _("Ja, das war gut")), ("talk", _("Darüber möchte ich sprechen"))]


class ReportForm(forms.Form):
    """In under a minute: took place, how long, one sentence."""

    took_place = forms.TypedChoiceField(
        label=_("Waren Sie dort?"),
        choices=[("yes", _("Ja, ich war dort")), ("no", _("Nein, es hat nicht geklappt"))],
        widget=forms.RadioSelect,
        initial="yes",
        coerce=lambda value: value == "yes",
    )
    minutes = forms.IntegerField(
        label=_("Wie viele Minuten?"),
        help_text=_("Ungefähr genügt. Wenn es nicht geklappt hat, lassen Sie die Zahl einfach stehen."),
        min_value=1,
        max_value=720,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric", "step": 5}),
        error_messages={"invalid": _("Bitte schreiben Sie eine Zahl, zum Beispiel 60.")},
    )
    note = forms.CharField(
        label=_("Möchten Sie etwas dazu sagen?"),
        help_text=_("Ein Satz genügt. Das lesen nur die Menschen im Treffpunkt."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    after = forms.ChoiceField(
        label=_("Was soll jetzt geschehen?"),
        choices=[
            (After.FINE.value, _("Alles in Ordnung")),
            (After.NEXT_WEEK.value, _("Bitte nächste Woche nachfragen")),
            (After.TODAY.value, _("Bitte heute noch anrufen")),
            (After.DANGER.value, _("Gefahr: 112")),
        ],
        widget=forms.RadioSelect,
        initial=After.FINE.value,
        required=False,
    )

    def __init__(self, *args: Any, beside: str = "", **kwargs: Any) -> None:
        """`beside`: who went along for the first time, where somebody did."""
        super().__init__(*args, **kwargs)
        if beside:
            label = _("%(name)s war zum ersten Mal dabei. War es gut?") % {"name": beside}
            self.fields["first"] = forms.ChoiceField(
                label=label, choices=FIRST, widget=forms.RadioSelect, required=False, initial=FIRST[0][0]
            )

    def clean_after(self) -> str:
        """Who says nothing has seen nothing that worries her."""
        return self.cleaned_data["after"] or After.FINE.value


class ReasonForm(forms.Form):
    """Why somebody who said yes cannot come after all; nobody has to say it."""

    reason = forms.CharField(
        label=_("Mögen Sie sagen, warum?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"max_length": _("Bitte etwas kürzer, höchstens 200 Zeichen.")},
    )


class PriceYesForm(forms.Form):
    """Whoever is called out confirms the price to which the person agreed. `price` is the sentence as it was shown."""

    price = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    price_confirmed = forms.BooleanField(
        label=_("Ich bestätige den Preis."),
        error_messages={"required": _("Bitte bestätigen Sie den Preis. Erst dann gilt Ihr Ja.")},
    )

    def __init__(self, *args: Any, said: str, **kwargs: Any) -> None:
        """`said` is the sentence to which the person agreed."""
        super().__init__(*args, **{"initial": {"price": said}, **kwargs})
        words = _("Für diesen Einsatz gilt: „%(price)s“ Ich bestätige.")
        self.fields["price_confirmed"].label = words % {"price": said}


class RefusalForm(forms.Form):
    """Why a care service does not take a case: one tap at night; other reasons in words."""

    OTHER = "other"
    reason = forms.ChoiceField(
        label=_("Warum nicht?"),
        choices=[
            ("busy", _("Wir sind gerade bei jemand anderem")),
            ("not_ours", _("Das gehört nicht zu unseren Aufgaben")),
            ("doctor", _("Das braucht ärztliche Hilfe")),
            (OTHER, _("Etwas anderes")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie einen Grund.")},
    )
    words = forms.CharField(
        label=_("In einem Satz"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"max_length": _("Bitte etwas kürzer, höchstens 150 Zeichen.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == self.OTHER and not data.get("words"):
            self.add_error("words", _("Bitte schreiben Sie den Grund in einem Satz."))
        return data

    @property
    def note(self) -> str:
        """The reason as it stands in the log."""
        said, own_words = self.cleaned_data["reason"], self.cleaned_data["words"]
        label = "" if said == self.OTHER else str(dict(self.fields["reason"].choices)[said])  # type: ignore[attr-defined]
        return ": ".join(part for part in (label, own_words) if part)
