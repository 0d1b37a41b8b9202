"""F16, F17: a mail server that refuses, hangs, or falls silent after the last dot. Nothing is lost, every second copy is marked."""

import datetime as dt
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import F

from piano.kit import clock
from piano.local.ports import free_port
from piano.messaging.models import Attempt, Call, Message, MessageState
from piano.messaging.sending import send_due
from tests import clock as machine
from tests.faults.conftest import judge
from tests.messaging.conftest import Sink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
Owe = Callable[[int], None]


def as_many(few: int, many: int = 200) -> Any:
    """So many mails; in the full set as many as the drill promises."""
    return pytest.mark.parametrize("count", [few, pytest.param(many, marks=pytest.mark.full)])


def sweep() -> int:
    return send_due(classes="abc")


def sweep_until_quiet() -> None:
    while sweep():
        pass


@pytest.fixture
def dropping(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The server takes the first copy of every third mail, and hangs up instead of answering."""
    dropped: Counter[str] = Counter()
    take = sink.handle_DATA

    async def take_and_fall(server: Any, session: Any, envelope: Any) -> str:
        answer = await take(server, session, envelope)
        name = sink.accepted[-1]
        if len(sink.accepted) % 3 == 0 and not dropped[name]:
            dropped[name] += 1
            server.transport.abort()
        return answer

    monkeypatch.setattr(sink, "handle_DATA", take_and_fall)
    return dropped


@as_many(30)
def test_a_line_that_falls_after_the_last_dot_costs_one_marked_copy(
    owe_many: Owe, count: int, sink: Sink, dropping: Counter[str]
) -> None:
    owe_many(count)
    sweep_until_quiet()
    doubled = judge(sink)
    assert len(dropping) > 5
    assert set(doubled) <= set(dropping)
    assert max(doubled.values()) == 2
    assert Attempt.objects.filter(outcome="unclear").count() == len(dropping)


def test_taken_for_a_refusal_such_a_line_doubles_unmarked(
    owe_many: Owe, sink: Sink, dropping: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: silence read as a no."""
    monkeypatch.setattr(
        "piano.messaging.channels.email.smtp.EmailBackend.is_unclear", property(lambda self: False), raising=True
    )
    owe_many(30)
    sweep_until_quiet()
    machine.travel_to(clock.now() + dt.timedelta(minutes=3))
    sweep_until_quiet()
    with pytest.raises(AssertionError):
        judge(sink)


@as_many(10)
@pytest.mark.parametrize("answer", ["421 going down", "451 later"])
def test_after_passing_refusals_everything_arrives_once(owe_many: Owe, count: int, sink: Sink, answer: str) -> None:
    owe_many(count)
    sink.answer = answer
    sweep_until_quiet()
    sink.answer = "250 OK"
    machine.travel_to(clock.now() + dt.timedelta(minutes=3))
    sweep_until_quiet()
    assert judge(sink) == {}


@as_many(10)
def test_a_final_refusal_is_with_a_person_at_once(owe_many: Owe, count: int, sink: Sink) -> None:
    owe_many(count)
    sink.answer = "550 no such user"
    sweep_until_quiet()
    assert Message.objects.filter(state=MessageState.ON_LIST).count() == Call.objects.count() == count


@as_many(10)
def test_while_nobody_listens_no_try_is_used_up_but_one_a_sweep(
    owe_many: Owe, count: int, sink: Sink, settings: Any
) -> None:
    owe_many(count)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    for _ in range(3):
        sweep()
    assert sum(Message.objects.values_list("attempt", flat=True)) == 3
    settings.EMAIL_PORT = port
    machine.travel_to(clock.now() + dt.timedelta(minutes=3))
    sweep_until_quiet()
    assert judge(sink) == {}


@pytest.fixture
def silent(settings: Any) -> Iterator[None]:
    """A server that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = server.getsockname()[1], 1
        yield


@as_many(10)
def test_a_server_that_says_nothing_holds_nobody_up(owe_many: Owe, count: int, sink: Sink, silent: None) -> None:
    owe_many(count)
    started = time.monotonic()
    sweep()
    assert time.monotonic() - started < 25
    assert sum(Message.objects.values_list("attempt", flat=True)) == 1


@as_many(3, 40)
def test_a_server_that_is_slow_to_take_mails_costs_each_one_marked_copy_and_a_call(
    owe_many: Owe, count: int, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slower than the limit of a line, also the second time: whether it took the mail, nobody knows."""
    owe_many(count)
    monkeypatch.setattr("piano.messaging.channels.email.mail.Email.network_seconds", 0.3)
    sink.delay = 1.0
    sweep_until_quiet()
    assert set(Message.objects.values_list("state", "unclear_count")) == {(MessageState.ON_LIST, 2)}
    assert Call.objects.count() == count
    assert set(sink.copies.values()) == {2}


@as_many(3)
def test_a_server_without_the_promised_seal_gets_nothing(owe_many: Owe, count: int, sink: Sink, settings: Any) -> None:
    """TLS is asked for and cannot be had: the mail waits, it does not go in the clear."""
    owe_many(count)
    settings.EMAIL_USE_TLS = True
    sweep()
    assert sink.accepted == []
    settings.EMAIL_USE_TLS = False
    machine.travel_to(clock.now() + dt.timedelta(minutes=3))
    sweep_until_quiet()
    assert judge(sink) == {}


@as_many(20)
def test_two_hours_without_a_mail_server_lose_nothing(owe_many: Owe, count: int, sink: Sink, settings: Any) -> None:
    """In steps of five minutes, by the clock of the database."""
    owe_many(count)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    for _ in range(24):
        sweep()
        machine.travel_to(clock.now() + dt.timedelta(minutes=5))
    settings.EMAIL_PORT = port
    machine.travel_to(clock.now() + dt.timedelta(hours=3))
    sweep_until_quiet()
    on_list = Call.objects.count()
    assert Message.objects.filter(state=MessageState.SENT).count() == count - on_list
    assert on_list == 0
    assert max(sink.copies.values()) == 1


def test_what_would_be_over_before_anybody_listens_again_goes_to_a_person_in_time(
    owe_many: Owe, sink: Sink, settings: Any
) -> None:
    """Far more wait than are tried: nobody's word ends unsaid because it had no turn."""
    owe_many(100)
    Message.objects.update(expires_at=clock.now() + dt.timedelta(minutes=40))
    settings.EMAIL_PORT = free_port()
    for _ in range(45):
        sweep()
        machine.travel_to(clock.now() + dt.timedelta(minutes=1))
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.ON_LIST}
    assert Call.objects.filter(message__expires_at__gt=F("due_at")).count() == 100
