"""Forms of officers about a claim under § 45b SGB XI."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.models import ReliefClaim
from volunteers.accounts.forms import MoneyField
from volunteers.accounts.staff_forms import sentence

MONTH = dict.fromkeys(("required", "invalid"), _("Bitte schreiben Sie einen Tag des Monats."))


class ClaimForm(forms.Form):
    """As the care fund's letter says."""

    since = forms.DateField(
        label=_("Anspruch seit"),
        help_text=_("Ein Tag des ersten Monats. Für Ältere genügt der 1. Januar dieses Jahres."),
        error_messages=MONTH,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
    )
    until = forms.DateField(
        label=_("Anspruch bis"),
        required=False,
        help_text=_("Nur, wenn er zu Ende ist: ein Tag des letzten Monats."),
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

    def __init__(
        self,
        *args: Any,
        today: dt.date,
        claim: ReliefClaim | None = None,
        elsewhere_cents: int | None = None,
        **kwargs: Any,
    ) -> None:
        """What is noted already stands in the fields."""
        start: dict[str, Any] = {"since": dt.date(today.year, 1, 1), "carried_cents": "0"}
        if claim:
            start = {"since": claim.since, "carried_cents": say_amount(claim.carried_cents)}
            start["until"] = claim.until - dt.timedelta(days=1) if claim.until else None
        if elsewhere_cents is not None:
            start["elsewhere_cents"] = say_amount(elsewhere_cents)
        super().__init__(*args, **{"initial": start, "auto_id": "anspruch_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Das Ende liegt vor dem Anfang."))
        return data


class VoidForm(forms.Form):
    reason = sentence(_("Warum gilt er nicht mehr?"))


def say_amount(cents: int) -> str:
    """As somebody writes it into a field: „4,80“ or „125“."""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02}" if rest else str(whole)
