"""Every link of every message of the demo: opened signed out, by a mail scanner too, it does nothing; bent, it opens nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Count
from django.test import Client
from django.urls import resolve

from piano.messaging.models import Message
from piano.messaging.words import words_for
from requests.models import Assignment, HelpRequest, Offer, StateChange, TimeProposal, Trouble, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "messages"
ADDRESS = re.compile(r"https?://\S+")
STATES = (HelpRequest, Visit, Offer, Assignment, TimeProposal)


def links() -> dict[str, set[str]]:
    """The reasons of the demo's messages and where they lead."""
    found: dict[str, set[str]] = {}
    for message in Message.objects.select_related("recipient"):
        try:
            body = words_for(message).body
        except LookupError:
            continue  # its row is gone: the fence would not send it
        found.setdefault(message.reason, set()).update(ADDRESS.findall(body))
    return found


def paths() -> Iterator[tuple[str, str]]:
    for reason, addresses in links().items():
        for address in sorted(addresses):
            assert address.startswith(settings.SITE_URL), (reason, address)
            yield reason, address.removeprefix(settings.SITE_URL).partition("#")[0]


def everything() -> list[Any]:
    """How everything stands: no step was taken while this is the same."""
    rows: list[Any] = [sorted(model.objects.values_list("state").annotate(n=Count("pk"))) for model in STATES]
    return [*rows, StateChange.objects.count(), Trouble.objects.count(), Message.objects.count()]


def test_no_link_acts_when_it_is_opened(living_quarter: None) -> None:
    before, opened = everything(), 0
    for reason, path in paths():
        for ask in (Client().get, Client().head):
            status = ask(path).status_code
            assert status in (200, 302, 404), (reason, path, status)
            opened += status == 200
    assert opened, "no link of a message works signed out"
    assert everything() == before


def test_signed_out_a_link_without_a_token_leads_to_the_sign_in(living_quarter: None) -> None:
    for reason, path in paths():
        if "token" in resolve(path).kwargs:
            continue
        answer = Client().get(path)
        assert answer.status_code == 200 or "/konto/login/" in answer.headers.get("Location", ""), (reason, path)


def test_a_bent_token_opens_nothing(living_quarter: None) -> None:
    bent = 0
    for reason, path in paths():
        token = resolve(path).kwargs.get("token")
        if token:
            bent += 1
            other = token[:-1] + ("A" if token[-1] != "A" else "B")
            assert Client().get(path.replace(token, other)).status_code != 200, (reason, path)
    assert bent


@pytest.mark.parametrize("template", sorted(path.name for path in TEMPLATES.glob("*.txt")))
def test_a_template_writes_no_address_itself(template: str) -> None:
    """Each comes from a function that says what it opens and for how long; and there is one of them, so one errand."""
    text = (TEMPLATES / template).read_text()
    assert not ADDRESS.search(text)
    assert set(re.findall(r"{{ *(\w*link\w*)", text)) <= {"link"}
