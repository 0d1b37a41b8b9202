"""A founder goes a step by her link, by keyboard and without JavaScript; an officer's pages hold at every width and in the dark."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import District
from tests.browser.test_without_mouse import tab_to
from tests.factories import make_user
from tests.volunteers.clubs.making import TO_ASSEMBLY, make_founding, take
from volunteers.clubs import assemblies
from volunteers.clubs.handing_over import hand_over
from volunteers.clubs.links import founder_link
from volunteers.clubs.office import write_line
from volunteers.clubs.rostering import plan_weekly
from volunteers.models import Founding

pytestmark = [pytest.mark.browser, pytest.mark.full]
PAGES = (
    "",
    "gruendung/",
    "mitglieder/",
    "mitglieder/neu/",
    "kasse/",
    "buero/",
    "protokoll/",
    "vorstand/",
    "angebot/",
    "regeln/",
    "versammlungen/",
)


def press(page: Page, words: str) -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def go_a_step(founding: Founding, open_page: Callable[..., Page], look: Callable[[Page], list[str]]) -> None:
    link = founder_link(founding.founders.all()[0])
    page, seen = open_page(width=390, javascript=False), open_page(width=390)
    for path in ("", "schritt/purpose/", "menschen/", "angaben/"):
        seen.goto(f"{link}{path}")
        assert look(seen) == [], path
    page.goto(link)
    press(page, "Zusammen überlegen")
    press(page, "Erledigt")
    expect(page.get_by_role("heading", level=1)).to_have_text(founding.name)
    assert founding.steps.get().done_on == clock.today()
    press(page, "Zusammen überlegen")
    press(page, "Zurücknehmen")
    assert not founding.steps.exists()
    page.context.close()


def test_a_founder_goes_a_step_by_keyboard_alone_and_the_officers_pages_hold(
    live: str, open_page: Callable[..., Page], sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    founding, now = make_founding(District.objects.get(slug="fasanenhof"), make_user()), clock.now()
    go_a_step(founding, open_page, look)
    take(founding, *TO_ASSEMBLY)
    club = hand_over(founding, by=None, now=now)
    member = club.members.all()[0]
    plan_weekly(member, day=clock.today(), starts=now.replace(hour=9).time(), ends=now.replace(hour=11).time(), weeks=3)
    write_line(club, words="Frau Lang fragt nach einer Begleitung", by=member.person, now=now)
    row = assemblies.call(club, kind="ordinary", held_at=now, place="Treffpunkt", agenda="Bericht\nWahl")
    page = open_page(width=390)
    sign_in(page, member.person)
    for path in (*PAGES, f"versammlungen/{row.reference}/", f"mitglieder/{member.reference}/"):
        page.goto(f"{live}/verein/{club.slug}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert look(page) == [], path
