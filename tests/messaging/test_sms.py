"""Short messages: what is handed over, what an answer means, how long a text is, and what it never says."""

import datetime as dt
import json
from collections.abc import Iterator
from ipaddress import ip_address
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import transaction

from piano.kit import clock
from piano.messaging.channels.base import NotDelivered, Unclear
from piano.messaging.channels.sms import CHANNEL
from piano.messaging.channels.sms.alphabet import length_of, plainly
from piano.messaging.channels.sms.numbers import mobile_number
from piano.messaging.channels.sms.words import sms_text
from piano.messaging.gateway.description import WrongDescription, read_description
from piano.messaging.gateway.exchange import Line
from piano.messaging.gateway.signing import sign
from piano.messaging.models import Attempt, Call, Message, MessageState, Outcome
from piano.messaging.outbox import owe
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.sending import send_due
from piano.messaging.words import Words
from quarters.models import Reach
from tests.factories import make_user
from tests.messaging.gateway_peer import Peer, running_peer

pytestmark = pytest.mark.django_db
MOBILE, LANDLINE, KEY = "+491705550104", "+49561123456", "one@piano.example"
CALLBACK_KEY = "k" * 40


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as one:
        yield one
    CHANNEL.close()


@pytest.fixture
def gateway(peer: Peer, settings: Any) -> Any:
    described = {
        "url": peer.url,
        "headers": {"Authorization": "Bearer {secret}"},
        "body": {"to": "{to}", "text": "{text}", "from": "{sender}", "ref": "{key}", "callback": "{callback}"},
        "reference": "messages.0.id",
        "lookup": peer.url + "?ref={key}",
        "receipt": {"key": "client.ref", "failed": ["undelivered"]},
    }
    one = read_description(json.dumps(described), secret="geheim", callback_key=CALLBACK_KEY)
    settings.GATEWAYS = {"sms": one}
    return one


@pytest.fixture
def reason() -> Iterator[Reason]:
    yield REASONS.setdefault("news", Reason("news", "b", lambda pk: True, lambda pk, person: {}))
    del REASONS["news"]


def message_to(phone: str = MOBILE, language: str = "de") -> Any:
    person = SimpleNamespace(phone=phone, reads_in=language)
    return SimpleNamespace(reason="news", subject="visit:1", recipient=person, sample=None)


def hand_over(message: Any = None, *, key: str = KEY, body: str = "Guten Tag") -> Any:
    CHANNEL.open()
    return CHANNEL.hand_over(message or message_to(), Words("Frau Kaya kommt", body), key=key)


def test_the_provider_gets_number_text_key_sender_and_secret(peer: Peer, gateway: Any, reason: Reason) -> None:
    assert hand_over().reference == "ref-0"
    body, headers = peer.bodies[0], peer.headers[0]
    assert (body["to"], body["from"], body["ref"]) == (MOBILE, "piAno", KEY)
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer geheim", KEY)
    assert body["callback"].endswith("/gateway/sms/receipt")


def test_one_line_serves_several_messages_and_a_line_that_was_hung_up_is_replaced(
    peer: Peer, gateway: Any, reason: Reason
) -> None:
    assert [hand_over(key=f"<{number}>").reference for number in range(3)] == ["ref-0", "ref-1", "ref-2"]
    peer.mode = "drop"
    with pytest.raises(Unclear):
        hand_over(key="<3>")
    peer.mode = "accept"
    assert hand_over(key="<4>").reference == "ref-4"


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(400, True), (422, True), (401, False), (402, False), (429, False), (500, False), (503, False), (302, False)],
)
def test_a_no_is_told_from_a_not_now(peer: Peer, gateway: Any, reason: Reason, status: int, is_final: bool) -> None:
    peer.mode = str(status)
    with pytest.raises(NotDelivered) as error:
        hand_over()
    assert error.value.is_final is is_final


@pytest.mark.parametrize("mode", ["drop", "504"])
def test_no_answer_after_the_words_were_given_is_unclear(peer: Peer, gateway: Any, reason: Reason, mode: str) -> None:
    peer.mode = mode
    with pytest.raises(Unclear):
        hand_over()


@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_whoever_hangs_or_drips_is_cut_off_and_unclear(peer: Peer, gateway: Any, mode: str) -> None:
    peer.mode = mode
    line = Line(peer.url, seconds=0.3)
    with pytest.raises(Unclear):
        line.ask(gateway.ask(to=MOBILE, text="x", key=KEY, callback=""))
    assert line.connection is None


def test_nobody_listens_is_not_delivered_and_no_network_step_outlasts_the_lease(gateway: Any, peer: Peer) -> None:
    with pytest.raises(NotDelivered) as error:
        Line("http://127.0.0.1:9/").open()
    assert not error.value.is_final
    assert CHANNEL.network_seconds < 25


def test_a_repeated_key_is_one_message_and_the_provider_can_be_asked(peer: Peer, gateway: Any, reason: Reason) -> None:
    peer.mode = "drop"
    with pytest.raises(Unclear):
        hand_over(key="abc")
    peer.mode = "accept"
    assert (hand_over(key="abc").reference, len(peer.taken)) == ("ref-0", 1)
    assert (CHANNEL.was_accepted("abc"), CHANNEL.was_accepted("never")) == (True, False)


def test_a_landline_gets_no_sms_and_nobody_does_without_a_provider(gateway: Any, settings: Any) -> None:
    assert CHANNEL.reaches(SimpleNamespace(phone=MOBILE))
    assert not CHANNEL.reaches(SimpleNamespace(phone=LANDLINE))
    settings.GATEWAYS = {}
    assert not CHANNEL.reaches(SimpleNamespace(phone=MOBILE))


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("0170 5550104", MOBILE),
        ("0561 123456", ""),
        ("+43 664 1234567", "+436641234567"),
        ("112", ""),
        ("", ""),
        ("x", ""),
    ],
)
def test_numbers_are_e164_and_mobile(number: str, kept: str) -> None:
    assert mobile_number(number) == kept


@pytest.mark.parametrize(
    ("text", "is_gsm", "units", "parts"),
    [
        ("äöüÄÖÜß" + "a" * 153, True, 160, 1),
        ("a" * 161, True, 161, 2),
        ("a" * 306, True, 306, 2),
        ("a" * 307, True, 307, 3),
        ("€" * 80, True, 160, 1),
        ("a" * 152 + "€" * 5, True, 162, 2),
        ("a" * 152 + "€" + "a" * 152, True, 306, 3),
        ("Ayşe" + "a" * 66, False, 70, 1),
        ("Привет" * 12, False, 72, 2),
        ("مرحبا", False, 5, 1),
        ("😀" * 35, False, 70, 1),
        ("a" * 66 + "😀" + "a" * 66 + "😀", False, 136, 3),
    ],
)
def test_length_counts_as_the_networks_do(text: str, is_gsm: bool, units: int, parts: int) -> None:
    found = length_of(text)
    assert (found.is_gsm, found.units, found.parts) == (is_gsm, units, parts)


def test_typographers_signs_do_not_halve_the_room() -> None:
    assert plainly("„Ja“ – gern …") == '"Ja" - gern ...'
    assert plainly("„Ayşe“") == "„Ayşe“"


def test_without_words_of_its_own_an_sms_says_only_that_there_is_news(reason: Reason, settings: Any) -> None:
    link = f"{settings.SITE_URL}/einsatz/abc/"
    text = sms_text(message_to(), Words("Frau Kaya kommt", f"Frau Brandt, Ochshäuser Straße 3, Sturz.\n{link}\n"))
    assert text.startswith(f"Neue Nachricht von piAno. {link}")
    assert not any(word in text for word in ("Kaya", "Brandt", "Straße", "Sturz"))
    assert length_of(text).parts == 1


def test_a_template_of_its_own_cannot_name_anybody(tmp_path: Any, settings: Any) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "told.sms.txt").write_text("{{ who }}{{ category }}{{ recipient }}Morgen, {{ moment }}.")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path), *settings.TEMPLATES[0]["DIRS"]]}]
    told = {"who": "Frau Kaya", "category": "Pflege", "moment": "10:00 Uhr"}
    REASONS["told"] = Reason("told", "b", lambda pk: True, lambda pk, person: told)
    try:
        message = message_to()
        message.reason = "told"
        assert sms_text(message, Words("", "")) == "Morgen, 10:00 Uhr."
    finally:
        del REASONS["told"]


def test_words_stay_inside_their_field(gateway: Any) -> None:
    asked = gateway.ask(to=MOBILE, text='"},{"to":"+491999"', key="a\r\nX-Evil: 1", callback="")
    assert json.loads(asked.body)["text"] == '"},{"to":"+491999"'
    assert "\r" not in asked.headers["Idempotency-Key"]
    form = read_description('{"url": "https://sms.example/", "format": "form", "body": {"text": "{text}"}}')
    assert form.ask(to="", text="a&to=1", key="k").body == b"text=a%26to%3D1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "kein JSON"),
        ("{}", "url"),
        ('{"url": "http://sms.example/"}', "https"),
        ('{"url": "https://sms.example/", "boddy": 1}', "boddy"),
        ('{"url": "https://sms.example/", "body": "{geheim}"}', "geheim"),
        ('{"url": "https://{to}.example/"}', "Server"),
    ],
)
def test_a_wrong_description_is_named_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(WrongDescription, match=says):
        read_description(text)


def test_a_description_with_a_short_callback_key_is_refused() -> None:
    with pytest.raises(WrongDescription, match="32"):
        read_description('{"url": "https://sms.example/"}', callback_key="kurz")


# What the provider tells afterwards


@pytest.fixture
def sent() -> Message:
    now = clock.now()
    fields = {"message_class": "b", "not_before": now, "created_at": now, "sent_at": now, "message_id": f"<{KEY}>"}
    person = make_user(phone=MOBILE)
    message = Message.objects.create(
        reason="news", subject="visit:1", recipient=person, channel="sms", state=MessageState.SENT, **fields
    )
    tried = {"reference": "ref-7", "started_at": now, "outcome": Outcome.SENT}
    Attempt.objects.create(message=message, channel="sms", number=1, **tried)
    return message


def tell(client: Any, status: str, *, at: int | None = None, key: str = CALLBACK_KEY, body: bytes | None = None) -> int:
    real = json.dumps({"client": {"ref": KEY}, "status": status}).encode()
    headers = sign(real, key=key, timestamp=at if at is not None else int(clock.now().timestamp()))
    answer = client.post(
        "/gateway/sms/receipt", body if body is not None else real, content_type="application/json", headers=headers
    )
    return int(answer.status_code)


def test_what_did_not_arrive_is_called_once_however_often_it_is_told(client: Any, gateway: Any, sent: Message) -> None:
    assert [tell(client, "undelivered"), tell(client, "undelivered")] == [204, 204]
    sent.refresh_from_db()
    assert (sent.state, sent.channel) == (MessageState.ON_LIST, "phone")
    assert Call.objects.filter(message=sent).count() == 1
    assert sent.attempts.get().outcome == Outcome.FAILED


def test_what_did_not_arrive_goes_by_mail_where_there_is_one(
    client: Any, gateway: Any, sent: Message, reason: Reason
) -> None:
    sent.recipient.email = "meryem@example.org"
    sent.recipient.save()
    assert tell(client, "undelivered") == 204
    sent.refresh_from_db()
    assert (sent.state, sent.channel) == (MessageState.DUE, "email")


def test_what_arrived_is_delivered_and_the_same_again_changes_nothing(client: Any, gateway: Any, sent: Message) -> None:
    assert [tell(client, "delivered"), tell(client, "delivered")] == [204, 204]
    sent.refresh_from_db()
    assert sent.state == MessageState.DELIVERED


def owed(reason: Reason, **person: Any) -> Message:
    recipient = make_user(**{"phone": MOBILE, "reach": Reach.SMS, "email": None} | person)
    with transaction.atomic():
        return owe(reason=reason.name, subject="visit:1", recipient=recipient, now=clock.now() - dt.timedelta(hours=1))


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "after_quiet", lambda moment, *_: moment)


@pytest.fixture
def written(tmp_path: Any, settings: Any, reason: Reason) -> Reason:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "news.txt").write_text("Neues\nGuten Tag Frau Brandt")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path), *settings.TEMPLATES[0]["DIRS"]]}]
    return reason


def test_who_wishes_sms_gets_one_through_the_outbox(peer: Peer, gateway: Any, written: Reason, noon: None) -> None:
    message = owed(written)
    send_due(classes=["b"])
    message.refresh_from_db()
    assert (message.channel, message.state) == ("sms", MessageState.SENT)
    assert [body["to"] for body in peer.bodies] == [MOBILE]
    assert message.attempts.get().reference == "ref-0"
    assert f"<{peer.bodies[0]['ref']}>" == message.message_id


def test_a_number_the_provider_refuses_for_ever_is_called(
    peer: Peer, gateway: Any, written: Reason, noon: None
) -> None:
    message, peer.mode = owed(written), "422"
    send_due(classes=["b"])
    message.refresh_from_db()
    assert message.state == MessageState.ON_LIST


def test_who_wishes_sms_and_has_a_landline_is_called(gateway: Any, written: Reason) -> None:
    assert owed(written, phone=LANDLINE).channel == "phone"


def test_a_message_in_quiet_hours_waits_for_their_end(gateway: Any, written: Reason) -> None:
    night = clock.at(clock.today() + dt.timedelta(days=1), dt.time(23, 30))
    recipient = make_user(phone=MOBILE, reach=Reach.SMS)
    with transaction.atomic():
        message = owe(reason=written.name, subject="visit:2", recipient=recipient, now=night)
    assert message.not_before == clock.after_quiet(night, recipient.quiet_from, recipient.quiet_until) > night


@pytest.mark.parametrize(
    "forged",
    [
        {"key": "x" * 40},
        {"at": 1_000_000},
        {"body": b'{"client": {"ref": "one@piano.example"}, "status": "undelivered" }'},
    ],
    ids=["other key", "old", "other body"],
)
def test_a_forged_or_old_receipt_changes_nothing(
    client: Any, gateway: Any, sent: Message, forged: dict[str, Any]
) -> None:
    assert tell(client, "undelivered", **forged) == 403
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT


def test_a_receipt_is_no_page_and_nothing_is_believed_without_a_key(client: Any, gateway: Any, settings: Any) -> None:
    assert client.get("/gateway/sms/receipt").status_code == 405
    settings.GATEWAYS = {"sms": read_description('{"url": "https://sms.example/"}')}
    assert tell(client, "undelivered", key="") == 403
    settings.GATEWAYS = {}
    assert tell(client, "undelivered") == 403


# Who the other side is


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: Any) -> str:
    """One that nobody vouches for, in the name of 127.0.0.1; its key lies beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, today = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]), dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, today - dt.timedelta(2), today + dt.timedelta(2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + signed.public_bytes(pem))
    return str(path)


def test_a_certificate_that_nobody_vouches_for_gets_nothing(gateway: Any, certificate: str) -> None:
    with running_peer(certificate) as sealed:
        asked = gateway.ask(to=MOBILE, text="x", key=KEY, callback="")
        with pytest.raises(NotDelivered):
            Line(sealed.url).ask(asked)
        assert sealed.bodies == []
        line = Line(sealed.url, trusts=certificate)
        assert line.ask(asked).status == 202
        line.close()
