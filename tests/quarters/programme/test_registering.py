"""Registering: places are counted, whoever is too many waits in the order of coming, and every place given back goes on."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import Event, MeetingPoint, Registration, RegistrationState
from quarters.programme import registering
from quarters.programme.errors import (
    AlreadyRegistered,
    IsCancelled,
    IsOver,
    NoPlaceOffered,
    NoRegistration,
    TooManyCompanions,
)
from quarters.programme.waiting import TIME_TO_ANSWER, move_up, place_in_line
from tests import clock as machine
from tests.factories import make_user
from tests.quarters.programme.conftest import make_event, sign_up


def reasons(row: Registration) -> set[str]:
    """What is owed to her about it."""
    rows = Message.objects.filter(subject=f"registration:{row.pk}").exclude(state=MessageState.CANCELLED)
    return set(rows.values_list("reason", flat=True))


def states(event: Event) -> list[str]:
    return list(Registration.objects.filter(event=event).order_by("turn").values_list("state", flat=True))


def test_who_registers_has_a_place_and_hears_of_it(event: Event) -> None:
    row = sign_up(event)
    event.refresh_from_db()
    assert (row.state, event.places_taken) == (RegistrationState.REGISTERED, 1)
    assert reasons(row) == {"event_registered", "event_reminder"}


def test_the_day_before_somebody_is_reminded_at_noon(event: Event) -> None:
    row = sign_up(event)
    owed = Message.objects.get(subject=f"registration:{row.pk}", reason="event_reminder")
    assert clock.local(owed.not_before).date() == clock.local(event.starts_at).date() - dt.timedelta(days=1)


def test_who_registers_for_tomorrow_morning_is_not_reminded_of_yesterday(point: MeetingPoint) -> None:
    row = sign_up(make_event(point, days=0, hour=18))
    assert reasons(row) == {"event_registered"}


def test_each_companion_takes_a_place(point: MeetingPoint) -> None:
    event = make_event(point, capacity=3, max_companions=2)
    row = sign_up(event, None, "Anna", "Bert")
    event.refresh_from_db()
    assert (row.places, event.places_taken, event.is_full) == (3, 3, True)
    assert list(row.seats.order_by("position").values_list("name", flat=True))[1:] == ["Anna", "Bert"]


def test_more_companions_than_allowed_are_refused_with_the_number(point: MeetingPoint) -> None:
    with pytest.raises(TooManyCompanions, match="höchstens 2 Personen"):
        sign_up(make_event(point, max_companions=2), None, "Anna", "Bert", "Carl")


def test_where_nobody_may_come_along_it_is_said_so(event: Event) -> None:
    with pytest.raises(TooManyCompanions, match="jede Person allein"):
        sign_up(event, None, "Anna")


def test_a_neighbour_may_come_along_where_neighbours_are_welcome(point: MeetingPoint) -> None:
    assert sign_up(make_event(point, welcomes_neighbours=True), None, "Nachbarin").places == 2


def test_the_same_person_registers_once(event: Event) -> None:
    row = sign_up(event)
    with pytest.raises(AlreadyRegistered):
        sign_up(event, row.person)
    event.refresh_from_db()
    assert event.places_taken == 1


def test_nobody_registers_for_what_is_called_off_over_or_open_to_all(point: MeetingPoint, now: dt.datetime) -> None:
    gone = make_event(point)
    Event.objects.filter(pk=gone.pk).update(cancelled_at=now)
    with pytest.raises(IsCancelled):
        sign_up(gone)
    with pytest.raises(IsOver):
        sign_up(make_event(point, closes_hours=24 * 30))
    with pytest.raises(NoRegistration):
        sign_up(make_event(point, needs_registration=False, capacity=None))


def test_after_closing_time_a_helper_still_may(point: MeetingPoint) -> None:
    helper = make_user()
    assert sign_up(make_event(point, closes_hours=24 * 30), by=helper).written_by == helper


def test_who_comes_too_late_waits_in_the_order_of_coming(event: Event) -> None:
    rows = [sign_up(event) for _ in range(4)]
    assert states(event) == ["registered", "registered", "waiting", "waiting"]
    assert [place_in_line(row) for row in rows[2:]] == [1, 2]
    assert reasons(rows[2]) == {"event_waiting"}


def test_nobody_overtakes_those_who_wait(point: MeetingPoint) -> None:
    event = make_event(point, max_companions=1)
    sign_up(event)
    sign_up(event, None, "zu zweit")
    assert sign_up(event).state == RegistrationState.WAITING


def test_a_place_given_back_is_offered_to_the_next_with_time_to_answer(event: Event, now: dt.datetime) -> None:
    first, _second, third, fourth = [sign_up(event) for _ in range(4)]
    registering.give_back(first, now=now)
    assert move_up(now=now) == 1
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, third.confirm_by) == (RegistrationState.ASKED, now + TIME_TO_ANSWER)
    assert fourth.state == RegistrationState.WAITING
    assert reasons(third) == {"event_place_free"}
    assert move_up(now=now) == 0


def test_giving_back_twice_frees_one_place(event: Event, now: dt.datetime) -> None:
    row, _other = sign_up(event), sign_up(event)
    registering.give_back(row, now=now)
    registering.give_back(row, now=now)
    event.refresh_from_db()
    assert event.places_taken == 1
    assert reasons(row) == set()


def test_who_says_yes_in_time_comes(event: Event, now: dt.datetime) -> None:
    first, _second, third = [sign_up(event) for _ in range(3)]
    registering.give_back(first, now=now)
    move_up(now=now)
    registering.confirm(third, now=now)
    registering.confirm(third, now=now)
    event.refresh_from_db()
    assert (states(event), event.places_taken) == (["cancelled", "registered", "registered"], 2)
    assert reasons(third) == {"event_registered", "event_reminder"}


def test_when_the_time_passes_the_next_one_is_asked(event: Event, now: dt.datetime) -> None:
    first, _second, third, fourth = [sign_up(event) for _ in range(4)]
    registering.give_back(first, now=now)
    move_up(now=now)
    later = now + TIME_TO_ANSWER
    with machine.at(later):
        assert move_up(now=later) == 2
    assert states(event) == ["cancelled", "registered", "lapsed", "asked"]
    assert reasons(third) == {"event_place_gone"}
    assert reasons(fourth) == {"event_place_free"}
    with pytest.raises(NoPlaceOffered):
        registering.confirm(third, now=later)


def test_a_group_too_large_keeps_its_turn_while_a_smaller_one_is_asked(point: MeetingPoint, now: dt.datetime) -> None:
    event = make_event(point, capacity=2, max_companions=1)
    first, _second = sign_up(event), sign_up(event)
    sign_up(event, None, "zu zweit")
    sign_up(event)
    registering.give_back(first, now=now)
    move_up(now=now)
    assert states(event) == ["cancelled", "registered", "waiting", "asked"]


def test_a_single_person_behind_a_group_that_does_not_fit_is_asked_at_once(
    point: MeetingPoint, now: dt.datetime
) -> None:
    event = make_event(point, capacity=2, max_companions=1)
    sign_up(event)
    sign_up(event, None, "zu zweit")
    row = sign_up(event)
    move_up(now=now)
    row.refresh_from_db()
    assert row.state == RegistrationState.ASKED


def test_an_hour_before_nobody_is_asked_any_more(event: Event, now: dt.datetime) -> None:
    first, _second, third = [sign_up(event) for _ in range(3)]
    late = event.starts_at - dt.timedelta(minutes=59)
    with machine.at(late):
        registering.give_back(first, now=late)
        assert move_up(now=late) == 0
    third.refresh_from_db()
    assert third.state == RegistrationState.WAITING


def test_the_answer_is_never_due_after_an_hour_before_the_date(event: Event, now: dt.datetime) -> None:
    first, _second, third = [sign_up(event) for _ in range(3)]
    late = event.starts_at - dt.timedelta(hours=3)
    with machine.at(late):
        registering.give_back(first, now=late)
        move_up(now=late)
    third.refresh_from_db()
    assert third.confirm_by == event.starts_at - dt.timedelta(hours=1)


def test_who_changes_her_mind_comes_again_behind_those_who_wait(event: Event, now: dt.datetime) -> None:
    first, _second, third = [sign_up(event) for _ in range(3)]
    registering.give_back(first, now=now)
    again = registering.come_again(first, now=now)
    assert again.state == RegistrationState.WAITING
    assert (place_in_line(third), place_in_line(again)) == (1, 2)


def test_who_changes_her_mind_while_there_is_room_has_a_place_again(event: Event, now: dt.datetime) -> None:
    row = sign_up(event)
    registering.give_back(row, now=now)
    assert registering.come_again(row, now=now).state == RegistrationState.REGISTERED
    event.refresh_from_db()
    assert event.places_taken == 1
    assert "event_registered" in reasons(row)


def test_at_the_door_somebody_comes_in_while_it_runs(event: Event) -> None:
    later = event.starts_at + dt.timedelta(minutes=10)
    with machine.at(later):
        with pytest.raises(IsOver):
            sign_up(event, now=later)
        assert sign_up(event, by=make_user(), now=later, way="door").state == RegistrationState.REGISTERED


def test_who_comes_again_behind_a_group_that_does_not_fit_is_asked_at_once(
    point: MeetingPoint, now: dt.datetime
) -> None:
    event = make_event(point, capacity=2, max_companions=1)
    gone, _stays = sign_up(event), sign_up(event)
    sign_up(event, None, "Anna")
    registering.give_back(gone, now=now)
    move_up(now=now)
    again = registering.come_again(gone, now=now)
    move_up(now=now)
    again.refresh_from_db()
    assert again.state == RegistrationState.ASKED
