"""„Wie wir Sie erreichen“: only what reaches her can be chosen, and the choice holds from now on."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from piano.kit import clock
from piano.messaging.channels.push.models import Device
from piano.messaging.channels.push.vapid import make_key
from piano.messaging.gateway.description import read_description
from piano.messaging.outbox import owe
from piano.messaging.reasons import REASONS, Reason
from quarters.models import Reach, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE, MOBILE = "/konto/nachrichten/", "+491705550104"


@pytest.fixture(autouse=True)
def provider(settings: Any) -> None:
    settings.GATEWAYS = {"sms": read_description('{"url": "https://sms.example/"}')}


def signed_in(client: Any, **fields: Any) -> User:
    person = make_user(**{"email": "meryem@example.org", "phone": MOBILE} | fields)
    client.force_login(person)
    return person


def test_each_way_that_reaches_her_stands_there_with_her_own_address(client: Any) -> None:
    signed_in(client)
    page = client.get(PAGE).content.decode()
    assert all(words in page for words in ("meryem@example.org", "als SMS an 0170 5550104", "ruft mich an"))


def test_her_choice_holds_and_twice_is_once(client: Any) -> None:
    person = signed_in(client)
    assert [client.post(PAGE, {"reach": "sms"}).status_code for _ in range(2)] == [302, 302]
    person.refresh_from_db()
    assert (person.reach, person.reads_messages) == (Reach.SMS, True)
    reason = REASONS.setdefault("chosen", Reason("chosen", "b", lambda pk: True, lambda pk, who: {}))
    try:
        with transaction.atomic():
            assert owe(reason=reason.name, subject="visit:1", recipient=person, now=clock.now()).channel == "sms"
    finally:
        del REASONS["chosen"]


@pytest.mark.parametrize("reach", ["", "sms", "brieftaube"])
def test_a_landline_cannot_be_written_to(client: Any, reach: str) -> None:
    person = signed_in(client, phone="+49561123456")
    answer = client.post(PAGE, {"reach": reach})
    person.refresh_from_db()
    assert (answer.status_code, person.reach) == (422, Reach.EMAIL)
    assert "als SMS" not in answer.content.decode()


def test_without_a_provider_nobody_can_choose_sms(client: Any, settings: Any) -> None:
    settings.GATEWAYS = {}
    signed_in(client)
    page = client.get(PAGE).content.decode()
    assert "als SMS" not in page
    assert "In einer SMS" not in page, "no word about what she cannot choose"
    assert client.post(PAGE, {"reach": "sms"}).status_code == 422


def test_who_has_neither_is_told_whom_to_call(client: Any) -> None:
    signed_in(client, email=None, phone="")
    assert "noch keine Nummer" in client.get(PAGE).content.decode()


def test_nobody_else_gets_in(client: Any) -> None:
    assert client.get(PAGE).status_code == 302


def with_device(person: User, settings: Any) -> None:
    settings.PUSH_KEY = make_key()
    Device.objects.create(person=person, endpoint="https://fcm.googleapis.com/x", added_at=clock.now())


def test_a_device_can_be_the_first_way(client: Any, settings: Any, now: dt.datetime) -> None:
    person = signed_in(client)
    with_device(person, settings)
    assert client.post(PAGE, {"reach": "push"}).status_code == 302
    person.refresh_from_db()
    assert (person.reach, person.reads_messages) == (Reach.PUSH, True)
    with transaction.atomic():
        owed = owe(reason="arranged_tenant", subject="assignment:1", recipient=person, now=now)
    assert owed.channel == "push"
    Device.objects.all().delete()
    with transaction.atomic():
        other = owe(reason="arranged_tenant", subject="assignment:2", recipient=person, now=now)
    assert other.channel == "email", "the browser is gone: what else reaches her"


def test_without_a_device_it_cannot_be_chosen(client: Any, settings: Any) -> None:
    signed_in(client)
    settings.PUSH_KEY = make_key()
    assert client.post(PAGE, {"reach": "push"}).status_code == 422
    page = client.get(PAGE).content.decode()
    assert "auf meinem Gerät" not in page
    assert "data-push" in page, "but it can be turned on here"
