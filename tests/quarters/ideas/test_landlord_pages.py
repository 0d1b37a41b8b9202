"""What the landlord's people read of residents' own ideas, and decide: sums and public words, nobody's name."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import InitiativeBudget
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.quarters.ideas.making import DAY, make_idea, make_joiner, make_running, make_staff
from tests.quarters.ideas.pages import own, page

pytestmark = pytest.mark.django_db


def test_the_landlord_sees_sums_and_public_words_but_nobody(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now)
    make_joiner(row, now, "Olga Weiß")
    make_idea(cast, now, title="Noch geheim", is_public=False)
    client.force_login(make_staff())
    html = page(client, "/berichte/ideen/")
    assert "1 Sache machen Menschen hier selbst" in html
    assert "Spaziergang" in html
    assert not any(word in html for word in ("Olga", "Hanne", "Noch geheim", "example.org"))
    assert client.get(f"/leitstand/ideen/{row.reference}/").status_code == 403


def test_the_figure_is_a_table_and_a_file_and_of_any_day(client: Client, cast: Cast, now: dt.datetime) -> None:
    make_running(cast, now)
    client.force_login(make_staff())
    file = client.get("/berichte/ideen/tabelle/")
    assert file.headers["Content-Type"].startswith("text/csv")
    last = file.content.decode("utf-8-sig").strip().splitlines()[-1]
    assert last.startswith("Zusammen;0;")
    assert last.endswith(";1;0")
    past = (clock.today() - 40 * DAY).isoformat()
    assert "0 Sachen machen" in page(client, f"/berichte/ideen/?stand={past}")
    assert "1 Sache" in page(client, "/berichte/ideen/?stand=2999-01-01")


def test_the_landlord_decides_takes_back_and_the_asker_hears(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    client.post(own(row, "geld/"), {"purpose": "Nähmaschine", "euros": "120"})
    client.force_login(make_staff())
    budget = InitiativeBudget.objects.get()
    address = f"/berichte/ideen/geld/{budget.reference}/"
    assert "Nähmaschine, 120 Euro" in page(client, "/berichte/ideen/geld/")
    for bad in (
        {},
        {"verdict": "granted", "reason": "Ja", "euros": "121"},
        {"verdict": "granted", "reason": "Ja", "euros": ""},
    ):
        assert client.post(address, bad).status_code == 422
    said = {"verdict": "granted", "reason": "Gern", "euros": "100,50"}
    assert client.post(address, said).status_code == 302
    assert client.post(address, {**said, "verdict": "refused"}).status_code == 409
    budget.refresh_from_db()
    assert budget.granted_cents == 10050
    assert "zurücknehmen" in page(client, address)
    client.post(f"{address}ruecknahme/")
    assert not Message.objects.filter(reason="idea_money").exclude(state="cancelled").exists()


def test_no_cell_of_the_file_is_a_formula(client: Client, cast: Cast, now: dt.datetime) -> None:
    cast.district.name = "=1+1"
    cast.district.save(update_fields=["name"])
    make_running(cast, now)
    client.force_login(make_staff())
    lines = client.get("/berichte/ideen/tabelle/").content.decode("utf-8-sig").splitlines()
    assert any(line.startswith("'=1+1;") for line in lines)


def test_a_helper_reads_of_money_in_her_districts_alone(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.post(own(make_idea(cast, now), "geld/"), {"purpose": "Nähmaschine", "euros": "120"})
    for helper, reads in ((cast.helper, True), (make_helper(make_district()), False)):
        client.force_login(helper)
        assert ("Nähmaschine" in page(client, "/berichte/ideen/geld/")) == reads
