"""How long a place is kept, and for whom none is: nights, telephone hours, dates that do not take place."""

import datetime as dt

import pytest

from piano.kit import clock
from quarters.models import Event, MeetingPoint, Registration, RegistrationState
from quarters.programme import changing, registering
from quarters.programme.errors import NoPlaceOffered
from quarters.programme.registering import Guest
from quarters.programme.waiting import TIME_TO_ANSWER, TIME_TO_CALL, move_up
from tests import clock as machine
from tests.factories import make_user
from tests.quarters.programme.conftest import make_event, sign_up


def asked(event: Event, waits: Registration, *, now: dt.datetime) -> Registration:
    """A place became free, and the list was looked at."""
    registering.give_back(event.registrations.order_by("turn")[0], now=now)
    with machine.at(now):
        move_up(now=now)
    waits.refresh_from_db()
    return waits


def at_night(now: dt.datetime) -> dt.datetime:
    return clock.at(clock.local(now).date(), dt.time(22, 30))


def test_a_yes_after_the_time_is_none_also_before_anybody_looked(event: Event, now: dt.datetime) -> None:
    row = asked(event, [sign_up(event) for _ in range(3)][2], now=now)
    with pytest.raises(NoPlaceOffered):
        registering.confirm(row, now=now + TIME_TO_ANSWER)
    registering.confirm(row, now=now + TIME_TO_ANSWER - dt.timedelta(seconds=1))


def test_at_night_the_time_begins_in_the_morning(event: Event, now: dt.datetime) -> None:
    waits = [sign_up(event) for _ in range(3)][2]
    night = at_night(now)
    assert asked(event, waits, now=night).confirm_by == clock.at(
        clock.local(night).date() + dt.timedelta(days=2), waits.person.quiet_until
    )


def test_for_whom_we_call_the_time_begins_when_people_are_called(event: Event, now: dt.datetime) -> None:
    caller = make_user(email=None, reach="phone")
    waits = [sign_up(event), sign_up(event), sign_up(event, caller)][2]
    night = at_night(now)
    second = clock.next_call_time(clock.next_call_time(night) + TIME_TO_ANSWER)
    assert asked(event, waits, now=night).confirm_by == second + TIME_TO_CALL


def test_who_is_called_on_a_friday_afternoon_has_until_monday(point: MeetingPoint) -> None:
    friday = clock.at(dt.date(2026, 12, 4), dt.time(15, 30))
    with machine.at(friday):
        event = make_event(point, days=10)
        waits = [sign_up(event), sign_up(event), sign_up(event, make_user(email=None, reach="phone"))][2]
        until = asked(event, waits, now=friday).confirm_by
    assert until is not None
    assert clock.local(until).date() == dt.date(2026, 12, 7)
    assert until >= clock.at(dt.date(2026, 12, 7), dt.time(10))


def test_nobody_is_asked_for_what_does_not_take_place(event: Event, now: dt.datetime) -> None:
    rows = [sign_up(event) for _ in range(3)]
    changing.call_off(event, now=now)
    waits = asked(event, rows[2], now=now)
    assert waits.state == RegistrationState.WAITING
    changing.take_back(Event.objects.get(pk=event.pk), now=now)
    move_up(now=now)
    waits.refresh_from_db()
    assert waits.state == RegistrationState.ASKED


def test_who_is_asked_and_does_not_want_to_gives_it_on(event: Event, now: dt.datetime) -> None:
    _first, _second, third, fourth = [sign_up(event) for _ in range(4)]
    asked(event, third, now=now)
    registering.give_back(third, now=now)
    move_up(now=now)
    fourth.refresh_from_db()
    event.refresh_from_db()
    assert (fourth.state, event.places_taken) == (RegistrationState.ASKED, 2)


def test_a_group_that_is_asked_takes_all_its_places(point: MeetingPoint, now: dt.datetime) -> None:
    event = make_event(point, capacity=3, max_companions=2)
    sign_up(event, None, "Anna", "Bert")
    guests = [Guest("Erna"), Guest("Karl"), Guest("Olga")]
    waits = registering.register(event, make_user(), guests, by=None, now=now)
    assert asked(event, waits, now=now).state == RegistrationState.ASKED
    event.refresh_from_db()
    assert event.places_taken == 3
    registering.give_back(waits, now=now)
    event.refresh_from_db()
    assert event.places_taken == 0
