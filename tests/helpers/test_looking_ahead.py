"""The line above the board and the Dienstplan say the same: who is responsible, and where nobody is."""

import datetime as dt
import random

import pytest

from helpers.models import Duty, Fallback
from helpers.on_duty.on_call import responsible_at
from helpers.rota.coverage import cut, gaps_of
from helpers.rota.looking_ahead import BACK, Ahead, look_ahead
from piano.kit import clock
from quarters.models import District, OfficeHours, User
from quarters.office_hours import Window
from tests import clock as machine
from tests.factories import make_district, make_helper
from tests.helpers.rota import at, make_colleagues, make_duty, make_service

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=7)


@pytest.fixture
def district() -> District:
    return make_district(name="Rothenditmold", slug="rothenditmold")


@pytest.fixture
def helper(district: District) -> User:
    return make_helper(district)


def look(district: District, moment: dt.datetime) -> Ahead:
    with machine.at(moment):
        return look_ahead([district.pk], now=clock.now())[0]


Said = tuple[str, list[Window]]


def said_and_meant(district: District, moment: dt.datetime) -> tuple[Said, Said]:
    """Who is there and where nobody is within a week: as the line says it, and as the rota knows it."""
    with machine.at(moment):
        now = clock.now()
        said = look_ahead([district.pk], now=now)[0]
        who = responsible_at(district, now).who
        spans = gaps_of(district, start=now - BACK, end=now + 4 * LATER)
    pieces = [piece for span in spans for piece in cut(span) if now < piece[1] and piece[0] < now + LATER]
    return (said.who, [piece for piece in said.missing if piece[0] < now + LATER]), (who, pieces)


@pytest.mark.parametrize("seed", range(6))
def test_it_says_what_the_rota_says(seed: int, district: District, helper: User) -> None:
    """Duties of a care service and of the helpers' own team, own office hours or none, at any moment."""
    dice = random.Random(seed)
    if seed % 2:
        point = district.meeting_points.create(name="Treff", slug=f"treff-{seed}")
        OfficeHours.objects.create(meeting_point=point, weekday=seed % 5, opens=dt.time(10), closes=dt.time(15))
    if seed == 4:
        Fallback.objects.create(district=district, person=helper)
    for person in [*make_colleagues(make_service(district), 3), helper]:
        care = getattr(person, "care_worker", None)
        of = {"service": care.service} if care else {"district": district}
        start = at(0, 0)
        while start < at(9, 0):
            start += dt.timedelta(minutes=dice.randrange(60 * 60))
            end = start + dt.timedelta(minutes=dice.randrange(30, 20 * 60))
            Duty.objects.create(person=person, window=(start, end), is_deputy=dice.random() < 0.3, **of)
            start = end
    for _ in range(6):
        said, meant = said_and_meant(district, at(0, 0) + dt.timedelta(minutes=dice.randrange(3 * 24 * 60)))
        assert said == meant


def test_a_night_of_the_helpers_themselves_is_no_gap(district: District, helper: User) -> None:
    for day in range(4):
        Duty.objects.create(person=helper, district=district, window=(at(day, 18), at(day + 1, 9)))
    said = look(district, at(0, 12))
    assert said.missing[0][0] == at(4, 18)
    assert said.follows[0] == (at(0, 18), "Nachbarschaftshilfe Rothenditmold")


def test_a_running_gap_keeps_its_beginning(district: District, helper: User) -> None:
    make_duty(make_colleagues(make_service(district), 1)[0], 3)
    assert look(district, at(0, 20)).missing[0] == (at(0, 18), at(1, 9))


def test_without_a_rota_no_gaps_are_told(district: District) -> None:
    said = look(district, at(0, 20))
    assert (said.has_rota, said.missing, said.who) == (False, [], "")
