"""A real browser against a real web server; worker and beat are real processes where a test asks for them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import databases
from tests.processes import Processes, environment

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# No telephone here: Chromium would ask which program shall call, and take no more clicks.
NO_TELEPHONE = "document.addEventListener('click', e => e.target.closest?.('a[href^=\"tel:\"]') && e.preventDefault())"
WIDTHS = (390, 768, 1440)
NARROWEST = 320
AXE = Axe()
WITHOUT_SCRIPT: "WeakSet[BrowserContext]" = WeakSet()
expect.set_options(timeout=15_000)  # two shards and their processes share two cores

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's sync API runs a loop of its own beside Django


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        executable = os.environ.get("PIANO_CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def live(transactional_db: Any, live_server: Any, settings: Any) -> str:
    """The address of the running site, with the Kassel places."""
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    databases.load_kassel()
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in contexts of their own: `open_page(width=390, javascript=False)`. Every one is closed at the end."""
    contexts = []

    def open_one(*, width: int = 1280, height: int = 900, javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="de-DE",
            **{"service_workers": "block", **options},
        )
        context.set_default_timeout(10_000)
        if not javascript:
            WITHOUT_SCRIPT.add(context)
        context.add_init_script(NO_TELEPHONE)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def page_without_js(open_page: Callable[..., Page]) -> Page:
    return open_page(javascript=False)


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds on the page as it stands; nothing, when it is in order."""
    return _found


def _found(page: Page, **options: Any) -> list[str]:
    """What axe finds; `options` narrow it, as in its own documentation. It is a script: without scripts it would wait for ever."""
    assert page.context not in WITHOUT_SCRIPT, f"{page.url}: axe cannot look at a page without JavaScript"
    if not page.evaluate("'axe' in window"):  # half a megabyte to read, once a page
        page.evaluate(AXE.axe_script)
    script = "options => axe.run(document, options).then(found => found.violations)"
    violations = page.evaluate(script, {"resultTypes": ["violations"], **options})
    return [f"{page.url}: {violation['id']}: {violation['nodes'][0]['html'][:160]}" for violation in violations]


@pytest.fixture
def look() -> Callable[[Page], list[str]]:
    """What axe finds on a telephone by day and on a wide screen by night, and at which width something has to be pushed
    sideways; nothing, when the page is in order.
    """

    def at_each_width(page: Page) -> list[str]:
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
        found = _found(page, runOnly=["color-contrast", "target-size"])
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        found += _found(page)
        for width in (NARROWEST, *WIDTHS):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{page.url}: wider than {width}")
        return found

    return at_each_width


@pytest.fixture
def sign_in(live: str) -> Callable[[Page, Any], None]:
    """Signs a person in on a page by a session made here; signing in itself has tests of its own."""
    from django.test import Client

    def do(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": live}])

    return do


@pytest.fixture
def mail_folder(tmp_path: Path, settings: Any) -> Path:
    """Where mails lie as files, for this process and for the ones it starts."""
    folder = tmp_path / "home" / "mail"
    folder.mkdir(parents=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = folder
    return folder


@pytest.fixture
def processes(live: str, tmp_path: Path) -> Iterator[Processes]:
    key = tmp_path / "secret_key"  # links that a worker writes are opened by this process
    key.write_text(settings.SECRET_KEY)
    group = Processes(
        environment(PIANO_SECRET_KEY_FILE=str(key), PIANO_SITE_URL=live, PIANO_HOME=str(tmp_path / "home"))
    )
    yield group
    group.stop()
