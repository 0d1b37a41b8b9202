"""`/einsatz/kann-nicht/` and the same by phone, on a person's card."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from piano.kit import clock
from requests.models import SignOff
from requests.states import AssignmentState
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.requests.arranged.test_sign_off import goes
from volunteers.models import Absence

pytestmark = pytest.mark.django_db
HERS = "/einsatz/kann-nicht/"


@pytest.fixture
def volunteer(cast: Cast) -> Client:
    return signed_in(cast.volunteer.user)


@pytest.fixture
def helper(cast: Cast) -> Client:
    return signed_in(cast.helper)


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def by_phone(cast: Cast) -> str:
    return reverse("requests:sign_off_for", args=[cast.volunteer.user.reference])


def test_one_tap_gives_up_what_there_is_today(cast: Cast, volunteer: Client, now: dt.datetime) -> None:
    assignment = goes(cast, now, days=0) if now.hour < 8 else goes(cast, now, days=1)
    answer = volunteer.post(HERS, {"how_long": "week"}, follow=True)
    assert "wir suchen" in answer.content.decode()
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.CANCELLED


def test_the_page_shows_what_she_would_go_to(cast: Cast, volunteer: Client, now: dt.datetime) -> None:
    goes(cast, now)
    page = volunteer.get(HERS).content.decode()
    assert cast.tenant.user.addressed_name in page
    assert "Nur diesen absagen" in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"how_long": "span"},
        {"how_long": "span", "first_day": "2026-02-31", "last_day": "2030-01-01"},
        {"how_long": "span", "first_day": "2030-01-02", "last_day": "2030-01-01"},
        {"how_long": "span", "first_day": "2030-01-02", "last_day": "2099-01-01"},
    ],
)
def test_days_that_make_no_sense_are_shown_again(
    cast: Cast, volunteer: Client, helper: Client, sent: dict[str, str]
) -> None:
    assert volunteer.post(HERS, sent).status_code == 422
    assert helper.post(by_phone(cast), sent).status_code == 422
    assert not SignOff.objects.exists()


def test_days_that_are_over_answer_409(volunteer: Client, now: dt.datetime) -> None:
    day = (clock.local(now).date() - dt.timedelta(days=3)).isoformat()
    assert volunteer.post(HERS, {"how_long": "span", "first_day": day, "last_day": day}).status_code == 409


def test_doch_da_within_minutes(cast: Cast, volunteer: Client, now: dt.datetime) -> None:
    assignment = goes(cast, now)
    page = volunteer.post(HERS, {"how_long": "week"}, follow=True).content.decode()
    assert "Doch da" in page
    row = SignOff.objects.get()
    answer = volunteer.post(reverse("requests:take_back_sign_off", args=[row.reference]), follow=True)
    assert "Schön, dass Sie doch da sind" in answer.content.decode()
    assert assignment.visit.assignments.filter(state=AssignmentState.PLANNED).exists()


def test_doch_da_too_late_says_so(cast: Cast, volunteer: Client, now: dt.datetime) -> None:
    volunteer.post(HERS, {"how_long": "week"})
    row = SignOff.objects.get()
    with machine.at(now + dt.timedelta(minutes=11)):
        answer = volunteer.post(reverse("requests:take_back_sign_off", args=[row.reference]))
    assert answer.status_code == 409
    assert "Doch da" not in answer.content.decode()


def test_only_volunteers_have_the_page(cast: Cast, helper: Client) -> None:
    assert helper.get(HERS).status_code == 404
    assert signed_in(cast.tenant.user).get(HERS).status_code == 404
    assert Client().get(HERS).status_code == 302


def test_anothers_days_are_not_there(cast: Cast, volunteer: Client) -> None:
    volunteer.post(HERS, {"how_long": "week"})
    row = SignOff.objects.get()
    other = signed_in(cast.volunteers[1].user)
    assert other.get(reverse("requests:signed_off", args=[row.reference])).status_code == 404
    assert other.post(reverse("requests:take_back_sign_off", args=[row.reference])).status_code == 404


def test_the_helper_writes_it_down_and_takes_it_back(cast: Cast, helper: Client, now: dt.datetime) -> None:
    goes(cast, now)
    page = helper.post(by_phone(cast), {"how_long": "week"}, follow=True).content.decode()
    assert "Für 1 Besuch suchen wir weiter" in page
    assert "Doch da" in page
    row = SignOff.objects.get()
    assert row.noted_by == cast.helper
    way = reverse("requests:take_back_sign_off_for", args=[cast.volunteer.user.reference, row.reference])
    assert "Zurückgenommen" in helper.post(way, follow=True).content.decode()
    assert not Absence.objects.exists()


def test_another_districts_helper_finds_nobody(cast: Cast) -> None:
    other = signed_in(make_helper(make_district()))
    assert other.post(by_phone(cast), {"how_long": "week"}).status_code == 404


def test_a_tenant_who_does_not_help_has_no_such_card(cast: Cast, helper: Client) -> None:
    way = reverse("requests:sign_off_for", args=[cast.tenant.user.reference])
    assert helper.post(way, {"how_long": "week"}).status_code == 404
