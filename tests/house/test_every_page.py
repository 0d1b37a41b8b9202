"""Every page that people reach by clicking: its forms bear bad input and count once; what is not theirs is not there."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from django.urls import resolve

from quarters.models import District, OrganisationKind, Role, RoleKind, User
from requests.demo import links
from tests.factories import make_helper, make_organisation
from tests.house.pages import Form, Page

pytestmark = pytest.mark.django_db
STARTS = {
    "anonymous": ["/", "/stadtteile/", "/hilfe/", "/hilfe/rueckruf/", "/mitmachen/", "/ideen/", "/konto/login/"],
    "tenant": ["/", "/meine/"],
    "volunteer": ["/einsatz/", "/einsatz/woche/", "/einsatz/profil/", "/einsatz/konto/"],
    "helper": [
        "/leitstand/",
        "/leitstand/anruf/",
        "/leitstand/zettel/",
        "/leitstand/anrufe/",
        "/leitstand/menschen/",
        "/leitstand/protokoll/",
        "/leitstand/dienstplan/",
        "/leitstand/treffpunkte/",
        "/leitstand/telefonkette/",
        "/leitstand/briefe/",
        "/leitstand/schwierigkeiten/",
        "/termine/planen/",
        "/leitstand/ideen/",
        "/leitstand/gruendungen/",
        "/berichte/ideen/",
        "/leitstand/mitmachen/",
        "/leitstand/vorfaelle/",
    ],
    "centre": ["/qualifizierung/"],
    "coordinator": ["/leitstand/nachweise/"],
    "care": ["/bereitschaft/", "/bereitschaft/dienste/"],
    "officer": ["/verein/"],
}
NOT_OURS = ("/verwaltung/", "/static/", "/health/", "/metrics", "/gateway/", "/demo/")
TWICE_IS_ONCE = {  # ways where the same again changes nothing by itself
    "account_login",
    "account_logout",
    "helpers:be_back",
    "helpers:own_feed",
    "helpers:team_feed",
    "helpers:withdraw_swap",
    "mfa_login_webauthn",
    "quarters:display",
    "quarters:language",
    "quarters:note_here",
    "quarters:paper_code",
    "requests:calendar",
    "requests:mine_move",
    "requests:wizard_step",
    "volunteers:remove_absence",
    "volunteers:remove_time",
    "volunteers:turn_part",
}
OPEN_TO_ALL = {"quarters:event", "quarters:event_notice", "quarters:register", "quarters:registered"}
TWICE_EACH = 2
BLOCKS = ("choice", "list", "prose", "slip", "stepper", "tag")  # a file each, which a page links when it shows one
MARK = "Zwetschge"
BAD = {"number": "viele", "date": "2026-02-31", "time": "25:61", "tel": f"{MARK}x", "email": f"{MARK}@"}


@dataclass
class Walk:
    """What one person reached: addresses with their answers, the forms on them, what they weigh in bytes, what has no style."""

    client: Client
    answers: dict[str, int] = field(default_factory=dict)
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)
    weights: dict[str, tuple[int, int]] = field(default_factory=dict)
    bare: set[tuple[str, str]] = field(default_factory=set)

    def run(self, starts: list[str]) -> "Walk":
        ahead, seen = list(starts), dict[str, int]()
        while ahead:
            address = ahead.pop(0)
            if address in self.answers or address.startswith(NOT_OURS):
                continue
            route = resolve(address).view_name
            if seen.get(route, 0) >= TWICE_EACH:
                continue
            seen[route] = seen.get(route, 0) + 1
            ahead += self._visit(address)
        return self

    def _visit(self, address: str) -> list[str]:
        answer = self.client.get(address)
        self.answers[address] = answer.status_code
        if answer.status_code in (301, 302):
            return [answer.headers["Location"].split("?")[0]]
        if not answer.headers["Content-Type"].startswith("text/html"):
            return []
        page = Page(address, answer.content.decode())
        self.bare |= {(resolve(address).view_name, block) for block in unstyled(page)}
        html = len(gzip.compress(answer.content))
        self.weights[address] = html, html + sum(compressed(asset) for asset in page.assets)
        for form in page.forms:
            if form.method == "post":
                self.forms.setdefault((resolve(form.action).view_name, ",".join(form.fields)), form)
        return sorted(page.links)


def unstyled(page: Page) -> set[str]:
    """Blocks that stand on a whole page which does not link their file."""
    linked = {Path(asset).name.split(".")[0] for asset in page.assets}
    return {block for block in BLOCKS if block in page.classes and linked and block not in linked}


@cache
def compressed(asset: str) -> int:
    """A static file as it is sent; what is no file of ours weighs nothing."""
    file = finders.find(asset.removeprefix("/static/")) if asset.startswith("/static/") else None
    return len(gzip.compress(Path(str(file)).read_bytes())) if file else 0


@pytest.fixture(scope="module")
def walks(living_quarter: None) -> dict[str, Walk]:
    """Who reached what with the demo data, once for all tests here."""
    return {who: walk(who) for who in STARTS}


def person(who: str) -> User | None:
    return {
        "anonymous": lambda: None,
        "tenant": links.tenant,
        "volunteer": links.volunteer,
        "helper": lambda: links.with_role(RoleKind.HELPER),
        "centre": lambda: links.with_role(RoleKind.CENTRE),
        "coordinator": lambda: links.with_role(RoleKind.COORDINATOR),
        "care": links.on_call,
        "officer": lambda: links.with_role(RoleKind.ASSOCIATION_OFFICER),
        "staff": lambda: links.with_role(RoleKind.GWG_STAFF),
    }[who]()


def walk(who: str) -> Walk:
    client, user = Client(), person(who)
    if user:
        client.force_login(user)
    return Walk(client).run(STARTS[who])


def bad(form: Form) -> dict[str, str]:
    """What nobody should type: words for numbers, days that do not exist, choices that were not offered, too much text."""
    values = form.as_found()
    for name, (kind, _) in form.fields.items():
        if kind in BAD:
            values[name] = BAD[kind]
        elif name in form.typed:
            values[name] = f"{MARK} " + "x" * 6000
        elif name in form.choices:
            values[name] = "nie-angeboten"
    return values


def send(client: Client, form: Form, values: dict[str, str]) -> Any:
    """Sends and takes back what it did, signing out too."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.post(form.action, values)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def complaints(found: Walk) -> Iterator[str]:
    for form in found.forms.values():
        sent = bad(form)
        answer = send(found.client, form, sent)
        page = answer.content.decode()
        if answer.status_code not in (302, 303, 409, 422):
            yield f"{form.page} → {form.action}: {answer.status_code}"
        elif answer.status_code == 422:
            if lost := [name for name in form.typed if escape(sent[name]) not in page]:
                yield f"{form.page} → {form.action}: what was typed is gone: {lost}"
            if "aria-invalid" not in page:
                yield f"{form.page} → {form.action}: no field is named"


def without_token(found: Walk) -> set[str]:
    """The ways of forms that have none."""
    return {
        resolve(form.action).view_name
        for form in found.forms.values()
        if not form.fields.get("form_token", ("", ""))[1]
    }


@pytest.mark.parametrize("who", list(STARTS))
def test_bad_input_is_answered_and_nothing_typed_is_lost(walks: dict[str, Walk], who: str) -> None:
    found = walks[who]
    assert set(found.answers.values()) <= {200, 302, 301}, found.answers
    assert found.forms
    assert list(complaints(found)) == []


@pytest.mark.parametrize("who", list(STARTS))
def test_every_form_counts_once(walks: dict[str, Walk], who: str) -> None:
    found = walks[who]
    assert all("csrfmiddlewaretoken" in form.fields for form in found.forms.values())
    assert without_token(found) <= TWICE_IS_ONCE


@pytest.mark.parametrize("who", list(STARTS))
def test_no_page_is_heavy(walks: dict[str, Walk], who: str) -> None:
    weights = walks[who].weights
    assert {address: html for address, (html, _) in weights.items() if html > 20_000} == {}
    assert {address: all_ for address, (_, all_) in weights.items() if all_ > 60_000} == {}
    assert all(all_ > html for html, all_ in weights.values()), "the assets were not found"


@pytest.mark.parametrize("who", list(STARTS))
def test_what_stands_on_a_page_has_its_style(walks: dict[str, Walk], who: str) -> None:
    assert walks[who].bare == set()


@pytest.mark.parametrize("who", ["tenant", "volunteer", "helper", "care", "officer"])
def test_what_is_unknown_or_not_ones_own_is_not_there(walks: dict[str, Walk], who: str) -> None:
    """Every address with a reference: another's, and one that nobody has."""
    found, stranger = walks[who], Client()
    nowhere = District.objects.create(city="Anderswo", number=99, name="Ferne", slug="ferne", latitude=50, longitude=9)
    other = make_helper(nowhere)
    service = make_organisation(OrganisationKind.CARE_SERVICE)
    Role.objects.create(user=other, kind=RoleKind.CARE_PARTNER, organisation=service, valid_from="2025-01-01")
    stranger.force_login(other)
    checked = 0
    for address in found.answers:
        given = resolve(address).kwargs.get("reference")
        if given is None:
            continue
        checked += 1
        assert found.client.get(address.replace(given, "ZZZZZZ")).status_code == 404, address
        if resolve(address).view_name not in OPEN_TO_ALL:
            assert stranger.get(address).status_code in (403, 404), address
    assert checked


def test_who_has_duty_reaches_the_note_of_a_call_and_the_telephone(walks: dict[str, Walk]) -> None:
    assert {"/bereitschaft/anruf/", "/bereitschaft/diensthandy/"} <= walks["care"].answers.keys()
    assert "/leitstand/diensthandys/" in walks["helper"].answers
    assert any(address.startswith("/leitstand/nacht/") for address in walks["helper"].answers)
