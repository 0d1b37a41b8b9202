"""What tests of signing in share: mails in a list, limits of their own, a code from the last mail."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
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
