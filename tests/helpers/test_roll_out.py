"""Duties out of patterns: once, however often and by however many; changes by hand stay; absences are passed over."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from helpers.models import Away, CareService, CareWorker, Duty, Shift, Turn
from helpers.rota import duties
from helpers.rota.planning import end_pattern
from helpers.rota.planning import make_pattern as begin_pattern
from helpers.rota.roll_out import AHEAD, roll_out, roll_out_all
from helpers.rota.team import Team
from piano.messaging.models import Message
from quarters.models import User
from tests.factories import make_district
from tests.helpers.rota import DAY, EVERY_DAY, MONDAY, at, make_colleagues, make_pattern, make_service

pytestmark = pytest.mark.django_db
NOON = at(0, 12)
WEEKS = AHEAD.days


@pytest.fixture
def service() -> CareService:
    return make_service(make_district())


@pytest.fixture
def people(service: CareService) -> list[User]:
    return make_colleagues(service, 3)


def who(service: CareService, count: int) -> list[str]:
    rows = Duty.objects.filter(service=service).order_by("window").select_related("person")
    return [duty.person.family_name for duty in rows[:count]]


def test_six_weeks_are_made_in_turns(service: CareService, people: list[User]) -> None:
    make_pattern(service, people)
    assert roll_out_all(now=NOON) == WEEKS
    assert who(service, 4) == ["Ahrens", "Becker", "Çelik", "Ahrens"]
    first = Duty.objects.order_by("window")[0]
    assert (first.window.lower, first.window.upper) == (at(0, 22), at(1, 6))


def test_a_week_each_where_it_changes_on_mondays(service: CareService, people: list[User]) -> None:
    make_pattern(service, people, turn=Turn.WEEK)
    roll_out_all(now=NOON)
    assert who(service, 15) == ["Ahrens"] * 7 + ["Becker"] * 7 + ["Çelik"]


def test_a_second_run_makes_nothing_and_a_day_later_one_more(service: CareService, people: list[User]) -> None:
    make_pattern(service, people)
    roll_out_all(now=NOON)
    assert roll_out_all(now=NOON) == 0
    assert roll_out_all(now=NOON + DAY) == 1


def test_what_has_begun_is_not_made(service: CareService, people: list[User]) -> None:
    make_pattern(service, people)
    roll_out_all(now=at(0, 23))
    assert Duty.objects.order_by("window")[0].window.lower == at(1, 22)


def test_a_duty_given_to_another_by_hand_stays(service: CareService, people: list[User]) -> None:
    make_pattern(service, people)
    roll_out_all(now=NOON)
    duty = Duty.objects.order_by("window")[0]
    duties.give_to(duty, person=people[2], by=people[0], now=NOON)
    duties.move_duty(Duty.objects.order_by("window")[1], window=(at(1, 20), at(2, 5)), by=people[0], now=NOON)
    assert roll_out_all(now=NOON) == 0
    assert who(service, 2) == ["Çelik", "Becker"]
    assert Duty.objects.order_by("window")[1].window.lower == at(1, 20)


def test_a_duty_taken_away_by_hand_is_not_made_again(service: CareService, people: list[User]) -> None:
    make_pattern(service, people)
    roll_out_all(now=NOON)
    duties.take_off(Duty.objects.order_by("window")[0], by=people[0], now=NOON)
    assert roll_out_all(now=NOON) == 0
    assert Duty.objects.order_by("window")[0].window.lower == at(1, 22)


def test_who_is_away_is_passed_over(service: CareService, people: list[User]) -> None:
    Away.objects.create(person=people[1], first_day=MONDAY + DAY, last_day=MONDAY + DAY, noted_at=NOON)
    make_pattern(service, people)
    roll_out_all(now=NOON)
    assert who(service, 4) == ["Ahrens", "Çelik", "Çelik", "Ahrens"]


def test_being_away_the_next_morning_counts_for_the_night_before(service: CareService, people: list[User]) -> None:
    Away.objects.create(person=people[0], first_day=MONDAY + DAY, last_day=MONDAY + DAY, noted_at=NOON)
    make_pattern(service, people)
    roll_out_all(now=NOON)
    assert who(service, 1) == ["Becker"]


def test_where_nobody_can_the_gap_stays_until_somebody_is_back(service: CareService, people: list[User]) -> None:
    for person in people:
        Away.objects.create(person=person, first_day=MONDAY + 3 * DAY, last_day=MONDAY + 3 * DAY, noted_at=NOON)
    make_pattern(service, people)
    assert roll_out_all(now=NOON) == WEEKS - 2  # the evening before ends on that day, too
    Away.objects.all().delete()
    assert roll_out_all(now=NOON) == 2


def test_nobody_has_two_duties_at_once(service: CareService, people: list[User]) -> None:
    make_pattern(service, people)
    make_pattern(service, people, name="Zweiter", is_deputy=True)
    roll_out_all(now=NOON)
    assert Duty.objects.count() == 2 * WEEKS
    first = Duty.objects.filter(window__contains=at(0, 23)).order_by("is_deputy")
    assert [duty.person.family_name for duty in first] == ["Ahrens", "Becker"]


def test_who_has_stopped_is_passed_over(service: CareService, people: list[User]) -> None:
    make_pattern(service, people)
    CareWorker.objects.filter(user=people[0]).update(is_active=False)
    roll_out_all(now=NOON)
    assert set(who(service, WEEKS)) == {"Becker", "Çelik"}


def test_without_an_order_nothing_is_made(service: CareService) -> None:
    make_pattern(service, [])
    assert roll_out_all(now=NOON) == 0


def test_a_new_pattern_is_planned_at_once(service: CareService, people: list[User]) -> None:
    facts = {"weekdays": EVERY_DAY, "starts": dt.time(22), "ends": dt.time(6), "valid_from": MONDAY}
    begin_pattern(Team(service=service), people=people, now=NOON, name="Nacht", forward_to="+49561777", **facts)
    duty = Duty.objects.order_by("window")[0]
    assert (Duty.objects.count(), duty.forwards_to) == (WEEKS, "+49561777")


def test_ending_a_pattern_takes_what_lies_ahead_and_tells_each(service: CareService, people: list[User]) -> None:
    pattern = make_pattern(service, people)
    roll_out_all(now=NOON)
    boss = make_colleagues(service, 1)[0]
    assert end_pattern(pattern, on=MONDAY + 2 * DAY, by=boss, now=NOON) == WEEKS - 2
    assert Duty.objects.count() == 2
    assert Message.objects.filter(reason="duty_off").count() == WEEKS - 2
    assert end_pattern(pattern, on=MONDAY + 2 * DAY, by=boss, now=NOON) == 0
    assert roll_out_all(now=NOON) == 0


def test_each_change_leaves_a_row_in_the_trail(service: CareService, people: list[User]) -> None:
    make_pattern(service, people)
    roll_out_all(now=NOON)
    duties.give_to(Duty.objects.order_by("window")[0], person=people[2], by=people[0], now=NOON)
    events = Duty.events.rel.related_model.objects  # type: ignore[attr-defined]
    assert events.filter(pgh_label="insert").count() == WEEKS
    assert events.filter(pgh_label="update", person=people[2].pk).exists()


def test_the_database_refuses_a_second_roll_out_of_a_day(service: CareService, people: list[User]) -> None:
    pattern = make_pattern(service, people)
    roll_out(pattern.pk, now=NOON)
    with pytest.raises(IntegrityError, match="a_shift_is_rolled_out_once"), transaction.atomic():
        Shift.objects.create(pattern=pattern, starts_on=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_sweepers_at_once_double_nothing() -> None:
    service = make_service(make_district())
    people = make_colleagues(service, 3)
    pattern = make_pattern(service, people)

    def run(_number: int) -> int:
        try:
            return roll_out(pattern.pk, now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(run, range(8)))
    assert sum(made) == WEEKS == Duty.objects.count() == Shift.objects.count()
