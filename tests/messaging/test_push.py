"""Web push: sealed by the RFC's own example, signed, without content; a service of our own opens it and checks who sent it."""

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.db import transaction

from piano.kit import clock
from piano.messaging.channels.base import NotDelivered
from piano.messaging.channels.push import CHANNEL, sending
from piano.messaging.channels.push.encrypting import encrypt, from_text, point_of, seal, to_text
from piano.messaging.channels.push.models import Device
from piano.messaging.channels.push.vapid import make_key, public_key, public_of
from piano.messaging.models import Message, MessageClass
from piano.messaging.outbox import owe
from piano.messaging.sweeps import send_messages
from piano.messaging.words import Words
from quarters.models import User
from tests.conftest import Cast
from tests.messaging.push import add, device
from tests.messaging.push import service as service
from tests.messaging.push_service import Browser, PushService, claims_of
from tests.requests.errands import make_going

pytestmark = pytest.mark.django_db
SECRET = "Zwetschgenkuchen"
WORDS = Words(SECRET, f"Frau {SECRET} braucht Hilfe\n")


def message(person: User, **fields: Any) -> Message:
    given = {
        "message_class": MessageClass.NORMAL,
        "reason": "offer",
        "subject": "offer:1",
        "expires_at": None,
        **fields,
    }
    return Message(recipient=person, pk=7, message_id="<7@x>", **given)


def hand_over(person: User, key: str = "7", **fields: Any) -> str:
    return CHANNEL.hand_over(message(person, **fields), WORDS, key=key).reference


def test_it_seals_as_the_example_of_the_rfc() -> None:
    """RFC 8291, section 5 and appendix A."""
    own = ec.derive_private_key(
        int.from_bytes(from_text("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    expected_key = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    assert to_text(point_of(own.public_key())) == expected_key
    body = seal(
        b"When I grow up, I want to be a watermelon\x02",
        device_key=from_text("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        auth=from_text("BTBZMqHH6r4Tts7J_aSIgg"),
        own=own,
        salt=from_text("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert to_text(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_every_body_is_as_long_as_the_others_and_none_like_another() -> None:
    browser = Browser()
    bodies = [encrypt(words, device_key=browser.point, auth=browser.auth) for words in (b"a", b"a", "ü".encode() * 90)]
    assert len({len(body) for body in bodies}) == 1
    assert len(set(bodies)) == 3
    assert [browser.open(body) for body in bodies] == [b"a", b"a", "ü".encode() * 90]


def test_the_device_reads_that_there_is_something_and_nothing_of_it(service: PushService, cast: Cast) -> None:
    browser = device(service, cast.tenant.user)
    hand_over(cast.tenant.user)
    [got] = service.got
    said = json.loads(browser.open(got.body))
    assert (said["title"], said["way"], said["lang"]) == ("Neue Nachricht von piAno", "/heim/", "de")
    for secret in (SECRET, cast.tenant.user.family_name):
        assert secret not in json.dumps(said)
        assert secret.encode() not in got.body
        assert secret not in str(got.headers)


def test_the_service_sees_who_sends_and_how(service: PushService, cast: Cast) -> None:
    device(service, cast.tenant.user)
    now = clock.now()
    hand_over(cast.tenant.user, message_class=MessageClass.URGENT, expires_at=now + dt.timedelta(hours=1))
    headers = service.got[0].headers
    claims = claims_of(headers["Authorization"])
    assert claims["aud"] == service.origin
    assert claims["sub"].startswith("mailto:")
    assert 0 < claims["exp"] - now.timestamp() <= 86_400
    assert f"k={public_key()}" in headers["Authorization"]
    assert (headers["Content-Encoding"], headers["Urgency"]) == ("aes128gcm", "high")
    assert 3590 <= int(headers["TTL"]) <= 3600
    assert len(headers["Topic"]) <= 32


def test_another_signature_does_not_hold(service: PushService, cast: Cast) -> None:
    device(service, cast.tenant.user)
    hand_over(cast.tenant.user)
    header = service.got[0].headers["Authorization"]
    with pytest.raises(InvalidSignature):
        claims_of(header.replace(public_key(), public_of(make_key())))


def test_the_same_again_replaces_the_first_and_another_does_not(service: PushService, cast: Cast) -> None:
    device(service, cast.tenant.user)
    for key in ("7", "7", "8"):
        hand_over(cast.tenant.user, key)
    topics = [got.headers["Topic"] for got in service.got]
    assert topics[0] == topics[1] != topics[2]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_next_channel_has_its_turn(
    service: PushService, cast: Cast, status: int
) -> None:
    device(service, cast.tenant.user)
    service.answers["one"] = status
    with pytest.raises(NotDelivered) as found:
        hand_over(cast.tenant.user)
    assert found.value.is_final
    assert not Device.objects.exists()
    assert not CHANNEL.reaches(cast.tenant.user)


@pytest.mark.parametrize(
    ("status", "is_final"), [(429, False), (500, False), (503, False), (400, True), (403, True), (413, True)]
)
def test_what_passes_is_tried_again_and_what_does_not_is_not(
    service: PushService, cast: Cast, status: int, is_final: bool
) -> None:
    device(service, cast.tenant.user)
    service.answers["one"] = status
    with pytest.raises(NotDelivered) as found:
        hand_over(cast.tenant.user)
    assert found.value.is_final == is_final
    assert Device.objects.count() == 1


def test_nobody_who_answers_is_passing(service: PushService, cast: Cast, settings: Any) -> None:
    settings.PUSH_ORIGINS = ("http://127.0.0.1:9",)
    add("http://127.0.0.1:9/one", Browser(), cast.tenant.user)
    with pytest.raises(NotDelivered) as found:
        hand_over(cast.tenant.user)
    assert not found.value.is_final


def test_a_service_that_drips_is_cut_off_and_tried_again(
    service: PushService, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each letter comes in time, the answer would not."""
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
    device(service, cast.tenant.user)
    service.drips = True
    with pytest.raises(NotDelivered) as found:
        hand_over(cast.tenant.user)
    assert not found.value.is_final


def test_one_of_two_devices_is_enough(service: PushService, cast: Cast) -> None:
    for name in ("one", "two"):
        device(service, cast.tenant.user, name)
    service.answers["one"] = 410
    assert hand_over(cast.tenant.user)
    assert [row.endpoint for row in Device.objects.all()] == [service.endpoint("two")]


def test_no_redirect_is_followed(service: PushService, cast: Cast) -> None:
    device(service, cast.tenant.user)
    service.answers["one"] = 307
    with pytest.raises(NotDelivered):
        hand_over(cast.tenant.user)
    assert [got.path for got in service.got] == ["/one"]


def test_a_service_that_is_allowed_no_more_is_not_knocked_at(service: PushService, cast: Cast, settings: Any) -> None:
    device(service, cast.tenant.user)
    settings.PUSH_ORIGINS = ()
    with pytest.raises(NotDelivered):
        hand_over(cast.tenant.user)
    assert service.got == []


def test_the_command_prints_a_pair() -> None:
    out = StringIO()
    call_command("make_push_keys", stdout=out)
    private, public = (line.split("=" if "=" in line else ": ")[1] for line in out.getvalue().splitlines())
    assert public_of(private) == public


def owed_to_device(cast: Cast, now: dt.datetime, service: PushService) -> tuple[Message, Browser]:
    """Somebody without an e-mail address is told that she goes."""
    assignment = make_going(cast, now)[1]
    person = User.objects.get(pk=assignment.person_id)
    User.objects.filter(pk=person.pk).update(email=None)
    person.email = None
    browser = device(service, person)
    with transaction.atomic():
        owed = owe(
            reason="arranged_person", subject=f"assignment:{assignment.pk}", recipient=person, slot="push", now=now
        )
    return owed, browser


def test_the_outbox_hands_over_to_the_device_what_no_mail_reaches(
    cast: Cast, now: dt.datetime, service: PushService
) -> None:
    owed, browser = owed_to_device(cast, now, service)
    send_messages()
    assert json.loads(browser.open(service.got[-1].body))["title"] == "Neue Nachricht von piAno"
    owed.refresh_from_db()
    assert (owed.state, owed.channel) == ("sent", "push")


def test_with_the_browser_gone_a_human_calls(cast: Cast, now: dt.datetime, service: PushService) -> None:
    owed, _ = owed_to_device(cast, now, service)
    service.answers["one"] = 410
    for _ in range(3):
        send_messages()
    owed.refresh_from_db()
    assert (owed.state, owed.call.state) == ("on_list", "open")
    assert not Device.objects.exists()
