"""An overview that reached nobody says so, and what it should have told goes on, each on its own next way. Never a silent end."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from piano.kit import clock
from piano.messaging import onward
from piano.messaging.digest.wishes import wish_together
from piano.messaging.models import Attempt, Call, Message, MessageState
from piano.messaging.outbox import owe
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.receipts import note_delivery
from piano.messaging.sweeps import close_overviews, send_messages
from quarters.models import User
from requests.invariants import broken
from tests import clock as machine
from tests.conftest import Cast
from tests.messaging.conftest import Sink

pytestmark = pytest.mark.django_db


def values(pk: int, who: Any) -> dict[str, Any]:
    if pk == 13:
        raise KeyError(pk)
    return {"day": f"Tag {pk}"}


@pytest.fixture(autouse=True)
def news() -> Iterator[None]:
    REASONS["news"] = Reason("news", "b", lambda pk: True, values, template="worry_taken_care_of", can_wait=True)
    yield
    del REASONS["news"]


@pytest.fixture
def reader(cast: Cast, now: dt.datetime) -> User:
    Message.objects.all().delete()
    wish_together(cast.volunteer.user, waits="daily", now=now)
    return cast.volunteer.user


def tell(reader: User, *numbers: int) -> None:
    for number in numbers:
        owe(reason="news", subject=f"visit:{number}", recipient=reader, now=clock.now())


def overview() -> Message:
    return Message.objects.get(reason="digest")


def lines() -> list[tuple[str, str]]:
    return list(Message.objects.filter(reason="news").order_by("pk").values_list("state", "channel"))


def send() -> None:
    """At nine, and a sweep that closes what has ended."""
    machine.travel_to(overview().not_before + dt.timedelta(seconds=1))
    send_messages()
    close_overviews()


def come_back() -> None:
    note_delivery("email", overview().message_id, "failed", clock.now())
    close_overviews()


def test_it_failed_and_its_lines_are_told_when_somebody_calls(reader: User, sink: Sink) -> None:
    tell(reader, 1, 2)
    send()
    assert lines() == [("sent", "email")] * 2
    come_back()
    assert (overview().state, overview().sent_at) == (MessageState.FAILED, None)
    assert lines() == [("on_list", "phone")] * 2
    assert not Call.objects.filter(message=overview()).exists(), "for an overview itself nobody calls"
    assert list(broken()) == []


def test_they_take_another_way_where_there_is_one(reader: User, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onward, "next_channel", lambda reason, who, *, tried: "sms" if reason.can_wait else "phone")
    tell(reader, 1)
    send()
    come_back()
    assert lines() == [("due", "sms")]


def test_it_comes_back_once(reader: User, sink: Sink) -> None:
    tell(reader, 1)
    send()
    come_back()
    come_back()
    assert (Call.objects.count(), Attempt.objects.filter(message__reason="news").count()) == (1, 1)


def test_what_was_told_otherwise_is_not_told_again(reader: User, sink: Sink) -> None:
    """One of that day went alone."""
    tell(reader, 1, 2)
    Message.objects.filter(subject="visit:2").update(state="due")
    send()
    come_back()
    assert lines() == [("on_list", "phone"), ("sent", "email")]


def test_a_refused_one_ends_in_the_same_way(reader: User, sink: Sink) -> None:
    sink.answer = "550 no such user"
    tell(reader, 1)
    send()
    assert overview().state == MessageState.FAILED
    assert lines() == [("on_list", "phone")]


def test_what_was_taken_back_meanwhile_is_told_to_nobody(
    reader: User, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(reader, 1)
    send()
    monkeypatch.setitem(REASONS, "news", Reason("news", "b", lambda pk: False, values, can_wait=True))
    come_back()
    assert lines() == [("cancelled", "email")]
    assert not Call.objects.exists()


def test_a_line_without_words_is_no_silent_end(reader: User, sink: Sink) -> None:
    """It goes alone, where its tries are counted and a person has it at last."""
    tell(reader, 1, 13)
    send()
    assert len(sink.accepted) == 1
    assert lines() == [("sent", "email"), ("due", "email")]
    for _ in range(8):
        machine.travel_to(
            clock.after_quiet(Message.objects.get(subject="visit:13").not_before) + dt.timedelta(seconds=1)
        )
        send_messages()
    assert lines() == [("sent", "email"), ("on_list", "phone")]
