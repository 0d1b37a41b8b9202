"""A care service keeps its own prices: each with its day, none changed after it was told."""

import datetime as dt

import pytest
from django.test import Client

from helpers.circles.errors import PriceBeginsTooEarly, PriceHolds, PriceIsPlanned
from helpers.circles.pricing import may_price, set_price, take_back_price
from helpers.models import CareService
from piano.kit import clock
from quarters.models import Price, PriceKind, Role, RoleKind, User
from tests.conftest import Cast
from tests.factories import make_care_worker, make_category, make_price, make_user

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district)


@pytest.fixture
def service(nurse: User) -> CareService:
    service: CareService = nurse.care_worker.service  # type: ignore[attr-defined]
    Price.objects.filter(organisation=service.organisation).delete()
    make_price(service.organisation, PriceKind.CARE, 3500)
    return service


@pytest.fixture
def office(service: CareService) -> User:
    person = make_user()
    Role.objects.create(
        user=person, kind=RoleKind.CARE_PARTNER, organisation=service.organisation, valid_from="2025-01-01"
    )
    return person


def spans(service: CareService) -> list[tuple[int, dt.date, dt.date | None]]:
    rows = Price.objects.filter(organisation=service.organisation).order_by("valid_from")
    return list(rows.values_list("cents", "valid_from", "valid_until"))


def enter(service: CareService, by: User, *, days: int, cents: int = 3900) -> Price:
    today = clock.today()
    return set_price(service, cents=cents, valid_from=today + days * A_DAY, by=by, today=today)


def test_a_new_price_ends_the_old_one_on_its_day(service: CareService, office: User) -> None:
    enter(service, office, days=3)
    began, day = dt.date(2025, 1, 1), clock.today() + 3 * A_DAY
    assert spans(service) == [(3500, began, day), (3900, day, None)]


def test_the_same_price_twice_is_one(service: CareService, office: User) -> None:
    assert enter(service, office, days=3) == enter(service, office, days=3)


def test_what_holds_today_is_never_changed(service: CareService, office: User) -> None:
    for days in (0, -1):
        with pytest.raises(PriceBeginsTooEarly):
            enter(service, office, days=days)
    with pytest.raises(PriceHolds):
        take_back_price(Price.objects.get(organisation=service.organisation), by=office, today=clock.today())


def test_before_a_planned_price_none_is_pushed_in(service: CareService, office: User) -> None:
    enter(service, office, days=5)
    for days in (3, 5):
        with pytest.raises(PriceIsPlanned):
            enter(service, office, days=days, cents=4100)


def test_taken_back_the_old_one_goes_on_until_its_own_end(service: CareService, office: User) -> None:
    end = clock.today() + 90 * A_DAY
    Price.objects.filter(organisation=service.organisation).update(valid_until=end)
    before = spans(service)
    price = enter(service, office, days=3)
    assert price.valid_until == end
    take_back_price(price, by=office, today=clock.today())
    take_back_price(price, by=office, today=clock.today())
    assert spans(service) == before


def test_a_kind_of_help_has_its_own_line(service: CareService, office: User) -> None:
    today = clock.today()
    care = make_category("nursing")
    set_price(service, cents=5000, valid_from=today + A_DAY, by=office, today=today, category=care)
    assert (3500, dt.date(2025, 1, 1), None) in spans(service)


def test_the_office_enters_it_and_a_nurse_only_where_there_is_none(
    service: CareService, nurse: User, cast: Cast
) -> None:
    assert may_price(nurse, service, today=clock.today())
    office = make_user()
    Role.objects.create(
        user=office, kind=RoleKind.CARE_PARTNER, organisation=service.organisation, valid_from="2025-01-01"
    )
    assert may_price(office, service, today=clock.today())
    assert not may_price(nurse, service, today=clock.today())
    assert not may_price(cast.helper, service, today=clock.today())


def test_from_the_page_to_the_page(client: Client, service: CareService, office: User) -> None:
    client.force_login(office)
    slug, day = service.organisation.slug, clock.today() + 3 * A_DAY
    page = f"/bereitschaft/partner/{slug}/preis/"
    assert client.post(page, {"euros": "viel"}).status_code == 422
    assert client.post(page, {"euros": "39,50", "valid_from": clock.today().isoformat()}).status_code == 409
    assert client.post(page, {"euros": "39,50", "valid_from": day.isoformat()}).status_code == 302
    assert "39,50" in client.get("/bereitschaft/partner/").content.decode()
    price = Price.objects.get(cents=3950)
    assert client.post(f"{page}{price.pk}/zurueck/").status_code == 302
    assert not Price.objects.filter(cents=3950).exists()


def test_another_services_office_finds_nothing(client: Client, service: CareService, office: User, cast: Cast) -> None:
    price = enter(service, office, days=3)
    client.force_login(make_care_worker(cast.district))
    page = f"/bereitschaft/partner/{service.organisation.slug}/preis/"
    assert client.get(page).status_code == 404
    assert client.post(f"{page}{price.pk}/zurueck/").status_code == 404
    assert Price.objects.filter(pk=price.pk).exists()


def test_a_price_that_holds_is_not_taken_back_by_its_address(
    client: Client, service: CareService, office: User
) -> None:
    client.force_login(office)
    price = Price.objects.get(organisation=service.organisation)
    assert (
        client.post(f"/bereitschaft/partner/{service.organisation.slug}/preis/{price.pk}/zurueck/").status_code == 404
    )
    assert Price.objects.filter(pk=price.pk).exists()
