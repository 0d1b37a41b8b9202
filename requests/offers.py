"""Asking people, and taking offers back. Answers are received by `visits`."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import F, QuerySet

from quarters.models import User
from requests import notices
from requests.advance import advance, advance_many, begin, begin_many
from requests.due import cross_off, cross_off_many, owe_step, owe_steps
from requests.models import Offer, Tier, Visit, WorkKind
from requests.ranking import Candidate
from requests.states import OfferState, VisitState
from requests.timing import answer_by


def make_offers(visit: Visit, people: Iterable[Candidate], *, now: dt.datetime, by: User | None = None) -> list[Offer]:
    """Asks these volunteers at once; the first yes wins. The caller holds the visit's lock. Writes the next step."""
    return make_offers_many([(visit, list(people))], now=now, by=by)


def make_offers_many(
    waves: Sequence[tuple[Visit, Sequence[Candidate]]], *, now: dt.datetime, by: User | None = None
) -> list[Offer]:
    """The same for many visits, with a few queries whatever their number. Each comes once, with somebody to ask."""
    offers = [offer for visit, people in waves for offer in _wave(visit, people, now=now)]
    names = User.objects.in_bulk({offer.person_id for offer in offers})
    for offer in offers:
        offer.person = names[offer.person_id]
    begin_many(offers, OfferState.OPEN, by=by, now=now)
    notices.offers_made(offers, now=now)
    visits = [visit for visit, _ in waves]
    notes = {visit.pk: f"{len(people)} gefragt" for visit, people in waves}
    advance_many(visits, VisitState.OFFERED, by=by, now=now, note=notes, rounds=F("rounds") + 1, decide_by=None)
    cross_off_many(visits, WorkKind.MATCH, WorkKind.DECIDE, now=now)
    owe_steps([(visit, WorkKind.EXPIRE, until) for visit, until in _last_answers(offers)])
    return offers


def _wave(visit: Visit, people: Sequence[Candidate], *, now: dt.datetime) -> list[Offer]:
    """The offers of one visit's next wave, not saved."""
    visit.rounds += 1
    is_familiar = len(people) == 1 and people[0].known_times > 0  # asked alone, she may hear by whom
    urgency = visit.help_request.urgency
    return [
        Offer(
            visit=visit,
            person_id=candidate.person_id,
            proposed_start=candidate.start,
            reasons=list(candidate.reasons),
            round=visit.rounds,
            is_familiar=is_familiar,
            asked_at=now,
            answer_by=answer_by(urgency=urgency, now=now, start=candidate.start, is_alone=is_familiar),
        )
        for candidate in people
    ]


def _last_answers(offers: Iterable[Offer]) -> Iterable[tuple[Visit, dt.datetime]]:
    """For each visit when the last time to answer is over."""
    visits: dict[int, Visit] = {}
    until: dict[int, dt.datetime] = {}
    for offer in offers:
        visits[offer.visit_id] = offer.visit
        until[offer.visit_id] = max(offer.answer_by, until.get(offer.visit_id, offer.answer_by))
    return [(visits[pk], moment) for pk, moment in until.items()]


def ask_on_duty(
    visit: Visit,
    person: User,
    *,
    now: dt.datetime,
    answer_time: dt.timedelta,
    by: User | None = None,
    is_told: bool = True,
) -> Offer:
    """Hands the case to the one on call and waits for the answer. The caller holds the visit's lock.

    `is_told` is false for somebody who hands it to herself.
    """
    offer = Offer(
        visit=visit,
        person=person,
        tier=Tier.CARE,
        proposed_start=max(visit.wish_window.lower, now),
        reasons=["hat Bereitschaft"],
        round=visit.rounds,
        asked_at=now,
        answer_by=now + answer_time,
    )
    begin(offer, OfferState.OPEN, by=by, now=now)
    if visit.state != VisitState.ON_CALL:
        advance(visit, VisitState.ON_CALL, by=by, now=now, note="Bereitschaft gefragt", decide_by=None)
    cross_off(visit, WorkKind.MATCH, WorkKind.DECIDE, now=now)
    owe_step(visit, WorkKind.EXPIRE, due_at=offer.answer_by)
    if is_told:
        notices.case_handed_over(offer, now=now)
    return offer


def expire_offers(visit: Visit, *, now: dt.datetime) -> int:
    """Ends the offers whose time to answer is over. An unread offer is never a no. The caller holds the visit's lock."""
    late = list(open_offers(visit).filter(answer_by__lte=now).order_by("pk"))
    for offer in late:
        advance(offer, OfferState.EXPIRED, by=None, now=now, answered_at=None)
        notices.offer_closed(offer)
    return len(late)


def withdraw_offers(visit: Visit, *, now: dt.datetime, by: User | None, taken: bool, only: Offer | None = None) -> int:
    """Takes back what is still open, or `only` one; who has read it is told (`taken`: somebody was faster).

    The caller holds the visit's lock.
    """
    rows = [offer for offer in open_offers(visit).order_by("pk") if only is None or offer.pk == only.pk]
    for offer in rows:
        advance(offer, OfferState.WITHDRAWN, by=by, now=now)
        notices.offer_withdrawn(offer, taken=taken, now=now)
    return len(rows)


def open_offers(visit: Visit) -> QuerySet[Offer]:
    return Offer.objects.filter(visit=visit, state=OfferState.OPEN)
