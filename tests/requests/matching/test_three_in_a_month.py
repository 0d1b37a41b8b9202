"""Where § 45b pays, nobody helps more than three people in a calendar month: not even when two answers come at once."""

import contextlib
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from piano.kit import clock
from quarters.models import Resident
from requests import locks
from requests.advance import advance
from requests.arranged import visits
from requests.errors import MonthIsFull, OftenEnough, WeekIsFull
from requests.models import Assignment, HelpRequest, Offer
from requests.states import OfferState, VisitState
from tests.conftest import Cast
from tests.factories import make_resident, make_visit
from volunteers.models import Recognition, Volunteer

REAL = pytest.mark.django_db(transaction=True)


@pytest.fixture
def her(cast: Cast) -> Volunteer:
    Recognition.objects.create(volunteer=cast.volunteer, authority="Magistrat", valid_from=dt.date(2025, 1, 1))
    return cast.volunteer


def day(number: int) -> tuple[dt.datetime, dt.datetime]:
    """A day of next month, ten to noon."""
    first = (clock.today().replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    one = first + dt.timedelta(days=number)
    return clock.at(one, dt.time(10)), clock.at(one, dt.time(12))


def asked(cast: Cast, her: Volunteer, number: int, *, resident: Resident | None = None) -> Offer:
    """She is asked for a visit to somebody new, on another day of the same month."""
    visit = make_visit(resident or make_resident(cast.district), cast.shop, window=day(number))
    HelpRequest.objects.filter(pk=visit.help_request_id).update(uses_relief=True)
    now = clock.now()
    offer = Offer.objects.create(
        visit=visit,
        person=her.user,
        state=OfferState.OPEN,
        proposed_start=visit.wish_window.lower,
        asked_at=now,
        answer_by=now + dt.timedelta(hours=1),
    )
    advance(visit, VisitState.OFFERED, by=None, now=now)
    return offer


def say_yes(offer: Offer) -> None:
    visits.accept_offer(offer, by=offer.person, now=clock.now())


@pytest.mark.django_db
def test_the_fourth_person_is_one_too_many(cast: Cast, her: Volunteer) -> None:
    for number in (1, 2, 3):
        say_yes(asked(cast, her, number))
    with pytest.raises(MonthIsFull):
        say_yes(asked(cast, her, 4))


@pytest.mark.django_db
def test_a_further_visit_to_one_of_the_three_is_none_too_many(cast: Cast, her: Volunteer) -> None:
    one = make_resident(cast.district)
    say_yes(asked(cast, her, 1, resident=one))
    for number in (2, 3):
        say_yes(asked(cast, her, number))
    say_yes(asked(cast, her, 4, resident=one))
    assert Assignment.objects.count() == 4


@pytest.mark.django_db
def test_the_next_month_begins_anew(cast: Cast, her: Volunteer) -> None:
    for number in (1, 2, 3, 40):
        say_yes(asked(cast, her, number))
    assert Assignment.objects.count() == 4


@pytest.mark.django_db
def test_her_week_holds_as_much_as_she_said(cast: Cast, her: Volunteer) -> None:
    Volunteer.objects.update(weekly_minutes=90)
    say_yes(asked(cast, her, 8))
    with pytest.raises(WeekIsFull):
        say_yes(asked(cast, her, 8 + (1 if day(8)[0].weekday() < 6 else -1)))


def both_at_once(offers: list[Offer], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two connections say yes; each waits after it was told that it may, as long as the other could be there, too."""
    barrier, checked = threading.Barrier(2), visits.failing_rule

    def slowly(*args: Any, **kwargs: Any) -> Any:
        verdict = checked(*args, **kwargs)
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(2)
        return verdict

    def answer(offer: Offer) -> str:
        connection.ensure_connection()
        try:
            say_yes(offer)
        except (MonthIsFull, OftenEnough):
            return "full"
        finally:
            connections.close_all()
        return "yes"

    monkeypatch.setattr(visits, "failing_rule", slowly)
    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(answer, offers))


@pytest.fixture
def last_place(cast: Cast, her: Volunteer) -> list[Offer]:
    """Two are helped already; two more ask, and there is room for one."""
    for number in (1, 2):
        say_yes(asked(cast, her, number))
    return [asked(cast, her, number) for number in (3, 4)]


def helped() -> int:
    return Assignment.objects.values("visit__help_request__resident").distinct().count()


@REAL
def test_two_answers_at_once_find_one_place(last_place: list[Offer], monkeypatch: pytest.MonkeyPatch) -> None:
    assert both_at_once(last_place, monkeypatch) == ["full", "yes"]
    assert helped() == 3


@REAL
def test_without_her_lock_both_would_find_it(last_place: list[Offer], monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: it is the lock that keeps the fourth out."""
    monkeypatch.setattr(locks, "ANSWER", locks.ANSWER.replace("UPDATE OF person, ", "UPDATE OF "))
    assert both_at_once(last_place, monkeypatch) == ["yes", "yes"]
    assert helped() == 4
