"""How often she comes at most holds when she is asked, when she says yes, and when two answers come at once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from requests.arranged.visits import accept_offer, assign_person
from requests.errors import NoLongerPossible, OftenEnough
from requests.matching import failing_rule, rank_candidates
from requests.models import Assignment, HelpRequest
from requests.series.regulars import dates_for
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_visit, make_window
from tests.requests.matching.test_three_in_a_month import asked, both_at_once, day
from tests.requests.series.standing import make_series, sweep
from volunteers.models import Span, Volunteer

pytestmark = pytest.mark.django_db
HOME = "/einsatz/profil/"


@pytest.fixture
def her(cast: Cast) -> Volunteer:
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(most_visits=1, most_visits_in=Span.WEEK)
    cast.volunteer.refresh_from_db()
    return cast.volunteer


def goes(cast: Cast, her: Volunteer, days: int, hour: int = 9) -> Assignment:
    visit = make_visit(cast.tenant, cast.shop, window=make_window(days, hour, hour + 3))
    return assign_person(visit, person=her.user, start=visit.wish_window.lower, by=cast.helper, now=clock.now())


def may_come(cast: Cast, her: Volunteer, days: int, hour: int = 14) -> bool:
    visit = make_visit(cast.tenant, cast.shop, window=make_window(days, hour, hour + 3))
    return her.user_id in {one.person_id for one in rank_candidates(visit, now=clock.now())}


def test_whoever_said_nothing_comes_as_often_as_it_fits(cast: Cast) -> None:
    goes(cast, cast.volunteer, 1)
    assert may_come(cast, cast.volunteer, 2)


def test_once_a_week_is_once_from_monday_to_sunday(cast: Cast, her: Volunteer) -> None:
    """Tests begin on a Monday."""
    assert may_come(cast, her, 6)
    goes(cast, her, 1)
    assert not may_come(cast, her, 6)
    assert may_come(cast, her, 7)


def test_what_she_gave_up_does_not_count(cast: Cast, her: Volunteer) -> None:
    Assignment.objects.filter(pk=goes(cast, her, 1).pk).update(state="cancelled")
    assert may_come(cast, her, 2)


def test_what_she_did_counts(cast: Cast, her: Volunteer) -> None:
    Assignment.objects.filter(pk=goes(cast, her, 1).pk).update(state="done")
    assert not may_come(cast, her, 2)


def test_the_search_asks_somebody_else(cast: Cast, her: Volunteer) -> None:
    goes(cast, her, 1)
    visit = make_visit(cast.tenant, cast.shop, window=make_window(2, 14, 17))
    drive_visits()
    asked_for = set(visit.offers.values_list("person", flat=True))
    assert asked_for
    assert her.user_id not in asked_for


def test_a_second_yes_in_that_week_is_told_why_not(client: Client, cast: Cast, her: Volunteer) -> None:
    Volunteer.objects.update(most_visits_in=Span.MONTH)
    one, other = (asked(cast, her, number) for number in (1, 2))
    HelpRequest.objects.update(uses_relief=False)
    accept_offer(one, by=her.user, now=clock.now())
    client.force_login(her.user)
    answer = client.post(f"/einsatz/{other.reference}/zusage/")
    assert answer.status_code == 409
    assert "so oft zugesagt, wie Sie höchstens kommen möchten" in answer.content.decode()
    with pytest.raises(OftenEnough):
        accept_offer(other, by=her.user, now=clock.now())
    assert Assignment.objects.get().visit == one.visit


def test_a_helper_does_not_bend_it(cast: Cast, her: Volunteer) -> None:
    goes(cast, her, 1)
    visit = make_visit(cast.tenant, cast.shop, window=make_window(2, 9, 12))
    facts: dict[str, Any] = {"start": visit.wish_window.lower, "by": cast.helper, "now": clock.now()}
    with pytest.raises(NoLongerPossible):
        assign_person(visit, person=her.user, bends_soft_rules=True, **facts)


def test_of_a_series_she_takes_as_many_dates_as_she_wants_to_come(cast: Cast, her: Volunteer) -> None:
    Volunteer.objects.update(most_visits=2, most_visits_in=Span.MONTH)
    series = make_series(cast)
    sweep()
    regular = series.regulars.select_related("person__volunteer").order_by("pk")[0]
    dates = dates_for(regular, now=clock.now())
    months = [clock.local(one.start).date().replace(day=1) for one in dates if one.start]
    assert {months.count(month) for month in months} <= {1, 2}
    assert len(months) < len(dates)
    Volunteer.objects.update(most_visits=None)
    regular.person.volunteer.refresh_from_db()
    assert all(one.start for one in dates_for(regular, now=clock.now()))


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_finds_room(cast: Cast, her: Volunteer, monkeypatch: pytest.MonkeyPatch) -> None:
    Volunteer.objects.update(most_visits=1, most_visits_in=Span.MONTH)
    offers = [asked(cast, her, number) for number in (1, 2)]
    HelpRequest.objects.update(uses_relief=False)
    assert both_at_once(offers, monkeypatch) == ["full", "yes"]
    assert Assignment.objects.filter(planned_window__overlap=(day(0)[0], day(27)[1])).count() == 1


def test_she_says_it_on_her_page(client: Client, her: Volunteer) -> None:
    client.force_login(her.user)
    assert "1-mal in der Woche" in client.get(HOME).content.decode()
    form = {
        "categories": [one.pk for one in her.categories.all()],
        "max_distance_m": "1500",
        "weekly_minutes": "120",
        "languages": ["de"],
    }
    page = client.post(f"{HOME}wuensche/", {**form, "how_often": "2-month"}, follow=True).content.decode()
    her.refresh_from_db()
    assert (her.most_visits, her.most_visits_in) == (2, "month")
    assert "<dt>Höchstens</dt><dd>2-mal im Monat</dd>" in page
    assert client.post(f"{HOME}wuensche/", {**form, "how_often": "99-day"}).status_code == 422
    client.post(f"{HOME}wuensche/", {**form, "how_often": ""})
    her.refresh_from_db()
    assert her.most_visits is None


def test_an_unusual_number_stays_unless_changed(client: Client, her: Volunteer) -> None:
    Volunteer.objects.update(most_visits=9, most_visits_in=Span.MONTH)
    client.force_login(her.user)
    assert '<option value="9-month" selected>9-mal im Monat</option>' in client.get(HOME).content.decode()


def test_a_day_of_which_she_said_yes_goes_beyond_it(cast: Cast, her: Volunteer) -> None:
    goes(cast, her, 1)
    when = clock.today() + dt.timedelta(days=2)
    her.day_times.create(day=when, is_free=True, starts=dt.time(8), ends=dt.time(21))
    assert may_come(cast, her, 2)
    assert not may_come(cast, her, 3)


def test_a_visit_that_is_moved_does_not_count_against_itself(cast: Cast, her: Volunteer) -> None:
    going = goes(cast, her, 1)
    later = going.planned_window.lower + dt.timedelta(hours=1)
    assert failing_rule(going.visit, person_id=her.user_id, start=later, now=clock.now()) is None
    other = make_visit(cast.tenant, cast.shop, window=make_window(2))
    rule = failing_rule(other, person_id=her.user_id, start=other.wish_window.lower, now=clock.now())
    assert rule
    assert rule.code == "often"
