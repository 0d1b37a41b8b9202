"""A daughter asks for her mother, who agrees on her own page and lets the daughter look; a helper does the same by phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quarters.models import Category, District
from requests.models import HelpRequest
from requests.sweeps import drive_visits
from requests.wishes.intake import Caller
from tests.factories import make_helper, make_request, make_resident, make_user

pytestmark = [pytest.mark.browser, pytest.mark.full]
SignIn = Callable[[Page, Any], None]


@pytest.fixture
def mother(live: str) -> Any:
    district = District.objects.get(slug="rothenditmold")
    return make_resident(district, make_user(given_name="Erna", family_name="Wagner"))


def test_a_daughter_looks_after_her_mother(
    live: str, mother: Any, open_page: Callable[..., Page], sign_in: SignIn, look: Callable[[Page], list[str]]
) -> None:
    own, hers = open_page(), open_page(width=390)
    wish = make_request(mother, Category.objects.get(code="shop"), caller=Caller("Petra Nah", "0561 998877"))
    drive_visits()
    sign_in(own, mother.user)
    own.goto(f"{live}/meine/anfragen/{wish.reference}/")
    assert look(own) == []
    own.get_by_role("button", name="Ja, das ist mir recht").click()
    expect(own.get_by_text("Danke. Dann geht es weiter.")).to_be_visible()
    own.get_by_role("link", name="Meine Anfragen").first.click()
    own.get_by_role("link", name="Wer darf meine Seite sehen?").click()
    for label, words in (("Vorname", "Petra"), ("Nachname", "Nah"), ("E-Mail-Adresse", "petra@example.org")):
        own.get_by_label(label).fill(words)
    own.get_by_label("auch bitten und absagen").check()
    own.get_by_role("button", name="Eintragen").click()
    assert look(own) == []
    own.get_by_label("Ja, ich bin einverstanden").check()
    for label, words in (("Vorname", "Petra"), ("Nachname", "Nah"), ("E-Mail-Adresse", "petra@example.org")):
        expect(own.get_by_label(label)).to_have_value(words)
    own.get_by_role("button", name="Eintragen").click()
    expect(own.get_by_text("darf sehen, bitten und absagen")).to_be_visible()
    sign_in(hers, mother.trusts.get().person)
    hers.goto(f"{live}/meine/")
    hers.get_by_role("link", name="Seite von Frau Wagner").click()
    expect(hers.get_by_text("Sie sehen die Seite von Frau Wagner.")).to_be_visible()
    assert look(hers) == []
    hers.get_by_role("link", name="Ansehen oder ändern").click()
    assert look(hers) == []
    own.reload()
    expect(own.get_by_text("Petra Nah hat eine Anfrage angesehen")).to_be_visible()
    assert look(own) == []
    own.get_by_role("button", name="Beenden").click()
    expect(own.get_by_text("Ab jetzt sieht diese Person nichts mehr.")).to_be_visible()
    assert hers.reload().status == 404  # type: ignore[union-attr]


def test_by_phone_a_helper_reads_it_out(
    live: str, mother: Any, page_without_js: Page, sign_in: SignIn, look: Callable[[Page], list[str]], page: Page
) -> None:
    helper = make_helper(mother.district)
    sign_in(page_without_js, helper)
    page_without_js.goto(f"{live}/leitstand/menschen/{mother.user.reference}/")
    page_without_js.get_by_text("Vertrauensperson eintragen").click()
    page_without_js.get_by_label("Nachname").fill("Nah")
    page_without_js.get_by_label("E-Mail-Adresse").fill("petra@example.org")
    page_without_js.get_by_label("nur sehen").check()
    page_without_js.get_by_label("Vorgelesen, die Person ist einverstanden").check()
    page_without_js.get_by_role("button", name="Eintragen").click()
    expect(page_without_js.get_by_text("vorgelesen von Birgit Reuter")).to_be_visible()
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/menschen/{mother.user.reference}/")
    assert look(page) == []


def test_whom_the_helper_calls_in_her_own_language(
    live: str, mother: Any, page: Page, sign_in: SignIn, look: Callable[[Page], list[str]]
) -> None:
    mother.user.language, mother.speaks_german = "tr", False
    mother.user.save(), mother.save()
    helper = make_helper(mother.district)
    caller = Caller("Petra Nah", "0561 998877", "Tochter", knows="yes", notify="both")
    wish: HelpRequest = make_request(mother, Category.objects.get(code="shop"), caller=caller)
    drive_visits()
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anfragen/{wish.reference}/")
    expect(page.get_by_text("Bitte in ihrer Sprache sprechen: Türkisch.")).to_be_visible()
    assert look(page) == []
    page.get_by_label("selbst am Telefon").check()
    page.get_by_role("button", name="Ist einverstanden").click()
    expect(page.get_by_text("Sie spricht kein Deutsch.").first).to_be_visible()
    page.get_by_label("selbst, in ihrer Sprache").check()
    page.get_by_role("button", name="Ist einverstanden").click()
    expect(
        page.get_by_text("Danke. Wir suchen jetzt jemanden.").or_(page.get_by_text("Aufgeschrieben."))
    ).to_be_visible()
