"""From owed to sent, over a real SMTP server: once, not after its cause, and never silently lost."""

import datetime as dt
import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from piano.kit import clock
from piano.messaging import running
from piano.messaging.channels.email.mail import Email
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.onward import put_off
from piano.messaging.phone_list import no_answer, reach_person
from piano.messaging.running import RoundTooLong, run_guarded
from piano.messaging.sweeps import send_messages, send_urgent_messages
from requests.arranged.visits import cancel_visit
from requests.invariants import broken
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request
from tests.messaging.conftest import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(cast: Cast) -> Message:
    make_request(cast.tenant, cast.shop)
    return Message.objects.get()


def test_a_message_is_sent_once(message: Message, sink: Sink) -> None:
    for _ in range(3):
        send_messages()
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert sink.accepted == [message.message_id]


def test_a_round_that_is_ended_just_after_a_mail_was_accepted_counts_it_as_unclear(
    message: Message, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as refused, which would bring a second copy that nobody marks."""
    hand_over = Email.hand_over

    def be_ended(self: Email, *args: Any, **how: Any) -> Any:
        hand_over(self, *args, **how)
        raise RoundTooLong()

    with monkeypatch.context() as patched:
        patched.setattr(Email, "hand_over", be_ended)
        patched.setattr(running, "connection", SimpleNamespace(close=lambda: None))  # the test's own stays open
        assert run_guarded("send_messages") == 0
    message.refresh_from_db()
    assert (message.state, sink.accepted) == (MessageState.HANDOVER, [message.message_id])
    with machine.at(clock.now() + dt.timedelta(seconds=61)):
        send_messages()
    message.refresh_from_db()
    assert (message.state, message.unclear_count) == (MessageState.SENT, 1)


def test_nothing_leaves_before_its_time(message: Message, sink: Sink, now: dt.datetime) -> None:
    Message.objects.update(not_before=now + dt.timedelta(minutes=1))
    send_messages()
    assert sink.accepted == []


def test_nothing_leaves_after_its_end(message: Message, sink: Sink, now: dt.datetime) -> None:
    Message.objects.update(expires_at=now - dt.timedelta(seconds=1))
    send_messages()
    message.refresh_from_db()
    assert (message.state, sink.accepted) == (MessageState.EXPIRED, [])


def test_nothing_leaves_after_its_cause_is_gone(cast: Cast, message: Message, sink: Sink, now: dt.datetime) -> None:
    cancel_visit(cast.tenant.help_requests.get().visits.get(), by=cast.helper, now=now)
    Message.objects.update(state=MessageState.DUE)
    send_messages()
    message.refresh_from_db()
    assert (message.state, sink.accepted) == (MessageState.CANCELLED, [])


def test_nothing_usual_leaves_in_quiet_hours(message: Message, sink: Sink, now: dt.datetime) -> None:
    with machine.at(clock.at(clock.local(now).date(), dt.time(23))):
        send_messages()
    message.refresh_from_db()
    assert (message.state, sink.accepted) == (MessageState.DUE, [])
    assert clock.local(message.not_before).time() == dt.time(8)


def test_somebody_who_left_gets_nothing(cast: Cast, message: Message, sink: Sink) -> None:
    cast.tenant.user.is_active = False
    cast.tenant.user.save()
    send_messages()
    assert sink.accepted == []


def test_a_passing_no_is_tried_again_later(message: Message, sink: Sink, now: dt.datetime) -> None:
    sink.answer = "451 try again"
    send_messages()
    message.refresh_from_db()
    assert message.state == MessageState.DUE
    assert 20 < (message.not_before - now).total_seconds() < 40
    sink.answer = "250 OK"
    with machine.at(message.not_before + dt.timedelta(seconds=1)):
        send_messages()
    assert sink.accepted == [message.message_id]


def test_each_pause_is_longer_than_the_one_before_and_no_two_are_the_same(message: Message, now: dt.datetime) -> None:
    """So that a channel that is down is not asked by everybody in the same second when it is back."""
    pauses = []
    for attempt in (1, 1, 1, 2, 3, 4, 5, 7):
        message.attempt, message.not_before = attempt, now
        put_off(message, "451 try again", is_final=False, now=now)
        pauses.append((message.not_before - now).total_seconds())
    first, later = pauses[:3], pauses[2:]
    assert len(set(first)) == 3
    for before, after in itertools.pairwise(later[:-1]):
        assert after > 2 * before
    assert later[-1] < 3 * 60 * 60  # and none is without end


def test_a_final_no_becomes_a_call_at_once(message: Message, sink: Sink) -> None:
    sink.answer = "550 no such user"
    send_messages()
    assert Call.objects.get().message == message


def test_after_eight_tries_a_person_calls(message: Message, sink: Sink) -> None:
    sink.answer = "451 try again"
    for _ in range(8):
        message.refresh_from_db()
        with machine.at(clock.after_quiet(message.not_before) + dt.timedelta(seconds=1)):
            send_messages()
    message.refresh_from_db()
    assert (message.state, message.attempt) == (MessageState.ON_LIST, 8)
    assert Call.objects.filter(message=message, state="open").exists()


def test_words_that_cannot_be_made_stop_nobody_else(cast: Cast, message: Message, sink: Sink) -> None:
    make_request(cast.tenant, cast.shop)
    Message.objects.filter(pk=message.pk).update(subject="request:nobody")
    send_messages()
    assert len(sink.accepted) == 1


def test_a_forgotten_lease_is_taken_again(message: Message, sink: Sink, now: dt.datetime) -> None:
    Message.objects.update(state=MessageState.CLAIMED, lease_until=now - dt.timedelta(seconds=1))
    send_messages()
    assert sink.accepted == [message.message_id]


def test_an_unclear_hand_over_is_repeated_once_with_the_same_id(message: Message, sink: Sink, now: dt.datetime) -> None:
    Message.objects.update(state=MessageState.HANDOVER, lease_until=now - dt.timedelta(seconds=1))
    send_messages()
    message.refresh_from_db()
    assert (sink.accepted, message.unclear_count) == ([message.message_id], 1)


def test_a_second_unclear_hand_over_goes_to_a_person(message: Message, sink: Sink, now: dt.datetime) -> None:
    Message.objects.update(state=MessageState.HANDOVER, unclear_count=1, lease_until=now - dt.timedelta(seconds=1))
    send_messages()
    assert sink.accepted == []
    assert Call.objects.get().message == message


def test_urgent_rows_have_a_sweep_of_their_own(message: Message, sink: Sink) -> None:
    send_urgent_messages()
    assert sink.accepted == []


def test_a_call_that_was_made_counts_as_sent(cast: Cast, message: Message, sink: Sink, now: dt.datetime) -> None:
    sink.answer = "550 no"
    send_messages()
    for _ in range(2):
        reach_person(Call.objects.get(), by=cast.helper, now=now)
    assert Message.objects.get().state == MessageState.SENT
    assert Call.objects.get().done_by == cast.helper


def test_a_call_without_an_answer_is_tried_three_times(
    cast: Cast, message: Message, sink: Sink, now: dt.datetime
) -> None:
    sink.answer = "550 no"
    send_messages()
    for _ in range(3):
        no_answer(Call.objects.get(), by=cast.helper, now=now)
    assert (Call.objects.get().state, Call.objects.get().tries) == ("given_up", 3)


def test_the_promises_hold_afterwards(message: Message, sink: Sink) -> None:
    send_messages()
    assert list(broken()) == []
