"""A browser's part of a form, over a real connection: it remembers what was confirmed to it."""

import http.client
import re
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Driver:
    """One signed-in person at one web server. `post` answers (status, where to), or None when the line broke."""

    port: int
    cookies: str
    csrf: str = ""

    @classmethod
    def of(cls, user: Any, port: int) -> "Driver":
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        name = settings.SESSION_COOKIE_NAME
        return cls(port, f"{name}={client.cookies[name].value}")

    def open(self, path: str) -> str:
        """Reads a page, and keeps its cookie and token for the next form."""
        answer, body = self._ask("GET", path)
        assert answer.status == 200, (answer.status, body[:200])
        cookie = answer.getheader("Set-Cookie") or ""
        self.cookies = "; ".join([self.cookies, cookie.split(";")[0]])
        found = TOKEN.search(body)
        assert found, "the page has no form"
        self.csrf = found.group(1)
        return body

    def post(self, path: str, **fields: str) -> tuple[int, str] | None:
        body = urlencode({"csrfmiddlewaretoken": self.csrf, **fields})
        try:
            answer, _ = self._ask("POST", path, body)
        except (OSError, http.client.HTTPException):
            return None
        return answer.status, answer.getheader("Location") or ""

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[http.client.HTTPResponse, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer, answer.read().decode()
        finally:
            line.close()


def a_call(words: str) -> dict[str, str]:
    """What a helper types for somebody new, under a token of its own."""
    return {
        "form_token": str(uuid.uuid4()),
        "family_name": "Brandt",
        "phone": "0561 8123401",
        "category": "shop",
        "words": words,
        "agreed": "on",
        "outcome": "request",
    }
