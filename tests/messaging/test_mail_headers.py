"""A mail as it travels: headers of ours alone, once each, in seven bits, so that a signature of the mail server (DKIM) holds."""

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from piano.messaging.channels.email.composing import compose
from piano.messaging.models import Message
from piano.messaging.words import Words, words_for
from tests.conftest import Cast
from tests.factories import make_request

pytestmark = pytest.mark.django_db
SIGNED = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "List-Unsubscribe")
LONG = "Größe, Straße, ç, ш, ع – " * 60


@pytest.fixture
def raw(cast: Cast) -> bytes:
    make_request(cast.tenant, cast.shop)
    message = Message.objects.get()
    return bytes(compose(message, words_for(message)).message().as_bytes())


def test_each_header_that_is_signed_is_there_once(raw: bytes) -> None:
    mail = message_from_bytes(raw)
    assert {name: len(mail.get_all(name, [])) for name in SIGNED} == dict.fromkeys(SIGNED, 1)


def test_who_writes_is_of_our_own_domain_and_somebody_answers(raw: bytes) -> None:
    mail = message_from_bytes(raw)
    assert parseaddr(mail["From"])[1] == parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    assert "@" in parseaddr(mail["Reply-To"])[1]
    assert "Sender" not in mail


def test_its_number_is_of_our_domain_and_stays(cast: Cast, raw: bytes) -> None:
    number = message_from_bytes(raw)["Message-ID"]
    assert number == Message.objects.get().message_id
    assert number.rstrip(">").endswith("@" + str(urlsplit(settings.SITE_URL).hostname))


def test_its_date_is_of_now_and_names_a_zone(raw: bytes) -> None:
    assert parsedate_to_datetime(message_from_bytes(raw)["Date"]).tzinfo is not None


def test_nobody_need_answer_and_nobodys_absence_is_told(raw: bytes) -> None:
    mail = message_from_bytes(raw)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "OOF, AutoReply"


@pytest.mark.parametrize("words", [LONG, "kurz", f"{LONG}\n.\n..\nFrom: x\n\n{LONG}"])
def test_nothing_has_to_be_encoded_anew_on_the_way(cast: Cast, words: str) -> None:
    make_request(cast.tenant, cast.shop)
    wire = compose(Message.objects.get(), Words("Grüße " * 30, words)).message().as_bytes()
    assert max(wire) < 128, "seven bits"
    assert max(len(line) for line in wire.splitlines()) <= 76 + 22, "no line that a relay would break"
    mail: Any = message_from_bytes(wire, policy=policy.default)
    assert mail.get_body(("plain",)).get_content().strip() == words.strip()


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n"])
def test_a_name_of_two_lines_begins_no_header(cast: Cast, tmp_path: Path, settings: Any, sign: str) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "request_received.txt").write_text("Neues für {{ recipient.given_name }}\nText")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path), *settings.TEMPLATES[0]["DIRS"]]}]
    make_request(cast.tenant, cast.shop)
    message = Message.objects.select_related("recipient").get()
    message.recipient.given_name = f"Erna{sign}Bcc: x@y"
    mail = message_from_bytes(compose(message, words_for(message)).message().as_bytes())
    assert "Bcc" not in mail
    assert str(make_header(decode_header(mail["Subject"]))).startswith("Neues für Erna")


def test_the_way_out_is_an_address_of_ours(raw: bytes) -> None:
    assert re.fullmatch(r"<mailto:[^@>]+@[^?>]+\?subject=Abmelden>", message_from_bytes(raw)["List-Unsubscribe"])
    assert "List-Unsubscribe-Post" not in message_from_bytes(raw), "what matters is not ended by one click"
