"""A pause has who and when; it ends on its day or by a word, and never lifts a suspension."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from tests.conftest import Cast
from volunteers.models import VolunteerPause
from volunteers.pausing import PauseEndsBefore, begin_pause, end_due_pauses, end_pause
from volunteers.profile import leave

pytestmark = pytest.mark.django_db
A_WEEK = dt.timedelta(days=7)


def state(cast: Cast) -> str:
    cast.volunteer.refresh_from_db()
    return cast.volunteer.state


def test_a_pause_says_who_since_when_and_until_when(cast: Cast, now: dt.datetime) -> None:
    until = clock.today() + A_WEEK
    assert begin_pause(cast.volunteer, by=cast.helper, now=now, until=until)
    row = VolunteerPause.objects.get()
    assert (row.began_at, row.begun_by, row.until, state(cast)) == (now, cast.helper, until, "paused")
    assert not begin_pause(cast.volunteer, by=cast.helper, now=now)
    assert end_pause(cast.volunteer, by=cast.volunteer.user, now=now)
    row.refresh_from_db()
    assert (row.ended_at, row.ended_by, state(cast)) == (now, cast.volunteer.user, "active")
    assert not end_pause(cast.volunteer, by=cast.helper, now=now)


@pytest.mark.parametrize("days", [0, -1])
def test_it_ends_on_a_day_that_is_ahead(cast: Cast, now: dt.datetime, days: int) -> None:
    with pytest.raises(PauseEndsBefore):
        begin_pause(cast.volunteer, by=cast.helper, now=now, until=clock.today() + dt.timedelta(days=days))
    assert state(cast) == "active"


def test_on_its_day_she_is_asked_again_and_hears_it_once(cast: Cast, now: dt.datetime) -> None:
    begin_pause(cast.volunteer, by=cast.volunteer.user, now=now, until=clock.today() + A_WEEK)
    assert end_due_pauses(now=now + dt.timedelta(days=6)) == 0
    assert end_due_pauses(now=now + A_WEEK) == 1
    assert end_due_pauses(now=now + A_WEEK) == 0
    assert state(cast) == "active"
    assert [one.recipient for one in Message.objects.filter(reason="pause_over")] == [cast.volunteer.user]


def test_without_a_day_it_lasts(cast: Cast, now: dt.datetime) -> None:
    begin_pause(cast.volunteer, by=cast.helper, now=now)
    assert end_due_pauses(now=now + dt.timedelta(days=400)) == 0


def test_whoever_is_suspended_meanwhile_stays_so(cast: Cast, now: dt.datetime) -> None:
    begin_pause(cast.volunteer, by=cast.helper, now=now, until=clock.today() + A_WEEK)
    cast.volunteer.state = "suspended"
    cast.volunteer.save()
    assert end_due_pauses(now=now + A_WEEK) == 0
    assert not end_pause(cast.volunteer, by=cast.helper, now=now)
    assert state(cast) == "suspended"


def test_a_pause_that_nobody_closed_does_not_stand_in_the_way(cast: Cast, now: dt.datetime) -> None:
    begin_pause(cast.volunteer, by=cast.helper, now=now)
    type(cast.volunteer).objects.update(state="active")
    assert begin_pause(cast.volunteer, by=cast.helper, now=now + A_WEEK)
    assert VolunteerPause.objects.get(ended_at=None).began_at == now + A_WEEK


def test_a_farewell_ends_the_pause_too(cast: Cast, now: dt.datetime) -> None:
    begin_pause(cast.volunteer, by=cast.helper, now=now, until=clock.today() + A_WEEK)
    leave(cast.volunteer, now=now)
    assert end_due_pauses(now=now + A_WEEK) == 0
    assert VolunteerPause.objects.get().ended_at == now


def test_she_says_it_on_her_own_page_with_a_day_or_without(client: Client, cast: Cast) -> None:
    client.force_login(cast.volunteer.user)
    assert client.post("/einsatz/profil/pause/", {"until": "31.02."}).status_code == 422
    assert client.post("/einsatz/profil/pause/", {"until": clock.today().isoformat()}).status_code == 409
    until = clock.today() + A_WEEK
    client.post("/einsatz/profil/pause/", {"until": until.isoformat()})
    page = client.get("/einsatz/profil/").content.decode()
    assert f"Am {clock.say_day(until)} fragen wir Sie wieder" in page
    assert "/einsatz/aufhoeren/" in page
    client.post("/einsatz/profil/pause/", {"to": "active"})
    assert state(cast) == "active"
