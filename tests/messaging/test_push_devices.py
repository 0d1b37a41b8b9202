"""Devices that want to be told: which service may be one, whose they are, and how they are added and taken away."""

from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.channels.push import CHANNEL
from piano.messaging.channels.push.devices import MOST, WrongDevice, add_device, remove_device
from piano.messaging.channels.push.encrypting import to_text
from piano.messaging.channels.push.hosts import is_allowed
from piano.messaging.channels.push.models import Device
from piano.messaging.channels.push.vapid import public_key
from tests.conftest import Cast
from tests.messaging.push import add, device
from tests.messaging.push import service as service
from tests.messaging.push_service import Browser, PushService

pytestmark = pytest.mark.django_db

GOOD = ["https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x"]
GOOD += ["https://web.push.apple.com/x", "https://wns2-by3p.notify.windows.com/w/?token=x"]
BAD = [
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evil.example/fcm.googleapis.com",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://127.0.0.1/x",
    "https://localhost:6379/x",
    "https://169.254.169.254/latest/meta-data",
    "https://evilnotify.windows.com/x",
    "https://.notify.windows.com/x",
    "https://notify.windows.com/x",
    "https://fcm.googleapis.com\\@evil.example/x",
    "https://fcm.googleapis.com/x\r\nHost: evil",
    "file:///etc/passwd",
    "https://[::1/x",
    "https://fcm.googleapis.com/" + "x" * 600,
    "",
]


@pytest.mark.parametrize("endpoint", GOOD)
def test_the_services_of_the_browsers_are_allowed(endpoint: str) -> None:
    assert is_allowed(endpoint)


@pytest.mark.parametrize("endpoint", BAD)
def test_no_other_door_is_knocked_at(endpoint: str, cast: Cast) -> None:
    assert not is_allowed(endpoint)
    with pytest.raises(WrongDevice):
        add(endpoint, Browser(), cast.tenant.user)


def test_the_same_browser_belongs_to_whoever_turned_it_on_last(service: PushService, cast: Cast) -> None:
    for person in (cast.tenant.user, cast.helper, cast.helper):
        add(service.endpoint("one"), Browser(), person)
    assert [row.person for row in Device.objects.all()] == [cast.helper]
    assert remove_device(endpoint=service.endpoint("one"), by=cast.tenant.user) == 0
    assert [remove_device(endpoint=service.endpoint("one"), by=cast.helper) for _ in range(2)] == [1, 0]


def test_a_person_has_a_few_devices(service: PushService, cast: Cast) -> None:
    for number in range(MOST + 2):
        device(service, cast.helper, f"d{number}")
    assert Device.objects.count() == MOST


@pytest.mark.parametrize(("key", "auth"), [("kurz", "kurz"), ("!!", "!!"), ("", "")])
def test_keys_that_are_none_are_refused(service: PushService, cast: Cast, key: str, auth: str) -> None:
    with pytest.raises(WrongDevice):
        add_device(endpoint=service.endpoint("one"), key=key, auth=auth, by=cast.helper, now=clock.now())


def test_the_page_offers_it_where_the_house_has_a_key(
    client: Client, cast: Cast, service: PushService, settings: Any
) -> None:
    client.force_login(cast.tenant.user)
    assert f'data-key="{public_key()}"' in client.get("/kalender/").content.decode()
    settings.PUSH_KEY = ""
    assert "data-push" not in client.get("/kalender/").content.decode()
    assert client.post("/geraet/an/").status_code == 404


def test_a_browser_is_added_and_taken_away_by_its_person(client: Client, cast: Cast, service: PushService) -> None:
    browser = Browser()
    posted = {"endpoint": service.endpoint("one"), "key": to_text(browser.point), "auth": to_text(browser.auth)}
    assert client.post("/geraet/an/", posted).status_code == 302  # to the sign-in
    client.force_login(cast.tenant.user)
    assert client.get("/geraet/an/").status_code == 405
    assert client.post("/geraet/an/", {**posted, "endpoint": "https://127.0.0.1/"}).status_code == 422
    assert [client.post("/geraet/an/", posted).status_code for _ in range(2)] == [201, 201]
    assert CHANNEL.reaches(cast.tenant.user)
    assert client.post("/geraet/aus/", posted).status_code == 200
    assert not Device.objects.exists()


def test_signing_out_ends_it_for_this_browser_alone(client: Client, cast: Cast, service: PushService) -> None:
    person, browser = cast.tenant.user, Browser()
    elsewhere = device(service, person, "two")
    client.force_login(person)
    posted = {"endpoint": service.endpoint("one"), "key": to_text(browser.point), "auth": to_text(browser.auth)}
    client.post("/geraet/an/", posted)
    assert (Device.objects.filter(person=person).count(), bool(elsewhere)) == (2, True)
    assert [client.post("/konto/logout/").status_code for _ in range(2)] == [302, 302]
    assert [one.endpoint for one in Device.objects.filter(person=person)] == [service.endpoint("two")]


def test_a_browser_that_belongs_to_somebody_else_now_is_not_taken_from_her(
    client: Client, cast: Cast, service: PushService
) -> None:
    browser = Browser()
    client.force_login(cast.tenant.user)
    posted = {"endpoint": service.endpoint("one"), "key": to_text(browser.point), "auth": to_text(browser.auth)}
    client.post("/geraet/an/", posted)
    add(service.endpoint("one"), browser, cast.helper)
    client.post("/konto/logout/")
    assert Device.objects.get().person == cast.helper
