"""A helper carries a conversion on its pages from the wish to the funding: nothing is ordered before the care fund has answered."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Building, District, OrganisationKind, Payer, Programme, Resident
from tests.factories import make_helper, make_organisation, make_resident, make_user

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture
def tenant(live: str) -> Resident:
    district = District.objects.get(slug="rothenditmold")
    landlord = make_organisation(OrganisationKind.LANDLORD, name="Wohnen Muster")
    fields = {"max_cents": 418_000, "valid_from": dt.date(2025, 1, 1), "is_verified": True}
    Programme.objects.create(code="care", name="Pflegekasse § 40", fund=Payer.CARE_FUND, **fields)
    resident = make_resident(district, make_user(family_name="Wagner"))
    Building.objects.update(landlord=landlord)
    return resident


class Case:
    """The page of one conversion, as somebody works on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def enter(self, what: str, button: str = "Eintragen", **fields: str) -> None:
        """Opens a form of this step by its name, fills it by its labels, sends it."""
        form = self.page.locator("details").filter(has=self.page.locator("summary", has_text=what)).first
        form.locator("summary").click()
        for label, value in fields.items():
            if value == "wählen":  # a choice, named by its field and place
                form.locator(f"input[id$='_{label}']").check()
                continue
            field = form.get_by_label(label.replace("_", " "))
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        form.get_by_role("button", name=button).click()
        expect(self.page.get_by_text("Eingetragen:")).to_be_visible()

    def go_on(self, to: str) -> None:
        self.page.get_by_role("button", name=f"Weiter: {to}").click()
        expect(self.page.locator(".way [aria-current=step]")).to_contain_text(to)

    def waits(self, words: str) -> None:
        expect(self.page.locator(".gaps")).to_contain_text(words)
        expect(self.page.get_by_role("button", name="Weiter:")).to_have_count(0)


def test_a_conversion_up_to_the_funding(
    live: str, page: Page, tenant: Resident, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    sign_in(page, make_helper(tenant.district))
    page.goto(f"{live}/umbau/neu/{tenant.user.reference}/")
    page.get_by_label("Was wünscht sich die Person?").fill("Ich komme nicht mehr in die Wanne.")
    page.get_by_label("Lage im Haus").fill("2. Stock links")
    page.get_by_label("Vorgelesen, und die Person ist einverstanden").check()
    page.get_by_role("button", name="Wunsch aufschreiben").click()
    case, today = Case(page), str(clock.today())
    case.go_on("Wohnberatung")
    case.waits("Der Termin in der Wohnung fehlt.")
    ahead = str(clock.today() + dt.timedelta(days=1))
    case.enter("Termin in der Wohnung", Tag=ahead, Uhrzeit="10:00")
    case.enter("Der Besuch war", Am=today)
    case.enter("Maßnahme wählen", "Wählen", Maßnahme="Dusche statt Badewanne", standard_0="wählen")
    case.go_on("Prüfung des Hauses")
    found = dict.fromkeys(("load_ok_0", "pipes_ok_0", "is_monument_1", "decision_0"), "wählen")
    case.enter("Prüfung und Entscheidung", Entschieden_am=today, **found)
    case.go_on("Erlaubnis des Vermieters")
    case.enter("Antwort des Vermieters", Gefragt_am=today, permission_0="wählen", Vom=today)
    case.go_on("Wer zahlt und wer baut")
    case.enter("Vereinbarung", builder_1="wählen", restores_1="wählen", Vereinbart_am=today)
    case.go_on("Angebote und Anträge")
    case.enter("Angebot eintragen", Betrieb="Bad & Rohr", Angebot_in_Euro="5.000", Vom=today, Gültig_bis=ahead)
    case.waits("Es ist kein Angebot ausgewählt.")
    page.get_by_role("button", name=re.compile("Wählen ?: Bad")).click()
    case.go_on("Zuschuss der Pflegekasse")
    case.waits("Die Entscheidung der Pflegekasse fehlt.")
    expect(page.get_by_text("Auftrag erteilt")).to_have_count(0)
    private = page.locator("#vertraulich details")
    private.locator("summary").click()
    private.locator("select[id$='_care_grade']").select_option("2")
    private.get_by_role("button", name="Speichern").click()
    case.enter("Antrag eintragen", Programm="Pflegekasse § 40", Beantragt="4.180", Antrag_vom=today)
    case.waits("Die Entscheidung der Pflegekasse fehlt.")
    assert look(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    case.enter("Bescheid: Pflegekasse", Bewilligt="4.180", Bescheid_vom=today)
    case.go_on("Zuschuss der KfW")
    expect(page.get_by_text("4.180 € (bewilligt)")).to_be_visible()
