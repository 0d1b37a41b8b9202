"""An idea from the start page to a neighbour who joins: on a telephone, looked over by a helper, joined without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quarters.ideas.links import own_page
from quarters.models import District, Initiative, Part
from tests.factories import make_helper

pytestmark = pytest.mark.browser


def test_an_idea_goes_from_the_start_page_to_a_neighbour_who_joins(
    live: str,
    open_page: Callable[..., Page],
    page_without_js: Page,
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    phone = open_page(width=390)
    phone.goto(live)
    phone.get_by_role("link", name="Ideen ansehen").click()
    phone.get_by_role("link", name="Ich habe eine Idee").click()
    phone.get_by_label("Wie heißt Ihre Idee?").fill("Reparaturcafé")
    phone.get_by_label("Was möchten Sie machen?").fill("Lampe, Toaster, Naht: Wir sehen es uns zusammen an.")
    phone.get_by_label("In welchem Stadtteil?").select_option("fasanenhof")
    phone.get_by_label("Ihr Name").fill("Yusuf Aydın")
    phone.get_by_label("E-Mail").fill("yusuf@example.org")
    phone.get_by_label("Mein Vorname darf auf der Seite stehen.").check()
    assert look(phone) == []
    phone.get_by_role("button", name="Idee abschicken").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert look(phone) == []

    desk = open_page()
    sign_in(desk, make_helper(District.objects.get(slug="fasanenhof")))
    desk.goto(f"{live}/leitstand/ideen/")
    desk.get_by_role("link", name="Reparaturcafé").click()
    assert look(desk) == []
    desk.get_by_role("button", name="Ja, öffentlich machen").click()
    expect(desk.get_by_text("Die Seite ist jetzt für alle zu sehen.")).to_be_visible()

    neighbour = page_without_js
    neighbour.goto(f"{live}/ideen/")
    neighbour.get_by_role("link", name="Reparaturcafé").click()
    neighbour.get_by_role("link", name="Ich mache mit").click()
    neighbour.get_by_label("Ihr Name").fill("Erna Wagner")
    neighbour.get_by_role("textbox", name="Telefon").fill("0561 123456")
    neighbour.get_by_label("Was ich gern beitrage").fill("Kuchen")
    neighbour.get_by_label("Wer sich kümmert, darf").check()
    neighbour.get_by_role("button", name="Ich mache mit").click()
    expect(neighbour.get_by_text("Schön, dass Sie mitmachen!")).to_be_visible()

    row = Initiative.objects.get()
    assert (row.stage, row.people.count()) == ("people", 2)
    phone.goto(live + own_page(row.people.get(part=Part.RUNS)))
    expect(phone.get_by_text("Erna Wagner")).to_be_visible()
    assert look(phone) == []
