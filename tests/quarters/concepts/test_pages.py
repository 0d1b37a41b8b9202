"""The pages of a concept: who keeps it, bad input, the paper, and what everybody reads."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import ConceptMeasure, ConceptVersion, Goal
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.quarters.concepts.making import make_goal, make_indicator, make_measure
from tests.quarters.ideas.making import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def here(cast: Cast, end: str = "") -> str:
    return f"/stadtteile/{cast.district.slug}/konzept/{end}"


def test_an_empty_concept_says_how_to_begin(helper: Client, cast: Cast) -> None:
    assert "Hier fängt es an." in helper.get(here(cast)).content.decode()
    assert helper.get(here(cast, "papier/")).status_code == 404
    assert helper.post(here(cast, "ziel/neu/"), {"title": "Zusammen essen", "position": 1}).status_code == 302
    assert Goal.objects.get().concept.district == cast.district


def test_a_helper_of_another_district_finds_nothing_and_the_landlord_finds_all(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    goal = make_goal(cast.district, now)
    client.force_login(make_helper(make_district()))
    assert client.get(here(cast)).status_code == 404
    assert client.post(here(cast, f"ziel/{goal.reference}/weg/")).status_code == 404
    client.force_login(make_staff())
    assert client.get(here(cast)).status_code == 200
    assert cast.district.name in client.get("/berichte/konzepte/").content.decode()


def test_bad_input_is_said_in_words_and_changes_nothing(helper: Client, cast: Cast, now: dt.datetime) -> None:
    goal = make_goal(cast.district, now)
    bad = {"goal": "999", "title": "x" * 10_000, "responsible": "", "starts_on": "2026-02-31", "due_on": "morgen"}
    answer = helper.post(here(cast, "massnahme/neu/"), bad)
    assert answer.status_code == 422
    assert "Bitte wählen Sie einen Tag." in answer.content.decode()
    said = {
        "goal": goal.pk,
        "title": "<b>x</b>",
        "responsible": "Treff",
        "starts_on": "2026-03-02",
        "due_on": "2026-03-01",
    }
    answer = helper.post(here(cast, "massnahme/neu/"), said)
    assert (answer.status_code, ConceptMeasure.objects.count()) == (422, 0)
    assert "Das Ende liegt vor dem Beginn." in answer.content.decode()


def test_a_part_is_changed_taken_out_and_fetched_back(helper: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_measure(make_goal(cast.district, now), now)
    address = here(cast, f"massnahme/{row.reference}/")
    assert helper.get(address).status_code == 200
    fields = {"goal": row.goal_id, "title": "Neu", "responsible": "Treff"}
    days = {"starts_on": row.starts_on.isoformat(), "due_on": row.due_on.isoformat()}
    assert helper.post(address, {**fields, **days}).status_code == 302
    row.refresh_from_db()
    assert row.title == "Neu"
    helper.post(f"{address}weg/")
    assert helper.get(address).status_code == 404
    assert "Zurückholen" in helper.get(here(cast)).content.decode()
    helper.post(f"{address}zurueck/")
    assert helper.get(address).status_code == 200


def test_a_value_with_a_comma_is_read(helper: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_indicator(make_goal(cast.district, now), now)
    address = here(cast, f"kennzahl/{row.reference}/wert/")
    for _ in range(2):
        answer: Any = helper.post(address, {"on": clock.today().isoformat(), "value": "12,5"})
    assert answer.status_code == 409
    assert str(row.readings.get().value) == "12.5"


def test_the_paper_is_a_pdf_and_a_version_stays(helper: Client, cast: Cast, now: dt.datetime) -> None:
    make_measure(make_goal(cast.district, now), now)
    assert helper.get(here(cast, "papier/")).content.startswith(b"%PDF")
    for _ in range(2):
        helper.post(here(cast, "fassung/"))
    assert ConceptVersion.objects.count() == 1
    assert b"pdfuaid" in helper.get(here(cast, "papier/1/")).content
    assert helper.get(here(cast, "papier/2/")).status_code == 404


def test_everybody_reads_the_summary_on_the_page_of_the_district(client: Client, cast: Cast, now: dt.datetime) -> None:
    make_measure(make_goal(cast.district, now), now)
    page = client.get(f"/stadtteile/{cast.district.slug}/").content.decode()
    assert "Wir essen zusammen." in page
    assert "0 von 1 Schritt getan" in page
    assert "Konzept ansehen" not in page
