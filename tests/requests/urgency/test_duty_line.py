"""The line of the board that says who answers now, and when nobody will."""

import datetime as dt
from itertools import pairwise

import pytest
from django.test import Client

from helpers.models import Duty
from helpers.on_duty.on_call import responsible_at
from helpers.rota import coverage
from piano.kit import clock
from requests.board.duty_line import load_duty_line, say_gap
from tests.conftest import Cast
from tests.factories import (
    make_care_worker,
    make_district,
    make_helper,
)

pytestmark = pytest.mark.django_db


def test_the_duty_line_names_who_is_responsible_as_the_rota_does(cast: Cast, now: dt.datetime) -> None:
    make_care_worker(cast.district)
    duty = load_duty_line(user=cast.helper, now=clock.now())
    assert duty.now_on_call == responsible_at(cast.district, now).who, "the office is open, the service waits behind it"


def test_office_hours_and_duties_of_the_helpers_are_no_gap(client: Client, cast: Cast, now: dt.datetime) -> None:
    days = [clock.local(now).date() + n * dt.timedelta(days=1) for n in range(15)]
    nights = [(clock.at(day, dt.time(17)), clock.at(after, dt.time(9, 30))) for day, after in pairwise(days)]
    Duty.objects.bulk_create(Duty(person=cast.helper, district=cast.district, window=night) for night in nights)
    team = make_helper(cast.district)
    shut = [(clock.at(day, dt.time(9)), clock.at(day, dt.time(18))) for day in days[:-1]]
    Duty.objects.bulk_create(Duty(person=team, district=cast.district, window=span) for span in shut if not opens(span))
    assert load_duty_line(user=cast.helper, now=clock.now()).gap == ""
    Duty.objects.filter(window=nights[1]).delete()
    client.force_login(cast.helper)
    missing = coverage.gaps_of(cast.district, start=now, end=now + dt.timedelta(days=7))[0]
    words = coverage.say_gap(missing)
    assert load_duty_line(user=cast.helper, now=clock.now()).gap == words
    assert words in client.get("/leitstand/").content.decode()
    assert words in client.get("/leitstand/dienstplan/").content.decode()


def opens(span: tuple[dt.datetime, dt.datetime]) -> bool:
    day = clock.local(span[0]).date()
    return day.weekday() < 5 and not clock.is_holiday(day)


def test_the_duty_line_tells_of_a_district_without_a_rota(cast: Cast) -> None:
    make_care_worker(make_district())
    assert load_duty_line(user=cast.helper, now=clock.now()).gap == "außerhalb der Bürozeit"


def test_a_night_without_anybody_is_said_as_in_the_rota(now: dt.datetime) -> None:
    saturday = clock.local(now).date() + dt.timedelta(days=5)
    begins = clock.at(saturday, dt.time(22))
    gap = (begins, begins + dt.timedelta(hours=8))
    assert say_gap(gap, now) == f"{clock.say_day(saturday)}, 22 bis 6 Uhr"
    assert say_gap((now, now + dt.timedelta(hours=2)), now) == "jetzt bis 12:00 Uhr"
