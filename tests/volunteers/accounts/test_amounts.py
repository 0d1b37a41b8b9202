"""Amounts are dated: a new one ends the one before, nothing that has begun is changed, and ceilings hold in the database."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from piano.kit import clock
from quarters.models import Organisation, OrganisationKind, Role, RoleKind, User
from tests.conftest import Cast
from tests.factories import make_organisation, make_user
from tests.volunteers.accounts.making import keep_accounts, make_officer
from volunteers.accounts.amounts import begin_value, set_km_rate, take_back_km_rate
from volunteers.accounts.rules import value_on
from volunteers.accounts.staff_errors import BeforeToday
from volunteers.models import AccountRule, Allowance, AllowanceElsewhere, DatedValue

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def association(cast: Cast) -> Organisation:
    return cast.volunteer.association


@pytest.fixture
def officer(association: Organisation) -> User:
    return make_officer(association)


def rate(association: Organisation, officer: User, cents: int, day: dt.date) -> DatedValue:
    said = {"source": "Beschluss", "by": officer, "today": clock.today()}
    return set_km_rate(association, cents=cents, valid_from=day, **said)  # type: ignore[arg-type]


def raw(person: User, association: Organisation, cents: int, **fields: Any) -> Allowance:
    """Past the verb."""
    said = {"kind": "honorary", "year": 2026, "purpose": "Vorstand", "granted_at": clock.now()}
    with transaction.atomic():
        return Allowance.objects.create(person=person, association=association, cents=cents, **{**said, **fields})


def test_a_new_amount_ends_the_one_before(db: None) -> None:
    new = clock.today() + 30 * DAY
    begin_value(kind="honorary", value=100_000, source="Gesetz", valid_from=new)
    assert [value_on("honorary", day) for day in (new - DAY, new)] == [96_000, 100_000]


def test_an_amount_begun_between_two_lasts_until_the_later(db: None) -> None:
    first, later = clock.today() + 10 * DAY, clock.today() + 20 * DAY
    begin_value(kind="km", value=35, source="Gesetz", valid_from=later)
    begin_value(kind="km", value=32, source="Gesetz", valid_from=first)
    begin_value(kind="km", value=33, source="Gesetz", valid_from=first)  # a slip, mended
    assert [value_on("km", day) for day in (first - DAY, first, later - DAY, later)] == [30, 33, 33, 35]


def test_an_association_has_its_own_rate_from_today_on(association: Organisation, officer: User) -> None:
    today = clock.today()
    with pytest.raises(BeforeToday):
        rate(association, officer, 25, today - DAY)
    with pytest.raises(PermissionDenied):
        rate(association, make_officer(make_organisation()), 25, today)
    rate(association, officer, 25, today)
    assert [value_on("km", day, organisation=association) for day in (today - DAY, today)] == [30, 25]
    assert value_on("km", today) == 30


def test_a_rate_ahead_is_taken_back_and_the_one_before_holds_on(association: Organisation, officer: User) -> None:
    today = clock.today()
    rate(association, officer, 25, today)
    rate(association, officer, 20, today + DAY)
    for is_gone in (True, False):
        assert take_back_km_rate(association, valid_from=today + DAY, by=officer, today=today) is is_gone
    assert not take_back_km_rate(association, valid_from=today, by=officer, today=today)
    assert DatedValue.objects.get(organisation=association).valid_until is None


@pytest.mark.parametrize(
    "change",
    [
        {"value": 1},
        {"kind": "relief"},
        {"source": "anders"},
        {"valid_from": dt.date(2026, 1, 2)},
        {"valid_until": dt.date(2025, 12, 31)},
    ],
)
def test_what_has_begun_keeps_its_past(db: None, change: dict[str, Any]) -> None:
    rows = DatedValue.objects.filter(kind="honorary", value=96_000)
    with pytest.raises(DatabaseError, match="in the past"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match="in the past"), transaction.atomic():
        rows.delete()
    with pytest.raises(DatabaseError, match="in the past"), transaction.atomic():
        DatedValue.objects.filter(kind="honorary", value=84_000).update(valid_until=None)  # ended last year
    assert rows.update(valid_until=clock.today() + DAY) == 1


def test_a_rule_of_counting_keeps_its_past(association: Organisation, now: dt.datetime) -> None:
    keep_accounts(association, now=now)
    with pytest.raises(DatabaseError, match="in the past"), transaction.atomic():
        AccountRule.objects.update(points_per_hour=4)


def test_the_database_holds_the_ceiling(cast: Cast, association: Organisation) -> None:
    person, other = cast.volunteer.user, make_organisation()
    raw(person, other, 50_000)
    AllowanceElsewhere.objects.create(person=person, kind="honorary", year=2026, cents=40_000, declared_at=clock.now())
    with pytest.raises(IntegrityError, match="within the ceiling"):
        raw(person, association, 6_001)
    row = raw(person, association, 6_000)
    for change in ({"cents": 6_001}, {"kind": "trainer", "year": 2020}, {"person": cast.tenant.user, "cents": 96_001}):
        with pytest.raises(IntegrityError, match="within the ceiling"), transaction.atomic():
            Allowance.objects.filter(pk=row.pk).update(**change)
    raw(person, association, 330_000, kind="trainer")
    assert Allowance.objects.filter(pk=row.pk).update(cents=5_000) == 1
    assert Allowance.objects.filter(pk=row.pk).update(cents=6_000) == 1  # itself stands in nobody's way


def test_what_was_withdrawn_comes_back_only_into_room(cast: Cast, association: Organisation, now: dt.datetime) -> None:
    person = cast.volunteer.user
    gone = raw(person, association, 96_000, withdrawn_at=now)
    raw(person, association, 50_000)
    with pytest.raises(IntegrityError, match="within the ceiling"), transaction.atomic():
        Allowance.objects.filter(pk=gone.pk).update(withdrawn_at=None)


def test_a_ceiling_that_sinks_lets_what_was_granted_be_paid(cast: Cast, association: Organisation) -> None:
    row = raw(cast.volunteer.user, association, 96_000)
    begin_value(kind="honorary", value=50_000, source="Gesetz", valid_from=clock.today())
    assert Allowance.objects.filter(pk=row.pk).update(paid_on=clock.today()) == 1
    assert Allowance.objects.filter(pk=row.pk).update(cents=90_000) == 1


@pytest.fixture
def clerk(client: Client, db: None) -> Client:
    user = make_user(given_name="Rolf", family_name="Amtmann", is_staff=True)
    landlord = make_organisation(OrganisationKind.LANDLORD)
    Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from=dt.date(2025, 1, 1))
    client.force_login(user)
    return client


PANEL = "/verwaltung/volunteers/datedvalue/"


def test_the_panel_adds_an_amount_and_ends_the_one_before(clerk: Client) -> None:
    ahead = clock.today() + 40 * DAY
    said = {"kind": "honorary", "source": "§ 3 Nr. 26a EStG", "valid_from": ahead.isoformat()}
    assert "Das kann nicht stimmen" in clerk.post(f"{PANEL}add/", {**said, "value": "9600000"}).content.decode()
    assert clerk.post(f"{PANEL}add/", {**said, "value": "99000"}).status_code == 302
    assert [value_on("honorary", day) for day in (ahead - DAY, ahead)] == [96_000, 99_000]
    page = clerk.get(f"{PANEL}?kind__exact=honorary").content.decode()
    assert "26a EStG: im Jahr" in page, "no cents beside euros"
    assert "990\N{NO-BREAK SPACE}€" in page
    row = DatedValue.objects.get(value=99_000)
    assert clerk.post(f"{PANEL}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert value_on("honorary", ahead) == 96_000


def test_the_panel_changes_nothing_that_stands_there(clerk: Client, association: Organisation) -> None:
    last_year = clock.today().replace(month=1, day=1) - DAY
    said = {"kind": "km", "value": "31", "source": "Gesetz", "valid_from": last_year.isoformat()}
    assert "Was in früheren Jahren galt" in clerk.post(f"{PANEL}add/", said).content.decode()
    row = DatedValue.objects.get(value=96_000)
    assert "960" in clerk.get(f"{PANEL}{row.pk}/change/").content.decode()
    assert clerk.post(f"{PANEL}{row.pk}/change/", {**said, "kind": "honorary"}).status_code == 403
    assert clerk.post(f"{PANEL}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    own = begin_value(kind="km", value=25, source="Beschluss", valid_from=clock.today(), organisation=association)
    assert clerk.get(f"{PANEL}{own.pk}/change/").status_code == 302  # not there: it is the association's matter
