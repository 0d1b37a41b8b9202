"""Calls that are no request: an emergency, a landlord's duty, something for professionals. Kept until somebody ticks them."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quarters.models import District, Resident, User
from requests.models import HelpRequest, Referral, ReferralKind
from requests.wishes.intake import Caller

FOLLOWED = {
    ReferralKind.EMERGENCY: _("Hat auf der Hilfe-Seite den Notruf gewählt."),
    ReferralKind.PROFESSIONAL: _("Hat auf der Hilfe-Seite die Nummer für ärztlichen Rat gewählt."),
    ReferralKind.LANDLORD: _("Hat auf der Hilfe-Seite die Reparatur-Nummer gewählt."),
}


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


def note_way_taken(*, kind: str, user: Any, now: dt.datetime, form_token: uuid.UUID | None = None) -> Referral:
    """Somebody followed a number that we showed on the web: a referral, never a request.

    Of somebody who is not signed in nothing is kept but kind and moment, and there is nobody to call back: it is done.
    The danger of a resident who is signed in stands on the board until somebody has called back.
    """
    resident = user.resident if user.is_authenticated and user.is_resident else None
    caller = Caller(name=resident.user.addressed_name, phone=resident.user.phone) if resident else Caller()
    referral = refer_call(
        kind=kind,
        words=str(FOLLOWED[ReferralKind(kind)]),
        district=resident and resident.district,
        by=None,
        now=now,
        caller=caller,
        resident=resident,
        form_token=form_token,
    )
    if referral.done_at is None and (resident is None or kind != ReferralKind.EMERGENCY):
        referral.done_at = now
        referral.save(update_fields=["done_at"])
    return referral


def note_danger(help_request: HelpRequest, *, words: str, by: User, now: dt.datetime) -> Referral:
    """What somebody wrote about a request sounds like danger: it stands first on the board until a helper has called."""
    person = help_request.resident.user
    return refer_call(
        kind=ReferralKind.EMERGENCY,
        words=words,
        district=help_request.district,
        by=None,
        now=now,
        caller=Caller(name=by.addressed_name, phone=by.phone or person.phone),
        resident=help_request.resident,
    )


def close_referral(referral: Referral, *, by: User, now: dt.datetime, note: str = "") -> Referral:
    """Ticks it off with a note. Locks the row; a second tick changes nothing."""
    with transaction.atomic():
        row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
        if row.done_at is None:
            row.done_by, row.done_at, row.done_note = by, now, note
            row.save(update_fields=["done_by", "done_at", "done_note"])
    return row
