"""The telephone of the preview: what our channels hand to it stands on its page, and a key is told as a provider tells it."""

import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction

from piano.environment import read_environment
from piano.kit import clock
from piano.local import telephone
from piano.messaging.channels.voice import CHANNEL
from piano.messaging.models import MessageClass
from piano.messaging.outbox import owe
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.sending import send_due
from tests.factories import make_user

HEARD: list[str] = []


@pytest.fixture
def gateways(tmp_path: Path, settings: Any) -> Iterator[telephone.Telephone]:
    """As `bin/up` names them to the application."""
    server = telephone.serve(0, "")
    named = telephone.describe(tmp_path, {}, server.server_address[1])
    known = {"DATABASE_URL": "postgresql://x@127.0.0.1/x", "REDIS_URL": "redis://127.0.0.1", "PIANO_DEBUG": "1"}
    settings.GATEWAYS = read_environment({**known, "PIANO_HOME": str(tmp_path), **named}).gateways
    phone: telephone.Telephone = server.RequestHandlerClass.telephone  # type: ignore[attr-defined]
    phone.callback_key = Path(named["PIANO_VOICE_CALLBACK_KEY_FILE"]).read_text()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield phone
    CHANNEL.close()
    server.shutdown()
    server.server_close()


def hear(subject: int, person: Any, key: str, now: Any) -> str:
    HEARD.append(key)
    return "Danke, Sie übernehmen."


@pytest.mark.django_db(transaction=True)
def test_what_rings_stands_on_the_page_and_its_key_is_believed(
    gateways: telephone.Telephone, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_URL = live_server.url
    moment = clock.now().timestamp()
    monkeypatch.setattr(telephone.time, "time", lambda: moment)  # tests have a day of their own
    HEARD.clear()
    ring = Reason("ring_offer", MessageClass.URGENT, lambda pk: True, _nothing, on_key=hear)
    monkeypatch.setitem(REASONS, "ring_offer", ring)
    person = make_user(phone="+49561123456")
    with transaction.atomic():
        owe(reason="ring_offer", subject="ring:1", recipient=person, now=clock.now())
    send_due(classes=["a"])
    url = f"http://127.0.0.1:{settings.GATEWAYS['voice'].url.rpartition(':')[2].partition('/')[0]}/"
    assert "Anruf an +49561123456" in _read(url)
    (key,) = gateways.rung
    page = _read(f"{url}press", urlencode({"key": key, "digit": "1"}).encode())
    assert HEARD == ["1"]
    assert "Taste 1: Danke, Sie übernehmen." in page


def _nothing(pk: int, person: Any) -> dict[str, Any]:
    return {"district": "Mitte", "category": "Pflege", "answer_by": "3:15 Uhr"}


def _read(url: str, body: bytes | None = None) -> str:
    with urllib.request.urlopen(url, body, timeout=10) as answer:
        return str(answer.read().decode())


def test_where_the_operator_named_a_provider_there_is_no_telephone(tmp_path: Path) -> None:
    assert telephone.describe(tmp_path, {"PIANO_SMS_GATEWAY": "/etc/sms.json"}, 9000) == {}
    assert telephone.process({}) == {}
    assert telephone.welcome({}) == ""


def test_its_port_and_key_are_what_the_files_say(tmp_path: Path) -> None:
    named = telephone.describe(tmp_path, {}, 9000)
    assert telephone.describe(tmp_path, {}, 9000) == named
    assert telephone.process(named)["telephone"][-2:] == ["9000", named["PIANO_VOICE_CALLBACK_KEY_FILE"]]


def test_words_on_its_page_are_no_markup() -> None:
    phone = telephone.Telephone("k" * 40)
    phone.take("sms", {"key": "1", "to": "<b>", "text": "<script>", "callback": ""})
    assert "<script>" not in phone.page()
