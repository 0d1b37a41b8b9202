"""Letters of a conversion: which there are in a step, to whom, and which have left the house."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quarters.conversions.advancing import lock
from quarters.conversions.errors import NoSuchThing
from quarters.conversions.states import FUNDING_STATES, ConversionState
from quarters.models import Conversion, ConversionLetter, User

S = ConversionState


@dataclass(frozen=True)
class Letter:
    """`states` in which it makes sense; `is_private` is what the landlord never gets."""

    title: str | Promise
    to: str | Promise
    states: tuple[str, ...]
    is_private: bool = False


TENANT, LANDLORD = _("An die Mieterin oder den Mieter"), _("An den Vermieter")
CARE_FUND, FIRM = _("An die Pflegekasse"), _("An den Betrieb")
LETTERS: dict[str, Letter] = {
    "einwilligung": Letter(_("Einwilligung zum Unterschreiben"), TENANT, (S.WISH,), is_private=True),
    "termin": Letter(_("Einladung zum Besuch in der Wohnung"), TENANT, (S.ADVICE,), is_private=True),
    "pruefung": Letter(_("Bogen für die Prüfung des Hauses"), LANDLORD, (S.CHECK,)),
    "erlaubnis": Letter(_("Bitte um Erlaubnis (§ 554 BGB)"), LANDLORD, (S.PERMISSION,), is_private=True),
    "antwort": Letter(_("Schriftliche Antwort des Vermieters"), TENANT, (S.PERMISSION,)),
    "vereinbarung": Letter(_("Vereinbarung über den Umbau"), _("Für beide Seiten"), (S.AGREEMENT,)),
    "angebot": Letter(_("Bitte um ein Angebot"), FIRM, (S.QUOTES,)),
    "pflegekasse": Letter(
        _("Antrag an die Pflegekasse (§ 40 Abs. 4 SGB XI)"), CARE_FUND, (S.QUOTES, *FUNDING_STATES), is_private=True
    ),
    "auftrag": Letter(_("Auftrag"), FIRM, (S.WORKS,)),
    "nachbarn": Letter(_("Aushang für das Haus"), _("An die Nachbarn"), (S.WORKS,)),
    "abnahme": Letter(_("Abnahmeprotokoll"), _("Für beide Seiten"), (S.ACCEPTANCE, S.DONE)),
    "maengel": Letter(_("Bitte, die Mängel zu beheben"), FIRM, (S.ACCEPTANCE,)),
    "auszahlung": Letter(_("Bitte um Auszahlung"), CARE_FUND, (S.ACCEPTANCE,), is_private=True),
    "wohnung": Letter(_("Bitte um eine passende Wohnung"), LANDLORD, (S.MOVING,), is_private=True),
    "stand": Letter(_("So steht es mit dem Umbau"), TENANT, tuple(S.values), is_private=True),
}
NONE_NEEDED = {
    S.KFW: _("Die KfW nimmt Anträge nur im Internet an, im Zuschussportal. Ein Brief ist nicht nötig."),
    S.WIBANK: _("Das Darlehen beantragt der Vermieter selbst bei der WIBank. Ein Brief von hier ist nicht nötig."),
}


def why_none(state: str, *, for_landlord: bool) -> str:
    """Why in this step no letter to a fund is printed; which fund was asked the landlord is not told."""
    return "" if for_landlord and state == S.KFW else str(NONE_NEEDED.get(S(state), ""))


def letters_in(state: str, *, for_landlord: bool) -> list[tuple[str, Letter]]:
    """Those that make sense now."""
    return [
        (kind, one) for kind, one in LETTERS.items() if state in one.states and not (for_landlord and one.is_private)
    ]


def post_letter(conversion: Conversion, *, kind: str, by: User, now: dt.datetime) -> ConversionLetter:
    """It is in the letter box: this step cannot be taken back any more. Twice in a step is one. Raises `NoSuchThing`."""
    if kind not in LETTERS:
        raise NoSuchThing()
    with transaction.atomic():
        row = lock(conversion)
        known = row.letters.filter(kind=kind, posted_at__gte=row.since).first()
        return known or ConversionLetter.objects.create(conversion=row, kind=kind, posted_at=now, posted_by=by)
