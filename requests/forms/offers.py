"""What somebody who goes tells us: shape is checked here, rules in the verbs."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
    needs_call = forms.BooleanField(
        label=_("Bitte rufen Sie die Person heute noch an"),
        help_text=_("Wenn Ihnen etwas Sorgen macht. Bei Gefahr wählen Sie 112."),
        required=False,
    )


class ReasonForm(forms.Form):
    """Why not, in a word; nobody has to say it."""

    reason = forms.CharField(
        label=_("Warum?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
