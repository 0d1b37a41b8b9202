"""Gaps of the rota: against asking minute by minute, in words, warned of early, and said again when they are covered."""

import datetime as dt
import random

import pytest

from helpers.models import Duty, Gap
from helpers.on_duty.on_call import Kind, responsible_at
from helpers.rota import gaps_ahead
from helpers.rota.coverage import cut, gaps_of, has_rota, load_plan, say_gap
from helpers.sweeps import watch_gaps
from piano.kit import clock
from piano.messaging.models import Message, MessageClass, MessageState
from piano.messaging.words import words_for
from quarters.models import District, OfficeHours, User
from tests import clock as machine
from tests.factories import make_district, make_helper
from tests.helpers.rota import DAY, at, make_colleagues, make_duty, make_office, make_pattern, make_service
from tests.ways import ways_in

pytestmark = pytest.mark.django_db
NOON, HOUR = at(0, 12), dt.timedelta(hours=1)


@pytest.fixture
def district() -> District:
    return make_district(name="Rothenditmold", slug="rothenditmold")


@pytest.fixture
def people(district: District) -> list[User]:
    return make_colleagues(make_service(district), 3)


@pytest.fixture
def helper(district: District) -> User:
    return make_helper(district)


def cover(people: list[User], days: range, *, without: tuple[int, ...] = ()) -> None:
    """Every night, and the weekend's days."""
    for day in days:
        if day not in without:
            make_duty(people[day % 2], day, 18, 9)
        if day % 7 in (5, 6):
            make_duty(people[2], day, 9, 18)


def told(reason: str, *, kind: str = "helper") -> list[Message]:
    """What those with that role heard."""
    rows = Message.objects.filter(reason=reason, recipient__roles__kind=kind)
    return list(rows.exclude(state=MessageState.CANCELLED).order_by("pk"))


@pytest.mark.parametrize(("seed", "first"), [(1, 0), (2, 0), (3, -40), (4, 115), (5, 24), (6, 20)])
def test_against_asking_minute_by_minute(seed: int, first: int, district: District, people: list[User]) -> None:
    """Three days with a clock change, a holiday, or none: a minute is in a gap exactly when nobody is responsible in it."""
    dice = random.Random(seed)
    if dice.random() < 0.5:
        point = district.meeting_points.create(name="Treff", slug=f"treff-{seed}")
        OfficeHours.objects.create(
            meeting_point=point, weekday=dice.randrange(7), opens=dt.time(10), closes=dt.time(15)
        )
    for person in people:
        start = at(first, 0) + dt.timedelta(minutes=dice.randrange(40 * 60))
        length = dt.timedelta(minutes=dice.randrange(30, 20 * 60))
        service = person.care_worker.service  # type: ignore[attr-defined]
        Duty.objects.create(
            person=person, service=service, window=(start, start + length), is_deputy=dice.random() < 0.3
        )
    start, end = at(first, 0), at(first + 3, 0)
    found = gaps_of(district, start=start, end=end)
    office = [span for day in range(-1, 4) for span in office_hours(district, first + day)]
    spans = [*office, *((duty.window.lower, duty.window.upper) for duty in Duty.objects.all())]
    moment = start
    while moment < end:
        is_covered = any(lower <= moment < upper for lower, upper in spans)
        assert any(lower <= moment < upper for lower, upper in found) is not is_covered, moment
        moment += dt.timedelta(minutes=1)
    for _ in range(20):  # and the page says the same as whoever asks at that moment
        moment = start + dt.timedelta(minutes=dice.randrange(3 * 24 * 60))
        is_gap = any(lower <= moment < upper for lower, upper in found)
        assert (responsible_at(district, moment).kind == Kind.NOBODY) is is_gap, moment


def office_hours(district: District, day: int) -> list[tuple[dt.datetime, dt.datetime]]:
    """Said again, plainly."""
    date = clock.local(at(day, 12)).date()
    rows = OfficeHours.objects.filter(meeting_point__district=district)
    week = [(row.weekday, row.opens, row.closes) for row in rows] or [(n, dt.time(9), dt.time(18)) for n in range(5)]
    if clock.is_holiday(date):
        return []
    return [(clock.at(date, opens), clock.at(date, closes)) for n, opens, closes in week if n == date.weekday()]


def test_a_gap_is_said_as_on_the_board() -> None:
    saturday = dt.date(2026, 11, 28)
    night = (clock.at(saturday, dt.time(22)), clock.at(saturday + DAY, dt.time(6)))
    assert say_gap(night) == "Samstag, 28. November, 22 bis 6 Uhr"
    assert say_gap((at(0, 17, 30), at(0, 18))) == "Montag, 30. November, 17:30 bis 18 Uhr"
    assert say_gap((at(0, 18), at(2, 9))) == "Montag, 30. November, 18 Uhr bis Mittwoch, 2. Dezember, 9 Uhr"


def test_a_long_gap_is_cut_each_morning() -> None:
    pieces = [(at(4, 18), at(5, 8)), (at(5, 8), at(6, 8)), (at(6, 8), at(7, 9))]
    assert cut((at(4, 18), at(7, 9))) == pieces
    assert cut((at(0, 18), at(1, 9))) == [(at(0, 18), at(1, 9))]


def test_the_plan_says_of_each_day_what_begins_on_it(district: District, people: list[User]) -> None:
    cover(people, range(28), without=(3,))
    days = load_plan(district, now=NOON)
    assert len(days) == 28
    assert [(entry.kind, entry.hours) for entry in days[0].entries] == [
        ("office", "9 bis 18 Uhr"),
        ("duty", "18 bis 9 Uhr"),
    ]
    assert [entry.kind for entry in days[3].entries] == ["office", "gap"]
    gaps = [day.day for day in days for entry in day.entries if entry.kind == "gap"]
    assert gaps == [days[3].day, days[25].day]  # Christmas: the office is shut
    assert days[25].is_holiday


def test_without_any_rota_nobody_is_warned(district: District, helper: User) -> None:
    assert not has_rota(district, now=NOON)
    assert gaps_ahead.watch_all(now=NOON) == 0
    assert not Gap.objects.exists()


def test_a_gap_is_said_seven_three_and_one_day_ahead(district: District, people: list[User], helper: User) -> None:
    cover(people, range(21), without=(8,))
    said = []
    for day in range(9):
        gaps_ahead.watch_all(now=at(day, 12))
        gaps_ahead.watch_all(now=at(day, 12, 1))
        said.append(len(told("gap_ahead")) + len(told("gap_now")))
    assert said == [0, 1, 1, 1, 1, 2, 2, 3, 3]


def test_the_warning_names_every_gap_of_the_days_ahead(district: District, people: list[User], helper: User) -> None:
    cover(people, range(21), without=(2, 4))
    gaps_ahead.watch_all(now=NOON)
    [message] = told("gap_ahead")
    assert message.recipient == helper
    words = words_for(message)
    assert words.subject == "Niemand eingeteilt: Mittwoch, 2. Dezember, 18 bis 9 Uhr"
    assert "Freitag, 4. Dezember, 18 bis 9 Uhr" in words.body
    assert ways_in(words.body) == ["/leitstand/dienstplan/?stadtteil=rothenditmold"]


def test_a_gap_of_this_night_is_said_at_any_hour(district: District, people: list[User], helper: User) -> None:
    cover(people, range(14))
    Duty.objects.get(window__startswith=at(0, 18)).delete()
    gaps_ahead.watch_all(now=at(0, 21))
    [message] = told("gap_now")
    assert (message.message_class, message.not_before) == (MessageClass.URGENT, at(0, 21))


def test_when_it_is_covered_whoever_was_warned_hears_that(district: District, people: list[User], helper: User) -> None:
    cover(people, range(21), without=(2,))
    gaps_ahead.watch_all(now=NOON)
    make_duty(people[2], 2, 18, 9)
    gaps_ahead.watch_all(now=NOON + HOUR)
    [message] = told("gap_covered")
    assert words_for(message).subject == "Wieder jemand da: Mittwoch, 2. Dezember, 18 bis 9 Uhr"
    assert Gap.objects.get().closed_at == NOON + HOUR
    gaps_ahead.watch_all(now=NOON + 2 * HOUR)
    assert len(told("gap_covered")) == 1


def test_half_a_gap_that_is_left_is_not_said_anew(district: District, people: list[User], helper: User) -> None:
    cover(people, range(21), without=(2,))
    gaps_ahead.watch_all(now=NOON)
    make_duty(people[2], 2, 18, 23)
    gaps_ahead.watch_all(now=NOON + HOUR)
    assert len(told("gap_ahead")) == 1
    assert not told("gap_covered")
    assert Gap.objects.get(closed_at=None).window.lower == at(2, 23)


def test_a_gap_that_has_passed_is_no_good_news(district: District, people: list[User], helper: User) -> None:
    cover(people, range(21), without=(0,))
    gaps_ahead.watch_all(now=at(0, 17))
    gaps_ahead.watch_all(now=at(1, 9))
    assert not told("gap_covered")
    assert Gap.objects.get().closed_at == at(1, 9)


def test_a_helper_of_another_district_hears_nothing(district: District, people: list[User], helper: User) -> None:
    stranger = make_helper(make_district())
    cover(people, range(21), without=(2,))
    gaps_ahead.watch_all(now=NOON)
    assert stranger not in {message.recipient for message in told("gap_ahead")}


def test_two_sweepers_in_one_minute_look_once(district: District, people: list[User], helper: User) -> None:
    make_pattern(people[0].care_worker.service, [])  # type: ignore[attr-defined]
    machine.travel_to(NOON)
    assert (watch_gaps(), watch_gaps()) == (1, 0)
    assert len(told("gap_ahead")) + len(told("gap_now")) == 1


def test_the_office_of_the_care_service_hears_of_gaps_and_that_they_are_covered(
    district: District, people: list[User]
) -> None:
    office = make_office(people[0])
    cover(people, range(21), without=(2,))
    gaps_ahead.watch_all(now=NOON)
    [message] = told("gap_ahead", kind="care_partner")
    assert message.recipient == office
    assert ways_in(words_for(message).body) == ["/bereitschaft/dienste/#luecken"]
    make_duty(people[2], 2, 18, 9)
    gaps_ahead.watch_all(now=NOON + HOUR)
    [covered] = told("gap_covered", kind="care_partner")
    assert covered.recipient == office
    assert ways_in(words_for(covered).body) == ["/bereitschaft/dienste/#luecken"]


def test_where_a_service_has_no_office_all_who_take_turns_hear_of_gaps(district: District, people: list[User]) -> None:
    cover(people, range(21), without=(2,))
    gaps_ahead.watch_all(now=NOON)
    assert {message.recipient for message in told("gap_ahead", kind="care_partner")} == set(people)


def test_another_district_s_care_service_hears_nothing(district: District, people: list[User]) -> None:
    make_colleagues(make_service(make_district(name="Wehlheiden", slug="wehlheiden")), 1)
    cover(people, range(21), without=(2,))
    gaps_ahead.watch_all(now=NOON)
    assert {message.recipient for message in told("gap_ahead", kind="care_partner")} == set(people)
