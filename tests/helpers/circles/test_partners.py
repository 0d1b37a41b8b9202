"""Care partners: meeting points with dates, and the flat in reserve that nobody shares."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from helpers.circles.errors import AlreadyServed, FlatIsTaken
from helpers.circles.reserve import flats_for, move_in, move_out
from helpers.circles.serving import partners, serve_point, stop_serving
from helpers.models import CareService, ReserveFlat, ServicePoint, Stay
from piano.kit import clock
from quarters.models import PriceKind, User
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper, make_price
from tests.quarters.programme.conftest import make_point

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district)


@pytest.fixture
def service(nurse: User) -> CareService:
    service: CareService = nurse.care_worker.service  # type: ignore[attr-defined]
    return service


@pytest.fixture
def flat(cast: Cast, service: CareService) -> ReserveFlat:
    return ReserveFlat.objects.create(service=service, district=cast.district, name="Reserve Rothenberg")


def live(flat: ReserveFlat, first: int, last: int, *, by: User, who: str = "Erna Wagner") -> Stay:
    days = {"first_day": clock.today() + first * A_DAY, "last_day": clock.today() + last * A_DAY}
    return move_in(flat, who=who, by=by, now=clock.now(), **days)


def test_nobody_moves_in_where_somebody_is(flat: ReserveFlat, nurse: User) -> None:
    live(flat, 0, 5, by=nurse)
    with pytest.raises(FlatIsTaken):
        live(flat, 5, 9, by=nurse)
    live(flat, 6, 9, by=nurse)


def test_the_database_itself_lets_nobody_in_twice(flat: ReserveFlat, nurse: User) -> None:
    stay = live(flat, 0, 5, by=nurse)
    values = {"flat": flat, "who": "x", "noted_at": clock.now(), "first_day": stay.last_day, "last_day": stay.last_day}
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(**values)
    Stay.objects.create(
        **{
            **values,
            "flat": ReserveFlat.objects.create(service=flat.service, district=flat.district, name="Die andere"),
        }
    )


def test_who_moves_out_makes_room(flat: ReserveFlat, nurse: User, now: dt.datetime) -> None:
    stay = live(flat, 0, 9, by=nurse)
    move_out(stay, day=clock.today(), by=nurse, now=now)
    live(flat, 1, 3, by=nurse)
    late = live(flat, 5, 6, by=nurse)
    move_out(late, day=clock.today(), by=nurse, now=now)
    live(flat, 5, 9, by=nurse)
    days = Stay.objects.filter(cancelled_at=None).order_by("first_day").values_list("first_day", "last_day")
    assert [((first - clock.today()).days, (last - clock.today()).days) for first, last in days] == [
        (0, 0),
        (1, 3),
        (5, 9),
    ]


def test_free_from_is_behind_stays_that_follow_each_other(flat: ReserveFlat, nurse: User) -> None:
    live(flat, 0, 2, by=nurse)
    live(flat, 3, 5, by=nurse)
    live(flat, 8, 9, by=nurse)
    found = flats_for(nurse, today=clock.today())[0]
    assert (found.is_free, found.free_from) == (False, clock.today() + 6 * A_DAY)


def test_the_name_is_for_who_needs_it(cast: Cast, flat: ReserveFlat, nurse: User) -> None:
    live(flat, 0, 2, by=nurse)
    others = [make_care_worker(cast.district), make_helper(make_district())]
    for reader in (nurse, cast.helper):
        assert flats_for(reader, today=clock.today())[0].stays[0].who == "Erna Wagner"
    for reader in others:
        seen = flats_for(reader, today=clock.today())[0]
        assert (seen.is_free, seen.stays[0].who, seen.stays[0].reference) == (False, "", "")


def test_pages_of_the_flat(client: Client, cast: Cast, flat: ReserveFlat, nurse: User) -> None:
    client.force_login(nurse)
    way = f"/bereitschaft/reserve/{flat.reference}/einzug/"
    data = {"who": "Erna Wagner", "first_day": clock.today().isoformat(), "last_day": clock.today().isoformat()}
    assert client.post(way, {}).status_code == 422
    assert client.post(way, data).status_code == 302
    assert client.post(way, data).status_code == 409
    assert "Erna Wagner" in client.get("/bereitschaft/reserve/").content.decode()
    stay = Stay.objects.get()
    client.force_login(make_care_worker(cast.district))
    page = client.get("/bereitschaft/reserve/").content.decode()
    assert "belegt" in page
    assert "Erna Wagner" not in page
    assert client.post(way, data).status_code == 404
    assert client.post(f"/bereitschaft/reserve/auszug/{stay.reference}/").status_code == 404


def test_a_service_and_a_point_are_together_once_at_a_time(cast: Cast, service: CareService) -> None:
    point, today = make_point(district=cast.district), clock.today()
    row = serve_point(service, point, valid_from=today - 9 * A_DAY, by=cast.helper)
    with pytest.raises(AlreadyServed):
        serve_point(service, point, valid_from=today, by=cast.helper)
    stop_serving(row, day=today, by=cast.helper)
    serve_point(service, point, valid_from=today, by=cast.helper)
    assert ServicePoint.objects.valid_on(today).count() == 1


def test_prices_are_shown_with_their_days(cast: Cast, service: CareService) -> None:
    today = clock.today()
    make_price(service.organisation, PriceKind.CARE, 3500, valid_until=today + 30 * A_DAY)
    make_price(service.organisation, PriceKind.CARE, 3900, valid_from=today + 30 * A_DAY)
    assert [price.cents for price in partners([service], today=today)[0].prices] == [3500, 3900]


def test_pages_of_partners(client: Client, cast: Cast, service: CareService, nurse: User) -> None:
    point = make_point(district=cast.district)
    make_price(service.organisation, PriceKind.CARE, 3550)
    client.force_login(cast.helper)
    data = {"service": service.pk, "point": point.pk, "valid_from": clock.today().isoformat()}
    assert client.post("/bereitschaft/partner/punkt/", {}).status_code == 422
    assert client.post("/bereitschaft/partner/punkt/", data).status_code == 302
    assert client.post("/bereitschaft/partner/punkt/", data).status_code == 409
    page = client.get("/bereitschaft/partner/").content.decode()
    assert "35,50" in page
    assert point.name in page
    row = ServicePoint.objects.get()
    client.force_login(nurse)
    assert client.get("/bereitschaft/partner/").status_code == 200
    assert client.post(f"/bereitschaft/partner/punkt/{row.pk}/ende/").status_code == 403
    client.force_login(cast.helper)
    client.post(f"/bereitschaft/partner/punkt/{row.pk}/ende/")
    assert not ServicePoint.objects.valid_on(clock.today()).exists()
