"""A helper hears that somebody has died, stops everything on a quiet page, and finds on the phone list whom to call."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from piano.messaging.running import run_all
from quarters.models import Category, District
from requests.arranged import visits
from requests.models import Offer
from requests.sweeps import drive_visits
from tests.factories import make_helper, make_request, make_resident, make_user, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full, pytest.mark.django_db(transaction=True)]


def test_everything_stops_and_friends_are_called(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    tenant = make_resident(district, make_user(given_name="Erna", family_name="Wunsch"))
    make_volunteer(district, [shop])
    make_request(tenant, shop)
    drive_visits()
    offer = Offer.objects.get()
    visits.accept_offer(offer, by=offer.person, now=clock.now())

    sign_in(page, make_helper(district))
    page.goto(f"{live}/leitstand/menschen/{tenant.user.reference}/")
    page.get_by_role("link", name="Verstorben …").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Frau Wunsch ist verstorben")
    assert look(page) == []
    page.get_by_label("Ich habe mit der Familie oder einer Stelle gesprochen").check()
    page.get_by_role("button", name="Ja, alles anhalten").click()
    expect(page.get_by_text("Alles steht still.")).to_be_visible()
    assert look(page) == []
    run_all()
    page.get_by_role("link", name="Zur Anrufliste").click()
    expect(page.get_by_text("Frau Wunsch ist gestorben", exact=True)).to_be_visible()
