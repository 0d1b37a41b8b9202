"""What installs piAno on a telephone, what it shows without a network, and what it may keep for that."""

import datetime as dt
import json
import struct

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from piano.kit import clock
from quarters.models import User
from requests.models import Assignment
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.errands import make_going

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(cast: Cast, now: dt.datetime) -> Assignment:
    found = make_going(cast, now)[1]
    machine.travel_to(found.planned_window.lower - dt.timedelta(hours=2))
    return found


def today_of(client: Client, person: User) -> dict[str, object]:
    client.force_login(person)
    answer = client.get("/heute.json")
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, object] = answer.json()
    return found


def test_the_manifest_names_icons_that_are_there_in_their_size(client: Client, db: None) -> None:
    answer = client.get("/app.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    says = answer.json()
    assert (says["short_name"], says["lang"], says["scope"], says["display"]) == ("piAno", "de", "/", "standalone")
    assert {icon["purpose"] for icon in says["icons"]} == {"any", "maskable"}
    for icon in says["icons"]:
        with open(str(finders.find(icon["src"].removeprefix("/static/"))), "rb") as file:
            width, height = struct.unpack(">II", file.read(24)[16:])
        assert icon["sizes"] == f"{width}x{height}"
    for shortcut in says["shortcuts"]:
        assert client.get(shortcut["url"]).status_code in (200, 302)


def test_the_manifest_speaks_the_readers_language(client: Client, db: None) -> None:
    says = client.get("/app.webmanifest", headers={"accept-language": "ar"}).json()
    assert (says["lang"], says["dir"]) == ("ar", "rtl")


def test_the_service_worker_rules_the_whole_site_and_is_asked_for_anew(client: Client, db: None) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_page_without_a_network_says_nothing_of_anybody(client: Client, cast: Cast, assignment: Assignment) -> None:
    client.force_login(cast.tenant.user)
    html = client.get("/ohne-netz/").content.decode()
    assert cast.tenant.user.family_name not in html
    assert "116117" in html
    assert "tel:112" in html


def test_both_sides_keep_when_what_and_who_in_short(client: Client, cast: Cast, assignment: Assignment) -> None:
    goes, gets = today_of(client, assignment.person), today_of(client, cast.tenant.user)
    time = clock.say_time(assignment.planned_window.lower)
    assert goes["visits"] == [{"time": time, "words": f"Einkaufen bei {cast.tenant.user.short_name}"}]
    assert gets["visits"] == [{"time": time, "words": "Einkaufen: Frau K. kommt"}]
    assert goes["day"] == clock.local(clock.now()).date().isoformat()
    assert goes["for"] == assignment.person.reference


def test_no_address_no_telephone_and_no_full_name_of_the_tenant_is_kept(
    client: Client, cast: Cast, assignment: Assignment
) -> None:
    kept = json.dumps(today_of(client, assignment.person))
    tenant = cast.tenant
    for secret in (tenant.user.family_name, tenant.user.phone, str(tenant.building), tenant.floor, tenant.health_hints):
        assert not secret or secret not in kept


def test_other_days_and_other_people_are_not_in_it(client: Client, cast: Cast, assignment: Assignment) -> None:
    assert today_of(client, cast.volunteers[2].user)["visits"] == []
    machine.travel_to(assignment.planned_window.lower - dt.timedelta(days=1))
    assert today_of(client, User.objects.get(pk=assignment.person_id))["visits"] == []


def test_signed_out_there_is_nothing_to_keep(client: Client, db: None) -> None:
    assert client.get("/heute.json").status_code == 401
    assert b"data-whose" not in client.get("/").content
