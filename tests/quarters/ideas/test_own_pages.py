"""The page of whoever runs it, behind her signed address."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import InitiativeBudget
from tests.conftest import Cast
from tests.quarters.ideas.making import DAY, make_idea, make_joiner, make_running
from tests.quarters.ideas.pages import own, page

pytestmark = pytest.mark.django_db


def test_whoever_runs_it_sees_who_joined_and_numbers_that_were_agreed(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    row = make_idea(cast, now)
    make_joiner(row, now, "Karl Ruppel", brings="Spaten")
    make_joiner(row, now, "Olga Weiß", may_reach=False)
    html = page(client, own(row))
    assert "Karl Ruppel" in html
    assert "Spaten" in html
    assert "mailto:" in html
    assert "Olga" not in html


def test_she_changes_meets_steps_and_asks_for_money(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    make_joiner(row, now)
    day = (clock.today() + DAY).isoformat()
    posts = {
        "seite/": {"title": "Neuer Name", "words": "Anders", "places": "10"},
        "treffen/": {"day": day, "start": "16:00", "end": "17:00", "where": "Treff"},
        "geld/": {"purpose": "Kuchen", "euros": "12,50"},
    }
    for end, said in posts.items():
        page(client, own(row, end))
        assert client.post(own(row, end), said).status_code == 302, end
    row.refresh_from_db()
    assert (row.title, row.places, row.stage, row.meets_where) == ("Neuer Name", 10, "meeting", "Treff")
    assert InitiativeBudget.objects.get().cents == 1250
    assert client.post(own(row, "stand/"), {"to": "running"}).status_code == 409  # they have not met yet
    assert client.post(own(row, "treffen/absagen/")).status_code == 302
    assert client.post(own(row, "stand/"), {"to": "paused", "note": "Winter"}).status_code == 302
    assert client.post(own(row, "stand/"), {"to": "group"}).status_code == 422
    assert "Es geht weiter" in page(client, own(row, "stand/"))


@pytest.mark.parametrize(
    ("end", "said", "status"),
    [
        ("treffen/", {"day": "2020-01-01", "start": "16:00", "where": "Treff"}, 409),
        ("treffen/", {"day": "2026-02-31", "start": "25:61", "where": ""}, 422),
        ("geld/", {"purpose": "Kuchen", "euros": "viele"}, 422),
        ("geld/", {"purpose": "Kuchen", "euros": "-1"}, 422),
        ("geld/", {"purpose": "Kuchen", "euros": "2000,01"}, 422),
        ("seite/", {"title": "x" * 81, "words": ""}, 422),
        ("seite/", {"title": "x", "words": "y", "places": "1"}, 422),
        ("weitergeben/", {"to": "X"}, 422),
    ],
)
def test_what_does_not_fit_changes_nothing(
    client: Client, cast: Cast, now: dt.datetime, end: str, said: dict[str, str], status: int
) -> None:
    row = make_idea(cast, now)
    assert client.post(own(row, end), said).status_code == status
    row.refresh_from_db()
    assert (row.title, row.meets_at, row.budgets.count()) == ("Spaziergang", None, 0)


def test_her_address_ends_when_she_hands_over(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    joiner, before = make_joiner(row, now), own(row)
    assert client.post(f"{before}weitergeben/", {"to": joiner.reference}).status_code == 302
    assert client.get(before).status_code == 404
    page(client, own(row))


def test_whoever_is_signed_in_finds_her_page_and_nobody_else_does(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    client.force_login(row.people.get().person)
    assert "Meine Seite ändern" in page(client, row.get_absolute_url())
    client.force_login(cast.tenant.user)
    assert "Meine Seite ändern" not in page(client, row.get_absolute_url())


def test_the_way_to_an_association_is_a_page_to_print(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now)
    assert client.get(own(row, "verein/")).status_code == 404
    answer = client.post(own(row, "stand/"), {"to": "association"}, follow=True)
    assert "Sieben Menschen finden" in answer.content.decode()
    assert row.steps.last().stage == "association"  # type: ignore[union-attr]
