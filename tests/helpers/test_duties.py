"""Duties by hand: filled, given on, moved, taken away; days on which somebody is away. Who has to know hears it."""

import datetime as dt

import pytest

from helpers.errors import AlreadyOnDuty, DutyIsOver, NotOfTheTeam
from helpers.models import Away, CareService, Duty, DutyOff
from helpers.rota import duties
from helpers.rota.team import Team
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from quarters.models import User
from tests import clock as machine
from tests.factories import make_district, make_helper
from tests.helpers.rota import DAY, MONDAY, at, make_colleague, make_colleagues, make_duty, make_service
from tests.ways import ways_in

pytestmark = pytest.mark.django_db
NOON = at(0, 12)
NIGHT = (at(0, 22), at(1, 6))


@pytest.fixture(autouse=True)
def noon() -> None:
    machine.travel_to(NOON)


@pytest.fixture
def service() -> CareService:
    return make_service(make_district())


@pytest.fixture
def people(service: CareService) -> list[User]:
    return make_colleagues(service, 3)


@pytest.fixture
def boss(service: CareService) -> User:
    return make_helper(service.districts.get())


def owed(reason: str) -> list[User]:
    rows = Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED).order_by("pk")
    return [message.recipient for message in rows]


def put(service: CareService, person: User, by: User, window: tuple[dt.datetime, dt.datetime] = NIGHT) -> Duty:
    return duties.put_on_duty(Team(service=service), person=person, window=window, by=by, now=NOON)


def test_whoever_is_put_on_duty_hears_it(service: CareService, people: list[User], boss: User) -> None:
    put(service, people[0], boss)
    message = Message.objects.get(reason="duty_given")
    assert message.recipient == people[0]
    words = words_for(message)
    assert words.subject == "Sie haben Bereitschaft: Montag, 30. November, 22 bis 6 Uhr"
    (way,) = ways_in(words.body)
    assert way.startswith("/bereitschaft/dienste/")


def test_who_puts_herself_on_duty_is_not_told(service: CareService, people: list[User]) -> None:
    put(service, people[0], people[0])
    assert not owed("duty_given")


def test_a_helper_may_be_on_duty_for_her_district(service: CareService, boss: User) -> None:
    district = service.districts.get()
    duty = duties.put_on_duty(Team(district=district), person=boss, window=NIGHT, by=boss, now=NOON)
    assert (duty.district, duty.service) == (district, None)


def test_nobody_is_put_on_duty_twice_at_once(service: CareService, people: list[User], boss: User) -> None:
    put(service, people[0], boss)
    with pytest.raises(AlreadyOnDuty):
        put(service, people[0], boss, (at(1, 5), at(1, 9)))
    put(service, people[0], boss, (at(1, 6), at(1, 9)))


def test_who_is_of_another_team_or_away_is_refused(service: CareService, people: list[User], boss: User) -> None:
    stranger = make_colleague(make_service(make_district()))
    Away.objects.create(person=people[0], first_day=MONDAY + DAY, last_day=MONDAY + DAY, noted_at=NOON)
    for person in (stranger, boss, people[0]):
        with pytest.raises(NotOfTheTeam):
            put(service, person, boss)
    assert not Duty.objects.exists()


def test_what_is_over_cannot_be_filled(service: CareService, people: list[User], boss: User) -> None:
    with pytest.raises(DutyIsOver):
        put(service, people[0], boss, (at(0, 2), at(0, 6)))


def test_giving_on_tells_both_and_begins_anew(people: list[User], boss: User) -> None:
    duty = make_duty(people[0], taken_up_at=NOON, told_at=NOON)
    duties.give_to(duty, person=people[1], by=boss, now=NOON)
    duty.refresh_from_db()
    assert (duty.person, duty.taken_up_at, duty.told_at) == (people[1], None, None)
    assert (owed("duty_given"), owed("duty_off")) == ([people[1]], [people[0]])


def test_giving_on_to_whoever_has_it_changes_nothing(people: list[User], boss: User) -> None:
    duty = make_duty(people[0], taken_up_at=NOON)
    duties.give_to(duty, person=people[0], by=boss, now=NOON)
    assert Duty.objects.get().taken_up_at == NOON
    assert not Message.objects.exists()


def test_it_is_not_given_to_somebody_busy(people: list[User], boss: User) -> None:
    duty = make_duty(people[0])
    make_duty(people[1], 0, 23, 23 - 20)
    with pytest.raises(AlreadyOnDuty):
        duties.give_to(duty, person=people[1], by=boss, now=NOON)
    assert Duty.objects.get(pk=duty.pk).person == people[0]


def test_moving_into_another_own_duty_is_refused(people: list[User], boss: User) -> None:
    duty = make_duty(people[0])
    make_duty(people[0], 1)
    with pytest.raises(AlreadyOnDuty):
        duties.move_duty(duty, window=(at(1, 20), at(2, 1)), by=boss, now=NOON)
    duties.move_duty(duty, window=(at(0, 20), at(1, 5)), by=boss, now=NOON)
    assert Duty.objects.get(pk=duty.pk).window.lower == at(0, 20)
    assert owed("duty_given") == [people[0]]


def test_taking_off_says_that_nobody_has_to_come(people: list[User], boss: User) -> None:
    duties.take_off(make_duty(people[0]), by=boss, now=NOON)
    assert not Duty.objects.exists()
    words = words_for(Message.objects.get(reason="duty_off"))
    assert words.subject == "Sie müssen nicht kommen: Montag, 30. November, 22 bis 6 Uhr"


def test_taking_off_twice_is_refused_kindly(people: list[User], boss: User) -> None:
    duty = make_duty(people[0])
    duties.take_off(duty, by=boss, now=NOON)
    with pytest.raises(DutyIsOver):
        duties.take_off(duty, by=boss, now=NOON)
    assert DutyOff.objects.count() == 1


def test_what_runs_ends_now_and_stays_on_record(people: list[User], boss: User) -> None:
    duty = make_duty(people[0])
    duties.take_off(duty, by=boss, now=at(0, 23))
    assert Duty.objects.get().window.upper == at(0, 23)


def test_being_away_frees_every_duty_that_touches_a_day(people: list[User]) -> None:
    for day in range(4):
        make_duty(people[0], day)
    freed = duties.be_away(people[0], first_day=MONDAY + 2 * DAY, last_day=MONDAY + 2 * DAY, by=people[0], now=NOON)
    assert len(freed) == 2  # Tuesday's night reaches into Wednesday
    assert [duty.window.lower for duty in Duty.objects.order_by("window")] == [at(0, 22), at(3, 22)]
    assert not owed("duty_off")  # she knows


def test_being_back_is_harmless_twice(people: list[User]) -> None:
    duties.be_away(people[0], first_day=MONDAY, last_day=MONDAY, by=people[0], now=NOON)
    away = Away.objects.get()
    assert duties.be_back(people[1], pk=away.pk) is None
    assert duties.be_back(people[0], pk=away.pk)
    assert duties.be_back(people[0], pk=away.pk) is None
