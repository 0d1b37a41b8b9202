"""The search of one visit, step by step, by its own copy of a policy (`requests.policies`).

Every function expects the visit locked by `locks.lock_visit` and leaves it with a next step in the database (truth 5).
"""

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum
from typing import Generic

from django.db.models import QuerySet

from helpers.models import Duty
from helpers.on_duty.on_call import on_call_at
from quarters.models import User
from quarters.people.residents import kept_apart_from
from requests.advance import advance
from requests.arranged.settling import settle_request
from requests.errors import NobodyOnCall
from requests.finding.calling_out import may_call_out
from requests.finding.due import cross_off, owe_step, owe_steps
from requests.finding.offers import ask_on_duty, expire_offers, make_offers, open_offers, withdraw_offers
from requests.finding.ranking import Candidate, One
from requests.finding.standing_in import ask_stand_in, has_stand_in
from requests.finding.suggested import end_times
from requests.finding.timing import ANSWER_IN_HASTE, LOOK_FOR_DUTY, decide_by
from requests.finding.unfilled import alert_at
from requests.matching import rank_candidates
from requests.messages import search_notices
from requests.models import Hold, Offer, SuggestionState, Tier, Visit, WorkKind
from requests.policies.choosing import Plans, begin_snapshot, keep_snapshot, snapshot_of
from requests.policies.deciding import (
    A_QUARTER,
    Ask,
    Situation,
    acknowledged_by,
    eligible,
    next_ask,
    people_for,
    situation_of,
)
from requests.policies.plain import ON_CALL, VOLUNTEERS, Who
from requests.qualifying.at_work import can_be_sent_now
from requests.states import VisitState
from requests.urgency.responsible import is_office_open
from requests.urgency.urgent import is_pressing
from requests.wishes.holds import hold, holds_of
from requests.wishes.needed import question_at


class FirstStep(Enum):
    """What an open visit needs first."""

    NOTHING = "it is not open any more"
    HOLD = "something has to happen before anybody is asked"
    GO_ON = "who is ready to stand in, the one on call, or a human's decision"
    ASK = "volunteers are asked"


def begin_search(visit: Visit, *, now: dt.datetime) -> None:
    """The first step for an open visit, by the policy that holds now: the visit keeps a copy of it."""
    step = first_step(visit, now=now)
    if step == FirstStep.NOTHING:
        cross_off(visit, WorkKind.MATCH, now=now)
    elif step == FirstStep.HOLD:
        hold(visit, now=now)
        _ask_who_is_awake(visit, now=now)
    else:
        visit.policy = None  # each search begins with the policy of its own day
        owe_steps(things_to_watch(visit, now=now))
        if not ask_stand_in(visit, now=now):
            search_on(visit, now=now)


def things_to_watch(visit: Visit, *, now: dt.datetime) -> list[tuple[Visit, WorkKind, dt.datetime]]:
    """When named people hear that nobody is found, and when somebody is asked whether it is still needed. Pure but one look."""
    plan = snapshot_of(visit, now=now).plan
    steps = (
        (visit, WorkKind.ALERT, alert_at(visit, plan, now=now)),
        (visit, WorkKind.STILL_NEEDED, question_at(visit, plan, now=now)),
    )
    return [(one, kind, due_at) for one, kind, due_at in steps if due_at is not None]


def first_step(visit: Visit, *, now: dt.datetime, plans: Plans | None = None) -> FirstStep:
    """Which it is, if there are people for each step. Reads only; the single step and a round (`requests.rounds`) both ask here."""
    if visit.state != VisitState.OPEN:
        return FirstStep.NOTHING
    is_open = may_call_out(visit.help_request)
    can = Situation(familiar=True, in_writing=1, by_phone=1, may_call_out=is_open, on_duty=1, deputies=1)
    asks_volunteers = next_ask(begin_snapshot(visit, now=now, plans=plans), can, now=now).who in VOLUNTEERS
    holds = holds_of(visit.help_request)
    if Hold.AGREEMENT in holds or (holds and (asks_volunteers or not is_open)):
        return FirstStep.HOLD
    return FirstStep.ASK if asks_volunteers and not has_stand_in(visit) else FirstStep.GO_ON


@dataclass(frozen=True)
class Wave(Generic[One]):
    """Who may be asked now, the best first, how many of them at once, and the policy's step; nobody without one."""

    people: list[One]
    places: int
    ask: Ask | None


def wave_of(visit: Visit, people: list[One], *, now: dt.datetime, plans: Plans | None = None) -> Wave[One]:
    """The first wave of a search that begins now. `people`: who may and can and was not asked yet, the best first."""
    ask = next_ask(begin_snapshot(visit, now=now, plans=plans), situation_of(people), now=now)
    if ask.who not in VOLUNTEERS:
        return Wave([], 0, None)
    return Wave(eligible(ask, people), ask.at_once, ask)


def search_on(visit: Visit, *, now: dt.datetime) -> None:
    """The next step of the visit's own copy of the policy; at its end a decision on the helper's list.

    On by itself goes only what a human called urgent, or what is for professionals, and only where the person agreed to
    the price (docs/decisions/016).
    """
    take(visit, whose_turn(visit, now), now=now)


@dataclass(frozen=True)
class Turn:
    """What the policy says now, with who could be asked."""

    ask: Ask
    ranked: list[Candidate]
    duties: list[Duty]


def whose_turn(visit: Visit, now: dt.datetime, *, in_tree: int = 0) -> Turn:
    """Gathers what `next_ask` needs. Volunteers are looked for only where a step may still ask them."""
    snapshot = snapshot_of(visit, now=now)
    ahead = snapshot.plan.steps[max(snapshot.at, 0) :]
    ranked = rank_candidates(visit, now=now) if any(step.who in VOLUNTEERS for step in ahead) else []
    duties = list(_unasked_duties(visit, now=now)) if may_call_out(visit.help_request) else []
    can = replace(
        situation_of(ranked),
        may_call_out=bool(duties),
        on_duty=sum(not duty.is_deputy for duty in duties),
        deputies=len(duties),
        in_tree=in_tree,
    )
    return Turn(next_ask(snapshot, can, now=now), ranked, duties)


def take(visit: Visit, turn: Turn, *, now: dt.datetime) -> None:
    if turn.ask.who in VOLUNTEERS:
        if visit.state != VisitState.OPEN:
            advance(visit, VisitState.OPEN, by=None, now=now, note=_why_on(visit))
        make_offers(visit, people_for(turn.ask, turn.ranked), ask=turn.ask, now=now)
    elif turn.ask.who in ON_CALL:
        ask_on_duty(visit, turn.duties[0].person, ask=turn.ask, now=now)
    else:
        put_to_decision(visit, now=now)


def _why_on(visit: Visit) -> str:
    """For the log: why the next ones are asked."""
    alone = Offer.objects.filter(visit=visit, round=visit.rounds, is_familiar=True).exists()
    return "Zuerst allein gefragt" if alone else "Bisher keine Zusage"


def next_on_duty(visit: Visit, *, now: dt.datetime) -> User | None:
    """The first person on call now who was not asked for this visit yet; deputies come last."""
    duty = _unasked_duties(visit, now=now).first()
    return duty.person if duty else None


def _unasked_duties(visit: Visit, *, now: dt.datetime) -> QuerySet[Duty]:
    """Nobody whom the tenant keeps away, or who keeps away from her, nor who lacks what is asked for this visit."""
    asked = Offer.objects.filter(visit=visit, tier=Tier.CARE).values("person")
    apart = kept_apart_from(visit.help_request.resident.user_id)
    return can_be_sent_now(visit, now=now).exclude(person__in=asked).exclude(person__in=apart)


def ask_on_call(visit: Visit, *, now: dt.datetime, by: User) -> Offer:
    """A helper hands the case over by hand. Raises `NobodyOnCall`."""
    person = next_on_duty(visit, now=now)
    if person is None:
        raise NobodyOnCall()
    return ask_on_duty(visit, person, now=now, by=by)


def put_to_decision(visit: Visit, *, now: dt.datetime) -> None:
    """A helper decides; until when stands on the row, and the engine comes back then."""
    by_when = decide_by(now=now, window_ends=visit.wish_window.upper)
    cross_off(visit, WorkKind.MATCH, WorkKind.EXPIRE, now=now)
    end_times(visit, SuggestionState.OVER, now=now)
    if visit.state != VisitState.DECISION:
        stand_at_decision(visit, now=now)
        changes = {"policy": visit.policy, "decide_by": by_when, "cared_by": None, "cared_at": None}
        advance(visit, VisitState.DECISION, by=None, now=now, note="Niemand hat zugesagt", **changes)
    owe_step(visit, WorkKind.DECIDE, due_at=by_when)
    search_notices.decision_needed(visit, now=now, is_urgent=is_pressing(visit))
    watch(visit, is_looking=_ask_who_is_awake(visit, now=now), now=now)


def watch(visit: Visit, *, now: dt.datetime, is_looking: bool = False) -> None:
    """What is pressing goes on when nobody acknowledges it; where nobody has duty, the chain waits for somebody.

    `is_looking`: somebody who is awake has just been asked, and has a quarter of an hour.
    """
    until = acknowledged_by(snapshot_of(visit, now=now), now=now) if is_pressing(visit) else None
    if until is not None:
        owe_step(visit, WorkKind.ESCALATE, due_at=max(until, now + A_QUARTER) if is_looking else until)
    if waits_for_duty(visit, now=now):
        owe_step(visit, WorkKind.AWAIT_DUTY, due_at=now + LOOK_FOR_DUTY)


def waits_for_duty(visit: Visit, *, now: dt.datetime) -> bool:
    """The way to the care partner is open, the plan goes there, nobody was asked, and nobody has duty."""
    goes_there = any(step.who in ON_CALL for step in snapshot_of(visit, now=now).plan.steps)
    if not goes_there or not may_call_out(visit.help_request):
        return False
    was_asked = Offer.objects.filter(visit=visit, tier=Tier.CARE).exists()
    return not was_asked and not can_be_sent_now(visit, now=now).exists()


def stand_at_decision(visit: Visit, *, now: dt.datetime) -> None:
    """From here no volunteer is asked by the engine: whom else to ask is the helper's choice."""
    snapshot = snapshot_of(visit, now=now)
    place = snapshot.place_of(Who.HELPER)
    keep_snapshot(visit, snapshot.moved_to(len(snapshot.plan.steps) if place is None else place))


def _ask_who_is_awake(visit: Visit, *, now: dt.datetime) -> bool:
    """Outside office hours nobody in the meeting point can judge: whoever has duty looks whether it can wait."""
    if is_pressing(visit) and not is_office_open(now, district=visit.help_request.district):
        duty = on_call_at(district=visit.help_request.district, moment=now).first()
        if duty:
            search_notices.please_judge(visit, duty.person, now=now)
            return True
    return False


def let_expire(visit: Visit, *, now: dt.datetime) -> None:
    """The time to answer is over: what is open ends, and when nobody is left the search goes on."""
    expire_offers(visit, now=now)
    still_open = open_offers(visit).order_by("answer_by").last()
    if visit.state not in (VisitState.OFFERED, VisitState.ON_CALL):
        cross_off(visit, WorkKind.EXPIRE, now=now)
    elif still_open:
        owe_step(visit, WorkKind.EXPIRE, due_at=still_open.answer_by)
    else:
        cross_off(visit, WorkKind.EXPIRE, now=now)
        search_on(visit, now=now)


def hasten(visit: Visit, *, now: dt.datetime) -> None:
    """A human has called it urgent while it runs: it goes on in that pace. The caller holds the visit's lock.

    Who was asked before reads nothing new, and her yes still counts while nobody is found (docs/decisions/005).
    """
    snapshot = begin_snapshot(visit, now=now)
    if visit.state == VisitState.OFFERED:
        place = snapshot.place_of(Who.WRITING)
        keep_snapshot(visit, snapshot.moved_to(place) if place is not None else snapshot)
        visit.save(update_fields=["policy"])
        until = now + ANSWER_IN_HASTE
        open_offers(visit).filter(answer_by__gt=until).update(answer_by=until)
        last = open_offers(visit).order_by("answer_by").last()
        owe_step(visit, WorkKind.EXPIRE, due_at=last.answer_by if last else now)
    elif visit.state == VisitState.DECISION:
        keep_snapshot(visit, snapshot)
        stand_at_decision(visit, now=now)
        visit.save(update_fields=["policy"])
        watch(visit, now=now)


def give_back(visit: Visit, *, now: dt.datetime, reason: str, by: User | None = None) -> None:
    """A normal end: nobody was found. Everything stops, the tenant hears it from a person."""
    withdraw_offers(visit, now=now, by=by, taken=False)
    advance(visit, VisitState.RETURNED, by=by, now=now, note=reason, ended_at=now)
    cross_off(visit, now=now)
    settle_request(visit.help_request, by=by, now=now, reason=reason)
    search_notices.nobody_found(visit, now=now)
