"""A provider: what its file may say, what is filled in, and a line that trusts nobody and waits for nobody."""

import datetime as dt
import json
from ipaddress import ip_address
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from piano.messaging.channels.base import NotDelivered, Unclear
from piano.messaging.gateway.description import WrongDescription, read_description
from piano.messaging.gateway.exchange import Line
from tests.messaging.gateway_peer import Peer, running_peer
from tests.messaging.sms import KEY, MOBILE
from tests.messaging.sms import gateway as gateway
from tests.messaging.sms import peer as peer


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
        ('{"url": "https://sms.example/", "secret": "x"}', "kennt „secret“ nicht"),
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


@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_whoever_hangs_or_drips_is_cut_off_and_unclear(peer: Peer, gateway: Any, mode: str) -> None:
    peer.mode = mode
    line = Line(peer.url, seconds=0.3)
    with pytest.raises(Unclear):
        line.ask(gateway.ask(to=MOBILE, text="x", key=KEY, callback=""))
    assert line.connection is None


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
