"""The Ehrenamts-Card: so many hours in a year, or five a week on average; an allowance keeps from it, wherever it comes from."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from tests.conftest import Cast
from tests.volunteers.accounts.making import make_officer
from volunteers.accounts.allowances import declare_elsewhere, grant_allowance, withdraw
from volunteers.accounts.card import CardHint, card_hint
from volunteers.models import DatedValue, Effort

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)
TODAY = dt.date(2026, 11, 25)  # a Wednesday


def worked(cast: Cast, day: dt.date, minutes: int) -> None:
    said = {"association": cast.volunteer.association, "kind": "office", "entered_at": clock.now()}
    agreed = {"counts": True, "decided_at": clock.now()}
    Effort.objects.create(person=cast.volunteer.user, day=day, minutes=minutes, **said, **agreed)  # type: ignore[arg-type]


def hint(cast: Cast) -> CardHint:
    found = card_hint(cast.volunteer.user, today=TODAY)
    assert found is not None
    return found


def test_five_hours_a_week_are_the_average_of_full_weeks(cast: Cast) -> None:
    monday = TODAY - dt.timedelta(days=TODAY.weekday())
    worked(cast, monday, 1_440)  # this week is not over yet
    worked(cast, monday - 26 * WEEK - dt.timedelta(days=1), 1_440)  # long ago
    for week in range(13):
        worked(cast, monday - 2 * week * WEEK - dt.timedelta(days=1), 600)
    week = hint(cast).ways[1]
    assert (week.weeks, week.needed, week.done, week.is_reached) == (26, 300, 300, True)
    assert not hint(cast).ways[0].is_reached  # 178 of 250 hours
    assert hint(cast).is_reached
    Effort.objects.filter(minutes=600).first().delete()  # type: ignore[union-attr]
    assert hint(cast).ways[1].said_done == "4 Std. 36 Min."
    assert not hint(cast).is_reached


def test_two_hundred_and_fifty_hours_are_enough_however_they_lie(cast: Cast) -> None:
    for number in range(10):
        worked(cast, TODAY - dt.timedelta(days=355 + number), 1_440)
    worked(cast, TODAY, 600)
    assert [way.is_reached for way in hint(cast).ways] == [True, False]
    assert hint(cast).is_reached


def test_an_allowance_of_this_year_keeps_from_the_card(cast: Cast, now: dt.datetime) -> None:
    for number in range(11):
        worked(cast, TODAY - dt.timedelta(days=number), 1_440)
    person, officer = cast.volunteer.user, make_officer(cast.volunteer.association)
    said = {"person": person, "association": cast.volunteer.association, "kind": "honorary", "year": TODAY.year}
    row = grant_allowance(**said, cents=100, purpose="Vorstand", by=officer, now=now)  # type: ignore[arg-type]
    assert hint(cast).has_allowance
    withdraw(row, by=officer, now=now)
    assert hint(cast).is_reached
    declare_elsewhere(person=person, kind="trainer", year=TODAY.year, cents=1, now=now)
    assert not hint(cast).is_reached
    declare_elsewhere(person=person, kind="trainer", year=TODAY.year, cents=0, now=now)
    assert hint(cast).is_reached


def test_without_known_conditions_nothing_is_said(cast: Cast) -> None:
    DatedValue.objects.filter(kind__startswith="card_").update(valid_until="2026-01-01")
    assert card_hint(cast.volunteer.user, today=TODAY) is None


def test_both_ways_stand_on_the_account_with_their_numbers(client: Client, cast: Cast) -> None:
    client.force_login(cast.volunteer.user)
    html = client.get("/einsatz/konto/").content.decode()
    assert "0 Min. von 250 Std." in html
    assert "Im Schnitt von 26 Wochen" in html.replace("In der Woche, im", "Im")
    assert "Die Stadt entscheidet" in html
