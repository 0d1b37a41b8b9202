"""Help that repeats: a volunteer says yes to „jeden Dienstag“ on a telephone and hands one date back; a tenant answers about a holiday."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District
from requests.models import Assignment, DayQuestion, Regular, Visit
from requests.series.links import regular_link
from requests.series.rule import weekly
from requests.states import AssignmentState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_helper, make_resident, make_user, make_volunteer
from tests.requests.series.standing import make_plan, make_regular, make_series, sweep

pytestmark = [pytest.mark.browser, pytest.mark.full]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def quarter(live: str) -> Cast:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    tenant = make_resident(district, make_user(family_name="Kanarienvogel"), floor="2. Stock")
    helpers = [make_volunteer(district, [shop], longitude=9.479 + number / 1000) for number in range(3)]
    return Cast(district, shop, tenant, helpers, make_helper(district))


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(**PHONE, has_touch=True, is_mobile=True)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_volunteer_says_yes_to_every_tuesday_and_hands_one_date_back(
    quarter: Cast, phone: Page, look: Callable[[Page], list[str]]
) -> None:
    series = make_series(quarter)
    sweep()
    asked = series.regulars.select_related("person").order_by("pk")[0]
    phone.goto(regular_link(asked))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Können Sie regelmäßig helfen?")
    expect(phone.get_by_text("jeden Dienstag, 10:00 Uhr")).to_be_visible()
    expect(phone.locator("body")).not_to_contain_text("Kanarienvogel")
    assert fits(phone)
    assert look(phone) == []
    phone.get_by_role("button", name="Ja, ich komme regelmäßig").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke! Sie kommen regelmäßig.")
    expect(phone.locator("body")).to_contain_text("Frau Kanarienvogel")
    assert look(phone) == []
    planned = Assignment.objects.filter(person=asked.person, state=AssignmentState.PLANNED)
    number = planned.count()
    phone.get_by_role("link", name="Ansehen oder zurückgeben").nth(1).click()
    phone.get_by_role("link", name="Ich kann doch nicht").click()
    phone.get_by_role("button", name="Bitte jemand anderen suchen").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert planned.count() == number - 1
    sweep()
    phone.goto(regular_link(asked))
    expect(phone.get_by_text("zurückgegeben, wir suchen jemand anderen")).to_be_visible()
    given_back = Visit.objects.get(assignments__person=asked.person, assignments__state=AssignmentState.CANCELLED)
    assert given_back.offers.exists()


def test_the_tenant_says_what_shall_be_on_a_holiday(
    quarter: Cast, live: str, phone: Page, sign_in: Any, look: Callable[[Page], list[str]]
) -> None:
    machine.travel_to(clock.at(dt.date(2026, 11, 30), dt.time(10)))
    regular: Regular = make_regular(quarter, make_plan(weekly("FR")))
    sign_in(phone, quarter.tenant.user)
    phone.goto(f"{live}/meine/anfragen/{regular.series.help_request.reference}/")
    expect(phone.get_by_text("Freitag, 25. Dezember ist ein Feiertag. Soll jemand kommen?")).to_be_visible()
    assert fits(phone)
    assert look(phone) == []
    sign_in(phone, quarter.helper)
    phone.goto(f"{live}/leitstand/anfragen/{regular.series.help_request.reference}/")
    assert look(phone) == []
    sign_in(phone, regular.person)
    phone.goto(f"{live}/einsatz/woche/")
    assert look(phone) == []
    sign_in(phone, quarter.tenant.user)
    phone.goto(f"{live}/meine/anfragen/{regular.series.help_request.reference}/")
    phone.get_by_role("button", name="Lieber am Tag davor: Donnerstag, 24. Dezember").click()
    expect(phone.get_by_text("Aufgeschrieben. Wir sagen Bescheid, wer kommt.")).to_be_visible()
    sweep()
    visit = DayQuestion.objects.get(answer="before").visit
    assert (visit.state, clock.local(visit.wish_window.lower).date()) == (VisitState.ARRANGED, dt.date(2026, 12, 24))
    phone.reload()
    expect(phone.get_by_text("Donnerstag, 24. Dezember, 10:00 Uhr")).to_be_visible()
