"""A wish becomes a request: by web, phone or paper, with the same record. Nobody is asked here; the engine is woken."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from piano.kit.sweeps import wake_engine
from quarters.costs import Costs
from quarters.models import Category, Resident, Urgency, User
from requests.advance import begin
from requests.errors import EmergencyWords, PersonHasDied, WindowIsOver
from requests.finding.due import owe_step
from requests.messages import search_notices
from requests.models import HelpRequest, Notify, Visit, WorkKind
from requests.series.making import Plan, write_series
from requests.states import RequestState, VisitState
from requests.wishes.contacts import contact_for
from requests.wishes.red_flags import is_emergency
from requests.wishes.wished import begins_at, guess

NOTHING_TOLD = Costs(())


@dataclass(frozen=True)
class Wish:
    """What somebody wants. `window` is half-open; the visit of `minutes` has to lie inside it. `costs` is what was told."""

    category: Category
    window: tuple[dt.datetime, dt.datetime]
    minutes: int
    urgency: str = Urgency.NORMAL
    words: str = ""
    hints: str = ""
    phrases: str = ""  # codes of `requests.wishes.phrases`
    written_in: str = ""  # the language of `words` and `hints`; empty for German
    wish_time: str = ""
    deadline_on: dt.date | None = None
    needs_language: str = ""
    wants_gender: str = ""
    uses_relief: bool = False  # § 45b SGB XI pays
    wished_name: str = ""  # whom she would like best, in her words
    needs_two: bool = False  # a human says so; a kind of help may need two by nature
    costs: Costs = NOTHING_TOLD
    plan: Plan | None = None  # again and again; the window is then that of the first date
    wants_regular: bool = False  # again and again, but nobody understood yet how often
    is_marked_urgent: bool = False  # by a human who takes the call, not read out of the wished day


@dataclass(frozen=True)
class Caller:
    """Who asks, when it is not the person herself. `user` is known where she is signed in."""

    name: str = ""
    phone: str = ""
    relation: str = ""
    knows: str = ""
    notify: str = Notify.TENANT
    user: User | None = None


def take_request(
    *,
    resident: Resident,
    wish: Wish,
    source: str,
    by: User | None,
    now: dt.datetime,
    caller: Caller | None = None,
    form_token: uuid.UUID | None = None,
) -> HelpRequest:
    """Writes the request, its visit and the first step owed, in one transaction; the same form twice is one request.

    Raises `EmergencyWords` (truth 8), `WindowIsOver` and `PersonHasDied`. The resident needs a district: without one, the helper's.
    """
    _check(wish, now)
    known = _taken_already(form_token)
    if known:
        return known
    try:
        with transaction.atomic():
            _lock_living(resident)
            help_request = _write_request(resident, wish, source, by, caller or Caller(), now, form_token)
            if wish.plan:
                write_series(help_request, wish.plan, by=by, now=now)
            else:
                _write_visit(help_request, wish, by=by, now=now)
            search_notices.request_received(help_request, now=now)
            wake_engine()
    except IntegrityError:
        known = _taken_already(form_token)
        if known is None:
            raise
        return known
    return help_request


def _check(wish: Wish, now: dt.datetime) -> None:
    if is_emergency(wish.words, wish.hints, wish.wish_time, wish.wished_name):
        raise EmergencyWords()
    start, end = wish.window
    if end - max(start, now) < dt.timedelta(minutes=wish.minutes):
        raise WindowIsOver()


def _lock_living(resident: Resident) -> None:
    """A death that is being recorded is waited for: either it sees this request, or this request sees it."""
    if Resident.objects.select_for_update(no_key=True).get(pk=resident.pk).died_on is not None:
        raise PersonHasDied()


def _taken_already(form_token: uuid.UUID | None) -> HelpRequest | None:
    return HelpRequest.objects.filter(form_token=form_token).first() if form_token else None


def _write_request(
    resident: Resident,
    wish: Wish,
    source: str,
    by: User | None,
    caller: Caller,
    now: dt.datetime,
    form_token: uuid.UUID | None,
) -> HelpRequest:
    district = resident.district or (resident.building.district if resident.building else None)
    if district is None:
        raise ValueError("a request needs a district: give the resident one before")
    help_request = HelpRequest(
        resident=resident,
        district=district,
        source=source,
        asked_by=by,
        **_who_called(resident, caller),
        **_what_is_wished(wish),
        **_whom(resident, wish, now),
        urgent_by=by if wish.is_marked_urgent else None,
        urgent_at=now if wish.is_marked_urgent and by is not None else None,
        form_token=form_token,
        created_at=now,
    )
    return begin(help_request, RequestState.SEARCHING, by=by, now=now)


def _what_is_wished(wish: Wish) -> dict[str, Any]:
    """What is kept as it was said."""
    as_said = ("category", "urgency", "wish_time", "hints", "phrases", "written_in", "deadline_on", "needs_language")
    return {
        **{name: getattr(wish, name) for name in as_said},
        "wish": wish.words,
        "uses_relief": wish.uses_relief,
        "people_needed": 2 if wish.needs_two else wish.category.people_needed,
        "wants_regular": wish.wants_regular,
        "cost_told": wish.costs.words,
        "cost_most_cents": wish.costs.most_cents,
    }


def _whom(resident: Resident, wish: Wish, now: dt.datetime) -> dict[str, Any]:
    """Who shall come, as far as she says it."""
    wished = guess(resident, wish.wished_name) if wish.wished_name else None
    return {
        "wants_gender": wish.wants_gender,
        "wished_name": wish.wished_name,
        "wished": wished,
        "wished_at": now if wished else None,
    }


def _who_called(resident: Resident, caller: Caller) -> dict[str, Any]:
    """And who hears of it."""
    contact = None
    if caller.notify != Notify.TENANT:
        contact = contact_for(resident, name=caller.name, phone=caller.phone, user=caller.user)
    return {
        "caller_name": caller.name,
        "caller_phone": caller.phone,
        "caller_relation": caller.relation,
        "knows": caller.knows,
        "notify": caller.notify,
        "contact": contact,
    }


def _write_visit(help_request: HelpRequest, wish: Wish, *, by: User | None, now: dt.datetime) -> Visit:
    visit = Visit(
        help_request=help_request,
        wish_window=wish.window,
        minutes=wish.minutes,
        people_needed=help_request.people_needed,
        created_at=now,
    )
    begin(visit, VisitState.OPEN, by=by, now=now)
    owe_step(visit, WorkKind.MATCH, due_at=begins_at(help_request, ends=wish.window[1], now=now))
    owe_step(visit, WorkKind.GIVE_BACK, due_at=wish.window[1] - dt.timedelta(minutes=wish.minutes))
    return visit
