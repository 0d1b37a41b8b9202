"""Prices have dates: one at a time, ended but never rewritten."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from piano.kit import clock
from quarters.loading import BadTable, read_city, write_city
from quarters.management.commands.load_quarters import KASSEL
from quarters.models import Category, OrganisationKind, Price, PriceKind, Role, RoleKind, User
from tests.factories import make_category, make_organisation, make_price, make_user

pytestmark = pytest.mark.django_db
URL = "/verwaltung/quarters/price/"


@pytest.fixture
def clerk(client: Client) -> User:
    user = make_user(given_name="Rolf", family_name="Amtmann", is_staff=True)
    landlord = make_organisation(OrganisationKind.LANDLORD)
    Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from=dt.date(2025, 1, 1))
    client.force_login(user)
    return user


def day(ahead: int) -> str:
    return (clock.today() + dt.timedelta(days=ahead)).isoformat()


def form(price_of: Any, **fields: Any) -> dict[str, Any]:
    values = {"organisation": price_of.pk, "category": "", "kind": "hour", "cents": 300, "valid_from": day(0)}
    return values | {"valid_until": ""} | fields


@pytest.mark.parametrize(
    ("kind", "cents", "fields"),
    [
        ("hour", 300, {}),
        ("free", 0, {"valid_from": dt.date(2026, 1, 1)}),
        ("hour", 0, {"valid_from": dt.date(2030, 1, 1)}),
        ("free", 300, {"valid_from": dt.date(2030, 1, 1)}),
        ("free", 0, {"valid_from": dt.date(2030, 1, 2), "valid_until": dt.date(2030, 1, 1)}),
    ],
)
def test_the_database_refuses_what_nobody_could_say(kind: str, cents: int, fields: dict[str, Any]) -> None:
    association = make_organisation()
    make_price(association, valid_until=dt.date(2029, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_price(association, kind, cents, **fields)


def test_what_does_not_overlap_stands_side_by_side() -> None:
    association = make_organisation()
    make_price(association, valid_until=dt.date(2026, 1, 1))
    make_price(association, "hour", 300, valid_from=dt.date(2026, 1, 1))
    make_price(association, "shopping")
    make_price(association, "hour", 500, category=make_category())
    make_price(make_organisation(), "hour", 300)
    for_all = Price.objects.filter(organisation=association, category=None)
    assert {row.kind for row in for_all.valid_on(dt.date(2025, 12, 31))} == {"free", "shopping"}
    assert {row.kind for row in for_all.valid_on(dt.date(2026, 1, 1))} == {"hour", "shopping"}


def test_gwg_adds_a_price_from_today_on(client: Client, clerk: User) -> None:
    association = make_organisation()
    assert client.post(f"{URL}add/", form(association)).status_code == 302
    assert Price.objects.get().cents == 300
    assert "je Stunde" in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"valid_from": "2025-01-01"}, "Dieser Tag ist vorbei"),
        ({"cents": 0}, "Ein Betrag gehört zu"),
        ({"valid_from": "2040-01-02", "valid_until": "2040-01-01"}, "liegt nach"),
        ({"category": ""}, "Bitte beenden Sie den zuerst"),
    ],
)
def test_gwg_is_told_what_does_not_fit(client: Client, clerk: User, fields: dict[str, Any], sentence: str) -> None:
    association = make_organisation()
    if "category" in fields:
        make_price(association)
    page = client.post(f"{URL}add/", form(association, **fields))
    assert sentence in page.content.decode()
    assert not Price.objects.filter(kind="hour").exists()


def test_a_price_that_began_is_ended_and_never_changed(client: Client, clerk: User) -> None:
    price = make_price(make_organisation(), "hour", 300)
    client.post(f"{URL}{price.pk}/change/", {"cents": 900, "valid_from": day(0), "valid_until": day(1)})
    price.refresh_from_db()
    assert (price.cents, price.valid_from) == (300, dt.date(2025, 1, 1))
    assert price.valid_until == clock.today() + dt.timedelta(days=1)
    assert client.post(f"{URL}{price.pk}/delete/", {"post": "yes"}).status_code == 403
    page = client.post(f"{URL}{price.pk}/change/", {"valid_until": "2025-06-01"}).content.decode()
    assert "Dieser Tag ist vorbei" in page


def test_a_price_that_has_not_begun_may_go(client: Client, clerk: User) -> None:
    price = make_price(make_organisation(), valid_from=clock.today() + dt.timedelta(days=9))
    assert client.post(f"{URL}{price.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Price.objects.exists()


def test_the_city_s_prices_fill_gaps_and_leave_what_gwg_entered() -> None:
    write_city(read_city(KASSEL))
    seeded = Price.objects.get(organisation__name="piano e.V.", category=None, kind="free")
    assert Price.objects.filter(category__code="shop", kind="shopping").exists()
    seeded.valid_until = clock.today()
    seeded.save()
    make_price(seeded.organisation, "hour", 300, valid_from=clock.today())
    assert write_city(read_city(KASSEL)) == 0


def test_every_kind_of_help_of_the_city_says_what_it_costs() -> None:
    write_city(read_city(KASSEL))
    named = Price.objects.filter(organisation__name="piano e.V.", category=None, kind=PriceKind.FREE)
    assert named.exists()
    assert Category.objects.get(code="care").prices.get().organisation.kind == OrganisationKind.CITY


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Niemand e.V.;;free;0;2026-01-01;", "steht nicht in organisations.csv"),
        ("piano e.V.;tanz;free;0;2026-01-01;", "steht nicht in categories.csv"),
        ("piano e.V.;;hour;0;2026-01-01;", "Ein Betrag gehört"),
        ("piano e.V.;;free;0;;", "„valid_from“ fehlt"),
    ],
)
def test_a_bad_price_is_named(tmp_path: Path, line: str, said: str) -> None:
    folder = Path(shutil.copytree(KASSEL, tmp_path / "kassel"))
    with (folder / "prices.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(BadTable) as error:
        read_city(folder)
    assert said in str(error.value)
