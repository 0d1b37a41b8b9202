"""A message's link to what is private: signed out it names nobody and asks to sign in; after that it leads exactly there."""

import datetime as dt
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from piano.kit.links import sign
from quarters.signing.behind_sign_in import SALT, link_behind_sign_in, say_about, way_behind
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_helper, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(cast: Cast) -> str:
    wish = make_request(cast.tenant, cast.shop)
    return urlsplit(link_behind_sign_in(cast.helper, "requests:board_request", wish.reference, after="?x=1#y")).path


def test_signed_out_it_says_what_it_is_about_and_names_nobody(client: Client, cast: Cast, way: str) -> None:
    page = client.get(way)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Eine Anfrage in Ihrem Quartier" in text
    assert f"/konto/login/?next={quote(way)}" in text
    for name in (cast.tenant.user.family_name, cast.helper.family_name, "Einkaufen"):
        assert name not in text


def test_signed_in_it_leads_exactly_there(client: Client, cast: Cast, way: str) -> None:
    client.force_login(cast.helper)
    answer = client.get(way)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/?x=1#y")
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_second_factor_comes_first(client: Client, cast: Cast, way: str, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]
    client.force_login(cast.helper)
    assert client.get(way).headers["Location"] == "/konto/2fa/"


def test_it_signs_nobody_in(client: Client, way: str) -> None:
    client.get(way)
    assert client.get("/leitstand/").headers["Location"].startswith("/konto/login/")


def test_somebody_else_learns_only_that_it_is_not_hers(client: Client, cast: Cast, way: str) -> None:
    client.force_login(make_helper(cast.district))
    page = client.get(way)
    assert page.status_code == 403
    assert "Eine Anfrage" not in page.content.decode()


def test_nobody_on_the_way_keeps_the_page(client: Client, way: str) -> None:
    page = client.get(way)
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_after_two_weeks_it_says_so_kindly(client: Client, cast: Cast, way: str, now: dt.datetime) -> None:
    client.force_login(cast.helper)
    with machine.at(now + dt.timedelta(days=14)):
        assert client.get(way).status_code == 302
    with machine.at(now + dt.timedelta(days=15)):
        page = client.get(way)
    assert page.status_code == 404
    assert "nichts falsch gemacht" in page.content.decode()


def test_bent_or_signed_for_something_else_it_opens_nothing(cast: Cast, way: str, now: dt.datetime) -> None:
    token = way.split("/")[2]
    assert way_behind(token, now=now) is not None
    assert way_behind(token[:-2], now=now) is None
    named = {"p": cast.helper.pk, "d": now.toordinal(), "t": "/leitstand/anfragen/X/"}
    assert way_behind(sign("else", **named), now=now) is None
    assert way_behind(sign(SALT, **named), now=now) is not None
    for elsewhere in ("/meine/", "/gibt/es/nicht/"):
        assert way_behind(sign(SALT, **{**named, "t": elsewhere}), now=now) is None


def test_a_closed_account_has_no_way_in(cast: Cast, way: str, now: dt.datetime) -> None:
    cast.helper.is_active = False
    cast.helper.save()
    assert way_behind(way.split("/")[2], now=now) is None


def test_a_page_of_which_nothing_is_said_has_none(cast: Cast) -> None:
    with pytest.raises(KeyError):
        link_behind_sign_in(cast.helper, "requests:mine")


def test_a_page_is_said_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        say_about("requests:board_request", "x")


def test_a_post_does_nothing(client: Client, way: str) -> None:
    assert client.post(way).status_code == 405
