"""A volunteer says what suits her; a helper notes who shall come and who pays, recognises, and names the family."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quarters.models import Category, District, Reach
from requests.finding.decisions import take_over
from requests.sweeps import drive_visits
from tests.factories import make_helper, make_request, make_resident, make_user, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]
SignIn = Callable[[Page, Any], None]
Look = Callable[[Page], list[str]]


def test_what_suits_her_and_who_may_come(
    live: str, open_page: Callable[..., Page], sign_in: SignIn, look: Look
) -> None:
    district = District.objects.get(slug="rothenditmold")
    shop = Category.objects.get(code="shop")
    names = (("Meryem", "Kaya"), ("Jonas", "Berg"), ("Lena", "Vogt"))
    people = [
        make_volunteer(district, [shop], user=make_user(given_name=given, family_name=family))
        for given, family in names
    ]
    _she_says(live, people[0].user, open_page(width=390), sign_in, look)
    tenant = make_resident(
        district, make_user(given_name="Erna", family_name="Wagner", reach=Reach.PHONE, email=None), floor="4. Stock"
    )
    help_request = make_request(tenant, shop)
    drive_visits()
    helper = make_helper(district)
    desk = open_page()
    sign_in(desk, helper)
    _who_pays(live, help_request, desk, look)
    _on_the_cards(live, people[1].user, tenant.user, desk, look)
    take_over(help_request.visits.get(), by=helper, now=help_request.created_at)
    desk.goto(f"{live}/leitstand/anfragen/{help_request.reference}/")
    desk.get_by_text("Warum andere nicht?").click()
    assert look(desk) == []


def _she_says(live: str, user: Any, phone: Page, sign_in: SignIn, look: Look) -> None:
    sign_in(phone, user)
    phone.goto(f"{live}/einsatz/profil/")
    phone.get_by_text("Ändern: Was für mich passt").click()
    phone.get_by_label("Wie viele Treppen sind in Ordnung?").select_option("2")
    phone.get_by_label("Tiere in der Wohnung sind in Ordnung").uncheck()
    assert look(phone) == []
    phone.get_by_role("button", name="Speichern").last.click()
    expect(phone.get_by_text("Treppen bis in den 2. Stock · lieber ohne Tiere")).to_be_visible()
    phone.get_by_text("Einen Tag eintragen").click()
    phone.get_by_label("Tag", exact=True).fill("2027-12-24")
    phone.get_by_label("kann ich doch").check()
    phone.get_by_role("button", name="Eintragen").first.click()
    expect(phone.get_by_text("24. Dezember: doch").first).to_be_visible()
    assert look(phone) == []


def _who_pays(live: str, help_request: Any, desk: Page, look: Look) -> None:
    desk.goto(f"{live}/leitstand/anfragen/{help_request.reference}/")
    desk.get_by_text("Wer soll kommen, wer zahlt?").click()
    desk.get_by_label("Wer soll kommen?").select_option("female")
    desk.get_by_label("Die Pflegekasse zahlt").check()
    assert look(desk) == []
    desk.get_by_role("button", name="Aufschreiben").first.click()
    expect(desk.get_by_text("Kommen soll eine Frau", exact=True)).to_be_visible()


def _on_the_cards(live: str, volunteer: Any, tenant: Any, desk: Page, look: Look) -> None:
    desk.goto(f"{live}/leitstand/menschen/{volunteer.reference}/")
    desk.get_by_text("Anerkennung eintragen").click()
    desk.get_by_label("gilt ab").fill("2026-01-01")
    assert look(desk) == []
    desk.get_by_role("button", name="Eintragen").first.click()
    expect(desk.get_by_text("Magistrat der Stadt Kassel").first).to_be_visible()
    desk.goto(f"{live}/leitstand/menschen/{tenant.reference}/")
    desk.get_by_text("Jemand, der hilft, gehört zur Familie").click()
    desk.get_by_label("Wer von denen, die helfen?").select_option(label="Jonas Berg")
    desk.get_by_label("wohnen zusammen").check()
    assert look(desk) == []
    desk.get_by_role("button", name="Eintragen").first.click()
    expect(desk.get_by_text("Jonas Berg").first).to_be_visible()
