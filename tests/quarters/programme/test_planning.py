"""Planning: what cannot be is refused in plain words; a series keeps its wall time; changes are told, and some taken back."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import Event, EventKind, MeetingPoint, Registration, RegistrationState
from quarters.programme import changing, errors
from quarters.programme.attendance import note_came
from quarters.programme.notices import UNDO
from quarters.programme.planning import Facts, plan_series, warnings_about
from quarters.programme.repeating import facts_of, plan_again, proposals
from quarters.programme.rule import days_of, monthly, say_rule, weekly
from quarters.programme.slots import slots_of
from quarters.programme.waiting import move_up
from tests import clock as machine
from tests.factories import make_user
from tests.quarters.programme.conftest import make_event, sign_up


def series(point: MeetingPoint, rule: str, first: dt.date, last: dt.date | None, **more: object) -> list[Event]:
    facts = Facts(meeting_point=point, kind=EventKind.GROUP, title="Stricken")
    given = {"starts": dt.time(10), "minutes": 60, "by": None, "now": clock.now()}
    return plan_series(facts, rule=rule, first_day=first, last_day=last, **{**given, **more})


def owed(row: Registration, reason: str) -> Message:
    return Message.objects.exclude(state=MessageState.CANCELLED).get(subject=f"registration:{row.pk}", reason=reason)


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


def test_a_moved_date_is_told_to_everybody_and_reminds_of_the_new_day(event: Event, now: dt.datetime) -> None:
    rows = [sign_up(event) for _ in range(3)]
    later = event.starts_at + dt.timedelta(days=2)
    moved = changing.move_event(event, starts_at=later, ends_at=later + dt.timedelta(hours=1), now=now)
    assert moved.sequence == 1
    for row in rows:
        assert owed(row, "event_moved").slot == "1"
    assert clock.local(owed(rows[0], "event_reminder").not_before).date() == clock.local(later).date() - dt.timedelta(
        days=1
    )
    changing.move_event(event, starts_at=later, ends_at=later + dt.timedelta(hours=1), now=now)
    assert Message.objects.filter(reason="event_moved").count() == 3


def test_called_off_everybody_hears_it_after_the_minutes_of_grace(event: Event, now: dt.datetime) -> None:
    row, _other, waits = [sign_up(event) for _ in range(3)]
    changing.call_off(event, note="Die Köchin ist krank.", now=now)
    assert owed(row, "event_cancelled").not_before == now + UNDO
    assert owed(waits, "event_cancelled").not_before == now + UNDO
    changing.call_off(event, now=now)
    event.refresh_from_db()
    assert (event.cancel_note, event.sequence) == ("Die Köchin ist krank.", 1)


def test_within_the_minutes_it_is_taken_back_and_nobody_hears_a_word(event: Event, now: dt.datetime) -> None:
    row = sign_up(event)
    changing.call_off(event, now=now)
    changing.take_back(event, now=now + UNDO - dt.timedelta(seconds=1))
    event.refresh_from_db()
    assert not event.is_cancelled
    assert not Message.objects.filter(reason="event_cancelled").exclude(state=MessageState.CANCELLED).exists()
    assert owed(row, "event_reminder").state == MessageState.DUE


def test_later_it_is_not_taken_back(event: Event, now: dt.datetime) -> None:
    changing.call_off(event, now=now)
    with pytest.raises(errors.IsToldAlready):
        changing.take_back(event, now=now + UNDO)


def test_in_the_last_hours_everybody_hears_it_at_once(point: MeetingPoint, now: dt.datetime) -> None:
    event = make_event(point, days=0, hour=11)
    row = sign_up(event)
    changing.call_off(event, now=now)
    assert owed(row, "event_cancelled").not_before == now
    with pytest.raises(errors.IsToldAlready):
        changing.take_back(event, now=now)


def test_more_places_go_to_who_waits_and_fewer_than_taken_are_refused(event: Event, now: dt.datetime) -> None:
    rows = [sign_up(event) for _ in range(3)]
    facts = facts_of(event)
    with pytest.raises(errors.FewerThanTaken):
        changing.change_facts(event, Facts(**{**vars(facts), "capacity": 1}), now=now)
    changing.change_facts(event, Facts(**{**vars(facts), "capacity": 3}), now=now)
    move_up(now=now)
    rows[2].refresh_from_db()
    assert rows[2].state == RegistrationState.ASKED


def test_a_new_place_is_told_and_a_new_title_is_not(event: Event, now: dt.datetime) -> None:
    row = sign_up(event)
    facts = vars(facts_of(event))
    changing.change_facts(event, Facts(**{**facts, "title": "Suppe"}), now=now)
    assert not Message.objects.filter(reason="event_moved").exists()
    changing.change_facts(event, Facts(**{**facts, "place": "Kirche"}), now=now)
    assert owed(row, "event_moved").slot == "1"


def test_conversations_are_taken_one_by_one_and_a_free_one_goes_to_who_waits(
    point: MeetingPoint, now: dt.datetime
) -> None:
    event = make_event(point, kind=EventKind.COUNSELLING, slot_minutes=30, minutes=60, host=make_user())
    first, second, third = [sign_up(event) for _ in range(3)]
    assert (first.slot_at, second.slot_at) == (event.starts_at, event.starts_at + dt.timedelta(minutes=30))
    assert third.state == RegistrationState.WAITING
    assert [slot.is_free for slot in slots_of(event)] == [False, False]
    from quarters.programme.registering import give_back

    give_back(second, now=now)
    move_up(now=now)
    third.refresh_from_db()
    assert (third.state, third.slot_at) == (RegistrationState.ASKED, second.slot_at)


def test_last_month_is_planned_once_more_on_the_same_weekdays(point: MeetingPoint) -> None:
    with machine.at(clock.at(dt.date(2027, 1, 4), dt.time(9))):
        made = make_event(point, days=8, hour=14)
    with machine.at(clock.at(dt.date(2027, 2, 1), dt.time(9))):
        found = proposals(point, month=dt.date(2027, 2, 1), now=clock.now())
        assert [clock.local(one.starts_at).date() for one in found] == [dt.date(2027, 2, 9)]
        (again,) = plan_again(found, by=make_user(), now=clock.now())
        assert (again.title, again.capacity, again.places_taken) == (made.title, made.capacity, 0)
        assert proposals(point, month=dt.date(2027, 2, 1), now=clock.now()) == []


def test_who_came_is_counted_once_and_taken_back(event: Event, now: dt.datetime) -> None:
    seat = sign_up(event).seats.get()
    for there, count in ((True, 1), (True, 1), (False, 0), (False, 0), (True, 1)):
        note_came(seat, is_there=there, now=now)
        event.refresh_from_db()
        assert event.came == count
