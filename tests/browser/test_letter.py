"""Nobody was found and she reads no mails: a helper sees the letter on the board, prints it and ticks it off."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import Call
from piano.messaging.phone_list import reach_person
from piano.messaging.sweeps import send_messages
from quarters.models import Category, District, Reach
from requests.finding.decisions import return_visit
from tests.factories import make_helper, make_request, make_resident, make_user

pytestmark = [pytest.mark.browser, pytest.mark.full]


def test_a_letter_waits_until_it_is_in_the_box(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    district = District.objects.get(slug="rothenditmold")
    helper = make_helper(district)
    tenant = make_resident(district, make_user(family_name="Sommer", reach=Reach.PHONE, email=None))
    asked = make_request(tenant, Category.objects.get(code="shop"))
    return_visit(asked.visits.get(), by=helper, now=clock.now(), reason="niemand frei")
    send_messages()
    reach_person(Call.objects.get(message__reason="nobody_found_call"), by=helper, now=clock.now())
    send_messages()
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    expect(page.get_by_role("heading", name="1 Brief: drucken und einwerfen")).to_be_visible()
    page.get_by_role("link", name="Zu den Briefen", exact=False).click()
    expect(page.get_by_role("link", name="Drucken", exact=False).first).to_have_attribute("href", re.compile("druck/"))
    assert look(page) == []
    page.get_by_role("button", name="Sind eingeworfen", exact=False).click()
    expect(page.get_by_text("1 Brief ist eingeworfen")).to_be_visible()
    assert PaperLetter.objects.get().posted_by == helper
    page.get_by_text("Eingeworfen in dieser Woche").click()
    page.get_by_role("button", name="Doch nicht eingeworfen", exact=False).click()
    expect(page.get_by_role("button", name="Sind eingeworfen", exact=False)).to_be_visible()
