"""Next channel on failure, one attempt each, receipts: over channels of the test's own."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from piano.kit import clock
from piano.messaging import channels
from piano.messaging.channels import ByHand, Channel, NotDelivered, Receipt, Unclear
from piano.messaging.models import Attempt, Call, Message, MessageClass, MessageState
from piano.messaging.outbox import owe
from piano.messaging.receipts import note_delivery
from piano.messaging.sending import send_due
from piano.messaging.sweeps import send_messages, send_urgent_messages
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request
from tests.messaging.conftest import Sink

pytestmark = pytest.mark.django_db


@dataclass
class Pigeon(Channel):
    """Carries everything to everybody, after e-mail; `answer` is raised instead."""

    name = "pigeon"
    label = "Taube"
    rank = 30
    answer: Exception | None = None
    knows: bool | None = None
    keys: list[str] = field(default_factory=list)

    def reaches(self, user: Any) -> bool:
        return True

    def hand_over(self, message: Message, words: Any, *, key: str) -> Receipt:
        self.keys.append(key)
        if self.answer:
            raise self.answer
        return Receipt(f"p{len(self.keys)}")

    def was_accepted(self, key: str) -> bool | None:
        return self.knows


@pytest.fixture
def pigeon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pigeon]:
    known, bird = dict(channels.all_channels()), Pigeon()
    ordered = sorted([*known.values(), bird], key=lambda one: one.rank)
    with monkeypatch.context() as patch:
        patch.setitem(known, "pigeon", bird)
        every = channels.all_channels()
        before = dict(every)
        every.clear()
        every.update({one.name: one for one in ordered})
        yield bird
        every.clear()
        every.update(before)


class Messenger(ByHand):
    """Forgot to say how a human is told."""

    def reaches(self, user: Any) -> bool:
        return True


def test_a_way_by_hand_that_lays_nothing_before_a_human_does_not_even_start() -> None:
    with pytest.raises(TypeError, match="lay_out"):
        Messenger()  # type: ignore[abstract]


@pytest.fixture
def message(cast: Cast) -> Message:
    make_request(cast.tenant, cast.shop)
    return Message.objects.get()


def send_again() -> None:
    """A moment later: inside a test's transaction the database's clock stands still."""
    with machine.at(clock.now() + dt.timedelta(seconds=1)):
        send_messages()


def outcomes() -> list[tuple[str, str]]:
    return list(Attempt.objects.order_by("pk").values_list("channel", "outcome"))


def test_a_sent_message_has_one_attempt_with_its_reference(message: Message, sink: Sink) -> None:
    send_messages()
    attempt = Attempt.objects.get()
    assert (attempt.channel, attempt.outcome, attempt.reference) == ("email", "sent", message.message_id)


def test_a_final_no_goes_on_to_the_next_channel(message: Message, sink: Sink, pigeon: Pigeon) -> None:
    sink.answer = "550 no such user"
    send_messages()
    send_messages()
    message.refresh_from_db()
    assert (message.state, message.channel) == (MessageState.SENT, "pigeon")
    assert outcomes() == [("email", "failed"), ("pigeon", "sent")]
    assert not Call.objects.exists()


def test_an_urgent_one_waits_for_no_channel_and_takes_the_next_at_once(
    message: Message, sink: Sink, pigeon: Pigeon
) -> None:
    Message.objects.update(message_class=MessageClass.URGENT)
    sink.answer = "451 try again"
    send_urgent_messages()
    send_urgent_messages()
    message.refresh_from_db()
    assert (message.state, message.channel) == (MessageState.SENT, "pigeon")
    assert outcomes() == [("email", "put_off"), ("pigeon", "sent")]


def test_where_an_urgent_one_has_no_other_channel_somebody_calls_besides_after_the_second_try(
    message: Message, sink: Sink
) -> None:
    Message.objects.update(message_class=MessageClass.URGENT)
    sink.answer = "451 try again"
    for calls in (0, 1):
        with machine.at(Message.objects.get().not_before + dt.timedelta(seconds=1)):
            send_urgent_messages()
        message.refresh_from_db()
        assert (message.state, Call.objects.count()) == (MessageState.DUE, calls)


def test_after_every_channel_a_person_calls(message: Message, sink: Sink, pigeon: Pigeon) -> None:
    sink.answer, pigeon.answer = "550 no", NotDelivered("no", is_final=True)
    for _ in range(3):
        send_messages()
    assert Call.objects.get().message == message
    assert outcomes() == [("email", "failed"), ("pigeon", "failed")]


def test_a_passing_no_stays_on_its_channel(message: Message, sink: Sink, pigeon: Pigeon) -> None:
    sink.answer = "451 later"
    send_messages()
    message.refresh_from_db()
    assert (message.channel, message.state, pigeon.keys) == ("email", MessageState.DUE, [])
    assert outcomes() == [("email", "put_off")]


def test_who_wished_for_a_channel_gets_it_first(cast: Cast, message: Message, pigeon: Pigeon, now: dt.datetime) -> None:
    cast.tenant.user.reach = "pigeon"
    owed = owe(reason="arranged_tenant", subject="assignment:1", recipient=cast.tenant.user, now=now)
    assert owed.channel == "pigeon"


def test_an_unclear_one_that_the_channel_knows_is_not_repeated(message: Message, pigeon: Pigeon) -> None:
    Message.objects.update(channel="pigeon")
    pigeon.answer, pigeon.knows = Unclear("silence"), True
    send_messages()
    send_again()
    message.refresh_from_db()
    assert (message.state, len(pigeon.keys), message.unclear_count) == (MessageState.SENT, 1, 1)


def test_an_unclear_one_is_repeated_with_the_same_key(message: Message, pigeon: Pigeon) -> None:
    Message.objects.update(channel="pigeon")
    pigeon.answer = Unclear("silence")
    send_messages()
    pigeon.answer = None
    send_again()
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert pigeon.keys == [message.message_id.strip("<>")] * 2
    assert outcomes() == [("pigeon", "unclear"), ("pigeon", "sent")]


def test_an_unclear_overview_stays_unclear(message: Message, pigeon: Pigeon) -> None:
    Message.objects.update(channel="pigeon", message_class="c")
    pigeon.answer = Unclear("silence")
    send_messages()
    send_again()
    message.refresh_from_db()
    assert (message.state, len(pigeon.keys)) == (MessageState.UNCLEAR, 1)


def test_a_receipt_makes_sent_delivered_and_twice_changes_nothing(
    message: Message, sink: Sink, pigeon: Pigeon, now: dt.datetime
) -> None:
    Message.objects.update(channel="pigeon")
    send_messages()
    for _ in range(2):
        note_delivery("pigeon", "p1", "delivered", now)
    message.refresh_from_db()
    assert (message.state, outcomes()) == (MessageState.DELIVERED, [("pigeon", "delivered")])


def test_a_receipt_that_says_failed_opens_the_next_channel(message: Message, sink: Sink, pigeon: Pigeon) -> None:
    send_messages()
    for _ in range(2):
        note_delivery("email", message.message_id, "failed", clock.now())
    send_messages()
    message.refresh_from_db()
    assert (message.state, message.channel) == (MessageState.SENT, "pigeon")
    assert outcomes() == [("email", "failed"), ("pigeon", "sent")]


def test_a_late_delivered_ends_the_call(message: Message, sink: Sink) -> None:
    send_messages()
    note_delivery("email", message.message_id, "failed", clock.now())
    assert Call.objects.filter(state="open").exists()
    note_delivery("email", message.message_id, "delivered", clock.now())
    message.refresh_from_db()
    assert (message.state, Call.objects.exists()) == (MessageState.DELIVERED, False)


def test_a_receipt_for_what_is_cancelled_revives_nothing(message: Message, sink: Sink, pigeon: Pigeon) -> None:
    send_messages()
    Message.objects.update(state=MessageState.CANCELLED)
    note_delivery("email", message.message_id, "failed", clock.now())
    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED


def test_an_unknown_receipt_is_said_to_be_unknown(db: Any) -> None:
    assert note_delivery("email", "<nobody@knows>", "delivered", clock.now()) is None


def test_a_channel_that_does_not_answer_costs_the_others_no_try(
    cast: Cast, message: Message, sink: Sink, settings: Any
) -> None:
    make_request(cast.tenant, cast.shop)
    settings.EMAIL_PORT = 9  # nobody listens there
    send_messages()
    assert sorted(Message.objects.values_list("attempt", flat=True)) == [0, 1]


def test_a_limited_channel_is_used_no_faster(cast: Cast, pigeon: Pigeon, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        make_request(cast.tenant, cast.shop)
    Message.objects.update(channel="pigeon")
    waits: list[float] = []
    monkeypatch.setattr("piano.messaging.pace.time.sleep", waits.append)
    monkeypatch.setattr(Pigeon, "per_second", 0.5)
    send_due(classes=["b"])
    assert len(pigeon.keys) == 4
    assert [round(wait) for wait in waits] == [0, 2, 4, 6]


def test_a_mail_says_who_writes_and_that_nobody_need_answer(message: Message, sink: Sink) -> None:
    send_messages()
    assert sink.mails[0]["Auto-Submitted"] == "auto-generated"
    assert sink.mails[0]["List-Unsubscribe"].startswith("<mailto:")
    assert [part.get_content_type() for part in sink.mails[0].walk()][1:] == ["text/plain", "text/html"]
    assert sink.mails[0].get_content_type() == "multipart/alternative"
