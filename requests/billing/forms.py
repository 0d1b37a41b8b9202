"""Forms of officers about a claim under § 45b SGB XI."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.accounts.forms import MoneyField

MONTH = dict.fromkeys(("required", "invalid"), _("Bitte schreiben Sie einen Tag des Monats."))


class ClaimForm(forms.Form):
    """As the care fund's letter says."""

    since = forms.DateField(
        label=_("Anspruch seit"),
        help_text=_("Ein Tag des ersten Monats. Für Ältere genügt der 1. Januar dieses Jahres."),
        error_messages=MONTH,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
    )
    carried_cents = MoneyField(
        _("Rest vom Vorjahr, in Euro"), most_cents=200_000, least_cents=0, help_text=_("Wenn nichts übrig ist: 0.")
    )
    elsewhere_cents = MoneyField(
        _("In diesem Monat schon bei anderen abgerechnet, in Euro"),
        most_cents=200_000,
        least_cents=0,
        required=False,
        help_text=_("Zum Beispiel beim Pflegedienst."),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        start = {"since": dt.date(today.year, 1, 1), "carried_cents": "0"}
        super().__init__(*args, **{"initial": start, "auto_id": "anspruch_%s", **kwargs})
