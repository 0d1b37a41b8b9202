"""Enrolling with a yes, days away, ending; and each morning's list made of it."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import Resident, User
from requests.dayround.enrolling import end_enrolment, enrol, set_away
from requests.dayround.errors import DayIsOver, NoNumber, NotAgreed, NoWeekday, TooFarAhead, TooLateToday, WrongSpan
from requests.dayround.rounds import call_off_heat, make_round, warn_of_heat
from requests.dayround.sweeps import drive_call_rounds
from requests.models import CallRound, Enrolment, RoundEntry, RoundKind
from requests.people.consents import withdraw
from requests.people.farewell import record_death
from requests.states import EntryState
from tests.conftest import Cast
from tests.factories import make_resident, make_user
from tests.requests.dayround.morning import at, call, enrolled, morning

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def on_the_list() -> list[int]:
    return list(RoundEntry.objects.order_by("pk").values_list("resident", flat=True))


def test_whoever_is_enrolled_stands_on_the_list_in_the_morning(cast: Cast) -> None:
    enrolled(cast)
    at(8)
    drive_call_rounds()
    assert on_the_list() == [cast.tenant.pk]


def test_a_second_sweep_puts_nobody_on_the_list_twice(cast: Cast) -> None:
    enrolled(cast)
    at(8)
    assert (drive_call_rounds(), drive_call_rounds()) == (1, 0)
    assert len(on_the_list()) == 1


def test_the_first_call_comes_on_the_next_day(cast: Cast, now: dt.datetime) -> None:
    enrol(cast.tenant, kind=RoundKind.SAFETY, weekdays=range(7), has_agreed=True, by=cast.helper, now=now)
    at(10)
    drive_call_rounds()
    assert on_the_list() == []


def test_only_her_weekdays_count(cast: Cast) -> None:
    today = clock.local(clock.now()).weekday()
    enrolled(cast, weekdays=[(today + 1) % 7])
    drive_call_rounds()
    assert on_the_list() == []


@pytest.mark.parametrize(
    ("fields", "error"),
    [({"has_agreed": False}, NotAgreed), ({"weekdays": []}, NoWeekday)],
)
def test_nobody_is_enrolled_without_her_yes_or_a_day(cast: Cast, fields: dict[str, object], error: type) -> None:
    with pytest.raises(error):
        enrolled(cast, **fields)
    assert not Enrolment.objects.exists()


def test_nobody_is_enrolled_without_a_number(cast: Cast) -> None:
    silent = make_resident(cast.district, make_user(phone=""))
    with pytest.raises(NoNumber):
        enrolled(cast, silent)


def test_enrolled_again_it_is_one_row_with_the_new_days(cast: Cast) -> None:
    enrolled(cast)
    enrolled(cast, weekdays=[0, 3])
    assert Enrolment.objects.get().weekdays == [0, 3]


def test_nobody_is_called_while_away(cast: Cast, now: dt.datetime) -> None:
    enrolled(cast)
    today = clock.local(now).date()
    set_away(cast.tenant, first_day=today, last_day=today + DAY, by=cast.helper, now=now)
    drive_call_rounds()
    assert on_the_list() == []
    at(9, days=2)
    drive_call_rounds()
    assert on_the_list() == [cast.tenant.pk]


def test_going_away_calls_off_the_open_call_of_today(cast: Cast) -> None:
    entry = morning(cast)
    today = clock.local(clock.now()).date()
    set_away(cast.tenant, first_day=today, last_day=today, by=cast.tenant.user, now=clock.now())
    entry.refresh_from_db()
    assert (entry.state, entry.steps.get().by) == (EntryState.SETTLED, cast.tenant.user)


def test_a_span_that_ends_before_it_begins_is_refused(cast: Cast, now: dt.datetime) -> None:
    enrolled(cast)
    today = clock.local(now).date()
    with pytest.raises(WrongSpan):
        set_away(cast.tenant, first_day=today + DAY, last_day=today, by=cast.helper, now=now)


def test_ending_one_kind_keeps_the_other(cast: Cast, now: dt.datetime) -> None:
    enrolled(cast)
    enrolled(cast, kind=RoundKind.HEAT)
    assert end_enrolment(cast.tenant, kind=RoundKind.SAFETY, by=cast.helper, now=now) == 1
    assert end_enrolment(cast.tenant, kind=RoundKind.SAFETY, by=cast.helper, now=now) == 0
    assert Enrolment.objects.get(ended_at=None).kind == RoundKind.HEAT


def _dies(resident: Resident, helper: User, now: dt.datetime) -> None:
    record_death(resident, died_on=clock.local(now).date(), by=helper, now=now)


def _takes_back(resident: Resident, helper: User, now: dt.datetime) -> None:
    withdraw(resident.user, purpose="help", by=helper, now=now)


@pytest.mark.parametrize("ends", [_dies, _takes_back])
def test_a_death_and_a_consent_taken_back_end_all_calls(cast: Cast, ends: object) -> None:
    entry = morning(cast)
    ends(cast.tenant, cast.helper, clock.now())  # type: ignore[operator]
    entry.refresh_from_db()
    assert entry.state == EntryState.SETTLED
    assert not Enrolment.objects.filter(ended_at=None).exists()


def test_heat_calls_only_when_somebody_warned(cast: Cast, now: dt.datetime) -> None:
    enrolled(cast, kind=RoundKind.HEAT)
    drive_call_rounds()
    assert on_the_list() == []
    warn_of_heat(cast.district, clock.local(now).date(), by=cast.helper, now=now)
    assert on_the_list() == [cast.tenant.pk]


def test_a_warning_taken_back_takes_only_those_off_who_were_not_called(cast: Cast, now: dt.datetime) -> None:
    other = make_resident(cast.district, make_user())
    for resident in (cast.tenant, other):
        enrolled(cast, resident, kind=RoundKind.HEAT)
    day = clock.local(now).date()
    warn_of_heat(cast.district, day, by=cast.helper, now=now)
    call(RoundEntry.objects.get(resident=other), "well", by=cast.helper)
    assert call_off_heat(cast.district, day) == 1
    assert on_the_list() == [other.pk]


@pytest.mark.parametrize(("hour", "days", "error"), [(11, 0, TooLateToday), (10, -1, DayIsOver), (10, 8, TooFarAhead)])
def test_a_warning_comes_in_time(cast: Cast, hour: int, days: int, error: type[DomainError]) -> None:
    now = at(hour)
    with pytest.raises(error):
        warn_of_heat(cast.district, clock.local(now).date() + days * DAY, by=cast.helper, now=now)


def test_nobody_is_put_on_a_list_that_is_closed(cast: Cast, now: dt.datetime) -> None:
    enrolled(cast)
    CallRound.objects.create(district=cast.district, day=clock.local(now).date(), closed_at=now)
    assert make_round(cast.district, clock.local(now).date()) == 0
    drive_call_rounds()
    assert on_the_list() == []
