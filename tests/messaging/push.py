"""The push service of the tests as the house's own, and devices of people on it."""

from collections.abc import Iterator
from typing import Any

import pytest

from piano.kit import clock
from piano.messaging.channels.push.devices import add_device
from piano.messaging.channels.push.encrypting import to_text
from piano.messaging.channels.push.models import Device
from piano.messaging.channels.push.vapid import make_key
from quarters.models import User
from tests.messaging.push_service import Browser, PushService, push_service


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as found:
        settings.PUSH_KEY, settings.PUSH_ORIGINS = make_key(), (found.origin,)
        yield found


def device(service: PushService, person: User, name: str = "one") -> Browser:
    browser = Browser()
    add(service.endpoint(name), browser, person)
    return browser


def add(endpoint: str, browser: Browser, person: User) -> Device:
    key, auth = to_text(browser.point), to_text(browser.auth)
    return add_device(endpoint=endpoint, key=key, auth=auth, by=person, now=clock.now())
