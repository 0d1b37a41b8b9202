"""Handing a call on to another organisation: sent by a way, answered, and with what came of it. Overdue where no answer came in time.

The organisation reads what the person's consents allow at that moment: without the one to help neither name nor number, without
the one for health none of the words.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from helpers.team import services_of
from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import Consent, Organisation, User
from quarters.residents import has_consent
from requests.models import Referral, Sending
from requests.referrals import close_referral

HELP, HEALTH = Consent.ConsentPurpose.HELP, Consent.ConsentPurpose.HEALTH


class SentAlready(DomainError):
    message = _("Das liegt schon bei einer Stelle. Bitte schreiben Sie zuerst auf, was daraus wurde.")


class SendingIsOver(DomainError):
    message = _("Das ist schon abgeschlossen.")


def send(
    referral: Referral, organisation: Organisation, *, way: str, answer_by: dt.date, by: User, now: dt.datetime
) -> Sending:
    """To one organisation at a time. Raises `SentAlready`, `SendingIsOver`."""
    with transaction.atomic():
        row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
        if row.done_at is not None:
            raise SendingIsOver()
    try:
        with transaction.atomic():
            return Sending.objects.create(
                referral=referral, organisation=organisation, way=way, answer_by=answer_by, sent_by=by, sent_at=now
            )
    except IntegrityError as error:
        raise SentAlready() from error


def answer(sending: Sending, *, said: str, words: str, by: User, now: dt.datetime) -> Sending:
    """By the organisation itself, or by a helper who heard it on the phone; the last answer counts until it is over. Raises
    `SendingIsOver`.
    """
    with transaction.atomic():
        row = Sending.objects.select_for_update().get(pk=sending.pk)
        if row.ended_at is not None:
            raise SendingIsOver()
        row.answer, row.answer_words, row.answered_by, row.answered_at = said, words.strip(), by, now
        row.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    return row


def end(sending: Sending, *, outcome: str, words: str, is_done: bool, by: User, now: dt.datetime) -> Sending:
    """What came of it; from now on the organisation sees nothing. `is_done` ticks the call off too, else it may be sent on. Twice
    changes nothing.
    """
    with transaction.atomic():
        row = (
            Sending.objects.select_for_update(of=("self",))
            .select_related("referral", "organisation")
            .get(pk=sending.pk)
        )
        if row.ended_at is not None:
            return row
        row.outcome, row.outcome_words, row.ended_by, row.ended_at = outcome, words.strip(), by, now
        row.save(update_fields=["outcome", "outcome_words", "ended_by", "ended_at"])
        if is_done:
            note = f"{row.organisation}: {row.get_outcome_display()}"
            close_referral(row.referral, by=by, now=now, note=note)
    return row


def sendings_of(districts: frozenset[int]) -> QuerySet[Sending]:
    """What lies with others, the longest waiting first."""
    rows = Sending.objects.filter(referral__district__in=districts, ended_at=None)
    return rows.select_related("organisation", "referral__resident__user", "referral__district").order_by(
        "answer_by", "pk"
    )


def is_overdue(sending: Sending, *, today: dt.date) -> bool:
    return sending.answered_at is None and sending.ended_at is None and sending.answer_by < today


def sent_to(user: User, *, now: dt.datetime) -> QuerySet[Sending]:
    """The gate of the partner's pages: what was handed to her service by its page and is not over."""
    services = services_of(user, day=clock.local(now).date())
    rows = Sending.objects.filter(organisation__in=services.values("organisation"), way="page", ended_at=None)
    return rows.select_related("referral__resident__user", "referral__resident__building", "referral__district")


@dataclass(frozen=True)
class Told:
    """What consent allows at this moment; empty is not told."""

    name: str = ""
    phone: str = ""
    address: str = ""
    words: str = ""

    @property
    def is_nothing(self) -> bool:
        return self == Told()


def told(sending: Sending) -> Told:
    """Of a caller who is no resident of ours nothing was ever agreed to."""
    referral = sending.referral
    resident = referral.resident
    if resident is None or not has_consent(resident.user, HELP):
        return Told()
    return Told(
        name=resident.user.full_name,
        phone=resident.user.phone,
        address=resident.building.address if resident.building else "",
        words=referral.words if has_consent(resident.user, HEALTH) else "",
    )


def note_seen(sending: Sending, *, now: dt.datetime) -> None:
    """The first look of the organisation."""
    Sending.objects.filter(pk=sending.pk, seen_at=None).update(seen_at=now)
