"""„Diesen Dienstag nicht“: one day, two weeks, every holiday; it stands there that nobody comes, and it can be taken back."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Look, TrustScope
from requests.models import WeekEntry, WeekSkip
from requests.weeks.entries import end_entry
from requests.weeks.errors import NoneOfItsDays, NotEveryWeek
from requests.weeks.looking import look_at_weeks
from requests.weeks.plans import wish_sheets
from requests.weeks.reading import week_of
from requests.weeks.skipping import comes_after_all, days_between, skip_days
from tests.conftest import Cast
from tests.requests.weeks.test_pages import by_phone, signed_in, trusting
from tests.requests.weeks.writing import lines_of, make_entry, make_service, settle

pytestmark = pytest.mark.django_db
A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
OWN = "/meine/woche/"
CHRISTMAS = dt.date(2026, 12, 25)


def weekly(cast: Cast, **facts: object) -> WeekEntry:
    return make_entry(cast.tenant, is_weekly=True, **facts)


def off(cast: Cast, first: dt.date, days: int = 21) -> list[dt.date]:
    """The days on which it is said that somebody does not come."""
    week = week_of(cast.tenant, first_day=first, days=days)
    return [day.day for day in week if any(line.is_off for line in day.lines)]


def test_one_day_off_and_the_weeks_around_stay(cast: Cast, now: dt.datetime) -> None:
    entry = weekly(cast)
    second = entry.day + A_WEEK
    assert skip_days(entry, first=second, last=second, by=cast.helper, now=now) == [second]
    assert off(cast, clock.today()) == [second]
    assert lines_of(cast.tenant)[0].who == "Petra"


def test_it_is_said_that_nobody_comes(cast: Cast, now: dt.datetime) -> None:
    entry = weekly(cast, what="Kaffee")
    skip_days(entry, first=entry.day, last=entry.day, by=cast.helper, now=now)
    line = lines_of(cast.tenant)[0]
    assert (line.who, line.what) == ("Kommt nicht: Petra", "")


def test_two_weeks_off_are_its_days_of_that_time(cast: Cast, now: dt.datetime) -> None:
    entry = weekly(cast)
    days = skip_days(entry, first=entry.day - A_DAY, last=entry.day + 13 * A_DAY, by=cast.helper, now=now)
    assert days == [entry.day, entry.day + A_WEEK] == off(cast, clock.today())


@pytest.mark.parametrize(("first", "last", "count"), [(0, 0, 1), (-9, -1, 0), (1, 6, 0), (1, 7, 1), (-7, 14, 3)])
def test_its_days_begin_with_the_first_and_end_with_the_last(cast: Cast, first: int, last: int, count: int) -> None:
    entry = weekly(cast)
    assert len(days_between(entry, entry.day + first * A_DAY, entry.day + last * A_DAY)) == count


def test_twice_is_once(cast: Cast, now: dt.datetime) -> None:
    entry = weekly(cast)
    for by in (cast.helper, cast.tenant.user):
        skip_days(entry, first=entry.day, last=entry.day, by=by, now=now)
    assert WeekSkip.objects.get().written_by == cast.helper


def test_after_all_it_comes_on_that_day_alone(cast: Cast, now: dt.datetime) -> None:
    entry = weekly(cast)
    skip_days(entry, first=entry.day, last=entry.day + A_WEEK, by=cast.helper, now=now)
    assert comes_after_all(entry, day=entry.day, now=now)
    assert not comes_after_all(entry, day=entry.day, now=now)
    assert off(cast, clock.today()) == [entry.day + A_WEEK]


def test_where_none_of_its_days_lies_it_says_so(cast: Cast, now: dt.datetime) -> None:
    entry = weekly(cast)
    with pytest.raises(NoneOfItsDays):
        skip_days(entry, first=entry.day + A_DAY, last=entry.day + 2 * A_DAY, by=cast.helper, now=now)


def test_what_comes_once_or_no_more_is_not_skipped(cast: Cast, now: dt.datetime) -> None:
    gone = weekly(cast)
    end_entry(gone, by=cast.helper, now=now)
    gone.refresh_from_db()
    for entry in (make_entry(cast.tenant), gone):
        with pytest.raises(NotEveryWeek):
            skip_days(entry, first=entry.day, last=entry.day, by=cast.helper, now=now)


def test_on_holidays_it_comes_only_where_nobody_said_otherwise(cast: Cast) -> None:
    weekly(cast, day=CHRISTMAS - 2 * A_WEEK, skips_holidays=True)
    weekly(cast, day=CHRISTMAS - 2 * A_WEEK, starts=dt.time(8))
    found = {day.day: [line.is_off for line in day.lines] for day in week_of(cast.tenant, first_day=CHRISTMAS - A_WEEK)}
    assert found[CHRISTMAS - A_WEEK] == [False, False]
    day = week_of(cast.tenant, first_day=CHRISTMAS)[0]
    assert ([line.is_off for line in day.lines], day.is_holiday) == ([False, True], True)


def test_it_is_a_change_and_a_new_sheet_follows(cast: Cast, now: dt.datetime) -> None:
    entry = weekly(cast)
    plan = wish_sheets(cast.tenant, by=cast.helper, now=now)
    later = settle(plan, now)
    skip_days(entry, first=entry.day, last=entry.day, by=cast.helper, now=later)
    look_at_weeks(now=later)
    settle(plan, later)
    assert plan.number == 2


@pytest.mark.parametrize("side", ["own", "helper", "trust"])
def test_said_on_the_page_and_taken_back_there(cast: Cast, client: Client, now: dt.datetime, side: str) -> None:
    daughter, hers = trusting(cast, now, TrustScope.ACT)
    user, address = {
        "own": (cast.tenant.user, OWN),
        "helper": (cast.helper, by_phone(cast)),
        "trust": (daughter, hers),
    }[side]
    entry = weekly(cast)
    way = f"{address}{entry.reference}/nicht/"
    signed_in(client, user)
    assert f"{way}?tag={entry.day}" in client.get(address).content.decode()
    assert f'value="{entry.day}"' in client.get(f"{way}?tag={entry.day}").content.decode()
    assert client.post(way, {"first": entry.day, "last": entry.day}).headers["Location"] == address
    assert "Kommt doch" in client.get(address).content.decode()
    client.post(f"{way}doch/", {"tag": str(entry.day)})
    assert not WeekSkip.objects.exists()
    assert Look.objects.filter(kind="week").count() == (2 if side == "trust" else 0)


@pytest.mark.parametrize(
    "bad", [{"last": "2020-01-01"}, {"first": "gestern"}, {"first": "2020-01-01"}, {"last": "2099-01-01"}]
)
def test_bad_days_answer_422(cast: Cast, client: Client, bad: dict[str, str]) -> None:
    entry = weekly(cast)
    data = {"first": str(entry.day), "last": str(entry.day), **bad}
    assert signed_in(client, cast.tenant.user).post(f"{OWN}{entry.reference}/nicht/", data).status_code == 422
    assert not WeekSkip.objects.exists()


def test_days_on_which_it_never_comes_answer_409(cast: Cast, client: Client) -> None:
    entry = weekly(cast)
    data = {"first": str(entry.day + A_DAY), "last": str(entry.day + A_DAY)}
    answer = signed_in(client, cast.tenant.user).post(f"{OWN}{entry.reference}/nicht/", data)
    assert (answer.status_code, "kommt ohnehin niemand" in answer.content.decode()) == (409, True)


def test_care_service_says_it_of_its_own_and_of_nothing_else(cast: Cast, client: Client) -> None:
    nurse, service = make_service(cast)
    own, family = weekly(cast, service=service, who="Anja"), weekly(cast)
    signed_in(client, nurse)
    before = f"/bereitschaft/wochen/{cast.tenant.user.reference}/"
    data = {"first": str(own.day), "last": str(own.day)}
    assert client.post(f"{before}{own.reference}/nicht/", data).status_code == 302
    assert WeekSkip.objects.get().entry == own
    assert "Kommt doch" in client.get(before).content.decode()
    assert client.post(f"{before}{family.reference}/nicht/", data).status_code == 404
    client.post(f"{before}{own.reference}/nicht/doch/", {"tag": str(own.day)})
    assert not WeekSkip.objects.exists()


def test_daughter_says_it_of_no_care_service(cast: Cast, client: Client, now: dt.datetime) -> None:
    daughter, address = trusting(cast, now, TrustScope.ACT)
    _nurse, service = make_service(cast)
    care = weekly(cast, service=service)
    data = {"first": str(care.day), "last": str(care.day)}
    assert signed_in(client, daughter).post(f"{address}{care.reference}/nicht/", data).status_code == 404
