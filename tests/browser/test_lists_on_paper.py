"""What an association brings on paper, as a helper finds it on her board the next morning."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from quarters.models import District
from requests.models import Referral, ReferralKind
from tests.factories import make_helper, make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.full, pytest.mark.django_db(transaction=True)]
LOG_BOOK = Path(__file__).parents[1] / "requests/data/log_book.csv"


def test_a_log_book_and_a_list_of_people_are_worked_off(
    live: str,
    page: Page,
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    helper = make_helper(District.objects.order_by("city", "number")[0])
    make_organisation(name="Verein zum Testen")
    people = tmp_path / "people.csv"
    people.write_text("Name;Telefon;Sprachen;Hilfen\nAyşe Demir;0561 8199101;Türkisch;Einkaufen\n")
    call_command("import_calls", str(LOG_BOOK))
    call_command("import_volunteers", str(people), "--association", "zum Testen", "--save")

    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    first = page.locator("[data-kind=now] .row").first
    expect(first).to_contain_text("Vielleicht ein Notfall")
    danger = Referral.objects.get(kind=ReferralKind.EMERGENCY)
    page.goto(f"{live}/leitstand/hinweise/{danger.reference}/")
    page.locator("[name=note]").fill("Feuerwehr war da, er liegt im Klinikum.")
    page.get_by_role("button", name="Erledigt").click()
    expect(page.locator("[data-kind=now] .row").first).not_to_contain_text("Vielleicht ein Notfall")

    page.get_by_role("link", name="Zur Liste").click()
    expect(page.get_by_role("listitem").filter(has_text="Ayşe Demir")).to_contain_text("zu prüfen")
    assert look(page) == []
    page.get_by_role("link", name="Ayşe Demir").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ayşe Demir: zu prüfen")
    assert look(page) == []
    page.get_by_role("button", name="Beantwortet, abhaken").click()
    expect(page.get_by_role("link", name="Zur Liste")).to_have_count(0)
    assert "1 zu prüfen" in capsys.readouterr().out
