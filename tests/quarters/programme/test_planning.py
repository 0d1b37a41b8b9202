"""Planning: what cannot be is refused in plain words; a series keeps its wall time; changes are told, and some taken back."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Event, EventKind, MeetingPoint
from quarters.programme import errors
from quarters.programme.planning import Facts, plan_series, warnings_about
from quarters.programme.repeating import plan_again, proposals
from quarters.programme.rule import days_of, monthly, say_rule, weekly
from tests import clock as machine
from tests.factories import make_user
from tests.quarters.programme.conftest import make_event


def series(point: MeetingPoint, rule: str, first: dt.date, last: dt.date | None, **more: object) -> list[Event]:
    facts = Facts(meeting_point=point, kind=EventKind.GROUP, title="Stricken")
    given = {"starts": dt.time(10), "minutes": 60, "by": None, "now": clock.now()}
    return plan_series(facts, rule=rule, first_day=first, last_day=last, **{**given, **more})


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"minutes": 0}, errors.EndsTooEarly),
        ({"minutes": -30}, errors.EndsTooEarly),
        ({"days": -1}, errors.IsPast),
        ({"capacity": 0}, errors.NoRoom),
        ({"minutes": 60 * 24 * 4}, errors.TakesTooLong),
        ({"slot_minutes": 60, "minutes": 30}, errors.NoSlots),
    ],
)
def test_what_cannot_be_is_refused(point: MeetingPoint, more: dict[str, int], error: type[Exception]) -> None:
    with pytest.raises(error):
        make_event(point, **more)
    assert not Event.objects.exists()


def test_a_series_needs_an_end_within_a_year(point: MeetingPoint) -> None:
    today = clock.today() + dt.timedelta(days=1)
    with pytest.raises(errors.NoEnd):
        series(point, weekly(0), today, None)
    with pytest.raises(errors.EndsBeforeItBegins):
        series(point, weekly(0), today, today - dt.timedelta(days=1))
    with pytest.raises(errors.TooLongSeries):
        series(point, weekly(0), today, today + dt.timedelta(days=400))
    with pytest.raises(errors.NoDay):
        series(point, weekly((today.weekday() + 3) % 7), today, today + dt.timedelta(days=1))


@pytest.mark.parametrize(("first", "last"), [((2027, 3, 22), (2027, 4, 5)), ((2027, 10, 25), (2027, 11, 8))])
def test_a_series_keeps_its_wall_time_over_both_changes_of_the_clock(
    point: MeetingPoint, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    with machine.at(clock.at(dt.date(2027, 3, 1), dt.time(10))):
        made = series(point, weekly(0), dt.date(*first), dt.date(*last))
    assert [clock.local(one.starts_at).time() for one in made] == [dt.time(10)] * 3
    assert len({one.starts_at.time() for one in made}) == 2


def test_days_that_are_left_out_are_not_planned(point: MeetingPoint) -> None:
    first = clock.today() + dt.timedelta(days=7)
    out = first + dt.timedelta(days=7)
    made = series(point, weekly(first.weekday()), first, first + dt.timedelta(days=14), left_out=[out])
    assert [one.series_day for one in made] == [first, first + dt.timedelta(days=14)]
    assert made[0].series is not None
    assert made[0].series.left_out == [out]


def test_the_last_weekday_of_a_month_is_found() -> None:
    assert days_of(monthly(-1, 4), first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 2, 28)) == [
        dt.date(2027, 1, 29),
        dt.date(2027, 2, 26),
    ]
    assert say_rule(monthly(-1, 4)) == "am letzten Freitag im Monat"
    assert say_rule(weekly(1, every=2)) == "alle zwei Wochen am Dienstag"


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (dt.date(2027, 3, 26), "stiller Feiertag"),
        (dt.date(2027, 11, 14), "stiller Feiertag"),
        (dt.date(2027, 11, 21), "stiller Feiertag"),
        (dt.date(2027, 5, 27), "ist ein Feiertag"),
        (dt.date(2027, 12, 24), "allein"),
    ],
)
def test_a_planner_is_warned_of_days_that_are_no_day_like_others(day: dt.date, word: str) -> None:
    assert word in " ".join(warnings_about(day))
    assert warnings_about(day + dt.timedelta(days=8 if day.month < 12 else 4)) == []


def test_last_month_is_planned_once_more_on_the_same_weekdays(point: MeetingPoint) -> None:
    with machine.at(clock.at(dt.date(2027, 1, 4), dt.time(9))):
        made = make_event(point, days=8, hour=14)
    with machine.at(clock.at(dt.date(2027, 2, 1), dt.time(9))):
        found = proposals(point, month=dt.date(2027, 2, 1), now=clock.now())
        assert [clock.local(one.starts_at).date() for one in found] == [dt.date(2027, 2, 9)]
        (again,) = plan_again(found, by=make_user(), now=clock.now())
        assert (again.title, again.capacity, again.places_taken) == (made.title, made.capacity, 0)
        assert proposals(point, month=dt.date(2027, 2, 1), now=clock.now()) == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=SECONDLY", "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO\nEXDATE:20270101T000000", "", "FREQ=MONTHLY;BYDAY=5MO",
    ],
)  # fmt: skip
def test_a_rule_that_the_form_cannot_say_is_none(rule: str) -> None:
    with pytest.raises(ValueError, match="RRULE"):
        days_of(rule, first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 12, 31))


def test_the_twenty_ninth_of_february_is_a_day_like_others() -> None:
    days = days_of(weekly(1), first_day=dt.date(2028, 2, 22), last_day=dt.date(2028, 3, 7))
    assert days == [dt.date(2028, 2, 22), dt.date(2028, 2, 29), dt.date(2028, 3, 7)]
    last = days_of(monthly(-1, 1), first_day=dt.date(2028, 2, 29), last_day=dt.date(2028, 3, 31))
    assert last == [dt.date(2028, 2, 29), dt.date(2028, 3, 28)]


def test_the_fifth_weekday_of_a_month_is_planned_as_its_last(helper: Client, point: MeetingPoint) -> None:
    said = {"meeting_point": point.pk, "kind": "group", "title": "Stricken", "slot_minutes": "0", "gesehen": "1"}
    said |= {"day": "2027-03-30", "starts": "10:00", "ends": "11:00", "repeats": "month", "last_day": "2027-05-31"}
    assert helper.post("/termine/planen/neu/", said).status_code == 302
    days = list(Event.objects.order_by("series_day").values_list("series_day", flat=True))
    assert days == [dt.date(2027, 3, 30), dt.date(2027, 4, 27), dt.date(2027, 5, 25)]
