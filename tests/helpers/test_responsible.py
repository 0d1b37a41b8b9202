"""Who is responsible for a district at a moment: the office, whoever is on duty, the fallback person, or nobody."""

import datetime as dt
import random

import pytest
from django.db import IntegrityError, transaction

from helpers.models import CareService, Duty, Fallback
from helpers.on_duty.on_call import Kind, Responsible, responsible_at
from piano.kit import clock
from piano.kit.house import default_house
from quarters.models import District, MeetingPoint, OfficeHours, User
from tests.factories import make_care_worker, make_district, make_helper, make_user

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def district() -> District:
    return make_district(name="Rothenditmold")


@pytest.fixture
def worker(district: District) -> User:
    return make_care_worker(district, on_duty=False)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """So many days after that Monday, local time."""
    return clock.at(MONDAY + dt.timedelta(days=day), dt.time(hour, minute))


def service_of(worker: User) -> CareService:
    return worker.care_worker.service  # type: ignore[attr-defined]


def make_night(worker: User, day: int = 0, *, starts: int = 18, ends: int = 7, is_deputy: bool = False) -> Duty:
    window = (at(day, starts), at(day + 1, ends))
    return Duty.objects.create(person=worker, service=service_of(worker), window=window, is_deputy=is_deputy)


def colleague(worker: User) -> User:
    other = make_user(family_name="Zweite")
    service_of(worker).workers.create(user=other)
    return other


def facts(found: Responsible) -> tuple[Kind, str, dt.datetime | None, dt.datetime | None]:
    return found.kind, found.who, found.until, found.next_at


def test_by_day_the_meeting_point_answers(district: District) -> None:
    point = MeetingPoint.objects.create(name="Treff am Rothenberg", slug="t", district=district, phone="+49561123")
    OfficeHours.objects.create(meeting_point=point, weekday=0, opens=dt.time(10), closes=dt.time(17))
    found = responsible_at(district, at(0, 10))
    assert facts(found) == (Kind.OFFICE, "Treff am Rothenberg", at(0, 17), at(7, 10))
    assert found.phone == "+49561123"
    assert responsible_at(district, at(0, 9, 59)).kind == Kind.NOBODY
    assert responsible_at(district, at(0, 17)).kind == Kind.NOBODY


def test_without_hours_of_its_own_the_usual_ones_count(district: District) -> None:
    found = responsible_at(district, at(0, 12, 45))
    assert (found.kind, found.who, found.phone) == (Kind.OFFICE, default_house().label, default_house().number)
    assert found.until == at(0, 18)
    assert responsible_at(district, at(5, 12)).kind == Kind.NOBODY


def test_on_a_holiday_the_office_is_shut(district: District) -> None:
    assert responsible_at(district, clock.at(dt.date(2026, 12, 25), dt.time(10))).kind == Kind.NOBODY


def test_by_night_whoever_is_on_duty(district: District, worker: User) -> None:
    duty = make_night(worker)
    found = responsible_at(district, at(0, 18))
    assert facts(found) == (Kind.DUTY, str(service_of(worker)), at(1, 7), at(1, 9))
    assert (found.person, found.duty, found.forwards_to) == (worker, duty, "+49561555000")
    assert responsible_at(district, at(1, 7)).kind == Kind.NOBODY


def test_duty_gives_way_when_the_office_opens(district: District, worker: User) -> None:
    make_night(worker, ends=11)
    assert facts(responsible_at(district, at(1, 8)))[2:] == (at(1, 9), at(1, 9))
    assert responsible_at(district, at(1, 9)).kind == Kind.OFFICE


def test_the_deputy_stands_behind_and_steps_in(district: District, worker: User) -> None:
    second = colleague(worker)
    make_night(second, is_deputy=True, starts=17)
    make_night(worker, starts=20)
    early, late = responsible_at(district, at(0, 19)), responsible_at(district, at(0, 21))
    assert (early.person, early.deputy, early.until) == (second, None, at(0, 20))
    assert (late.person, late.deputy, late.until) == (worker, second, at(1, 7))


def test_the_helpers_own_team_goes_before_a_care_service(district: District, worker: User) -> None:
    make_night(worker)
    helper = make_helper(district, phone="+4956177777")
    Duty.objects.create(person=helper, district=district, window=(at(0, 18), at(0, 22)))
    found = responsible_at(district, at(0, 19))
    assert (found.person, found.deputy, found.forwards_to) == (helper, worker, "+4956177777")
    assert (found.who, found.until, found.next_at) == ("Nachbarschaftshilfe Rothenditmold", at(0, 22), at(0, 22))


def test_where_nobody_is_on_duty_the_fallback_person_is(district: District) -> None:
    person = make_user(phone="+4956188888")
    Fallback.objects.create(district=district, person=person)
    found = responsible_at(district, at(0, 20))
    assert (found.person, found.is_fallback, found.until, found.forwards_to) == (person, True, at(1, 9), "+4956188888")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert responsible_at(district, at(0, 20)).kind == Kind.NOBODY


def test_nobody_says_when_somebody_is_there_again(district: District, worker: User) -> None:
    make_night(worker, day=5, starts=12)
    assert facts(responsible_at(district, at(4, 20))) == (Kind.NOBODY, "", at(5, 12), at(5, 12))


def test_who_has_stopped_is_not_responsible(district: District, worker: User) -> None:
    make_night(worker)
    worker.care_worker.__class__.objects.update(is_active=False)  # type: ignore[attr-defined]
    assert responsible_at(district, at(0, 20)).kind == Kind.NOBODY


def test_another_district_has_its_own(district: District, worker: User) -> None:
    make_night(worker)
    assert responsible_at(make_district(), at(0, 20)).kind == Kind.NOBODY


def test_a_duty_is_of_a_service_or_of_a_district(district: District, worker: User) -> None:
    for fields in ({}, {"service": service_of(worker), "district": district}):
        with transaction.atomic(), pytest.raises(IntegrityError):
            Duty.objects.create(person=worker, window=(at(0, 1), at(0, 2)), **fields)


@pytest.mark.parametrize("seed", range(12))
def test_until_is_the_first_moment_at_which_it_changes(seed: int, district: District, worker: User) -> None:
    """Against asking again every quarter of an hour."""
    dice, people = random.Random(seed), [worker, *(colleague(worker) for _ in range(3))]
    for person in people:
        start = at(0, dice.randrange(24))
        window = (start, start + dt.timedelta(hours=dice.randrange(1, 40)))
        Duty.objects.create(person=person, service=service_of(worker), window=window, is_deputy=dice.random() < 0.4)
    moment = at(0, dice.randrange(24))
    found = responsible_at(district, moment)
    step = moment
    while step < moment + dt.timedelta(days=7):
        step += dt.timedelta(minutes=15)
        then = responsible_at(district, step)
        if (then.kind, then.person, then.until) != (found.kind, found.person, found.until):
            break
    assert found.until == step


def test_it_asks_little(district: District, worker: User, django_assert_max_num_queries: object) -> None:
    make_night(worker)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        responsible_at(district, at(0, 20))
