"""Asking people, and taking offers back. Answers are received by `visits`."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import F, QuerySet

from piano.kit.kept import read_rows
from quarters.models import User
from requests.advance import advance, advance_many, begin, begin_many
from requests.finding.due import cross_off, cross_off_many, owe_step, owe_steps
from requests.finding.ranking import Candidate
from requests.messages import search_notices
from requests.models import Offer, Tier, Visit, WorkKind
from requests.policies.choosing import keep_snapshot, save_snapshots, snapshot_of
from requests.policies.deciding import Ask, ask_by_hand, duty_by_hand
from requests.states import OfferState, VisitState

STILL_OPEN = "SELECT {columns} FROM requests_offer row WHERE visit_id = %s AND state = %s ORDER BY id"
Asked = tuple[Visit, Sequence[Candidate], Ask | None]


def make_offers(
    visit: Visit, people: Iterable[Candidate], *, now: dt.datetime, by: User | None = None, ask: Ask | None = None
) -> list[Offer]:
    """Asks these volunteers at once; the first yes wins. The caller holds the visit's lock. Writes the next step.

    `ask` is the step of the policy; without it a helper asks, in the pace of the same policy, and the search stays where it is.
    """
    return make_offers_many([(visit, list(people), ask)], now=now, by=by)


def make_offers_many(waves: Sequence[Asked], *, now: dt.datetime, by: User | None = None) -> list[Offer]:
    """The same for many visits, with a few queries whatever their number. Each comes once, with somebody to ask.

    `visit.policy` is written as the caller left it, moved to the step that asks.
    """
    offers = [offer for visit, people, ask in waves for offer in _wave(visit, people, ask, now=now)]
    names = User.objects.in_bulk({offer.person_id for offer in offers})
    for offer in offers:
        offer.person = names[offer.person_id]
    begin_many(offers, OfferState.OPEN, by=by, now=now)
    search_notices.offers_made(offers, now=now)
    visits = [visit for visit, *_ in waves]
    notes = {visit.pk: f"{len(people)} gefragt" for visit, people, _ in waves}
    save_snapshots(visits)
    advance_many(visits, VisitState.OFFERED, by=by, now=now, note=notes, rounds=F("rounds") + 1, decide_by=None)
    cross_off_many(visits, WorkKind.MATCH, WorkKind.DECIDE, now=now)
    owe_steps([(visit, WorkKind.EXPIRE, until) for visit, until in _last_answers(offers)])
    return offers


def _wave(visit: Visit, people: Sequence[Candidate], ask: Ask | None, *, now: dt.datetime) -> list[Offer]:
    """The offers of one visit's next wave, not saved; the visit's copy of the policy stands at this step then."""
    visit.rounds += 1
    is_familiar = len(people) == 1 and people[0].known_times > 0  # asked alone, she may hear by whom
    snapshot = snapshot_of(visit, now=now)
    keep_snapshot(visit, snapshot.moved_to(ask.step) if ask else snapshot)
    pace = ask or ask_by_hand(snapshot, people, is_alone=is_familiar, now=now)
    return [
        Offer(
            visit=visit,
            person_id=candidate.person_id,
            proposed_start=candidate.start,
            reasons=list(candidate.reasons),
            round=visit.rounds,
            is_familiar=is_familiar,
            asked_at=now,
            answer_by=pace.answer_by(candidate.start),
        )
        for candidate in people
    ]


def ask_along(visit: Visit, people: Sequence[Candidate], *, start: dt.datetime, now: dt.datetime) -> list[Offer]:
    """Asks these volunteers to come along at exactly `start`; the visit stays arranged. The caller holds the visit's lock."""
    pace = ask_by_hand(snapshot_of(visit, now=now), people, is_alone=False, now=now)
    names = User.objects.in_bulk({one.person_id for one in people})
    offers = [
        Offer(
            visit=visit,
            person=names[one.person_id],
            proposed_start=start,
            reasons=list(one.reasons),
            round=visit.rounds,
            asked_at=now,
            answer_by=pace.answer_by(start),
        )
        for one in people
    ]
    begin_many(offers, OfferState.OPEN, by=None, now=now)
    search_notices.offers_made(offers, now=now)
    return offers


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
    ask: Ask | None = None,
    by: User | None = None,
    is_told: bool = True,
) -> Offer:
    """Hands the case to the one on call and waits for the answer. The caller holds the visit's lock.

    `ask` is the step of the policy; without it a human asks, and the search goes on from duty if nobody answers.
    `is_told` is false for somebody who hands it to herself.
    """
    snapshot = snapshot_of(visit, now=now)
    ask = ask or duty_by_hand(snapshot, now=now)
    keep_snapshot(visit, snapshot.moved_to(ask.step))
    offer = Offer(
        visit=visit,
        person=person,
        tier=Tier.CARE,
        proposed_start=max(visit.wish_window.lower, now),
        reasons=["hat Bereitschaft"],
        round=visit.rounds,
        asked_at=now,
        answer_by=ask.until,
    )
    begin(offer, OfferState.OPEN, by=by, now=now)
    if visit.state != VisitState.ON_CALL:
        changes = {"policy": visit.policy, "decide_by": None}
        advance(visit, VisitState.ON_CALL, by=by, now=now, note="Bereitschaft gefragt", **changes)
    else:
        visit.save(update_fields=["policy"])
    cross_off(visit, WorkKind.MATCH, WorkKind.DECIDE, now=now)
    owe_step(visit, WorkKind.EXPIRE, due_at=offer.answer_by)
    if is_told:
        search_notices.case_handed_over(offer, now=now)
    return offer


def expire_offers(visit: Visit, *, now: dt.datetime) -> int:
    """Ends the offers whose time to answer is over. An unread offer is never a no. The caller holds the visit's lock."""
    late = list(open_offers(visit).filter(answer_by__lte=now).order_by("pk"))
    advance_many([_of(visit, offer) for offer in late], OfferState.EXPIRED, by=None, now=now, answered_at=None)
    search_notices.offers_closed(late)
    return len(late)


def withdraw_offers(visit: Visit, *, now: dt.datetime, by: User | None, taken: bool, only: Offer | None = None) -> int:
    """Takes back what is still open, or `only` one; who has read it is told (`taken`: somebody was faster).

    The caller holds the visit's lock.
    """
    rows = read_rows(STILL_OPEN, [visit.pk, OfferState.OPEN], row=Offer)
    offers = [_of(visit, offer) for offer in rows if only is None or offer.pk == only.pk]
    advance_many(offers, OfferState.WITHDRAWN, by=by, now=now, was_taken=taken)
    search_notices.offers_withdrawn(offers, taken=taken, now=now, found_for=visit if taken else None)
    return len(offers)


def _of(visit: Visit, offer: Offer) -> Offer:
    """The offer, with the visit that is loaded already."""
    offer.visit = visit
    return offer


def open_offers(visit: Visit) -> QuerySet[Offer]:
    return Offer.objects.filter(visit=visit, state=OfferState.OPEN)
