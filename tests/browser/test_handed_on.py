"""A call handed on by keyboard and without JavaScript, answered behind the link of the mail; the team's pages at every width."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from helpers.circles.meetings import call_meeting, decide
from helpers.models import ReserveFlat
from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import District, OrganisationKind
from quarters.people.residents import record_consent
from requests.circles.sending import HELP
from requests.models import ReferralKind, Sending
from requests.wishes.referrals import refer_call
from tests.browser.test_without_mouse import tab_to
from tests.factories import make_helper, make_organisation, make_resident
from tests.requests.circles.sitting import Sitting, make_sitting
from tests.ways import paths_in

pytestmark = [pytest.mark.browser, pytest.mark.full]
Look = Callable[[Page], list[str]]


def press(page: Page, words: str) -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def cast(live: str) -> Any:
    district = District.objects.get(slug="rothenditmold")
    return SimpleNamespace(district=district, helper=make_helper(district), tenant=make_resident(district))


@pytest.fixture
def sitting(live: str, cast: Any) -> Sitting:
    return make_sitting(cast)


def test_a_call_goes_out_by_keyboard_and_its_answer_comes_back(
    live: str, cast: Any, open_page: Callable[..., Page], sign_in: Callable[[Page, Any], None], look: Look
) -> None:
    now = clock.now()
    make_organisation(OrganisationKind.CITY, name="Altenhilfe Beispiel", email="altenhilfe@stadt.example")
    record_consent(person=cast.tenant.user, purpose=HELP, language="de", now=now)
    about = {"district": cast.district, "resident": cast.tenant, "by": cast.helper, "now": now}
    call = refer_call(kind=ReferralKind.PROFESSIONAL, words="Treppenlift", **about)  # type: ignore[arg-type]
    desk, seen = open_page(javascript=False), open_page()
    for one in (desk, seen):
        sign_in(one, cast.helper)

    def looked_at(address: str) -> list[str]:
        """By a browser with JavaScript, which axe needs."""
        seen.goto(address)
        return look(seen)

    desk.goto(f"{live}/leitstand/hinweise/{call.reference}/")
    press(desk, "An eine Stelle weitergeben")
    assert looked_at(desk.url) == []
    desk.get_by_label("An welche Stelle?").select_option(label="Altenhilfe Beispiel")
    press(desk, "Weitergeben")
    expect(desk.get_by_text("Die Stelle bekommt eine E-Mail")).to_be_visible()
    assert looked_at(desk.url) == []

    path = paths_in(words_for(Message.objects.get(reason="call_handed_on_desk")).body)[0]
    partner = open_page(width=390, javascript=False)
    partner.goto(live + path)
    assert looked_at(live + path) == []
    assert cast.tenant.user.family_name not in partner.content()
    press(partner, "Name und Telefon ansehen")
    expect(partner.get_by_role("heading", level=1, name=cast.tenant.user.full_name)).to_be_visible()
    partner.get_by_label("Leider können wir nicht helfen").check()
    press(partner, "Antworten")
    expect(partner.get_by_text("Ihre Antwort ist angekommen")).to_be_visible()
    assert Sending.objects.get().answer == "no"
    desk.goto(f"{live}/leitstand/")
    expect(desk.get_by_role("heading", name="Kann nicht helfen: Altenhilfe Beispiel")).to_be_visible()


def test_the_teams_pages_hold_at_every_width(
    live: str,
    cast: Any,
    sitting: Sitting,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Look,
) -> None:
    now = clock.now()
    meeting = call_meeting(sitting.circle, starts_at=now + dt.timedelta(days=2), place="Treff", by=cast.helper)
    decide(meeting, words="Haltegriffe", who=cast.helper, due_on=clock.today(), now=now)
    service = sitting.people["care"].care_worker.service  # type: ignore[attr-defined]
    flat = ReserveFlat.objects.create(service=service, district=cast.district, name="Reserve")
    team = f"/team/{cast.district.slug}/"
    page = open_page()
    sign_in(page, cast.helper)
    person = f"/leitstand/menschen/{cast.tenant.user.reference}/team/"
    mine = (team, f"{team}treffen/{meeting.reference}/", f"{team}mitglied/", sitting.address(), person)
    for path in (*mine, "/leitstand/vermittlungen/", "/bereitschaft/reserve/"):
        page.goto(live + path)
        assert look(page) == [], path
    nurse = open_page(color_scheme="dark")
    sign_in(nurse, sitting.people["care"])
    slug = service.organisation.slug
    reserve = f"/bereitschaft/reserve/{flat.reference}/einzug/"
    for path in (
        "/bereitschaft/partner/",
        f"/bereitschaft/partner/{slug}/preis/",
        reserve,
        "/bereitschaft/vermittlungen/",
    ):
        nurse.goto(live + path)
        assert look(nurse) == [], path
