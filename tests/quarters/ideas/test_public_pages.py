"""Ideas on the web, for everybody: the list, bringing one, joining, saying that something is wrong."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from quarters.ideas.bringing import change_page
from quarters.ideas.links import part_link
from quarters.ideas.moving import move
from quarters.ideas.stages import Stage
from quarters.models import Initiative, InitiativePerson, InitiativeReport
from tests.conftest import Cast
from tests.quarters.ideas.making import make_idea, make_joiner, make_running
from tests.quarters.ideas.pages import page

pytestmark = pytest.mark.django_db
BRING = {"title": "Beete im Hof", "words": "Wer gräbt mit?", "name": "Rosa Klein", "email": "rosa@example.org"}


def test_the_start_page_asks_for_ideas_under_the_keys(client: Client, cast: Cast) -> None:
    html = page(client, "/")
    assert (
        html.index('class="keys"')
        < html.index("Sie haben eine Idee für Ihr Haus oder Ihre Straße?")
        < html.index("So geht es")
    )


def test_an_empty_list_invites(client: Client, cast: Cast) -> None:
    assert "Machen Sie den Anfang?" in page(client, "/ideen/")
    assert "Hier ist noch nichts." in page(client, "/ideen/?stadtteil=nirgends&stand=x")


def test_the_list_is_filtered_by_its_address(client: Client, cast: Cast, now: dt.datetime) -> None:
    make_idea(cast, now, title="Neu hier")
    Initiative.objects.filter(pk=make_running(cast, now).pk).update(title="Läuft schon lang")
    make_idea(cast, now, title="Noch geheim", is_public=False)
    here = cast.district.slug
    assert "Noch geheim" not in page(client, "/ideen/")
    assert ["Neu hier" in page(client, f"/ideen/?stand={stand}") for stand in ("anfang", "laeuft")] == [True, False]
    assert ["Läuft schon lang" in page(client, f"/ideen/?stadtteil={slug}") for slug in (here, "x")] == [True, False]


def test_the_list_costs_the_same_whatever_stands_in_it(
    client: Client, cast: Cast, now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        make_joiner(make_idea(cast, now), now)
    page(client, "/ideen/")
    with django_assert_max_num_queries(8):
        page(client, "/ideen/")


def test_an_idea_is_brought_without_an_account(client: Client, cast: Cast, now: dt.datetime) -> None:
    said = {**BRING, "district": cast.district.slug, "shows_name": "on"}
    assert client.post("/ideen/neu/", said).headers["Location"] == "/ideen/danke/"
    row = Initiative.objects.get()
    assert (row.title, row.people.get().first_name, row.is_public) == ("Beete im Hof", "Rosa", False)
    assert client.get("/ideen/beete-im-hof/").status_code == 404
    assert "Bis " in page(client, "/ideen/danke/")


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"title": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"words": "x" * 10_000}, "1000"),
        ({"email": ""}, "damit wir antworten können"),
        ({"email": "rosa@"}, "nicht vollständig"),
        ({"phone": "kein Telefon"}, "keine Telefonnummer"),
        ({"district": "nirgends"}, "Bitte wählen Sie einen Stadtteil."),
    ],
)
def test_bad_input_is_said_in_words(client: Client, cast: Cast, bad: dict[str, str], words: str) -> None:
    answer = client.post("/ideen/neu/", {**BRING, "district": cast.district.slug, **bad})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Initiative.objects.exists()


def test_a_machine_is_thanked_and_writes_nothing(client: Client, cast: Cast) -> None:
    for said in ({"website": "x"}, {"name": "Gewonnen: https://evil.example"}):
        assert client.post("/ideen/neu/", {**BRING, "district": cast.district.slug, **said}).status_code == 302
    assert not Initiative.objects.exists()


def test_too_many_from_one_address_are_stopped(client: Client, cast: Cast) -> None:
    with mock.patch("quarters.ideas.views.public.too_often", return_value=True):
        assert client.post("/ideen/neu/", {**BRING, "district": cast.district.slug}).status_code == 422
    assert not Initiative.objects.exists()


def test_words_are_shown_as_they_were_written_never_as_markup(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now, words="<script>alert(1)</script>")
    assert "&lt;script&gt;" in page(client, row.get_absolute_url())


def test_the_page_names_nobody_who_did_not_agree(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    make_joiner(row, now, "Olga Weiß", brings="Geheimes Rezept")
    make_joiner(row, now, "Karl Ruppel", shows_name=True)
    html = page(client, row.get_absolute_url())
    assert "Karl" in html
    assert "Hanne" in html
    assert not any(word in html for word in ("Olga", "Ruppel", "Petri", "example.org", "Geheimes"))


def test_somebody_joins_and_twice_is_told(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    address = f"{row.get_absolute_url()}mitmachen/"
    said = {"name": "Rosa Klein", "email": "rosa@example.org", "brings": "Kuchen"}
    assert [client.post(address, said).status_code for _ in range(2)] == [302, 409]
    assert client.post(address, {"name": ""}).status_code == 422
    assert row.people.count() == 2


def test_where_it_is_full_or_rests_no_form_is_shown(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = change_page(make_idea(cast, now), places=1, now=now)
    address = f"{row.get_absolute_url()}mitmachen/"
    assert "Alle Plätze sind vergeben" in page(client, address)
    change_page(row, places=None, now=now)
    move(row, Stage.PAUSED, by=None, now=now)
    assert "kann man gerade nicht mitmachen" in page(client, address)
    assert "macht gerade eine Pause" in page(client, row.get_absolute_url())


def test_a_get_of_her_address_changes_nothing_and_a_post_lets_her_go(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    joiner = make_joiner(make_idea(cast, now), now)
    address = part_link(joiner).split("testserver")[-1]
    address = "/" + address.split("/", 3)[-1] if "://" in address else address
    page(client, address)
    assert InitiativePerson.objects.count() == 2
    client.post(f"{address}gehen/")
    assert InitiativePerson.objects.count() == 1
    assert client.get(address).status_code == 404
    assert client.post(f"{address}gehen/").status_code == 404


def test_a_page_can_be_reported(client: Client, cast: Cast, now: dt.datetime) -> None:
    address = f"{make_idea(cast, now).get_absolute_url()}hinweis/"
    assert [client.post(address, {"words": words}).status_code for words in ("", "Mein Name!")] == [422, 302]
    assert InitiativeReport.objects.get().words == "Mein Name!"
    client.force_login(cast.helper)
    assert "Mein Name!" in page(client, reverse("quarters:helper_idea", args=[Initiative.objects.get().reference]))


def test_a_title_is_one_line_and_begins_no_line_of_its_own(client: Client, cast: Cast) -> None:
    said = {**BRING, "district": cast.district.slug, "title": "Beete\r\nBcc: x@example.org", "name": "Rosa\nKlein"}
    assert client.post("/ideen/neu/", said).status_code == 302
    row = Initiative.objects.get()
    assert (row.title, row.people.get().called) == ("Beete Bcc: x@example.org", "Rosa Klein")
