"""„Nachrichten auf dieses Gerät“ in a real browser: off, blocked, on, off again; and without scripts it says what is missing."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.messaging.channels.push.encrypting import to_text
from piano.messaging.channels.push.models import Device
from piano.messaging.channels.push.vapid import make_key
from quarters.models import District, User
from tests.factories import make_resident, make_user
from tests.messaging.push_service import Browser

pytestmark = pytest.mark.browser
# Chromium here has no push service, and without a window nobody can be asked: what it would hand out and what she
# would answer come from us, the rest is the page's own way.
ALLOWS = """
  let answer = 'default';
  Object.defineProperty(Notification, 'permission', { get: () => answer });
  Notification.requestPermission = async () => (answer = 'granted');
"""
SUBSCRIBES = """([endpoint, p256dh, auth]) => {
  let subscription = null;
  const toJSON = () => ({ endpoint, keys: { p256dh, auth } });
  const made = () => ({ endpoint, toJSON, unsubscribe: async () => { subscription = null; } });
  PushManager.prototype.subscribe = async () => (subscription = made());
  PushManager.prototype.getSubscription = async () => subscription;
}"""


@pytest.fixture
def tenant(live: str, settings: Any) -> User:
    settings.PUSH_KEY = make_key()
    user: User = make_resident(District.objects.get(slug="rothenditmold"), make_user(family_name="Brandt")).user
    return user


def test_turned_on_and_off_again(
    live: str,
    open_page: Callable[..., Page],
    tenant: User,
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], None],
) -> None:
    page = open_page(service_workers="allow")
    page.add_init_script(ALLOWS)
    sign_in(page, tenant)
    browser = Browser()
    given = ["https://fcm.googleapis.com/fcm/send/x", to_text(browser.point), to_text(browser.auth)]
    page.goto(f"{live}/kalender/")
    page.evaluate(SUBSCRIBES, given)
    page.get_by_role("button", name="Einschalten").click()
    expect(page.get_by_text("Eingeschaltet.")).to_be_visible()
    assert Device.objects.get().person == tenant
    look(page)
    page.get_by_role("button", name="Wieder ausschalten").click()
    expect(page.get_by_role("button", name="Einschalten")).to_be_visible()
    assert not Device.objects.exists()


def test_blocked_and_without_scripts_it_says_so(
    live: str, open_page: Callable[..., Page], tenant: User, sign_in: Callable[[Page, Any], None]
) -> None:
    page = open_page(service_workers="allow")
    sign_in(page, tenant)
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.goto(f"{live}/kalender/")
    expect(page.get_by_text("Ihr Browser hat Nachrichten von piAno gesperrt")).to_be_visible()
    bare = open_page(javascript=False)
    sign_in(bare, tenant)
    bare.goto(f"{live}/kalender/")
    expect(bare.get_by_text("Dieser Browser kann das nicht")).to_be_visible()
    expect(bare.get_by_role("button", name="Einschalten")).to_be_hidden()
