"""What a channel does by a defect of its own, or of a provider, loses nothing and makes no copies that nobody marks."""

import datetime as dt
import socket
import ssl
import threading
from typing import Any

import pytest

from piano.kit import clock
from piano.messaging.channels.base import Receipt
from piano.messaging.channels.email import mail, smtp
from piano.messaging.channels.push.encrypting import to_text
from piano.messaging.channels.push.models import Device
from piano.messaging.models import Attempt, Message, MessageState
from piano.messaging.sweeps import give_up_messages, send_messages
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request
from tests.messaging.conftest import Sink
from tests.messaging.push import device
from tests.messaging.push import service as service
from tests.messaging.push_service import PushService
from tests.messaging.test_channels import Pigeon
from tests.messaging.test_channels import message as message
from tests.messaging.test_channels import pigeon as pigeon

pytestmark = pytest.mark.django_db
MANY = 10


def send_often() -> None:
    for _ in range(MANY):
        send_messages()
        give_up_messages()
        machine.travel_to(
            clock.after_quiet(max(clock.now(), Message.objects.get().not_before)) + dt.timedelta(seconds=1)
        )


def test_one_that_breaks_after_it_may_have_handed_over_is_unclear_and_repeated_once(
    message: Message, pigeon: Pigeon
) -> None:
    """Not counted as refused: that would be eight copies of which the table knows nothing."""
    Message.objects.update(channel="pigeon")
    pigeon.answer = RuntimeError("a defect behind the hand-over")
    send_often()
    message.refresh_from_db()
    assert (len(pigeon.keys), message.unclear_count) == (2, 2)
    assert message.channel == "email", "another way has it"


def test_an_overview_that_cannot_be_composed_has_not_left(
    message: Message, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An overview of which nobody knows whether it left is never repeated."""
    Message.objects.update(message_class="c")

    def fail(*args: Any) -> Any:
        raise ValueError("header")

    with monkeypatch.context() as broken:
        broken.setattr(mail, "compose", fail)
        send_messages()
    message.refresh_from_db()
    assert (message.state, message.last_error, message.unclear_count) == (MessageState.DUE, "ValueError", 0)


@pytest.mark.parametrize("reference", ["r\x00", "r\ud800"], ids=["nought", "half a sign"])
def test_a_reference_that_no_table_can_hold_spoils_neither_its_message_nor_the_next(
    cast: Cast, message: Message, pigeon: Pigeon, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    make_request(cast.tenant, cast.shop)
    Message.objects.update(channel="pigeon")
    hand_over = Pigeon.hand_over
    monkeypatch.setattr(Pigeon, "hand_over", lambda *a, **how: hand_over(*a, **how) and Receipt(reference))
    monkeypatch.setattr("piano.messaging.sending.MARK_PAUSE_SECONDS", 0.0)
    send_messages()
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    assert set(Attempt.objects.values_list("reference", flat=True)) == {"r"}


def test_a_device_whose_key_nobody_can_use_is_forgotten_and_the_others_hear_it_once(
    cast: Cast, service: PushService, now: Any
) -> None:
    person = cast.volunteer.user
    device(service, person, "good"), device(service, person, "bad")
    of_no_curve = to_text(b"\x04" + bytes(64))  # of the right length
    Device.objects.filter(endpoint=service.endpoint("bad")).update(key=of_no_curve)
    make_request(cast.tenant, cast.shop)
    Message.objects.update(recipient=person, channel="push")
    for _ in range(3):
        send_messages()
    assert Message.objects.get().state == MessageState.SENT
    assert [got.path for got in service.got] == ["/good"]
    assert Device.objects.count() == 1


def test_a_sealed_line_is_cut_below_its_seal() -> None:
    """Else the other thread goes on without it, in the clear."""
    context = ssl.create_default_context()
    ours, theirs = socket.socketpair()
    sealed = context.wrap_socket(ours, server_hostname="mail.example", do_handshake_on_connect=False)
    line = smtp.EmailBackend()
    line.connection = type("Line", (), {"sock": sealed})()
    thread = threading.Thread(target=line._cut)
    thread.start()
    thread.join()
    assert sealed._sslobj is not None
    assert theirs.recv(1) == b""
    sealed.close()
    theirs.close()
