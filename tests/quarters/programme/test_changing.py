"""What was planned changes: it moves, it is called off, it is taken back; whoever counts on it hears it once."""

import datetime as dt

import pytest
from django.core import mail

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.sweeps import send_messages
from quarters.models import Event, EventKind, MeetingPoint, Registration, RegistrationState
from quarters.programme import changing, errors
from quarters.programme.notices import UNDO
from quarters.programme.planning import Facts, plan_series
from quarters.programme.registering import give_back
from quarters.programme.repeating import facts_of
from quarters.programme.rule import weekly
from quarters.programme.waiting import move_up
from tests import clock as machine
from tests.factories import make_user
from tests.quarters.programme.conftest import make_event, sign_up


def owed(row: Registration, reason: str) -> Message:
    return Message.objects.exclude(state=MessageState.CANCELLED).get(subject=f"registration:{row.pk}", reason=reason)


def test_a_moved_date_is_told_to_everybody_and_reminds_of_the_new_day(event: Event, now: dt.datetime) -> None:
    rows = [sign_up(event) for _ in range(3)]
    later = event.starts_at + dt.timedelta(days=2)
    moved = changing.move_event(event, starts_at=later, ends_at=later + dt.timedelta(hours=1), now=now)
    assert moved.sequence == 1
    for row in rows:
        assert owed(row, "event_moved").slot == "1"
    assert clock.local(owed(rows[0], "event_reminder").not_before).date() == clock.local(later).date() - dt.timedelta(
        days=1
    )
    changing.move_event(event, starts_at=later, ends_at=later + dt.timedelta(hours=1), now=now)
    assert Message.objects.filter(reason="event_moved").count() == 3


def test_called_off_everybody_hears_it_after_the_minutes_of_grace(event: Event, now: dt.datetime) -> None:
    row, _other, waits = [sign_up(event) for _ in range(3)]
    changing.call_off(event, note="Die Köchin ist krank.", now=now)
    assert owed(row, "event_cancelled").not_before == now + UNDO
    assert owed(waits, "event_cancelled").not_before == now + UNDO
    changing.call_off(event, now=now)
    event.refresh_from_db()
    assert (event.cancel_note, event.sequence) == ("Die Köchin ist krank.", 1)


def test_within_the_minutes_it_is_taken_back_and_nobody_hears_a_word(event: Event, now: dt.datetime) -> None:
    row = sign_up(event)
    changing.call_off(event, now=now)
    changing.take_back(event, now=now + UNDO - dt.timedelta(seconds=1))
    event.refresh_from_db()
    assert not event.is_cancelled
    assert not Message.objects.filter(reason="event_cancelled").exclude(state=MessageState.CANCELLED).exists()
    assert owed(row, "event_reminder").state == MessageState.DUE


def test_later_it_is_not_taken_back(event: Event, now: dt.datetime) -> None:
    changing.call_off(event, now=now)
    with pytest.raises(errors.IsToldAlready):
        changing.take_back(event, now=now + UNDO)


def test_in_the_last_hours_everybody_hears_it_at_once(point: MeetingPoint, now: dt.datetime) -> None:
    event = make_event(point, days=0, hour=11)
    row = sign_up(event)
    changing.call_off(event, now=now)
    assert owed(row, "event_cancelled").not_before == now
    with pytest.raises(errors.IsToldAlready):
        changing.take_back(event, now=now)


def test_more_places_go_to_who_waits_and_fewer_than_taken_are_refused(event: Event, now: dt.datetime) -> None:
    rows = [sign_up(event) for _ in range(3)]
    facts = facts_of(event)
    with pytest.raises(errors.FewerThanTaken):
        changing.change_facts(event, Facts(**{**vars(facts), "capacity": 1}), now=now)
    changing.change_facts(event, Facts(**{**vars(facts), "capacity": 3}), now=now)
    move_up(now=now)
    rows[2].refresh_from_db()
    assert rows[2].state == RegistrationState.ASKED


def test_a_new_place_is_told_and_a_new_title_is_not(event: Event, now: dt.datetime) -> None:
    row = sign_up(event)
    facts = vars(facts_of(event))
    changing.change_facts(event, Facts(**{**facts, "title": "Suppe"}), now=now)
    assert not Message.objects.filter(reason="event_moved").exists()
    changing.change_facts(event, Facts(**{**facts, "place": "Kirche"}), now=now)
    assert owed(row, "event_moved").slot == "1"


def test_one_date_of_a_series_is_called_off_alone(point: MeetingPoint, now: dt.datetime) -> None:
    first, second, third = make_series(point)
    changing.call_off(second, now=now)
    assert [one.is_cancelled for one in fresh(first, second, third)] == [False, True, False]


def test_all_later_dates_of_a_series_are_called_off_at_once_and_taken_back_at_once(
    point: MeetingPoint, now: dt.datetime
) -> None:
    first, second, third = make_series(point)
    other, row = make_event(point), sign_up(third)
    for _ in range(2):
        changing.call_off_rest(second, note="Die Reihe endet.", now=now)
    assert [one.is_cancelled for one in fresh(first, second, third, other)] == [False, True, True, False]
    assert owed(row, "event_cancelled").not_before == now + UNDO
    (second,) = fresh(second)
    assert changing.called_off_with(second).count() == 2
    assert changing.take_back(second, now=now) == fresh(second, third)
    assert not Message.objects.filter(reason="event_cancelled").exclude(state=MessageState.CANCELLED).exists()


def test_what_was_called_off_at_another_time_is_not_taken_back_with_it(point: MeetingPoint, now: dt.datetime) -> None:
    _first, second, third = make_series(point)
    changing.call_off(third, now=now - dt.timedelta(minutes=1))
    changing.call_off_rest(second, now=now)
    changing.take_back(fresh(second)[0], now=now)
    assert [one.is_cancelled for one in fresh(second, third)] == [False, True]


def test_a_single_date_has_no_rest(event: Event, now: dt.datetime) -> None:
    other = make_event(event.meeting_point)
    assert changing.call_off_rest(event, now=now) == [event]
    assert not fresh(other)[0].is_cancelled


def test_each_hears_of_it_once_on_her_own_way(point: MeetingPoint, now: dt.datetime) -> None:
    event = make_event(point, capacity=5, max_companions=2)
    by_mail, by_phone = make_user(email="erna@example.org"), make_user(email=None, phone="+49561123456", reach="phone")
    sign_up(event, by_mail, "Anna", "Bert")
    sign_up(event, by_phone)
    gone = sign_up(event)
    give_back(gone, now=now)
    for _ in range(2):
        changing.call_off(event, now=now)
    told = Message.objects.filter(reason="event_cancelled").exclude(state=MessageState.CANCELLED)
    assert sorted(told.values_list("recipient", flat=True)) == sorted([by_mail.pk, by_phone.pk])
    with machine.at(now + UNDO):
        send_messages()
        send_messages()
    assert [one.to for one in mail.outbox if "Fällt aus" in one.subject] == [["erna@example.org"]]
    assert told.get(recipient=by_phone).state == MessageState.ON_LIST


def make_series(point: MeetingPoint) -> list[Event]:
    """Three weeks, with registration."""
    first = clock.today() + dt.timedelta(days=7)
    facts = Facts(meeting_point=point, kind=EventKind.GROUP, title="Stricken", needs_registration=True)
    given = {"starts": dt.time(10), "minutes": 60, "by": None, "now": clock.now()}
    return plan_series(
        facts, rule=weekly(first.weekday()), first_day=first, last_day=first + dt.timedelta(days=14), **given
    )


def fresh(*events: Event) -> list[Event]:
    return [Event.objects.get(pk=event.pk) for event in events]


def test_when_it_moves_the_closing_time_moves_along(point: MeetingPoint, now: dt.datetime) -> None:
    event, way = make_event(point, closes_hours=24), dt.timedelta(days=2)
    moved = changing.move_event(event, starts_at=event.starts_at + way, ends_at=event.ends_at + way, now=now)
    assert moved.closes_at == moved.starts_at - dt.timedelta(hours=24)


def test_conversations_move_along_and_keep_their_length(point: MeetingPoint, now: dt.datetime) -> None:
    event, way = make_event(point, slot_minutes=30, minutes=60), dt.timedelta(days=1)
    row = sign_up(event)
    with pytest.raises(errors.HasRegistrations):
        changing.move_event(event, starts_at=event.starts_at, ends_at=event.ends_at + way / 48, now=now)
    with pytest.raises(errors.HasRegistrations):
        changing.change_facts(event, Facts(**{**vars(facts_of(event)), "slot_minutes": 20}), now=now)
    moved = changing.move_event(event, starts_at=event.starts_at + way, ends_at=event.ends_at + way, now=now)
    row.refresh_from_db()
    assert row.slot_at == moved.starts_at
