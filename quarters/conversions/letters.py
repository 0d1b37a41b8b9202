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


LETTERS: dict[str, Letter] = {
    "erlaubnis": Letter(_("Bitte um Erlaubnis (§ 554 BGB)"), _("An den Vermieter"), (S.PERMISSION,), is_private=True),
    "pflegekasse": Letter(
        _("Antrag an die Pflegekasse (§ 40 Abs. 4 SGB XI)"),
        _("An die Pflegekasse"),
        (S.QUOTES, *FUNDING_STATES),
        is_private=True,
    ),
    "nachbarn": Letter(_("Aushang für das Haus"), _("An die Nachbarn"), (S.WORKS,)),
    "abnahme": Letter(_("Abnahmeprotokoll"), _("Für beide Seiten"), (S.ACCEPTANCE, S.DONE)),
    "stand": Letter(
        _("So steht es mit dem Umbau"), _("An die Mieterin oder den Mieter"), tuple(S.values), is_private=True
    ),
}


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
