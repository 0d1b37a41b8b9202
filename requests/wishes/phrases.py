"""What is good to know, in set phrases: said in every reader's language, where free words cannot be (docs/decisions/051)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy

from quarters.models import Consent, User
from quarters.people.residents import has_consent, record_consent
from requests.advance import note_down
from requests.errors import WrongState
from requests.locks import lock_visit
from requests.models import HelpRequest, Hold, Visit
from requests.wishes.holds import holds_of

PHRASES = {
    "walker": gettext_lazy("Geht mit Rollator oder Stock"),
    "wheelchair": gettext_lazy("Sitzt im Rollstuhl"),
    "stairs": gettext_lazy("Treppen fallen schwer"),
    "sight": gettext_lazy("Sieht schlecht: bitte sagen, wer Sie sind"),
    "door": gettext_lazy("Es dauert etwas, bis die Tür aufgeht"),
    "heavy": gettext_lazy("Es ist etwas Schweres zu tragen"),
    "pet": gettext_lazy("In der Wohnung ist ein Tier"),
    "list": gettext_lazy("Ein Zettel mit allem liegt bereit"),
    "money": gettext_lazy("Geld für den Einkauf liegt bereit"),
}


def codes_of(help_request: HelpRequest) -> list[str]:
    """As they are kept: codes, in the order of the list; one that is gone from the list is nothing."""
    kept = help_request.phrases.split()
    return [code for code in PHRASES if code in kept]


def say_phrases(help_request: HelpRequest) -> list[str]:
    """In the language of the reader."""
    return [str(PHRASES[code]) for code in codes_of(help_request)]


def as_kept(codes: list[str]) -> str:
    return " ".join(code for code in PHRASES if code in codes)


def asks_to_tell(help_request: HelpRequest) -> bool:
    """Nobody has asked yet whether whoever comes may know; where the person still has to agree to all of it, it is asked then."""
    is_agreed = has_consent(help_request.resident.user, Consent.ConsentPurpose.HEALTH)
    return not is_agreed and Hold.AGREEMENT not in holds_of(help_request)


def note_phrases(
    visit: Visit, *, codes: list[str], by: User, now: dt.datetime, may_tell_hints: bool = False
) -> HelpRequest:
    """A helper says in set phrases what was written or told. `may_tell_hints`: she has asked the person, who agreed.

    Locks request and visit, leaves a line in the log; the same again changes nothing. Raises `WrongState` when it is over.
    """
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        help_request = visit.help_request
        if not help_request.is_open:
            raise WrongState()
        if help_request.phrases != as_kept(codes):
            help_request.phrases = as_kept(codes)
            help_request.save(update_fields=["phrases"])
            note_down(visit, by=by, now=now, note="; ".join(say_phrases(help_request)) or "Keine festen Sätze mehr")
        if codes and may_tell_hints:
            person, purpose = help_request.resident.user, Consent.ConsentPurpose.HEALTH
            record_consent(person=person, purpose=purpose, language=person.reads_in, now=now, read_out_by=by)
    return help_request
