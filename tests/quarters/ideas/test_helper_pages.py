"""The pages of helpers: looking over, helping to begin, writing down what is said on the phone."""

import datetime as dt

import pytest
from django.test import Client

from quarters.contributions import give
from quarters.models import Initiative, Part
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.quarters.ideas.making import make_idea
from tests.quarters.ideas.pages import page

pytestmark = pytest.mark.django_db


def test_one_press_makes_a_page_of_what_was_said_on_the_phone(client: Client, cast: Cast, now: dt.datetime) -> None:
    said = give(kind="idea", words="Ein Spieleabend", district=cast.district, now=now, person=cast.tenant.user)
    client.force_login(cast.helper)
    first = f"/leitstand/gern/{said.reference}/"
    assert "Daraus eine Seite machen" in page(client, first)
    for _ in range(2):
        assert client.post(f"/leitstand/ideen/aus/{said.reference}/").status_code == 302
    assert Initiative.objects.get().title == "Ein Spieleabend"
    assert "Zur Seite dieser Idee" in page(client, first)


def test_a_helper_looks_over_helps_and_writes_down_who_calls(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now, is_public=False)
    client.force_login(cast.helper)
    here = f"/leitstand/ideen/{row.reference}/"
    assert "Bitte ansehen" in page(client, "/leitstand/ideen/")
    assert client.post(f"{here}zurueckhalten/", {"why": ""}).status_code == 422
    client.post(f"{here}veroeffentlichen/")
    client.post(f"{here}helfen/")
    caller = {"name": "Edith Lang", "phone": "0561 12345", "brings": "Zeit", "may_reach": "on"}
    assert [client.post(f"{here}dabei/", caller).status_code for _ in range(2)] == [302, 409]
    assert client.post(f"{here}dabei/", {**caller, "name": "Otto Lang"}).status_code == 302
    row.refresh_from_db()
    assert (row.is_public, row.enabler, row.people.count()) == (True, cast.helper, 3)
    joiner = row.people.filter(part=Part.JOINS).first()
    client.post(f"{here}dabei/{joiner.reference}/weg/")  # type: ignore[union-attr]
    assert row.people.count() == 2
    assert "Otto Lang" in page(client, here)
    assert "Edith Lang" not in page(client, here)
    for end in ("seite/", "treffen/", "stand/", "geld/", "weitergeben/"):
        page(client, here + end)


def test_a_helper_of_another_district_finds_nothing(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    client.force_login(make_helper(make_district()))
    assert client.get(f"/leitstand/ideen/{row.reference}/").status_code == 404
    assert client.post(f"/leitstand/ideen/{row.reference}/veroeffentlichen/").status_code == 404
    assert "Spaziergang" not in page(client, "/leitstand/ideen/")
