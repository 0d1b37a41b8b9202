"""What the landlord's people do themselves: its own loan, and that they hear when it is their turn."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.reasons import REASONS
from quarters.conversions import filling, money, wishes
from quarters.conversions.advancing import advance, take_back
from quarters.conversions.states import ConversionState
from quarters.models import Payer, Programme, ShareState
from tests.quarters.conversions.conftest import Home

S = ConversionState


@pytest.fixture
def loan() -> Programme:
    fields = {"name": "WIBank: Darlehen", "fund": Payer.WIBANK, "for_landlord": True, "max_cents": 5_000_000}
    return Programme.objects.create(code="loan", valid_from=dt.date(2025, 1, 1), **fields)


@pytest.fixture
def technician(home: Home) -> Client:
    client = Client()
    client.force_login(home.technician)
    return client


def page_of(home: Home, client: Client) -> str:
    return " ".join(client.get(f"/umbau/{home.case.reference}/").content.decode().split())


def turns() -> list[tuple[str, str]]:
    rows = Message.objects.filter(reason="conversion_turn").order_by("pk")
    return [(one.recipient.email, one.slot.partition(":")[0]) for one in rows.exclude(state=MessageState.CANCELLED)]


def test_its_people_enter_their_own_loan_and_its_answer(home: Home, technician: Client, loan: Programme) -> None:
    home.to(S.WIBANK)
    assert "An der Reihe: Vermieter" in page_of(home, technician)
    here, today = f"/umbau/{home.case.reference}/", str(home.today)
    technician.post(here + "darlehen/", {"programme": loan.pk, "cents": "600", "on": today})
    share = home.case.shares.get(payer=Payer.WIBANK)
    assert (share.state, share.asked_cents) == (ShareState.ASKED, 60_000)
    technician.post(here + "bescheid/", {"row": share.pk, "cents": "500", "on": today})
    share.refresh_from_db()
    assert (share.state, share.cents) == (ShareState.APPROVED, 50_000)
    page = page_of(home, technician)
    assert "WIBank: Darlehen" in page
    assert "ja, 4.000 €" in page, "the loan is no grant"


def test_its_people_choose_no_programme_of_the_tenants(home: Home, technician: Client, loan: Programme) -> None:
    home.to(S.QUOTES)
    home.choose_quote(500_000)
    sent = {"programme": home.programmes["kfw"].pk, "cents": "100", "on": str(home.today)}
    answer = technician.post(f"/umbau/{home.case.reference}/darlehen/", sent)
    assert answer.status_code == 422
    assert "KfW" not in answer.content.decode()
    assert not home.case.shares.exists()


def test_its_people_answer_no_application_of_the_tenants(home: Home, technician: Client) -> None:
    home.to(S.CARE_FUND)
    home.ask_care_fund(300_000)
    share = home.case.shares.get()
    sent = {"row": share.pk, "cents": "0", "on": str(home.today)}
    assert technician.post(f"/umbau/{home.case.reference}/bescheid/", sent).status_code == 404
    share.refresh_from_db()
    assert share.state == ShareState.ASKED


def test_its_people_say_that_there_is_no_loan(home: Home, technician: Client) -> None:
    home.to(S.WIBANK)
    assert "kein-darlehen/" in page_of(home, technician)
    technician.post(f"/umbau/{home.case.reference}/kein-darlehen/", {"row": "care_fund"})
    assert home.case.shares.get(payer=Payer.WIBANK).state == ShareState.NONE
    assert "kein-darlehen/" not in page_of(home, technician)


def test_what_was_asked_of_a_fund_is_not_told_by_what_is_open(home: Home, technician: Client) -> None:
    home.to(S.CARE_FUND)
    home.ask_care_fund(300_000)
    assert "Noch offen</dt><dd>5.000 €" in page_of(home, technician)
    money.decide_share(home.case, share=home.case.shares.get(), cents=300_000, on=home.today, **home.who)
    assert "Noch offen</dt><dd>2.000 €" in page_of(home, technician)


def test_its_people_hear_when_it_is_their_turn(home: Home) -> None:
    home.to(S.CHECK)
    assert turns() == [(home.technician.email, "check")]
    words = REASONS["conversion_turn"].context(home.case.pk, home.technician)
    assert words["step"] == "Prüfung des Hauses"
    assert "Die Entscheidung fehlt" in words["lines_missing"][-1]
    home.to(S.PERMISSION)
    filling.ask_permission(home.case, on=home.today, **home.who)
    assert (home.technician.email, "permission") in turns()
    home.fill()
    assert not REASONS["conversion_turn"].is_still_due(home.case.pk), "answered meanwhile"


def test_whoever_takes_the_step_herself_is_not_written_to(home: Home) -> None:
    home.to(S.ADVICE)
    home.fill()
    advance(home.case, by=home.technician, now=clock.now())
    assert turns() == []


def test_nobody_hears_of_a_step_that_was_taken_back_or_of_what_is_not_shared(home: Home) -> None:
    home.to(S.CHECK)
    take_back(home.case, **home.who)
    assert turns() == []
    home.to(S.CHECK)
    assert REASONS["conversion_turn"].is_still_due(home.case.pk)
    wishes.withdraw_agreement(home.case, **home.who)
    assert not REASONS["conversion_turn"].is_still_due(home.case.pk)


def test_what_waits_for_her_stands_before_the_others(home: Home, technician: Client) -> None:
    home.to(S.CHECK)
    assert "Sie sind dran" in technician.get("/umbau/").content.decode()
    helper = Client()
    helper.force_login(home.helper)
    assert "Sie sind dran" not in helper.get("/umbau/").content.decode()
