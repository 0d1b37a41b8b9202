"""„Offene Anfragen“ and „Meine Woche“."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from requests.arranged.afterwards import report_visit
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_user
from tests.requests.errands import CANARY, make_going, make_offers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/einsatz/", "/einsatz/woche/"])
def test_strangers_are_asked_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page).headers["Location"] == f"/konto/login/?next={page}"


def test_open_offers_name_nobody(client: Client, cast: Cast) -> None:
    offer = make_offers(cast)[0]
    client.force_login(offer.person)
    page = client.get("/einsatz/").content.decode()
    assert f"/einsatz/{offer.reference}/" in page
    assert clock.say_moment(offer.answer_by) in page
    assert CANARY not in page


def test_an_empty_list_says_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.volunteer.user)
    assert "/einsatz/profil/" in client.get("/einsatz/").content.decode()
    client.force_login(make_user())
    assert "/mitmachen/" in client.get("/einsatz/").content.decode()


def test_a_visit_stands_in_list_and_week(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, assignment = make_going(cast, now)
    client.force_login(offer.person)
    for page in ("/einsatz/", "/einsatz/woche/"):
        text = client.get(page).content.decode()
        assert CANARY in text
        assert f"/einsatz/{assignment.visit.reference}/" in text
    assert CANARY in client.get(f"/einsatz/{assignment.visit.reference}/").content.decode()


def test_a_report_that_is_owed_stands_on_top(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, assignment = make_going(cast, now)
    client.force_login(offer.person)
    with machine.at(assignment.planned_window.upper):
        page = client.get("/einsatz/").content.decode()
        assert f"/einsatz/{assignment.visit.reference}/bericht/" in page
        assert client.get(f"/einsatz/{assignment.visit.reference}/bericht/").status_code == 200


def test_what_was_done_stands_below_the_week(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, assignment = make_going(cast, now)
    client.force_login(offer.person)
    after = assignment.planned_window.upper
    values = {"took_place": True, "minutes": 60, "note": "", "needs_call": False}
    report_visit(assignment.visit, by=offer.person, now=after, **values)
    with machine.at(after):
        page = client.get("/einsatz/woche/").content.decode()
    assert "zuletzt möglich gemacht" in page
    assert CANARY not in page


@pytest.mark.parametrize("page", ["/einsatz/", "/einsatz/woche/"])
def test_more_visits_ask_no_more_questions_of_the_database(
    client: Client, cast: Cast, now: dt.datetime, page: str, django_assert_max_num_queries: Any
) -> None:
    for days in (3, 4, 5):
        make_day(cast, now, days)
    client.force_login(cast.volunteer.user)
    with django_assert_max_num_queries(13):
        client.get(page)


def make_day(cast: Cast, now: dt.datetime, days: int) -> None:
    from tests.factories import make_window

    make_going(cast, now, window=make_window(days))
