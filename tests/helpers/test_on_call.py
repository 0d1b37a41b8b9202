"""Who is on call for a district at a moment, who is next, and where nobody is."""

import datetime as dt

import pytest

from helpers.models import CareService, CareWorker, Duty
from helpers.on_duty.on_call import gaps, next_duty, on_call_at
from quarters.models import District, OrganisationKind, User
from tests.factories import make_district, make_organisation, make_user

HOUR = dt.timedelta(hours=1)
EIGHT = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def hours(starts: int, ends: int) -> tuple[dt.datetime, dt.datetime]:
    return EIGHT + starts * HOUR, EIGHT + ends * HOUR


@pytest.fixture
def district(db: None) -> District:
    return make_district()


@pytest.fixture
def service(district: District) -> CareService:
    service = CareService.objects.create(organisation=make_organisation(OrganisationKind.CARE_SERVICE), phone="+49561")
    service.districts.add(district)
    return service


def make_duty(service: CareService, starts: int, ends: int, *, is_deputy: bool = False) -> Duty:
    person = make_user()
    CareWorker.objects.create(user=person, service=service)
    return Duty.objects.create(person=person, service=service, window=hours(starts, ends), is_deputy=is_deputy)


def on_call(district: District, hour: int) -> list[Duty]:
    return list(on_call_at(district=district, moment=EIGHT + hour * HOUR))


def test_from_the_first_moment_and_not_at_the_last(service: CareService, district: District) -> None:
    duty = make_duty(service, 0, 12)
    assert on_call(district, 0) == [duty]
    assert on_call(district, 11) == [duty]
    assert on_call(district, 12) == []
    assert on_call(district, -1) == []


def test_the_deputy_comes_last(service: CareService, district: District) -> None:
    deputy = make_duty(service, 0, 12, is_deputy=True)
    first = make_duty(service, 0, 12)
    assert on_call(district, 1) == [first, deputy]


def test_a_service_answers_for_its_own_districts_only(service: CareService) -> None:
    make_duty(service, 0, 12)
    assert on_call(make_district(), 1) == []


def test_who_has_left_is_not_called(service: CareService, district: District) -> None:
    duty = make_duty(service, 0, 12)
    CareWorker.objects.filter(user=duty.person).update(is_active=False)
    assert on_call(district, 1) == []


def test_a_closed_account_is_not_called(service: CareService, district: District) -> None:
    duty = make_duty(service, 0, 12)
    User.objects.filter(pk=duty.person_id).update(is_active=False)
    assert on_call(district, 1) == []


def test_the_next_duty_is_the_first_to_begin(service: CareService, district: District) -> None:
    make_duty(service, 0, 12)
    make_duty(service, 24, 36)
    second = make_duty(service, 12, 24)
    assert next_duty(district=district, moment=EIGHT + HOUR) == second
    assert next_duty(district=district, moment=EIGHT + 24 * HOUR) is None


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([], [(0, 24)]),
        ([(0, 24)], []),
        ([(-5, 30)], []),
        ([(0, 10), (12, 24)], [(10, 12)]),
        ([(12, 24), (0, 12)], []),
        ([(2, 5)], [(0, 2), (5, 24)]),
        ([(0, 20), (3, 4)], [(20, 24)]),
        ([(30, 40)], [(0, 24)]),
    ],
)
def test_gaps_are_what_no_window_covers(windows: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert gaps([hours(*window) for window in windows], *hours(0, 24)) == [hours(*gap) for gap in expected]
