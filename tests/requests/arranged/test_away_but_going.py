"""Who writes down that she is away and goes somewhere in these days reads it at once, with one way to give it up."""

import datetime as dt
import re

import pytest
from django.test import Client

from piano.kit import clock
from requests.arranged.away_but_going import clash_of
from requests.arranged.visits import assign_person
from requests.models import Assignment
from requests.states import AssignmentState
from tests.conftest import Cast
from tests.factories import make_visit, make_window
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HOME = "/einsatz/profil/"
SAYS = "an denen Sie nicht da sind"


@pytest.fixture
def her(cast: Cast, client: Client) -> Volunteer:
    client.force_login(cast.volunteer.user)
    return cast.volunteer


def goes(cast: Cast, days: int, hour: int = 10) -> Assignment:
    visit = make_visit(cast.tenant, cast.shop, window=make_window(days, hour, hour + 2))
    start, person = visit.wish_window.lower, cast.volunteer.user
    return assign_person(visit, person=person, start=start, by=cast.helper, now=clock.now())


def chosen(page: str) -> list[str]:
    """Which answers to „Wie lange?“ are ticked."""
    inputs = re.findall(r'<input[^>]*name="how_long"[^>]*>', page)
    assert len(inputs) == 3
    return [value[1] for one in inputs if "checked" in one and (value := re.search(r'value="(\w+)"', one))]


def day(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def away(client: Client, first: int, last: int) -> str:
    form = {"first_day": day(first).isoformat(), "last_day": day(last).isoformat()}
    return client.post(f"{HOME}abwesend/", form, follow=True).content.decode()


def test_it_stands_above_everything_with_the_way_to_give_it_up(client: Client, cast: Cast, her: Volunteer) -> None:
    assignment = goes(cast, 3)
    page = away(client, 2, 5)
    assert SAYS in page
    assert clock.say_moment(assignment.planned_window.lower) in page
    assert cast.tenant.user.family_name not in page
    way = f"/einsatz/kann-nicht/?vom={day(2).isoformat()}&amp;bis={day(5).isoformat()}"
    assert f'href="{way}"' in page
    form = client.get(way.replace("&amp;", "&")).content.decode()
    assert f'value="{day(2).isoformat()}"' in form
    assert f'value="{day(5).isoformat()}"' in form
    assert chosen(form) == ["span"]


def test_giving_it_up_there_ends_it_and_the_absence_stays_one(client: Client, cast: Cast, her: Volunteer) -> None:
    assignment = goes(cast, 3)
    away(client, 2, 5)
    days = {"first_day": day(2).isoformat(), "last_day": day(5).isoformat()}
    client.post("/einsatz/kann-nicht/", {"how_long": "span", **days})
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.CANCELLED
    assert SAYS not in client.get(HOME).content.decode()
    assert her.absences.count() == 1


def test_an_absence_alone_gives_up_nothing(client: Client, cast: Cast, her: Volunteer) -> None:
    assignment = goes(cast, 3)
    away(client, 2, 5)
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.PLANNED


@pytest.mark.parametrize(("first", "last"), [(0, 2), (4, 9)])
def test_other_days_say_nothing(client: Client, cast: Cast, her: Volunteer, first: int, last: int) -> None:
    goes(cast, 3)
    assert SAYS not in away(client, first, last)


def test_of_a_single_day_of_which_she_said_no(client: Client, cast: Cast, her: Volunteer) -> None:
    goes(cast, 3)
    form = {"day": day(3).isoformat(), "is_free": "no", "from_time": "14:00", "until_time": ""}
    assert SAYS not in client.post(f"{HOME}tage/", form, follow=True).content.decode(), "another hour"
    form["from_time"] = ""
    assert SAYS in client.post(f"{HOME}tage/", form, follow=True).content.decode()


def test_her_yes_to_the_day_counts_before_the_absence(client: Client, cast: Cast, her: Volunteer) -> None:
    goes(cast, 3)
    her.day_times.create(day=day(3), is_free=True, starts=dt.time(8), ends=dt.time(18))
    assert SAYS not in away(client, 2, 5)


def test_the_first_absence_is_named_alone(client: Client, cast: Cast, her: Volunteer, now: dt.datetime) -> None:
    near, also, far = goes(cast, 3), goes(cast, 4), goes(cast, 10)
    away(client, 10, 12)
    away(client, 3, 4)
    found = clash_of(her, now=now)
    assert found
    assert found == ((day(3), day(4)), [near, also])
    Assignment.objects.filter(pk__in=[near.pk, also.pk]).update(state=AssignmentState.CANCELLED)
    assert clash_of(her, now=now) == ((day(10), day(12)), [far])


@pytest.mark.parametrize("asked", ["vom=x&bis=y", "vom=2026-13-01&bis=2026-12-01", "vom=2026-12-01", ""])
def test_bent_days_in_the_address_are_no_days(client: Client, her: Volunteer, asked: str) -> None:
    page = client.get(f"/einsatz/kann-nicht/?{asked}")
    assert page.status_code == 200
    assert chosen(page.content.decode()) == []
