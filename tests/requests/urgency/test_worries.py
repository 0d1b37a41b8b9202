"""„Bitte heute noch anrufen“ is said again and goes on to the next ones, until somebody has called."""

import datetime as dt

import pytest
from django.test import Client

from helpers.models import Duty
from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.sweeps import send_messages, send_urgent_messages
from quarters.models import User
from requests.arranged.afterwards import acknowledge_report, report_visit
from requests.board.page import load_board
from requests.board.reading import Filters
from requests.invariants import broken
from requests.models import Assignment, DueWork, Report
from requests.people.farewell import record_death
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker
from tests.requests.errands import make_going

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(cast: Cast, now: dt.datetime) -> Assignment:
    return make_going(cast, now)[1]


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district)


@pytest.fixture
def deputy(cast: Cast) -> User:
    deputy = make_care_worker(cast.district)
    Duty.objects.filter(person=deputy).update(is_deputy=True)
    return deputy


def worry(assignment: Assignment, *, hour: int, after: str = "today") -> Report:
    day = clock.local(assignment.planned_window.lower).date()
    machine.travel_to(clock.at(day, dt.time(hour)))
    facts = {"by": assignment.person, "took_place": True, "minutes": 50, "note": "", "after": after}
    return report_visit(assignment.visit, now=clock.now(), **facts)  # type: ignore[arg-type]


def told(times: int) -> list[set[User]]:
    """Who hears it at the beginning, and at each reminder; the clock goes on to when that is due."""
    heard: list[set[User]] = [asked(0)]
    for _ in range(times):
        before = Message.objects.count()
        machine.travel_to(pending().due_at + dt.timedelta(seconds=1))
        drive_visits()
        heard.append(asked(before))
    return heard


def asked(after: int) -> set[User]:
    rows = Message.objects.filter(reason__startswith="please_call").order_by("pk")
    newest = rows.last()
    return {row.recipient for row in rows if newest and row.slot == newest.slot}


def pending() -> DueWork:
    return DueWork.objects.get(kind="call", done_at=None)


def test_in_the_evening_it_goes_on_to_the_deputy_and_then_to_everybody(
    cast: Cast, assignment: Assignment, nurse: User, deputy: User
) -> None:
    worry(assignment, hour=18)
    assert told(3) == [{nurse}, {nurse}, {nurse, deputy}, {nurse, deputy, cast.helper}]


def test_without_a_deputy_it_goes_on_to_the_helpers(cast: Cast, assignment: Assignment, nurse: User) -> None:
    worry(assignment, hour=18)
    assert told(2) == [{nurse}, {nurse}, {nurse, cast.helper}]


def test_while_the_meeting_point_is_open_it_goes_on_to_who_has_duty(
    cast: Cast, assignment: Assignment, nurse: User
) -> None:
    worry(assignment, hour=11)
    assert told(2) == [{cast.helper}, {cast.helper}, {cast.helper, nurse}]


def test_where_nobody_has_duty_the_helpers_hear_it_every_time(cast: Cast, assignment: Assignment) -> None:
    worry(assignment, hour=18)
    assert told(3) == [{cast.helper}] * 4


@pytest.mark.parametrize("after", ["today", "danger"])
def test_at_night_helpers_sleep_unless_somebody_is_in_danger(
    cast: Cast, assignment: Assignment, nurse: User, after: str
) -> None:
    worry(assignment, hour=22, after=after)
    others = {cast.helper} if after == "danger" else set()
    assert told(3) == [{nurse}, {nurse}, {nurse} | others, {nurse} | others]
    machine.travel_to(clock.at(clock.local(assignment.planned_window.lower).date() + dt.timedelta(days=1), dt.time(9)))
    drive_visits()
    assert asked(0) == {nurse, cast.helper}


def test_until_somebody_has_called(cast: Cast, assignment: Assignment, nurse: User) -> None:
    report = worry(assignment, hour=18)
    told(5)
    for _ in range(2):
        acknowledge_report(report, by=nurse, now=clock.now())
    assert not DueWork.objects.filter(kind="call", done_at=None).exists()
    before = Message.objects.filter(reason__startswith="please_call").count()
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    drive_visits()
    send_urgent_messages()
    assert Message.objects.filter(reason__startswith="please_call").count() == before
    assert not Message.objects.filter(reason__startswith="please_call").exclude(state="cancelled").exists()


def test_the_deputy_reads_it_and_ticks_it_off(
    client: Client, cast: Cast, assignment: Assignment, nurse: User, deputy: User
) -> None:
    worry(assignment, hour=18)
    client.force_login(deputy)
    address = f"/bereitschaft/sorge/{assignment.visit.reference}/"
    assert client.get(address).status_code == 404
    told(2)
    assert client.get(address).status_code == 200
    client.post(f"{address}erledigt/")
    assert Report.objects.get().acknowledged_at


def test_the_board_says_first_how_long_it_waits(cast: Cast, assignment: Assignment) -> None:
    worry(assignment, hour=11)
    machine.travel_to(clock.now() + dt.timedelta(minutes=40))
    send_urgent_messages()
    send_messages()
    (row, *_) = load_board(user=cast.helper, now=clock.now(), filters=Filters()).columns[0].rows
    assert (row.title, row.tag, row.place) == (f"Sorge nach Besuch: {row.names[0]}", "wartet seit 40 Minuten", 0)
    machine.travel_to(clock.now() + dt.timedelta(hours=4))
    send_urgent_messages()
    send_messages()
    (row, *_) = load_board(user=cast.helper, now=clock.now(), filters=Filters()).columns[0].rows
    assert row.tag == "wartet seit 4 Stunden"


def test_the_mail_says_since_when(cast: Cast, assignment: Assignment, mailoutbox: list[object]) -> None:
    report = worry(assignment, hour=11)
    told(1)
    send_urgent_messages()
    words = f"Das wartet seit {clock.say_moment(report.reported_at)}"
    assert [words in mail.body for mail in mailoutbox if "Bitte anrufen" in mail.subject] == [True, True]  # type: ignore[attr-defined]


def test_there_is_always_a_next_step(cast: Cast, assignment: Assignment) -> None:
    worry(assignment, hour=11)
    send_urgent_messages()
    send_messages()
    assert [one.code for one, _rows in broken()] == []
    DueWork.objects.filter(kind="call").delete()
    assert [one.code for one, _rows in broken()] == ["I2"]


def test_of_the_dead_nobody_is_reminded(cast: Cast, assignment: Assignment) -> None:
    worry(assignment, hour=11)
    record_death(cast.tenant, died_on=clock.today(), by=cast.helper, now=clock.now())
    machine.travel_to(clock.now() + dt.timedelta(hours=2))
    drive_visits()
    assert not DueWork.objects.filter(kind="call", done_at=None).exists()
