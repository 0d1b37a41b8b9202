"""How often something did not work out: counted by month, without names, small numbers for helpers alone."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import User
from requests.arranged.signing_off import sign_off
from requests.arranged.visits import give_up_assignment
from requests.mishaps.trouble_figures import load_figures
from requests.mishaps.troubles import nobody_opens, settle
from requests.models import Assignment, Outcome, SignOff, Trouble, TroubleKind
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_user
from tests.requests.mishaps.test_trouble import going
from tests.requests.people.test_suspending import make_coordinator

__all__ = ["going"]
pytestmark = pytest.mark.django_db
URL = "/leitstand/schwierigkeiten/"


def page_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.get(URL).content.decode())


def this_month(user: User, now: dt.datetime) -> list[str]:
    """What is said of the running month: late, nobody came, the door, days."""
    rows = load_figures(user, now=now)[0].rows
    return rows[0][1] if rows else []


def put_down(going: Assignment, times: int, now: dt.datetime, *, kind: str = TroubleKind.GAVE_UP) -> None:
    Trouble.objects.bulk_create(
        Trouble(visit=going.visit, assignment=going, kind=kind, opened_at=now, outcome=Outcome.NOT_NEEDED, ended_at=now)
        for _ in range(times)
    )


def test_each_kind_is_counted_in_its_month(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    give_up_assignment(going, by=going.person, now=now)
    today = clock.local(now).date()
    sign_off(cast.volunteers[1].user, first_day=today, last_day=today, by=cast.helper, now=now)
    put_down(going, 2, now - dt.timedelta(days=31), kind=TroubleKind.NOBODY_CAME)
    put_down(going, 9, now - dt.timedelta(days=250))
    assert this_month(cast.helper, now) == ["1", "0", "0", "1"]
    rows = load_figures(cast.helper, now=now)[0].rows
    assert len(rows) == 6
    assert sum(int(numbers[1]) for _month, numbers in rows) == 2
    assert sum(int(numbers[0]) for _month, numbers in rows) == 1, "what is long ago is not counted"


def test_a_month_is_that_of_the_clock_on_the_wall(cast: Cast, going: Assignment) -> None:
    midnight = clock.at(dt.date(2026, 7, 1), dt.time(0, 30))  # in UTC still June
    put_down(going, 1, midnight)
    assert this_month(cast.helper, midnight + dt.timedelta(hours=1)) == ["1", "0", "0", "0"]


def test_a_door_that_opened_after_all_is_not_counted(cast: Cast, going: Assignment) -> None:
    start = going.planned_window.lower
    with machine.at(start):
        trouble = nobody_opens(going, by=going.person, now=start)
        assert this_month(cast.helper, start) == ["0", "0", "1", "0"]
        settle(trouble, "opened", by=going.person, now=start)
    assert this_month(cast.helper, start) == []


def test_days_that_were_taken_back_are_not_counted(cast: Cast, now: dt.datetime) -> None:
    today = clock.local(now).date()
    sign_off(cast.volunteer.user, first_day=today, last_day=today, by=cast.helper, now=now)
    assert this_month(cast.helper, now) == ["0", "0", "0", "1"]
    SignOff.objects.update(taken_back_at=now)
    assert this_month(cast.helper, now) == []


def test_the_coordination_reads_no_number_under_five(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    coordinator = make_coordinator(cast)
    put_down(going, 4, now)
    assert this_month(coordinator, now) == []
    assert "Kleinere Zahlen zeigen wir nicht" in page_of(coordinator)
    put_down(going, 1, now)
    assert this_month(coordinator, now) == ["5", "unter 5", "unter 5", "unter 5"]
    assert "unter 5" in page_of(coordinator)
    assert this_month(cast.helper, now) == ["5", "0", "0", "0"]


def test_another_association_and_another_district_are_not_there(
    cast: Cast, going: Assignment, now: dt.datetime
) -> None:
    put_down(going, 7, now)
    ended = make_coordinator(cast, valid_until=dt.date(2025, 6, 1))
    assert load_figures(ended, now=now) == []
    elsewhere = make_helper(make_district())
    assert this_month(elsewhere, now) == []
    assert "hat alles geklappt" in page_of(elsewhere)


def test_no_name_stands_on_the_page(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    put_down(going, 6, now)
    for user in (cast.helper, make_coordinator(cast)):
        page = page_of(user)
        assert ">6<" in page
        assert cast.tenant.user.family_name not in page
        assert going.person.family_name not in page


def test_whoever_has_no_such_role_is_turned_away(cast: Cast) -> None:
    client = Client()
    assert client.get(URL).status_code == 302
    for user in (cast.tenant.user, cast.volunteer.user, make_user()):
        client.force_login(user)
        assert client.get(URL).status_code == 403


def test_the_board_and_the_list_of_the_association_lead_there(cast: Cast) -> None:
    client = Client()
    for user, address in ((cast.helper, "/leitstand/"), (make_coordinator(cast), "/leitstand/sperren/")):
        client.force_login(user)
        assert f'href="{URL}"' in client.get(address).content.decode()
