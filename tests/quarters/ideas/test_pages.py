"""The pages of residents' own ideas: for everybody, by a signed address, for helpers, for the landlord's people."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from piano.kit import clock
from piano.messaging.models import Message
from quarters.contributions import give
from quarters.ideas.bringing import change_page
from quarters.ideas.links import own_page, part_link
from quarters.ideas.moving import move
from quarters.ideas.stages import Stage
from quarters.models import Initiative, InitiativeBudget, InitiativePerson, InitiativeReport, Part
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.quarters.ideas.making import DAY, make_idea, make_joiner, make_running, make_staff

pytestmark = pytest.mark.django_db
BRING = {"title": "Beete im Hof", "words": "Wer gräbt mit?", "name": "Rosa Klein", "email": "rosa@example.org"}


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def own(row: Initiative, end: str = "") -> str:
    return own_page(row.people.get(part=Part.RUNS)) + end


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
    assert client.post("/ideen/neu/", {**BRING, "district": cast.district.slug, "website": "x"}).status_code == 302
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


def test_the_landlord_sees_sums_and_public_words_but_nobody(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now)
    make_joiner(row, now, "Olga Weiß")
    make_idea(cast, now, title="Noch geheim", is_public=False)
    client.force_login(make_staff())
    html = page(client, "/berichte/ideen/")
    assert "1 Sache machen Menschen hier selbst" in html
    assert "Spaziergang" in html
    assert not any(word in html for word in ("Olga", "Hanne", "Noch geheim", "example.org"))
    assert client.get(f"/leitstand/ideen/{row.reference}/").status_code == 403


def test_the_figure_is_a_table_and_a_file_and_of_any_day(client: Client, cast: Cast, now: dt.datetime) -> None:
    make_running(cast, now)
    client.force_login(make_staff())
    file = client.get("/berichte/ideen/tabelle/")
    assert file.headers["Content-Type"].startswith("text/csv")
    last = file.content.decode("utf-8-sig").strip().splitlines()[-1]
    assert last.startswith("Zusammen;0;")
    assert last.endswith(";1;0")
    past = (clock.today() - 40 * DAY).isoformat()
    assert "0 Sachen machen" in page(client, f"/berichte/ideen/?stand={past}")
    assert "1 Sache" in page(client, "/berichte/ideen/?stand=2999-01-01")


def test_the_landlord_decides_takes_back_and_the_asker_hears(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    client.post(own(row, "geld/"), {"purpose": "Nähmaschine", "euros": "120"})
    client.force_login(make_staff())
    budget = InitiativeBudget.objects.get()
    address = f"/berichte/ideen/geld/{budget.reference}/"
    assert "Nähmaschine, 120 Euro" in page(client, "/berichte/ideen/geld/")
    for bad in (
        {},
        {"verdict": "granted", "reason": "Ja", "euros": "121"},
        {"verdict": "granted", "reason": "Ja", "euros": ""},
    ):
        assert client.post(address, bad).status_code == 422
    said = {"verdict": "granted", "reason": "Gern", "euros": "100,50"}
    assert client.post(address, said).status_code == 302
    assert client.post(address, {**said, "verdict": "refused"}).status_code == 409
    budget.refresh_from_db()
    assert budget.granted_cents == 10050
    assert "zurücknehmen" in page(client, address)
    client.post(f"{address}ruecknahme/")
    assert not Message.objects.filter(reason="idea_money").exclude(state="cancelled").exists()
