"""Who works here is signed out after an hour of rest or twelve hours; everybody else stays in for sixty days of rest."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from quarters.signing.staying_in import ACTIVE, SINCE
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = 60, 3600, 86400


def rest(client: Client, *, seconds: int, since: int = 0) -> None:
    """Nothing came from this session for so long; it began `since` seconds ago."""
    session = client.session
    session[ACTIVE] -= seconds
    session[SINCE] -= max(seconds, since)
    session.save()


def is_in(client: Client, page: str) -> bool:
    return client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "since", "stays"),
    [(59 * MINUTE, 0, True), (61 * MINUTE, 0, False), (0, 11 * HOUR, True), (MINUTE, 12 * HOUR + MINUTE, False)],
)
def test_a_helper_is_signed_out_after_an_hour_or_a_working_day(
    client: Client, cast: Cast, seconds: int, since: int, stays: bool
) -> None:
    client.force_login(cast.helper)
    rest(client, seconds=seconds, since=since)
    assert is_in(client, "/leitstand/") is stays


def test_the_next_page_says_why(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    rest(client, seconds=2 * HOUR)
    page = client.get("/leitstand/", follow=True)
    assert page.redirect_chain[0][0] == "/konto/login/?next=/leitstand/"
    assert "Sie waren eine Weile nicht hier" in page.content.decode()


def test_what_was_open_in_the_session_is_gone(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    old = client.session.session_key
    rest(client, seconds=2 * HOUR)
    client.get("/leitstand/")
    assert not Session.objects.filter(session_key=old).exists()


def test_each_use_begins_the_hour_anew(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    for _ in range(3):
        rest(client, seconds=50 * MINUTE)
        assert is_in(client, "/leitstand/")


def test_an_open_board_asks_and_is_not_left_blind(client: Client, cast: Cast) -> None:
    """What the page asks by itself counts as use; when the end has come, the page loads anew and shows the way in."""
    client.force_login(cast.helper)
    rest(client, seconds=0, since=13 * HOUR)
    answer = client.get("/leitstand/stand/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_a_tenant_stays_in_for_weeks(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    rest(client, seconds=50 * DAY, since=300 * DAY)
    assert is_in(client, "/meine/")


def test_a_tenants_sixty_days_begin_anew_with_each_days_use(client: Client, cast: Cast, settings: Any) -> None:
    client.force_login(cast.tenant.user)
    rest(client, seconds=2 * DAY)
    Session.objects.update(expire_date=timezone.now() + dt.timedelta(days=1))
    answer = client.get("/meine/")
    assert Session.objects.get().expire_date > timezone.now() + dt.timedelta(days=59)
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 60 * DAY


def test_after_sixty_days_of_rest_a_tenant_signs_in_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    Session.objects.update(expire_date=timezone.now())
    assert not is_in(client, "/meine/")


def test_use_is_noted_seldom(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    before = client.session[ACTIVE]
    rest(client, seconds=4 * MINUTE)
    client.get("/leitstand/")
    assert client.session[ACTIVE] <= before - 4 * MINUTE


def test_signing_in_asks_nothing_about_staying(client: Client) -> None:
    assert 'name="remember"' not in client.get("/konto/login/").content.decode()
