"""A key on one's own device, in a real browser: set up on our pages, then it opens the room alone or after the code."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import CDPSession, Page, expect

from quarters.models import District, User
from tests.factories import make_helper

pytestmark = [pytest.mark.browser, pytest.mark.full]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def helper(live: str, settings: Any) -> User:
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_helper(District.objects.get(slug="rothenditmold"))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


class Device:
    """A device with a fingerprint reader, as Chromium plays it. The finger is the right one until `wrong_finger()`."""

    def __init__(self, cdp: CDPSession) -> None:
        self.cdp = cdp
        cdp.send("WebAuthn.enable")
        self.number = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    @property
    def keys(self) -> list[dict[str, Any]]:
        return list(self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.number})["credentials"])

    def wrong_finger(self) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": False})


@pytest.fixture
def device(page: Page) -> Device:
    return Device(page.context.new_cdp_session(page))


def set_up(live: str, page: Page, *, alone: bool) -> None:
    page.goto(f"{live}/leitstand/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sicher anmelden")
    page.get_by_role("link", name="Schlüssel einrichten").click()
    if alone:
        page.get_by_label("Damit allein anmelden, ohne Code per E-Mail").check()
    page.get_by_role("button", name="Schlüssel einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ersatzcodes")


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def test_a_key_is_set_up_and_opens_the_room(
    live: str, helper: User, page: Page, device: Device, sign_in: Callable[..., None], axe: Callable[[Page], list[str]]
) -> None:
    sign_in(page, helper)
    page.goto(f"{live}/konto/2fa/webauthn/add/")
    assert axe(page) == []
    set_up(live, page, alone=False)
    assert axe(page) == []
    assert len(device.keys) == 1
    page.goto(f"{live}/leitstand/")
    expect(page).to_have_url(f"{live}/leitstand/")
    assert "piAno: Neuer Schlüssel auf einem Gerät" in [letter.subject for letter in mail.outbox]


def test_the_key_alone_signs_in(
    live: str, helper: User, page: Page, device: Device, sign_in: Callable[..., None]
) -> None:
    sign_in(page, helper)
    set_up(live, page, alone=True)
    sign_out(page)
    page.goto(f"{live}/konto/login/")
    page.get_by_text("Ich arbeite hier und habe einen Schlüssel").click()
    page.get_by_role("button", name="Mit Schlüssel anmelden").click()
    expect(page).to_have_url(f"{live}/leitstand/")


def test_after_the_code_from_the_mail_the_key_is_asked(
    live: str, helper: User, page: Page, device: Device, sign_in: Callable[..., None], axe: Callable[[Page], list[str]]
) -> None:
    sign_in(page, helper)
    set_up(live, page, alone=False)
    sign_out(page)
    page.goto(f"{live}/konto/login/")
    page.get_by_label("Ihre E-Mail-Adresse").fill(str(helper.email))
    page.get_by_role("button", name="Code schicken").click()
    expect(page.get_by_label("Ihr Code")).to_be_visible()
    code = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert code
    page.get_by_label("Ihr Code").fill(code.group(0))
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schlüssel")
    assert axe(page) == []
    page.get_by_role("button", name="Mit Schlüssel anmelden").click()
    expect(page).to_have_url(f"{live}/leitstand/")


def test_a_wrong_finger_opens_nothing(
    live: str, helper: User, page: Page, device: Device, sign_in: Callable[..., None]
) -> None:
    sign_in(page, helper)
    set_up(live, page, alone=True)
    sign_out(page)
    device.wrong_finger()
    page.goto(f"{live}/konto/login/")
    page.get_by_text("Ich arbeite hier und habe einen Schlüssel").click()
    page.get_by_role("button", name="Mit Schlüssel anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("Das hat nicht geklappt")
    page.goto(f"{live}/leitstand/")
    expect(page).to_have_url(re.compile("/konto/login/"))


def test_the_button_waits_until_it_can_do_something(
    live: str, helper: User, page: Page, device: Device, sign_in: Callable[..., None]
) -> None:
    sign_in(page, helper)
    page.route(re.compile("webauthn-json"), lambda route: None)  # a slow line: the page stands there, its scripts don't
    page.goto(f"{live}/konto/2fa/webauthn/add/", wait_until="commit")
    expect(page.get_by_role("button", name="Schlüssel einrichten")).to_be_disabled()
    page.unroute_all()
    page.reload()
    expect(page.get_by_role("button", name="Schlüssel einrichten")).to_be_enabled()
