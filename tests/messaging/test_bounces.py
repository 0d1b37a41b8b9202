"""A mail that comes back is found by its Message-ID, and its message goes on to the next channel."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from piano.kit import clock
from piano.messaging.models import Attempt, Call, Message, MessageState
from piano.messaging.phone_list import open_call, reach_person
from piano.messaging.sweeps import send_messages
from tests.conftest import Cast
from tests.factories import make_request
from tests.messaging.conftest import Sink

pytestmark = pytest.mark.django_db
BOUNCE = """\
From: MAILER-DAEMON@mail.example
To: hilfe@piano.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; gone@example.org
Action: {action}
Status: {status}

--b
Content-Type: {kind}

Message-ID: {name}
Subject: piAno

--b--
"""


@pytest.fixture
def message(cast: Cast, sink: Sink) -> Message:
    make_request(cast.tenant, cast.shop)
    send_messages()
    return Message.objects.get()


def read(folder: Path, message: Message, *, mbox: bool = False, **how: str) -> None:
    words = BOUNCE.format(
        **{"action": "failed", "status": "5.1.1", "kind": "message/rfc822", "name": message.message_id, **how}
    )
    file = folder / "mail"
    file.write_text(("From MAILER-DAEMON Mon Nov 30 10:00:00 2026\n" if mbox else "") + words)
    call_command("read_bounces", str(file), verbosity=0)
    message.refresh_from_db()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("mbox", [True, False])
def test_a_mail_that_came_back_becomes_a_call(message: Message, tmp_path: Path, kind: str, mbox: bool) -> None:
    read(tmp_path, message, kind=kind, mbox=mbox)
    assert (message.state, Attempt.objects.get().outcome) == (MessageState.ON_LIST, "failed")
    assert Call.objects.get().message == message


def test_read_twice_changes_nothing(message: Message, tmp_path: Path) -> None:
    for _ in range(2):
        read(tmp_path, message)
    assert Call.objects.count() == 1


@pytest.mark.parametrize("how", [{"action": "delayed", "status": "4.4.1"}, {"status": "4.2.2"}])
def test_a_mail_that_is_late_stays_sent(message: Message, tmp_path: Path, how: Any) -> None:
    read(tmp_path, message, **how)
    assert message.state == MessageState.SENT


def test_a_mail_that_was_delivered_is_said_to_be(message: Message, tmp_path: Path) -> None:
    read(tmp_path, message, action="delivered", status="2.0.0")
    assert message.state == MessageState.DELIVERED


def test_somebody_elses_mail_changes_nothing(message: Message, tmp_path: Path) -> None:
    read(tmp_path, message, name="<somebody@else>")
    assert message.state == MessageState.SENT


def test_who_was_told_by_telephone_meanwhile_is_not_called_again(cast: Cast, message: Message, tmp_path: Path) -> None:
    """An urgent one whose hand-over broke off: somebody called besides, and then its copies came back."""
    now = clock.now()
    reach_person(open_call(message, now=now), by=cast.helper, now=now)
    read(tmp_path, message)
    assert message.state == MessageState.SENT
    assert Call.objects.get().state == "reached"
