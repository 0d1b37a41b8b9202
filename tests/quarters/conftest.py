"""What tests of signing in share: mails in a list, limits of their own, a code from the last mail."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client


@pytest.fixture
def signing_in(settings: Any) -> None:
    """Other tests run at the same time from the same address and share Redis, so the limits lie in this process."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    }


@pytest.fixture
def ask_for_code(signing_in: None) -> Callable[[Client, str], str]:
    """Asks for a code by mail; „“ when the mail holds none."""

    def ask(client: Client, email: str) -> str:
        client.post("/konto/login/code/", {"email": email})
        found = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
        return found.group(0) if found else ""

    return ask


@pytest.fixture
def still_app(monkeypatch: pytest.MonkeyPatch) -> "StillApp":
    """The app on the telephone, whose half minutes end only when the test says so."""
    app = StillApp()
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([app.half_minutes]))
    return app


class StillApp:
    """`app(secret)` is the number it shows, `wrong(secret, 3)` another one, `wait()` the next half minute."""

    half_minutes = 59_000_000

    def __call__(self, secret: str) -> str:
        return totp.format_hotp_value(totp.hotp_value(secret, self.half_minutes))

    def wrong(self, secret: str, number: int) -> str:
        return f"{(int(self(secret)) + 1000 + number) % 10**6:06d}"

    def wait(self) -> None:
        self.half_minutes += 1
