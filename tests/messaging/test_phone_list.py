"""Somebody calls: reached, not reached, or no longer needed."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Call, CallState, Message, MessageState
from piano.messaging.outbox import cancel_owed
from piano.messaging.phone_list import CallIsOver, no_answer, open_calls_for, reach_person, unreached_calls_for
from piano.messaging.sending import send_due
from piano.messaging.words import words_for
from quarters.models import Reach, User
from tests.factories import make_user
from tests.messaging.conftest import EVERYTHING, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(person: User) -> User:
    return person


@pytest.fixture
def call(person: User) -> Call:
    return make_call()


def make_call(reason: str = "note") -> Call:
    make_message(make_user(reach=Reach.PHONE), reason)
    send_due(classes=EVERYTHING)
    return Call.objects.select_related("message__recipient").get()


def test_who_was_reached_counts_as_told(call: Call, caller: User, now: dt.datetime) -> None:
    reach_person(call, by=caller, now=now)
    call.refresh_from_db()
    assert (call.state, call.done_by, call.done_at) == (CallState.REACHED, caller, now)
    assert (call.message.state, call.message.sent_at) == (MessageState.SENT, now)


def test_reaching_twice_changes_nothing(call: Call, caller: User, now: dt.datetime) -> None:
    reach_person(call, by=caller, now=now)
    reach_person(call, by=make_user(), now=now + dt.timedelta(hours=1))
    assert Call.objects.get().done_by == caller
    assert Message.objects.get().sent_at == now


def test_without_an_answer_the_call_comes_back_within_calling_hours(call: Call, caller: User, now: dt.datetime) -> None:
    assert no_answer(call, by=caller, now=now).due_at == clock.at(clock.today(), dt.time(12))
    late = clock.at(clock.today(), dt.time(17))
    assert no_answer(call, by=caller, now=late).due_at == clock.at(clock.today() + dt.timedelta(days=1), dt.time(9))


def test_an_urgent_call_comes_back_soon_whatever_the_hour(caller: User) -> None:
    night = clock.at(clock.today(), dt.time(23))
    assert no_answer(make_call("alarm"), by=caller, now=night).due_at == night + dt.timedelta(minutes=10)


def test_after_three_tries_it_stays_visible_as_not_reached(call: Call, caller: User, now: dt.datetime) -> None:
    for _ in range(3):
        no_answer(call, by=caller, now=now)
    assert not open_calls_for(User.objects.all())
    assert list(unreached_calls_for(User.objects.all())) == [call]
    assert Message.objects.get().state == MessageState.ON_LIST


def test_who_rings_back_later_was_reached_after_all(call: Call, caller: User, now: dt.datetime) -> None:
    for _ in range(3):
        no_answer(call, by=caller, now=now)
    assert reach_person(call, by=caller, now=now).state == CallState.REACHED
    assert not unreached_calls_for(User.objects.all())


def test_a_cancelled_cause_closes_the_call(call: Call, caller: User, now: dt.datetime) -> None:
    cancel_owed(subject="offer:1")
    assert not open_calls_for(User.objects.all())
    with pytest.raises(CallIsOver):
        reach_person(call, by=caller, now=now)


def test_the_list_shows_only_the_people_asked_for(call: Call, caller: User) -> None:
    assert list(open_calls_for(User.objects.filter(pk=call.message.recipient_id))) == [call]
    assert not open_calls_for([caller])


def test_urgent_calls_are_due_at_once_and_others_in_calling_hours(caller: User) -> None:
    assert make_call("alarm").due_at == clock.now()


def test_what_to_say_on_the_phone_falls_back_to_the_mail(call: Call) -> None:
    assert words_for(call.message).subject == "Heute um 10 Uhr: Einkaufen bei Frau W."


def test_a_language_without_its_own_words_gets_the_german_ones(call: Call) -> None:
    call.message.recipient.language = "tr"
    assert words_for(call.message).body.startswith("Guten Tag")
