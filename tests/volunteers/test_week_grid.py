"""The usual week by touch: one tap a part of the day, other hours stay."""

import datetime as dt
import re

import pytest
from django.test import Client

from tests.conftest import Cast
from volunteers.models import Availability
from volunteers.week_grid import BY_CODE, grid_of, merged, turn, without

pytestmark = pytest.mark.django_db
PAGE, TAP = "/einsatz/profil/", "/einsatz/profil/woche/"


def at(hour: int) -> dt.time:
    return dt.time(hour)


def spans(cast: Cast, weekday: int = 2) -> list[tuple[int, int]]:
    rows = Availability.objects.filter(volunteer=cast.volunteer, weekday=weekday)
    return [(one.starts.hour, one.ends.hour) for one in rows.order_by("starts")]


@pytest.fixture
def idle(cast: Cast) -> Cast:
    cast.volunteer.availabilities.all().delete()
    return cast


def test_a_tap_turns_it_on_and_another_off(idle: Cast) -> None:
    turn(idle.volunteer, weekday=2, part="frueh", on=True)
    assert spans(idle) == [(8, 12)]
    turn(idle.volunteer, weekday=2, part="frueh", on=False)
    assert spans(idle) == []


def test_neighbouring_parts_are_one_span(idle: Cast) -> None:
    for part in ("frueh", "nachmittags", "mittags", "mittags"):
        turn(idle.volunteer, weekday=2, part=part, on=True)
    assert spans(idle) == [(8, 18)]


def test_own_hours_stay_beside_what_is_taken_away(idle: Cast) -> None:
    Availability.objects.create(volunteer=idle.volunteer, weekday=2, starts=at(9), ends=at(17))
    turn(idle.volunteer, weekday=2, part="mittags", on=False)
    assert spans(idle) == [(9, 12), (15, 17)]


def test_a_part_that_is_only_partly_free_says_so(idle: Cast) -> None:
    Availability.objects.create(volunteer=idle.volunteer, weekday=2, starts=at(9), ends=at(15))
    states = [cell.state for cell in grid_of(list(idle.volunteer.availabilities.all()))[2][2]]
    assert states == ["partly", "on", "off", "off"]


def test_spans_that_touch_or_overlap_are_merged() -> None:
    assert merged([(at(10), at(12)), (at(8), at(10)), (at(11), at(13))]) == [(at(8), at(13))]
    assert without([(at(8), at(21))], BY_CODE["mittags"]) == [(at(8), at(12)), (at(15), at(21))]


def test_it_works_by_buttons_alone(client: Client, idle: Cast) -> None:
    client.force_login(idle.volunteer.user)
    assert 'value="2-frueh-an"' in client.get(PAGE).content.decode()
    assert client.post(TAP, {"teil": "2-frueh-an"}).headers["Location"] == f"{PAGE}#wann"
    assert client.post(TAP, {"teil": "2-frueh-an"}).status_code == 302
    assert spans(idle) == [(8, 12)]
    assert 'value="2-frueh-aus" aria-pressed="true"' in client.get(PAGE).content.decode()


@pytest.mark.parametrize("bad", ["", "9-frueh-an", "2-nachts-an", "2-frueh-vielleicht", "x\x00"])
def test_what_is_no_part_of_the_week_changes_nothing(client: Client, idle: Cast, bad: str) -> None:
    client.force_login(idle.volunteer.user)
    assert client.post(TAP, {"teil": bad}).status_code == 409
    assert not idle.volunteer.availabilities.exists()
    client.force_login(idle.tenant.user)
    assert client.post(TAP, {"teil": "2-frueh-an"}).status_code == 404


def test_a_tap_changes_the_week_alone_and_each_part_can_be_found_again(client: Client, cast: Cast) -> None:
    """Without its own name a part would lose the focus of the keyboard at each tap."""
    client.force_login(cast.volunteer.user)
    page = client.get(PAGE).content.decode()
    names = re.findall(r'<button class="touch-week__part" id="([^"]+)"', page)
    assert len(set(names)) == len(names) == 28
    assert 'hx-select="#wann"' in page
    assert "htmx" in page.partition("</head>")[0], "the script that does it"
