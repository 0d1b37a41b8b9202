"""A volunteer ticks that she calls; a helper covers the board with one key, calls once for everything, and reads no secret."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.phone_list import put_on_list
from quarters.models import Block, Category, District, Reach, User
from requests.finding.decisions import take_over
from requests.models import Assignment, Offer
from requests.sweeps import drive_visits
from tests.factories import make_helper, make_request, make_resident, make_user, make_volunteer
from tests.requests.errands import way

pytestmark = [pytest.mark.browser, pytest.mark.full]
SignIn = Callable[[Page, Any], None]
Look = Callable[[Page], list[str]]


@pytest.fixture
def tenant(live: str) -> Any:
    district = District.objects.get(slug="rothenditmold")
    user = make_user(given_name="Erna", family_name="Wagner", reach=Reach.PHONE, email=None)
    make_volunteer(
        district, [Category.objects.get(code="shop")], user=make_user(given_name="Meryem", family_name="Kaya")
    )
    return make_resident(district, user)


def test_she_ticks_that_she_calls_and_the_tenant_hears_it_in_one_call(
    live: str, tenant: Any, open_page: Callable[..., Page], sign_in: SignIn, look: Look
) -> None:
    make_request(tenant, Category.objects.get(code="shop"))
    drive_visits()
    phone, desk = open_page(width=390), open_page()
    phone.goto(live + way(Offer.objects.select_related("person", "visit").get()))
    expect(phone.get_by_label("Ich rufe am Tag vorher kurz an")).to_be_checked()
    assert look(phone) == []
    phone.get_by_role("button", name="Ja, ich helfe").click()
    expect(phone.get_by_text("Sie rufen am Tag vorher kurz an.")).to_be_visible()
    assert Assignment.objects.get().calls_before
    put_on_list(Message.objects.get(reason="arranged_tenant"), now=clock.now())
    sign_in(desk, make_helper(tenant.district))
    desk.goto(f"{live}/leitstand/anruf/?person={tenant.user.reference}")
    expect(desk.get_by_text("Bitte gleich sagen")).to_be_visible()
    assert look(desk) == []
    desk.goto(f"{live}/leitstand/anrufe/")
    expect(desk.get_by_text("Am Tag vorher ruft")).to_be_visible()
    assert look(desk) == []


def test_one_key_covers_the_names(live: str, tenant: Any, page: Page, sign_in: SignIn, look: Look) -> None:
    visit = make_request(tenant, Category.objects.get(code="shop")).visits.get()
    helper = make_helper(tenant.district)
    volunteer = User.objects.get(given_name="Meryem")
    Block.objects.create(person=tenant.user, other=volunteer, created_at=clock.now())
    drive_visits()
    take_over(visit, by=helper, now=clock.now()) if visit.offers.exists() else None
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    expect(page.get_by_role("heading", name="Frau W., Einkaufen")).to_be_visible()
    assert look(page) == []
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="W., Einkaufen", exact=True)).to_be_visible()
    expect(page.get_by_text("Frau W.")).to_have_count(0)
    assert look(page) == []
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Frau W., Einkaufen")).to_be_visible()
    page.goto(f"{live}/leitstand/anfragen/{visit.help_request.reference}/")
    page.get_by_text("Warum andere nicht?").click()
    expect(page.get_by_text("steht hierfür nicht zur Wahl")).to_be_visible()
    assert look(page) == []
