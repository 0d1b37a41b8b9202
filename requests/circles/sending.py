"""Handing a call on to another organisation: sent by a way, answered, and with what came of it. Overdue where no answer came in time.

The organisation reads what the person's consents allow at that moment: without the one to help neither name nor number, without
the one for health none of the words.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from helpers.rota.team import services_of
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.messaging.outbox import cancel_owed
from quarters.models import Consent, Organisation, User
from quarters.people.residents import has_consent
from requests.circles.desks import way_to
from requests.circles.handing_on import subject_of, tell_answer, tell_partner
from requests.models import Referral, Sending, SendingAnswer, SendingWay
from requests.wishes.referrals import close_referral

HELP, HEALTH = Consent.ConsentPurpose.HELP, Consent.ConsentPurpose.HEALTH
# Days after an answer on which a helper asks what came of it; a no lies with her at once.
ASK_AFTER = {
    SendingAnswer.YES: dt.timedelta(days=14),
    SendingAnswer.LATER: dt.timedelta(days=7),
    SendingAnswer.NO: dt.timedelta(0),
}


class SentAlready(DomainError):
    message = _("Das liegt schon bei einer Stelle. Bitte schreiben Sie zuerst auf, was daraus wurde.")


class SendingIsOver(DomainError):
    message = _("Das ist schon abgeschlossen.")


def send(
    referral: Referral,
    organisation: Organisation,
    *,
    answer_by: dt.date,
    by: User,
    now: dt.datetime,
    way: str = "",
    about: str = "",
) -> Sending:
    """To one organisation at a time, and the message or the call in the same transaction. Without a way it goes where an answer comes
    soonest. Locks the call. Raises `SentAlready`, `SendingIsOver`, and what `desks.recipients_of` raises.
    """
    way = way or way_to(organisation, day=clock.local(now).date())
    facts = {"way": way, "answer_by": answer_by, "about": about.strip(), "sent_by": by, "sent_at": now}
    try:
        with transaction.atomic():
            row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
            if row.done_at is not None:
                raise SendingIsOver()
            sending = Sending.objects.create(referral=row, organisation=organisation, **facts)
            tell_partner(sending, now=now)
    except IntegrityError as error:
        raise SentAlready() from error
    return sending


def answer(sending: Sending, *, said: str, words: str, by: User | None, now: dt.datetime) -> Sending:
    """By the organisation itself (None: behind its link), or by a helper who heard it on the phone; the last answer counts until it is
    over. The helper hears of it, unless it is she who writes it down, and later asks what came of it. Locks the sending. Raises
    `SendingIsOver`.
    """
    with transaction.atomic():
        row = _locked(sending)
        if row.ended_at is not None or row.referral.done_at is not None:
            raise SendingIsOver()
        row.answer, row.answer_words, row.answered_by, row.answered_at = said, words.strip(), by, now
        row.answer_by = max(row.answer_by, clock.local(now).date() + ASK_AFTER[SendingAnswer(said)])
        row.save(update_fields=["answer", "answer_words", "answered_by", "answered_at", "answer_by"])
        tell_answer(row, by=by, now=now)
    return row


def post_letter(sending: Sending, *, by: User, now: dt.datetime) -> None:
    """It is in the letter box. Twice changes nothing."""
    Sending.objects.filter(pk=sending.pk, way=SendingWay.LETTER, posted_at=None).update(posted_at=now, posted_by=by)


def _locked(sending: Sending) -> Sending:
    """Raises `DoesNotExist`."""
    rows = Sending.objects.select_for_update(of=("self",)).select_related("referral", "organisation", "sent_by")
    return rows.get(pk=sending.pk)


def end(sending: Sending, *, outcome: str, words: str, is_done: bool, by: User, now: dt.datetime) -> Sending:
    """What came of it; from now on the organisation sees nothing. `is_done` ticks the call off too, else it may be sent on. Twice
    changes nothing. Locks the sending.
    """
    with transaction.atomic():
        row = _locked(sending)
        if row.ended_at is not None:
            return row
        row.outcome, row.outcome_words, row.ended_by, row.ended_at = outcome, words.strip(), by, now
        row.save(update_fields=["outcome", "outcome_words", "ended_by", "ended_at"])
        cancel_owed(subject=subject_of(row))
        if is_done:
            note = f"{row.organisation}: {row.get_outcome_display()}"
            close_referral(row.referral, by=by, now=now, note=note)
    return row


def standing() -> QuerySet[Sending]:
    """What lies with others: not over, and the call behind it not ticked off in another way."""
    return Sending.objects.filter(ended_at=None, referral__done_at=None)


def sendings_of(districts: frozenset[int]) -> QuerySet[Sending]:
    """What lies with others, the longest waiting first; a call without a district is everybody's."""
    rows = standing().filter(in_districts(districts))
    return rows.select_related("organisation", "referral__resident__user", "referral__district").order_by(
        "answer_by", "pk"
    )


def in_districts(districts: Iterable[int]) -> Q:
    return Q(referral__district__in=districts) | Q(referral__district=None)


def is_overdue(sending: Sending, *, today: dt.date) -> bool:
    """Somebody should ask: no answer in time, or long enough since one to hear what came of it."""
    return sending.ended_at is None and sending.answer_by < today


def needing(rows: QuerySet[Sending], *, today: dt.date) -> QuerySet[Sending]:
    """Of these, on which a helper has to act: overdue, refused, or a letter that nobody has posted."""
    unposted = Q(way=SendingWay.LETTER, posted_at=None)
    return rows.filter(Q(answer_by__lt=today) | Q(answer=SendingAnswer.NO) | unposted)


def sent_to(user: User, *, now: dt.datetime) -> QuerySet[Sending]:
    """The gate of the partner's pages: what was handed to her service by its page and is not over."""
    services = services_of(user, day=clock.local(now).date())
    rows = standing().filter(organisation__in=services.values("organisation"), way=SendingWay.PAGE)
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
    """Of a caller who is no resident of ours nothing was ever agreed to, of somebody who has died nothing is told any more."""
    referral = sending.referral
    resident = referral.resident
    if resident is None or resident.died_on is not None or not has_consent(resident.user, HELP):
        return Told()
    return Told(
        name=resident.user.full_name,
        phone=resident.user.phone,
        address=resident.building.address if resident.building else "",
        words=referral.words if has_consent(resident.user, HEALTH) else "",
    )


def told_by_mail(sending: Sending) -> Told:
    """A mailbox is no second factor: behind a link never the words of the call."""
    return replace(told(sending), words="")


def note_seen(sending: Sending, *, now: dt.datetime) -> None:
    """The first look of the organisation."""
    Sending.objects.filter(pk=sending.pk, seen_at=None).update(seen_at=now)
