"""The wizard as a browser fills it: answers that hold, and a hand that posts them."""

import datetime as dt
import re
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from piano.kit import clock

WHAT, WHEN, OFTEN, WHO, HINTS, CHECK = "was", "wann", "wie-oft", "fuer-wen-wo", "hinweise", "pruefen"
ORDER = (WHAT, WHEN, WHO, HINTS, CHECK)


def good(step: str, **other: Any) -> dict[str, Any]:
    """An answer that holds, changed by `other`."""
    answers: dict[str, dict[str, Any]] = {
        WHAT: {"category": "shop"},
        WHEN: {"when": "tomorrow", "part": "morning"},
        OFTEN: {"often": "weekly", "days": ["TU"]},
        WHO: {
            "for_whom": "self",
            "salutation": "Frau",
            "given_name": "Erna",
            "family_name": "Wagner",
            "phone": "0561 445566",
            "street": "Wolfhager Str.",
            "house_number": "12a",
            "floor": "2. Stock",
            "postcode": "34127",
            "district": "rothenditmold",
            "language": "de",
        },
        HINTS: {"words": "Brot und Milch"},
        CHECK: {"agreed": "on", "form_token": str(uuid.uuid4())},
    }
    return answers[step] | other


def address(step: str) -> str:
    return f"/hilfe/{step}/"


def post(client: Client, step: str, **other: Any) -> HttpResponse:
    return client.post(address(step), good(step, **other))  # type: ignore[return-value]


def answer_until(client: Client, last: str, **changed: dict[str, Any]) -> None:
    """Answers every question before `last`, how often only of what repeats; `changed` by step with underscores."""
    regular = changed.get("wann", {}).get("when") == "regular"
    order = (WHAT, WHEN, OFTEN, WHO, HINTS, CHECK) if regular else ORDER
    for step in order[: order.index(last)]:
        response = post(client, step, **changed.get(step.replace("-", "_"), {}))
        assert response.status_code == 302, (step, response.content.decode())


def send(client: Client, **changed: dict[str, Any]) -> HttpResponse:
    answer_until(client, CHECK, **changed)
    return post(client, CHECK)


def text_of(response: Any) -> str:
    """What can be read on the page, without the marks of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def tomorrow() -> dt.date:
    return clock.today() + dt.timedelta(days=1)
