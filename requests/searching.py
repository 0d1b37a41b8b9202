"""The search of one visit, step by step: three volunteers, then a human's decision; on call where a human opened that way.

Every function expects the visit locked by `locks.lock_visit` and leaves it with a next step in the database (truth 5).
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from helpers.on_call import on_call_at
from piano.kit import clock
from quarters.models import Urgency, User
from requests import notices, ranking
from requests.advance import advance, note_down
from requests.calling_out import may_call_out
from requests.due import cross_off, owe_step
from requests.errors import NobodyOnCall
from requests.holds import call_window, hold, holds_of
from requests.matching import rank_candidates
from requests.models import Hold, Offer, SuggestionState, Tier, Visit, WorkKind
from requests.offers import ask_on_duty, expire_offers, make_offers, open_offers, withdraw_offers
from requests.ranking import Candidate
from requests.responsible import is_office_open
from requests.settling import settle_request
from requests.states import VisitState
from requests.suggested import end_times
from requests.timing import ASKED_AT_ONCE, ON_CALL_ANSWER_TIME, decide_by

NO_ANSWER = "Keine Antwort auf den vorgeschlagenen Termin"


class FirstStep(Enum):
    """What an open visit needs first."""

    NOTHING = "it is not open any more"
    HOLD = "something has to happen before anybody is asked"
    GO_ON = "the one on call, or a human's decision"
    ASK = "volunteers are asked"


def begin_search(visit: Visit, *, now: dt.datetime) -> None:
    """The first step for an open visit: volunteers, or the one on call where only she may or nobody else is awake."""
    step = first_step(visit, now=now)
    if step == FirstStep.NOTHING:
        cross_off(visit, WorkKind.MATCH, now=now)
    elif step == FirstStep.HOLD:
        hold(visit, now=now)
        _ask_who_is_awake(visit, now=now)
    elif step == FirstStep.GO_ON or not _ask_volunteers(visit, now=now):
        search_on(visit, now=now)


def first_step(visit: Visit, *, now: dt.datetime) -> FirstStep:
    """Which it is. Reads only; the single step and a round (`requests.rounds`) both ask here."""
    if visit.state != VisitState.OPEN:
        return FirstStep.NOTHING
    is_for_duty = _goes_straight_to_duty(visit, now)
    holds = holds_of(visit.help_request)
    if Hold.AGREEMENT in holds or (holds and not is_for_duty):
        return FirstStep.HOLD
    lets_sleep = is_pressing(visit) and clock.is_quiet(now)
    return FirstStep.GO_ON if is_for_duty or lets_sleep else FirstStep.ASK


def _ask_volunteers(visit: Visit, *, now: dt.datetime) -> bool:
    """Asks the next wave at once. False when nobody is left."""
    wave = wave_of(visit, rank_candidates(visit, now=now))
    chosen = wave.people[: wave.places]
    if chosen:
        make_offers(visit, chosen, now=now)
    return bool(chosen)


@dataclass(frozen=True)
class Wave:
    """Who may be asked now, the best first, and how many of them at once."""

    people: list[Candidate]
    places: int


def wave_of(visit: Visit, people: list[Candidate]) -> Wave:
    """Who was there before is asked alone first, unless it is urgent; then the next three. `people`: the best first.

    The machine asks nobody who has to be called for it: a helper chooses them by hand. But the familiar one is worth a call.
    """
    is_first = visit.rounds == 0 and visit.help_request.urgency != Urgency.URGENT
    familiar = ranking.familiar_first(people) if is_first else None
    if familiar:
        return Wave([familiar], places=1)
    return Wave([one for one in people if not one.by_phone], places=ASKED_AT_ONCE)


def _goes_straight_to_duty(visit: Visit, now: dt.datetime) -> bool:
    help_request = visit.help_request
    return may_call_out(help_request) and (help_request.category.is_professional or clock.is_quiet(now))


def search_on(visit: Visit, *, now: dt.datetime) -> None:
    """After the volunteers: a decision on the helper's list. On by itself goes only what a human called urgent, or what is
    for professionals, and only where the person agreed to the price. After the familiar person alone, the others come first.
    """
    if visit.state == VisitState.OFFERED and _was_asked_alone(visit):
        advance(visit, VisitState.OPEN, by=None, now=now, note="Zuerst allein gefragt")
        if _ask_volunteers(visit, now=now):
            return
    if may_call_out(visit.help_request):
        person = next_on_duty(visit, now=now)
        if person:
            ask_on_duty(visit, person, now=now, answer_time=ON_CALL_ANSWER_TIME)
            return
    put_to_decision(visit, now=now)


def _was_asked_alone(visit: Visit) -> bool:
    return visit.rounds == 1 and Offer.objects.filter(visit=visit, round=1, is_familiar=True).exists()


def is_pressing(visit: Visit) -> bool:
    """Who decides hears it at any hour. It says nothing of who is asked."""
    return visit.help_request.category.is_professional or visit.help_request.urgency == Urgency.URGENT


def next_on_duty(visit: Visit, *, now: dt.datetime) -> User | None:
    """The first person on call now who was not asked for this visit yet; deputies come last."""
    asked = Offer.objects.filter(visit=visit, tier=Tier.CARE).values("person")
    duty = (
        on_call_at(district=visit.help_request.district, moment=now)
        .exclude(person__in=asked)
        .select_related("person")
        .first()
    )
    return duty.person if duty else None


def ask_on_call(visit: Visit, *, now: dt.datetime, by: User) -> Offer:
    """A helper hands the case over by hand. Raises `NobodyOnCall`."""
    person = next_on_duty(visit, now=now)
    if person is None:
        raise NobodyOnCall()
    return ask_on_duty(visit, person, now=now, answer_time=ON_CALL_ANSWER_TIME, by=by)


def put_to_decision(visit: Visit, *, now: dt.datetime) -> None:
    """A helper decides; until when stands on the row, and the engine comes back then."""
    by_when = decide_by(now=now, window_ends=visit.wish_window.upper)
    cross_off(visit, WorkKind.MATCH, WorkKind.EXPIRE, now=now)
    end_times(visit, SuggestionState.OVER, now=now)
    if visit.state != VisitState.DECISION:
        advance(visit, VisitState.DECISION, by=None, now=now, note="Niemand hat zugesagt", decide_by=by_when)
    owe_step(visit, WorkKind.DECIDE, due_at=by_when)
    notices.decision_needed(visit, now=now, is_urgent=is_pressing(visit))
    _ask_who_is_awake(visit, now=now)


def _ask_who_is_awake(visit: Visit, *, now: dt.datetime) -> None:
    """Outside office hours nobody in the meeting point can judge: whoever has duty looks whether it can wait."""
    if is_pressing(visit) and not is_office_open(now):
        duty = on_call_at(district=visit.help_request.district, moment=now).first()
        if duty:
            notices.please_judge(visit, duty.person, now=now)


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


def remind_to_decide(visit: Visit, *, now: dt.datetime) -> None:
    """Nobody decided in time: the helpers of the district hear it once more, urgently, and again every two hours."""
    if visit.state == VisitState.HELD:
        _nobody_called(visit, now=now)
        return
    if visit.state != VisitState.DECISION:
        cross_off(visit, WorkKind.DECIDE, now=now)
        return
    if end_times(visit, SuggestionState.OVER, now=now):
        note_down(visit, by=None, now=now, note=NO_ANSWER)
    notices.decision_needed(visit, now=now, is_urgent=True, slot=f"-{now:%m%d%H}")
    owe_step(visit, WorkKind.DECIDE, due_at=clock.next_call_time(now + dt.timedelta(hours=2)))


def _nobody_called(visit: Visit, *, now: dt.datetime) -> None:
    """Still held: what is urgent goes to the one on call, who gets to know her; everything else is said once more."""
    if (
        may_call_out(visit.help_request)
        and Hold.AGREEMENT not in holds_of(visit.help_request)
        and next_on_duty(visit, now=now)
    ):
        advance(visit, VisitState.OPEN, by=None, now=now, note="Niemand hat angerufen", decide_by=None)
        search_on(visit, now=now)
        return
    notices.please_get_to_know(visit, now=now, again=True)
    owe_step(visit, WorkKind.DECIDE, due_at=call_window(now + dt.timedelta(hours=2))[1])


def give_back(visit: Visit, *, now: dt.datetime, reason: str, by: User | None = None) -> None:
    """A normal end: nobody was found. Everything stops, the tenant hears it from a person."""
    withdraw_offers(visit, now=now, by=by, taken=False)
    advance(visit, VisitState.RETURNED, by=by, now=now, note=reason, ended_at=now)
    cross_off(visit, now=now)
    settle_request(visit.help_request, by=by, now=now, reason=reason)
    notices.nobody_found(visit, now=now)
