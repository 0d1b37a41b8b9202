"""On a telephone: a volunteer falls ill for a week; nobody opens; a helper suspends somebody."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District
from requests.arranged.visits import assign_person
from requests.links import visit_link
from requests.models import Assignment, Trouble
from requests.states import AssignmentState
from tests import clock as machine
from tests.factories import make_helper, make_request, make_resident, make_user, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]


class Quarter:
    """A helper, a volunteer who goes to Frau Wunsch on the next two days, and another who could."""

    def __init__(self) -> None:
        district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
        self.helper = make_helper(district)
        self.volunteer = make_volunteer(district, [shop])
        make_volunteer(district, [shop], user=make_user(given_name="Paul", family_name="Zweit"), longitude=9.481)
        tenant = make_resident(district, make_user(family_name="Wunsch"), contact_name="Petra Tochter")
        tenant.contact_phone = "+4956177665544"
        tenant.save()
        self.going = [self._goes(tenant, shop, days) for days in (1, 2)]

    def _goes(self, tenant: Any, shop: Any, days: int) -> Assignment:
        start = clock.at(clock.today() + dt.timedelta(days=days), dt.time(10))
        visit = make_request(tenant, shop, window=(start, start + dt.timedelta(hours=2))).visits.get()
        return assign_person(visit, person=self.volunteer.user, start=start, by=self.helper, now=clock.now())


@pytest.fixture
def quarter(live: str) -> Quarter:
    return Quarter()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(width=390, height=844, has_touch=True, is_mobile=True)


def test_a_volunteer_cannot_come_for_a_week_and_takes_it_back(
    live: str, quarter: Quarter, phone: Page, sign_in: Callable[..., None], look: Callable[[Page], list[str]]
) -> None:
    sign_in(phone, quarter.volunteer.user)
    phone.goto(f"{live}/einsatz/woche/")
    phone.get_by_role("link", name="Ich kann nicht").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ich kann nicht")
    assert look(phone) == []
    phone.get_by_role("button", name="Bitte suchen Sie jemand anderen").click()
    expect(phone.get_by_role("alert")).to_contain_text("Wie lange?")
    phone.get_by_label("Eine Woche lang").check()
    phone.get_by_role("button", name="Bitte suchen Sie jemand anderen").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke, dass Sie Bescheid gesagt haben")
    expect(phone.get_by_text("wir suchen", exact=True)).to_have_count(2)
    assert look(phone) == []
    phone.get_by_role("button", name="Doch da").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Schön, dass Sie doch da sind")
    assert look(phone) == []
    assert Assignment.objects.filter(state=AssignmentState.PLANNED).count() == 2


def test_nobody_opens_step_by_step_without_javascript(
    live: str,
    quarter: Quarter,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    look: Callable[[Page], list[str]],
) -> None:
    machine.travel_to(quarter.going[0].planned_window.lower)
    way = visit_link(quarter.going[0])
    plain = open_page(width=390, height=844, javascript=False)
    plain.goto(way)
    plain.get_by_role("button", name="Niemand öffnet: Schritt für Schritt").click()
    plain.get_by_role("button", name="Geklingelt").click()
    expect(plain.get_by_text("getan um 10:00 Uhr")).to_be_visible()
    expect(plain.get_by_role("link", name="0561 77665544")).to_have_attribute("href", "tel:+4956177665544")

    phone = open_page(width=390, height=844)
    phone.goto(f"{way}tuer/")
    assert look(phone) == []
    board = open_page(width=1440)
    sign_in(board, quarter.helper)
    board.goto(f"{live}/leitstand/")
    expect(board.get_by_role("heading", name="Niemand öffnet: Frau W.")).to_be_visible()
    board.get_by_role("link", name="Schritte ansehen").click()
    expect(board.get_by_role("heading", name="Niemand öffnet: Frau Wunsch")).to_be_visible()
    assert look(board) == []

    plain.get_by_label("Die Tür geht auf, alles gut").check()
    plain.get_by_role("button", name="So ist es ausgegangen").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Ihr Besuch")
    assert Trouble.objects.get().outcome == "opened"


def test_a_helper_suspends_somebody_from_her_telephone(
    live: str, quarter: Quarter, phone: Page, sign_in: Callable[..., None], look: Callable[[Page], list[str]]
) -> None:
    sign_in(phone, quarter.helper)
    phone.goto(f"{live}/leitstand/menschen/{quarter.volunteer.user.reference}/")
    phone.get_by_role("link", name="Etwas stimmt nicht: nicht mehr schicken").tap()
    expect(phone.get_by_label("Warum?")).to_be_visible()
    assert look(phone) == []
    phone.get_by_label("Warum?").fill("Es gab eine Beschwerde, die wir erst klären möchten.")
    phone.get_by_role("button", name="Jetzt sperren").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("wird nicht gefragt")
    assert look(phone) == []
    phone.goto(f"{live}/leitstand/")
    expect(phone.get_by_role("link", name="Wen noch fragen?")).to_have_count(2)
    phone.goto(f"{live}/leitstand/menschen/{quarter.volunteer.user.reference}/sperre/")
    phone.get_by_role("button", name="Sperre aufheben").click()
    expect(phone.get_by_role("button", name="Jetzt sperren")).to_be_visible()
