"""What hangs stands first; what runs out is said once to whoever is responsible; the dashboard counts."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from quarters.conversions import wishes
from quarters.conversions.deadlines import remind
from quarters.conversions.states import ConversionState
from quarters.models import Conversion, Quote
from tests import clock as machine
from tests.quarters.conversions.conftest import Home

S = ConversionState


def said() -> list[str]:
    return list(Message.objects.filter(reason="conversion_due").order_by("pk").values_list("slot", flat=True))


def test_a_quote_that_expires_is_said_once(home: Home) -> None:
    home.to(S.CARE_FUND)
    assert remind(now=clock.now()) == 0
    ends = home.today + dt.timedelta(days=5)
    Quote.objects.update(valid_until=ends)
    for _hour in range(2):
        remind(now=clock.now())
    assert said() == [f"quote:{ends}"]
    assert Message.objects.get(reason="conversion_due").recipient == home.helper
    assert REASONS["conversion_due"].is_still_due(home.case.pk)
    wishes.end(home.case, **home.who)
    assert not REASONS["conversion_due"].is_still_due(home.case.pk)


def test_a_programme_that_ends_soon_is_said_while_nobody_asked_there(home: Home) -> None:
    home.to(S.QUOTES)
    home.choose_quote(500_000)
    programme = home.programmes["kfw"]
    programme.valid_until = home.today + dt.timedelta(days=10)
    programme.save()
    remind(now=clock.now())
    assert said() == [f"fund:{programme.pk}:{programme.valid_until}"]


def test_an_appointment_of_tomorrow_is_said(home: Home) -> None:
    case = home.to(S.ADVICE)
    Conversion.objects.update(visit_at=clock.now() + dt.timedelta(days=1))
    remind(now=clock.now())
    assert [slot.partition(":")[0] for slot in said()] == ["visit"]
    words = REASONS["conversion_due"].context(case.pk, home.helper)
    assert "Termin in der Wohnung" in words["lines_ahead"][0]


@pytest.fixture
def helper(home: Home) -> Client:
    client = Client()
    client.force_login(home.helper)
    return client


def test_what_hangs_stands_on_the_dashboard_with_whom_it_waits_for(home: Home, helper: Client) -> None:
    home.to(S.CHECK)
    with machine.at(clock.now() + dt.timedelta(days=40)):
        page = " ".join(helper.get("/umbau/stand/").content.decode().split())
        assert "Einer hängt zu lange." in page
        table = helper.get("/umbau/stand.csv").content.decode("utf-8-sig").splitlines()
    assert "Prüfung des Hauses;1;1;40;40;Vermieter (1)" in table
    assert "Wunsch;0;0;0;0;" in table
    assert len(table) == 13


def test_the_list_asks_as_much_for_many_as_for_one(
    home: Home, helper: Client, django_assert_max_num_queries: object
) -> None:
    home.to(S.CHECK)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        helper.get("/umbau/")
