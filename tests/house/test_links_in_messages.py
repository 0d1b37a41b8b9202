"""Every link of every message of the demo: opened signed out, by a mail scanner too, it does nothing; bent, it opens nothing; its
button acts; and when it is old it says so kindly.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.test import Client
from django.urls import resolve

from piano.kit import clock
from piano.messaging.digest.links import leave_link
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import User
from requests.models import Assignment, HelpRequest, Offer, StateChange, TimeProposal, Trouble, Visit
from tests import clock as machine
from tests.house.pages import Form, Page
from tests.house.test_who_may_where import routes

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


def by_errand() -> dict[str, list[str]]:
    """Paths with a token, by the name of what they open; and the way out of overviews, which no demo person wished for."""
    found: dict[str, list[str]] = {}
    for _reason, path in paths():
        here = resolve(path)
        if "token" in here.kwargs:
            found.setdefault(here.view_name, []).append(path)
    person = Message.objects.select_related("recipient")[0].recipient
    return found | {"messaging:leave": [leave_link(person).removeprefix(settings.SITE_URL)]}


def test_every_address_with_a_token_belongs_to_an_errand_that_is_walked_here(living_quarter: None) -> None:
    """A new kind of link is opened, bent and aged here like the others."""
    known = tuple(resolve(rows[0]).route for rows in by_errand().values())
    strangers = [route for route in routes() if "<str:token>" in route and not route.startswith((*known, "demo/"))]
    assert strangers == []


def forms_on(path: str) -> list[Form]:
    """What the page lets one do, besides how it is shown."""
    html = Client().get(path).content.decode()
    root = path if path.endswith("/") else path + "/"
    return [form for form in Page(path, html).forms if form.method == "post" and form.action.startswith(root)]


@pytest.mark.parametrize("errand", ["requests:offer_by_link", "requests:regular_by_link", "helpers:swap_by_link", "requests:answer"])
def test_it_acts_when_its_button_is_pressed(living_quarter: None, errand: str) -> None:
    """Signed out, by a POST of a form that stands there, and only then."""
    for path in by_errand()[errand]:
        for form in forms_on(path):
            before = everything()
            with contextlib.suppress(Undone), transaction.atomic():
                Client().post(form.action, form.as_found() | {name: said[-1] for name, said in form.choices.items()})
                if everything() != before:
                    return
                raise Undone
    raise AssertionError(f"no button behind {errand} does anything")


class Undone(Exception):
    """Takes back what a button did that was pressed in vain."""


def test_the_way_out_of_overviews_acts_on_a_button_alone(living_quarter: None) -> None:
    (path,) = by_errand()["messaging:leave"]
    people = User.objects.filter(waits="never").count()
    assert (Client().get(path).status_code, User.objects.filter(waits="never").count()) == (200, people)
    assert (Client().post(path).status_code, User.objects.filter(waits="never").count()) == (200, people + 1)


def test_long_afterwards_each_has_a_kind_page_and_nothing_to_press(living_quarter: None) -> None:
    errands = by_errand()
    now = clock.now()
    with machine.at(now + dt.timedelta(days=230)):
        for errand, rows in errands.items():
            for path in rows[:5]:
                answer = Client().get(path)
                page = answer.content.decode()
                assert answer.status_code == 404, (errand, path)
                assert 'href="tel:' in page, "whom to call"
                assert [form for form in Page(path, page).forms if form.action.startswith(path)] == []
    machine.travel_to(now)
