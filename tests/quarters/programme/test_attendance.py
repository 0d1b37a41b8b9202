"""Who was there: one touch for each name, and a number for whoever comes without one."""

import datetime as dt
import re

from django.test import Client

from quarters.models import Event, MeetingPoint
from quarters.programme import attendance
from quarters.programme.attendance import note_came
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.quarters.programme.conftest import make_event, make_point, sign_up


def test_who_came_is_counted_once_and_taken_back(event: Event, now: dt.datetime) -> None:
    seat = sign_up(event).seats.get()
    for there, count in ((True, 1), (True, 1), (False, 0), (False, 0), (True, 1)):
        note_came(seat, is_there=there, now=now)
        event.refresh_from_db()
        assert event.came == count


def test_who_comes_without_a_name_is_counted_one_by_one(event: Event) -> None:
    for leaves, number in ((False, 1), (False, 2), (True, 1), (True, 0), (True, 0)):
        attendance.count_walk_in(event, leaves=leaves)
        event.refresh_from_db()
        assert event.walk_ins == number


def test_at_an_open_date_a_touch_counts_and_the_same_touch_twice_counts_once(point: MeetingPoint) -> None:
    event = make_event(point, needs_registration=False, capacity=None)
    client = Client()
    client.force_login(make_helper(point.district))
    address = f"/termine/planen/{event.reference}/wer-ist-da/"
    assert address in client.get(f"/termine/planen/{event.reference}/").content.decode()
    page = client.get(address).content.decode()
    assert "So viele sind da: 0" in page
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token is not None
    for _ in range(2):
        assert client.post(f"{address}ohne-namen/", {"form_token": token[1]}).status_code == 302
    assert "So viele sind da: 1" in client.get(address).content.decode()
    client.post(f"{address}ohne-namen/", {"weniger": "1"})
    event.refresh_from_db()
    assert event.walk_ins == 0


def test_the_figures_count_who_came_with_and_without_a_name(event: Event, now: dt.datetime) -> None:
    note_came(sign_up(event).seats.get(), is_there=True, now=now)
    client = Client()
    client.force_login(make_helper(event.meeting_point.district))
    for more, shown in ((3, "unter 5"), (1, "5"), (0, "5")):
        for _ in range(more):
            attendance.count_walk_in(event)
        with machine.at(event.ends_at):
            page = client.get("/termine/zahlen/").content.decode()
        assert f"<td>unter 5</td><td>{shown}</td>" in page


def test_nobody_else_counts(event: Event, cast: Cast) -> None:
    client = Client()
    for user in (make_helper(make_district()), cast.tenant.user):
        client.force_login(user)
        assert client.post(f"/termine/planen/{event.reference}/wer-ist-da/ohne-namen/").status_code == 404
    event.refresh_from_db()
    assert event.walk_ins == 0


def test_one_touch_says_who_is_here_and_another_takes_it_back(helper: Client, event: Event) -> None:
    seat = sign_up(event).seats.get()
    address = f"/termine/planen/{event.reference}/wer-ist-da/{seat.pk}/"
    for said, is_here in (("1", True), ("1", True), ("0", False)):
        assert helper.post(address, {"da": said}).status_code == 302
        seat.refresh_from_db()
        assert (seat.came_at is not None) == is_here
    other = sign_up(make_event(make_point())).seats.get()
    assert helper.post(f"/termine/planen/{event.reference}/wer-ist-da/{other.pk}/", {"da": "1"}).status_code == 404
