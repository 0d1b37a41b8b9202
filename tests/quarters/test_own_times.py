"""„Wann wir Ihnen schreiben“: her own hours hold, and who says nothing keeps the house's."""

import datetime as dt
from typing import Any

import pytest

from piano.kit import clock
from quarters.models import User
from quarters.people.own_times import wish_times
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = "/konto/nachrichten/zeiten/"
WISH = {"not_before": "10:00", "not_after": "18:00", "no_sundays": "on"}


def signed_in(client: Any, **fields: Any) -> User:
    person = make_user(**{"email": "meryem@example.org"} | fields)
    client.force_login(person)
    return person


def test_her_wish_is_kept_and_twice_is_once(client: Any) -> None:
    person = signed_in(client)
    assert [client.post(PAGE, WISH).status_code for _ in range(2)] == [302, 302]
    person.refresh_from_db()
    assert (person.quiet_until, person.quiet_from, person.no_sundays) == (dt.time(10), dt.time(18), True)
    assert person.times_wished_at is not None


def test_who_changes_nothing_has_no_wish(client: Any) -> None:
    person = signed_in(client)
    client.post(PAGE, {"not_before": "08:00", "not_after": "20:00"})
    person.refresh_from_db()
    assert person.times_wished_at is None


def test_the_page_shows_what_she_chose(client: Any) -> None:
    person = signed_in(client)
    wish_times(person, not_before=dt.time(9, 30), not_after=dt.time(18), no_sundays=False, now=clock.now())
    page = client.get(PAGE).content.decode()
    assert '<option value="09:30" selected>9:30 Uhr</option>' in page
    assert '<option value="18:00" selected>18:00 Uhr</option>' in page


@pytest.mark.parametrize("bad", [{"not_before": "25:00"}, {"not_before": ""}, {"not_after": "morgen"}])
def test_what_is_no_time_is_asked_again(client: Any, bad: dict[str, str]) -> None:
    person = signed_in(client)
    answer = client.post(PAGE, WISH | bad)
    person.refresh_from_db()
    assert (answer.status_code, person.quiet_until) == (422, dt.time(8))
    assert "Bitte wählen Sie eine Uhrzeit." in answer.content.decode()


def test_it_is_found_where_the_way_is_chosen(client: Any) -> None:
    signed_in(client)
    assert PAGE in client.get("/konto/nachrichten/").content.decode()


def test_nobody_else_gets_in(client: Any) -> None:
    assert client.get(PAGE).status_code == 302
