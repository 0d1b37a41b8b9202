"""What becomes of a proof: taken back, signed by both, or void after all, with a reason."""

import datetime as dt

from django.db import transaction

from quarters.models import User
from requests.billing.errors import AlreadySigned, NoLongerValid, NotSigned
from requests.billing.pairs import check_not_oneself, lock_both
from requests.models import ReliefMonth
from volunteers.accounts.access import check_officer


def take_back(proof: ReliefMonth, *, by: User) -> None:
    """Everything on it can be billed anew, as long as nobody noted the signatures. Locks both people and the proof.

    Raises `AlreadySigned`, `NotOneself`.
    """
    with transaction.atomic():
        row = _locked(proof, by=by)
        if row and (row.signed_on or row.voided_at):
            raise AlreadySigned()
        if row:
            row.delete()


def note_signed(proof: ReliefMonth, *, on: dt.date, by: User) -> ReliefMonth:
    """Both have signed the paper. The first word stands. Locks both people and the proof. Raises `NoLongerValid`, `NotOneself`."""
    with transaction.atomic():
        row = _locked(proof, by=by)
        if row is None or row.voided_at:
            raise NoLongerValid()
        if row.signed_on is None:
            row.signed_on, row.signed_noted_by = on, by
            row.save(update_fields=["signed_on", "signed_noted_by"])
    return row


def void(proof: ReliefMonth, *, reason: str, by: User, now: dt.datetime) -> ReliefMonth:
    """A signed one was wrong: it stays to be read, and what is on it can be billed anew, on another paper. Twice is once.

    Locks both people and the proof. Raises `NotSigned`, `NoLongerValid`, `NotOneself`.
    """
    with transaction.atomic():
        row = _locked(proof, by=by)
        if row is None:
            raise NoLongerValid()
        if row.voided_at:
            return row
        if row.signed_on is None:
            raise NotSigned()
        row.voided_at, row.voided_by, row.void_reason = now, by, reason.strip()
        row.save(update_fields=["voided_at", "voided_by", "void_reason"])
        row.lines.update(is_void=True)
    return row


def _locked(proof: ReliefMonth, *, by: User) -> ReliefMonth | None:
    """Fresh, behind both people, as billing locks them; None when it is gone. The caller has a transaction."""
    check_officer(by, proof.association)
    check_not_oneself(by, proof.helper_id, proof.receiver_id)
    lock_both(proof.helper_id, proof.receiver_id)
    return ReliefMonth.objects.select_for_update(of=("self",)).filter(pk=proof.pk).first()
