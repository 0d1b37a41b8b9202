"""What a care service did on a call-out: written after it, with the price that was told and the one that is billed, signed by both."""

import datetime as dt
import re

from django.db import transaction

from quarters.models import User
from requests.circles.errors import RecordStands, RecordTooEarly, WhyOtherPrice
from requests.models import Assignment, Offer, PriceConfirmation, ServiceRecord, Tier
from requests.states import AssignmentState, OfferState

EUROS = re.compile(r"(\d{1,4})(?:,(\d{2}))?\s*(?:€|Euro)")
NOTHING = re.compile(r"\bkostet\b[^.]*\bnichts\b|\bkosten(?:los|frei)\b", re.IGNORECASE)
CAME = (AssignmentState.PLANNED, AssignmentState.RUNNING, AssignmentState.DONE)


def cents_told(sentence: str) -> int | None:
    """„Der Pflegedienst kostet 35 € je Einsatz.“ → 3500, „kostet Sie nichts“ → 0; None where the sentence names no one amount."""
    found = EUROS.findall(sentence)
    if not found and NOTHING.search(sentence):
        return 0
    return int(found[0][0]) * 100 + int(found[0][1] or 0) if len(found) == 1 else None


def write_record(
    offer: Offer, *, done: str, minutes: int, charged_cents: int, by: User, now: dt.datetime, why_other: str = ""
) -> ServiceRecord:
    """Of a call-out that was taken on and has begun, with the sentence that was confirmed before (`price_yes`). Until it is signed it
    may be written anew. Raises `RecordTooEarly`, `RecordStands`, `WhyOtherPrice`.
    """
    told = _told(offer, now=now)
    cents = cents_told(told)
    if cents is not None and charged_cents != cents and not why_other.strip():
        raise WhyOtherPrice()
    values = {
        "done": done.strip(),
        "minutes": minutes,
        "told": told,
        "told_cents": cents,
        "charged_cents": charged_cents,
        "why_other": why_other.strip(),
        "written_by": by,
        "written_at": now,
    }
    with transaction.atomic():
        known = ServiceRecord.objects.select_for_update().filter(offer=offer).first()
        if known is not None and known.signed_at is not None:
            raise RecordStands()
        return ServiceRecord.objects.update_or_create(offer=offer, defaults=values)[0]


def _told(offer: Offer, *, now: dt.datetime) -> str:
    """The price that was confirmed. Raises `RecordTooEarly` where there was no call-out yet."""
    begun = Assignment.objects.filter(
        visit=offer.visit_id, person=offer.person_id, state__in=CAME, planned_window__startswith__lte=now
    )
    confirmed = PriceConfirmation.objects.filter(offer=offer).first()
    is_taken = offer.tier == Tier.CARE and offer.state == OfferState.ACCEPTED
    if not is_taken or confirmed is None or not begun.exists():
        raise RecordTooEarly()
    return confirmed.price


def sign_record(record: ServiceRecord, *, name: str, now: dt.datetime) -> ServiceRecord:
    """The person, or who was there for her, has read it and says yes with her name; from now on it stands. The second signature is that
    of whoever wrote it. Twice changes nothing.
    """
    with transaction.atomic():
        row = ServiceRecord.objects.select_for_update().get(pk=record.pk)
        if row.signed_at is None:
            row.signed_by, row.signed_at = name.strip(), now
            row.save(update_fields=["signed_by", "signed_at"])
    return row
