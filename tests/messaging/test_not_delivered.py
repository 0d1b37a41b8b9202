"""The server says later, no, or nothing: what becomes of the message. Never a silent end."""

import datetime as dt
from typing import Any

import pytest

from piano.kit import clock
from piano.local.ports import free_port
from piano.messaging import email
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.sending import WAITS, send_due
from piano.messaging.stuck import clear_phone_list, give_up_messages
from quarters.models import User
from tests import clock as machine
from tests.messaging.conftest import EVERYTHING, World, after, make_message
from tests.sink import Sink

pytestmark = pytest.mark.django_db


def send() -> Message:
    send_due(classes=EVERYTHING)
    return Message.objects.get()


def lose_lease() -> None:
    """The sweeper fell in the middle of the hand-over, and its lease ran out."""
    Message.objects.update(state=MessageState.HANDOVER, attempt=1, lease_until=clock.now() - dt.timedelta(seconds=1))


@pytest.mark.parametrize("mode", ["busy", "gone"])
def test_a_server_that_is_busy_or_away_is_asked_again_ever_later(sink: Sink, person: User, mode: str) -> None:
    sink.mode = mode
    make_message(person, "alarm")
    for wait in [*WAITS, WAITS[-1], WAITS[-1]]:
        message, now = send(), clock.now()
        assert message.state == MessageState.DUE
        assert 0.8 * wait <= (message.not_before - now).total_seconds() <= 1.2 * wait
        machine.travel_to(message.not_before + dt.timedelta(seconds=1))
    assert send().state == MessageState.ON_LIST
    assert (Call.objects.count(), message.unclear_count, sink.mails) == (1, 0, [])


def test_no_server_at_all_is_asked_again(sink: Sink, person: User, settings: Any) -> None:
    settings.EMAIL_PORT = free_port()
    make_message(person)
    message = send()
    assert (message.state, message.last_error) == (MessageState.DUE, "ConnectionRefusedError")
    settings.EMAIL_PORT = sink.port
    after(seconds=40)
    assert send().state == MessageState.SENT


@pytest.mark.parametrize("mode", ["refused", "rejected"])
def test_an_address_that_is_refused_for_good_is_called_at_once(sink: Sink, person: User, mode: str) -> None:
    sink.mode = mode
    make_message(person)
    assert send().state == MessageState.ON_LIST
    assert Call.objects.get().state == "open"


def test_a_refused_address_holds_up_nobody_else(sink: Sink, person: User) -> None:
    sink.mode = "refused"
    make_message(person)
    send()
    sink.mode = "ok"
    make_message(person, subject="offer:2")
    send_due(classes=EVERYTHING)
    assert len(sink.mails) == 1


def test_a_retry_that_would_come_too_late_goes_to_a_person_now(sink: Sink, person: User, now: dt.datetime) -> None:
    sink.mode = "busy"
    make_message(person, expires_at=now + dt.timedelta(seconds=20))
    assert send().state == MessageState.ON_LIST


def test_no_conversation_outlives_its_limit(sink: Sink, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "NETWORK_SECONDS", 0.3)
    sink.mode = "silent"
    make_message(person, "digest")
    message = send()
    assert message.last_error.startswith("unclear")
    assert len(sink.mails) == 1


def test_an_urgent_mail_without_an_answer_goes_once_more_and_somebody_calls(sink: Sink, person: User) -> None:
    sink.mode = "dropped"
    make_message(person, "alarm")
    message = send()
    assert (message.state, message.unclear_count) == (MessageState.ON_LIST, 2)
    assert sink.copies == {message.message_id: 2}
    assert Call.objects.get().due_at == clock.now()


def test_an_urgent_mail_that_arrives_the_second_time_is_still_called_about(sink: Sink, person: User) -> None:
    make_message(person, "alarm")
    lose_lease()
    message = send()
    assert (message.state, message.unclear_count, Call.objects.count()) == (MessageState.SENT, 1, 1)


def test_a_usual_mail_without_an_answer_goes_once_more_under_the_same_id(sink: Sink, person: User) -> None:
    make_message(person)
    lose_lease()
    message = send()
    assert (message.state, message.unclear_count, Call.objects.count()) == (MessageState.SENT, 1, 0)
    assert sink.copies == {message.message_id: 1}


def test_a_usual_mail_that_is_unclear_twice_is_not_sent_a_third_time(sink: Sink, person: User) -> None:
    sink.mode = "dropped"
    make_message(person)
    message = send()
    assert (message.state, message.unclear_count, len(sink.mails)) == (MessageState.ON_LIST, 2, 2)


def test_an_unclear_mail_is_not_repeated_after_its_end(sink: Sink, person: User, now: dt.datetime) -> None:
    make_message(person, expires_at=now + dt.timedelta(minutes=1))
    lose_lease()
    after(minutes=2)
    assert send().state == MessageState.EXPIRED
    assert sink.mails == []


def test_an_unclear_digest_is_never_repeated(sink: Sink, person: User) -> None:
    sink.mode = "dropped"
    make_message(person, "digest")
    message = send()
    assert (message.state, message.unclear_count, len(sink.mails)) == (MessageState.ON_LIST, 1, 1)


def test_a_row_whose_sweeper_never_came_back_is_taken_when_its_lease_is_over(sink: Sink, person: User) -> None:
    make_message(person)
    Message.objects.update(state=MessageState.CLAIMED, lease_until=clock.now() + dt.timedelta(seconds=60), attempt=1)
    assert send().state == MessageState.CLAIMED
    after(seconds=61)
    assert send().state == MessageState.SENT
    assert Message.objects.get().unclear_count == 0


def test_rows_of_a_fallen_sweeper_are_taken_one_at_a_time(person: User) -> None:
    from piano.messaging.claiming import claim_due

    for number in range(5):
        make_message(person, slot=str(number))
    Message.objects.update(state=MessageState.CLAIMED, lease_until=clock.now() - dt.timedelta(seconds=1), attempt=1)
    assert len(claim_due(classes=EVERYTHING)) == 1


def test_a_row_that_killed_eight_sweepers_goes_to_a_person(person: User, now: dt.datetime) -> None:
    make_message(person)
    Message.objects.update(state=MessageState.HANDOVER, attempt=8, lease_until=now - dt.timedelta(seconds=1))
    send_due(classes=EVERYTHING)
    assert give_up_messages(now=now) == 1
    message = Message.objects.get()
    assert (message.state, message.unclear_count, Call.objects.count()) == (MessageState.ON_LIST, 1, 1)
    assert give_up_messages(now=now) == 0


def test_a_given_up_row_whose_cause_is_over_bothers_nobody(world: World, person: User, now: dt.datetime) -> None:
    make_message(person)
    world.is_due = False
    Message.objects.update(state=MessageState.CLAIMED, attempt=8, lease_until=now - dt.timedelta(seconds=1))
    give_up_messages(now=now)
    assert (Message.objects.get().state, Call.objects.count()) == (MessageState.CANCELLED, 0)


def test_what_does_not_fit_into_the_lease_goes_back_untried(
    sink: Sink, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from piano.messaging import sending

    monkeypatch.setattr(sending, "BATCH_SECONDS", -1.0)
    monkeypatch.setattr(sending, "RUN_SECONDS", 0.05)
    make_message(person)
    message = send()
    assert (message.state, message.attempt, message.lease_token) == (MessageState.DUE, 0, None)


def test_calls_that_nobody_needs_any_more_leave_the_list(world: World, sink: Sink, person: User) -> None:
    sink.mode = "refused"
    make_message(person)
    assert send().state == MessageState.ON_LIST
    assert clear_phone_list(now=clock.now()) == 0
    world.is_due = False
    assert clear_phone_list(now=clock.now()) == 1
    assert (Message.objects.get().state, Call.objects.count()) == (MessageState.CANCELLED, 0)
