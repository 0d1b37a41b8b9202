"""„Pause vom … bis …“ and „Doch weiter“: what falls out, what comes back, and who hears of it."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from requests.errors import WrongState
from requests.invariants import broken
from requests.models import Pause, Regular
from requests.series.ending import DayIsOver, end_series, stop_request
from requests.series.ending_undone import MAY_UNDO, take_back_end
from requests.series.pausing import pause_series, take_back_pause
from requests.series.skipping import skip_date
from requests.states import RegularState, RequestState, SeriesState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.series.standing import make_regular, make_series, sweep

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


def days_of(regular: Regular, state: str) -> list[dt.date]:
    rows = regular.series.visits.filter(state=state).order_by("series_day")
    return list(rows.values_list("series_day", flat=True))


def owed(reason: str) -> list[Message]:
    return list(Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED))


def heard(reason: str) -> None:
    Message.objects.filter(reason=reason).update(state=MessageState.SENT)


def pause(regular: Regular, first: dt.date, last: dt.date) -> Pause:
    who = regular.series.help_request.resident.user
    return pause_series(regular.series, first_day=first, last_day=last, by=who, now=clock.now())


def test_the_days_of_a_pause_fall_out_and_who_comes_hears_it_once(cast: Cast) -> None:
    regular = make_regular(cast)
    days = days_of(regular, VisitState.ARRANGED)
    first = pause(regular, days[1], days[2])
    assert pause(regular, days[1], days[2]) == first
    assert days_of(regular, VisitState.CANCELLED) == days[1:3]
    [message] = owed("series_pauses")
    assert message.recipient == regular.person
    assert clock.say_day(days[2]) in words_for(message).body
    assert not owed("called_off")
    assert list(broken()) == []


def test_no_date_is_made_in_a_long_pause_and_they_are_made_behind_it(cast: Cast) -> None:
    regular = make_regular(cast)
    last = days_of(regular, VisitState.ARRANGED)[-1]
    pause(regular, last + WEEK, last + 2 * WEEK)
    machine.travel_to(clock.at(last - WEEK, dt.time(18)))
    sweep()
    made = list(regular.series.visits.filter(series_day__gt=last).values_list("series_day", flat=True))
    assert made
    assert min(made) == last + 3 * WEEK
    assert "I17" not in {invariant.code for invariant, _ in broken()}


def test_taken_back_before_she_read_it_everything_is_as_it_was(cast: Cast) -> None:
    regular = make_regular(cast)
    days = days_of(regular, VisitState.ARRANGED)
    row = pause(regular, days[1], days[2])
    for _ in range(2):
        take_back_pause(row, by=cast.tenant.user, now=clock.now())
    assert days_of(regular, VisitState.ARRANGED) == days
    assert not Pause.objects.exists()
    assert not owed("series_pauses")
    assert not owed("series_goes_on")


def test_taken_back_after_she_read_it_she_hears_that_it_goes_on(cast: Cast) -> None:
    regular = make_regular(cast)
    days = days_of(regular, VisitState.ARRANGED)
    row = pause(regular, days[1], days[2])
    heard("series_pauses")
    take_back_pause(row, by=cast.tenant.user, now=clock.now())
    [message] = owed("series_goes_on")
    assert message.recipient == regular.person
    assert "doch weiter" in words_for(message).body


def test_a_date_that_fell_out_before_stays_out(cast: Cast) -> None:
    regular = make_regular(cast)
    days = days_of(regular, VisitState.ARRANGED)
    skip_date(regular.series.visits.get(series_day=days[1]), by=cast.tenant.user, now=clock.now())
    row = pause(regular, days[1], days[2])
    take_back_pause(row, by=cast.tenant.user, now=clock.now())
    assert days_of(regular, VisitState.CANCELLED) == [days[1]]


def test_no_pause_in_the_past_backwards_or_of_what_has_ended(cast: Cast) -> None:
    regular = make_regular(cast)
    today = clock.today()
    with pytest.raises(DayIsOver):
        pause(regular, today - WEEK, today)
    with pytest.raises(WrongState):
        pause(regular, today + WEEK, today)
    end_series(regular.series, from_day=today, by=cast.tenant.user, now=clock.now())
    with pytest.raises(WrongState):
        pause(regular, today, today + WEEK)


@pytest.mark.parametrize("stays", [0, 2])
def test_an_end_is_taken_back_and_she_goes_on_coming(cast: Cast, stays: int) -> None:
    regular = make_regular(cast)
    days = days_of(regular, VisitState.ARRANGED)
    from_day = days[stays] if stays else clock.today()
    end_series(regular.series, from_day=from_day, by=cast.tenant.user, now=clock.now())
    for _ in range(2):
        take_back_end(regular.series, by=cast.tenant.user, now=clock.now())
    regular.refresh_from_db()
    series = regular.series
    series.refresh_from_db()
    assert (series.state, series.ends_on, regular.state) == (SeriesState.ACTIVE, None, RegularState.YES)
    assert days_of(regular, VisitState.ARRANGED) == days
    series.help_request.refresh_from_db()
    assert (series.help_request.state, series.help_request.ended_at) == (RequestState.ARRANGED, None)
    assert not owed("series_over")
    sweep()
    assert list(broken()) == []


def test_whoever_heard_of_the_end_hears_of_both_once_more(cast: Cast) -> None:
    regular = make_regular(cast)
    by, now = cast.tenant.user, clock.now()
    end_series(regular.series, from_day=clock.today(), by=by, now=now)
    heard("series_over")
    take_back_end(regular.series, by=by, now=now)
    assert len(owed("series_goes_on")) == 1
    regular.series.refresh_from_db()
    end_series(regular.series, from_day=clock.today(), by=by, now=now)
    assert len(owed("series_over")) == 2


def test_after_two_weeks_or_when_it_was_called_off_otherwise_there_is_no_way_back(cast: Cast) -> None:
    regular = make_regular(cast)
    end_series(regular.series, from_day=clock.today(), by=cast.tenant.user, now=clock.now())
    machine.travel_to(clock.now() + MAY_UNDO + dt.timedelta(hours=1))
    with pytest.raises(WrongState):
        take_back_end(regular.series, by=cast.tenant.user, now=clock.now())
    other = make_series(cast)
    stop_request(other.help_request, by=cast.tenant.user, now=clock.now(), reason="Umzug")
    with pytest.raises(WrongState):
        take_back_end(other, by=cast.tenant.user, now=clock.now())


@pytest.mark.parametrize("room", ["meine", "leitstand"])
def test_by_web_and_by_phone_pause_end_and_their_way_back(cast: Cast, client: Client, room: str) -> None:
    regular = make_regular(cast)
    days = days_of(regular, VisitState.ARRANGED)
    client.force_login(cast.tenant.user if room == "meine" else cast.helper)
    page = f"/{room}/anfragen/{regular.series.help_request.reference}/"
    bad = {"pause_from": days[2].isoformat(), "pause_until": days[1].isoformat()}
    assert client.post(f"{page}reihe/pause/", bad).status_code == 422
    good = {"pause_from": days[1].isoformat(), "pause_until": days[2].isoformat()}
    assert client.post(f"{page}reihe/pause/", good).status_code == 302
    assert "Doch keine Pause" in client.get(page).content.decode()
    row = Pause.objects.get()
    assert client.post(f"{page}reihe/pause/ruecknahme/", {"pause": row.reference}).status_code == 302
    assert days_of(regular, VisitState.ARRANGED) == days
    assert client.post(f"{page}reihe/ende/", {"end_from": clock.today().isoformat()}).status_code == 302
    assert "Doch weiter" in client.get(page).content.decode()
    assert client.post(f"{page}reihe/ende/ruecknahme/").status_code == 302
    regular.series.refresh_from_db()
    assert regular.series.is_active
    client.force_login(cast.volunteers[2].user)
    assert client.post(f"{page}reihe/pause/", good).status_code in (403, 404)
