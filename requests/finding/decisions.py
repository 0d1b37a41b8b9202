"""What a helper decides when nobody said yes. Every step is one that the engine could take, by the same hard rules.

Each choice leaves a `Decision`, so that it can be counted. Answers by phone and exceptions are in `by_hand`.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import TimestamptzRange

from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import Urgency, User
from quarters.people.residents import is_kept_apart
from requests.advance import advance
from requests.arranged.settling import settle_request
from requests.arranged.visits import arrange, assign_person
from requests.errors import NoLongerPossible, WindowIsOver, WrongState
from requests.finding import searching
from requests.finding.calling_out import check_may_call_out, mark_urgent
from requests.finding.due import cross_off, owe_step
from requests.finding.offers import make_offers, withdraw_offers
from requests.finding.suggested import end_times, write_window
from requests.finding.timing import ASKED_AT_ONCE, decide_by, latest_departure
from requests.locks import lock_visit
from requests.matching import rank_candidates
from requests.messages import search_notices
from requests.models import Assignment, Decision, DecisionKind, Offer, SuggestionState, Visit, WorkKind
from requests.qualifying.at_work import check_may_go_myself
from requests.states import SEARCHING_STATES, VisitState
from requests.urgency.escalating import stop_telling, take_care
from requests.urgency.urgent import is_pressing
from requests.wishes.holds import check_released

TIME_NOTE = "Anderer Termin vereinbart"
IN_THE_HOUSE = dt.timedelta(days=1)  # how long a notice hangs before the helper decides again


class NobodyLeft(DomainError):
    message = _("Es ist niemand mehr da, den wir noch fragen könnten.")


class NotAChoice(NoLongerPossible):
    """A hard rule keeps her off the list; which one is nobody's business."""

    message = _("Diese Person steht hierfür nicht zur Wahl. Bitte fragen Sie jemand anderen.")


class ReasonMissing(DomainError):
    message = _("Bitte schreiben Sie einen Grund dazu. Er steht später im Verlauf.")


class OnlyProfessionals(DomainError):
    message = _("Das dürfen nur Fachleute. Bitte fragen Sie die Bereitschaft, oder vermitteln Sie an eine Stelle.")


def ask_more(visit: Visit, *, by: User, now: dt.datetime) -> int:
    """Asks the next three at once. Returns how many. Raises `NobodyLeft`, `WrongState`."""
    with transaction.atomic():
        visit = ready_in(visit, VisitState.DECISION, VisitState.OPEN)
        ranked = rank_candidates(visit, now=now)
        people = [one for one in ranked if not one.by_phone][:ASKED_AT_ONCE] or ranked[:1]  # a call each: one at a time
        if not people:
            raise NobodyLeft()
        offers = make_offers(visit, people, now=now, by=by)
        note_decision(visit, DecisionKind.PERSON, by=by, now=now)
        wake_engine()
    return len(offers)


def ask_person(visit: Visit, *, person: User, by: User, now: dt.datetime) -> Offer:
    """Asks one chosen person of the list. Raises `NobodyLeft` when she may or can not go."""
    with transaction.atomic():
        visit = ready_in(visit, VisitState.DECISION, VisitState.OPEN)
        chosen = [candidate for candidate in rank_candidates(visit, now=now) if candidate.person_id == person.pk]
        if not chosen:
            raise NobodyLeft()
        offers = make_offers(visit, chosen, now=now, by=by)
        note_decision(visit, DecisionKind.PERSON, by=by, now=now)
        wake_engine()
    return offers[0]


def ask_in_house(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """A notice in the house or a word in the meeting point. The decision comes back a day later, or when time presses.

    Raises `WrongState`; twice only moves the moment.
    """
    with transaction.atomic():
        visit = locked_in(visit, VisitState.DECISION)
        again = decide_by(now=now + IN_THE_HOUSE, window_ends=visit.wish_window.upper)
        visit.decide_by = min(again, max(latest_departure(visit), now))
        visit.save(update_fields=["decide_by"])
        owe_step(visit, WorkKind.DECIDE, due_at=visit.decide_by)
        note_decision(visit, DecisionKind.HOUSE, by=by, now=now)
        wake_engine()
    return visit


def agree_time(visit: Visit, *, window: tuple[dt.datetime, dt.datetime], by: User, now: dt.datetime) -> Visit:
    """Another time, as agreed with the person: the search begins anew with it. Raises `WindowIsOver`, `WrongState`."""
    start, end = window
    with transaction.atomic():
        visit = locked_in(visit, VisitState.DECISION)
        length = dt.timedelta(minutes=visit.minutes)
        if end - max(start, now) < length:
            raise WindowIsOver()
        note_decision(visit, DecisionKind.TIME, by=by, now=now)
        end_times(visit, SuggestionState.OVER, now=now)
        begin_anew(visit, window=window, by=by, now=now)
    return visit


def begin_anew(visit: Visit, *, window: tuple[dt.datetime, dt.datetime], by: User, now: dt.datetime) -> None:
    """The wish has another time, and the search begins with it. The caller holds the locks, the visit waits for a decision."""
    start, end = window
    visit.help_request.wish_time = write_window(TimestamptzRange(start, end))
    visit.help_request.save(update_fields=["wish_time"])
    advance(visit, VisitState.OPEN, by=by, now=now, note=TIME_NOTE, wish_window=(start, end), decide_by=None)
    visit.refresh_from_db(fields=["wish_window"])
    cross_off(visit, WorkKind.DECIDE, now=now)
    owe_step(visit, WorkKind.MATCH, due_at=now)
    owe_step(visit, WorkKind.GIVE_BACK, due_at=end - dt.timedelta(minutes=visit.minutes))
    wake_engine()


def refer_to_agency(visit: Visit, *, agency: str, by: User, now: dt.datetime) -> Visit:
    """Somebody else can do it better: a normal end, and the person reads or hears where to. Twice changes nothing.

    Raises `ReasonMissing` without the agency's name, `WrongState`.
    """
    if not agency.strip():
        raise ReasonMissing()
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.state == VisitState.REFERRED:
            return visit
        if visit.state != VisitState.DECISION:
            raise WrongState()
        reason = agency.strip()[:200]
        note_decision(visit, DecisionKind.AGENCY, by=by, now=now, words=reason)
        advance(visit, VisitState.REFERRED, by=by, now=now, note=reason, ended_at=now, decide_by=None)
        cross_off(visit, now=now)
        settle_request(visit.help_request, by=by, now=now, reason=reason)
        search_notices.referred(visit, now=now)
        wake_engine()
    return visit


def go_myself(visit: Visit, *, start: dt.datetime, reason: str, by: User, now: dt.datetime) -> Assignment:
    """The helper goes, as an exception with a reason and a figure of its own. What only professionals may stays theirs.

    Raises `ReasonMissing`, `OnlyProfessionals`, `NoLongerPossible` (another visit then, a block), `OwnPaperMissing`, `WrongState`.
    """
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        visit = locked_in(visit, VisitState.DECISION)
        if visit.help_request.category.is_professional:
            raise OnlyProfessionals()
        check_released(visit.help_request, for_professional=True)  # one of us gets to know her by going
        if start < now or is_kept_apart(by, visit.help_request.resident.user):
            raise NoLongerPossible()
        check_may_go_myself(visit, by, start=start)
        note_decision(visit, DecisionKind.SELF, by=by, now=now, words=reason.strip())
        return arrange(visit, person=by, start=start, by=by, now=now)


def ask_on_call(visit: Visit, *, by: User, now: dt.datetime) -> Offer:
    """Hands the case to the care partner on call. Raises `NotForDuty`, `PriceNotAgreed`, `NobodyOnCall`, `WrongState`."""
    with transaction.atomic():
        visit = locked_in(visit, VisitState.DECISION, VisitState.OPEN)
        check_may_call_out(visit.help_request)
        check_released(visit.help_request, for_professional=True)
        offer = searching.ask_on_call(visit, now=now, by=by)
        note_decision(visit, DecisionKind.CARE, by=by, now=now)
        wake_engine()
    return offer


def assign_by_hand(visit: Visit, *, person: User, start: dt.datetime, by: User, now: dt.datetime) -> Assignment:
    """Records a yes given by phone. Raises `NotAChoice`, which never says why, and `WrongState`."""
    try:
        return assign_person(visit, person=person, start=start, by=by, now=now)
    except NoLongerPossible as error:
        raise NotAChoice() from error


def return_visit(visit: Visit, *, by: User, now: dt.datetime, reason: str) -> Visit:
    """A normal end with a reason: nobody was found. Raises `ReasonMissing`, `WrongState`; twice changes nothing."""
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.state == VisitState.RETURNED:
            return visit
        if visit.state not in SEARCHING_STATES:
            raise WrongState()
        searching.give_back(visit, now=now, reason=reason.strip(), by=by)
        wake_engine()
    return visit


def search_again(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """Takes a returned visit up again while its time lasts. Raises `WrongState`."""
    with transaction.atomic():
        visit = locked_in(visit, VisitState.RETURNED)
        last_start = visit.wish_window.upper - dt.timedelta(minutes=visit.minutes)
        if last_start <= now:
            raise WrongState(str(_("Die gewünschte Zeit ist vorbei. Bitte nehmen Sie eine neue Anfrage auf.")))
        advance(visit, VisitState.OPEN, by=by, now=now, ended_at=None)
        search_notices.search_goes_on(visit)
        owe_step(visit, WorkKind.MATCH, due_at=now)
        owe_step(visit, WorkKind.GIVE_BACK, due_at=last_start)
        settle_request(visit.help_request, by=by, now=now)
        wake_engine()
    return visit


def take_over(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """Stops asking and puts the visit on the helper's own list."""
    with transaction.atomic():
        visit = ready_in(visit, VisitState.OPEN, VisitState.OFFERED, VisitState.ON_CALL)
        withdraw_offers(visit, now=now, by=by, taken=False)
        searching.put_to_decision(visit, now=now)
        if is_pressing(visit):
            take_care(visit, by=by, now=now)
    return visit


def call_urgent(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """A human says that it can not wait: a running search goes on in that pace. Twice changes nothing."""
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.help_request.urgency != Urgency.URGENT or visit.help_request.urgent_at is None:
            mark_urgent(visit.help_request, by=by, now=now)
            searching.hasten(visit, now=now)
            wake_engine()
    return visit


def note_decision(visit: Visit, kind: DecisionKind, *, by: User, now: dt.datetime, words: str = "") -> Decision:
    """A choice is also an acknowledgement: nobody else is told meanwhile."""
    stop_telling(visit, now=now)
    cross_off(visit, WorkKind.AWAIT_DUTY, now=now)
    return Decision.objects.create(visit=visit, kind=kind, by=by, at=now, words=words)


def ready_in(visit: Visit, *states: VisitState) -> Visit:
    """The visit under lock, where nothing has to happen before somebody is asked. Raises `WrongState`, `FirstToKnow`."""
    visit = locked_in(visit, *states)
    check_released(visit.help_request)
    return visit


def locked_in(visit: Visit, *states: VisitState) -> Visit:
    """The visit under lock, in one of these states. Raises `WrongState`."""
    visit = lock_visit(visit.pk)
    if visit.state not in states:
        raise WrongState()
    return visit
