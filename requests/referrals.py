"""Calls that are no request: an emergency, a landlord's duty, something for professionals. Kept until somebody ticks them."""

import datetime as dt
import uuid

from django.db import transaction

from quarters.models import District, Resident, User
from requests.intake import Caller
from requests.models import Referral


def refer_call(
    *,
    kind: str,
    words: str,
    district: District | None,
    by: User | None,
    now: dt.datetime,
    caller: Caller | None = None,
    resident: Resident | None = None,
    form_token: uuid.UUID | None = None,
) -> Referral:
    """Writes the call down; the same form twice is one row."""
    caller = caller or Caller()
    fields = {
        "kind": kind,
        "words": words,
        "district": district,
        "taken_by": by,
        "taken_at": now,
        "caller_name": caller.name,
        "caller_phone": caller.phone,
        "resident": resident,
    }
    if form_token is None:
        return Referral.objects.create(**fields)
    return Referral.objects.get_or_create(form_token=form_token, defaults=fields)[0]


def close_referral(referral: Referral, *, by: User, now: dt.datetime, note: str = "") -> Referral:
    """Ticks it off with a note. Locks the row; a second tick changes nothing."""
    with transaction.atomic():
        row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
        if row.done_at is None:
            row.done_by, row.done_at, row.done_note = by, now, note
            row.save(update_fields=["done_by", "done_at", "done_note"])
    return row
