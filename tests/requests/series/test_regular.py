"""One question for a whole series; her yes plans the dates that fit, and one confirmation says it to both."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from requests.arranged.afterwards import report_visit
from requests.arranged.visits import assign_person
from requests.errors import NoLongerPossible, OfferAlreadyAnswered, OfferTaken
from requests.models import Assignment, Offer, Regular, StateChange
from requests.series.links import regular_link
from requests.series.regulars import accept_series, dates_for, decline_series
from requests.series.rule import weekly
from requests.states import RegularState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_visit
from tests.requests.asking import text_of
from tests.requests.errands import path_of
from tests.requests.series.standing import make_plan, make_regular, make_series, sweep
from volunteers.models import Absence, Volunteer

pytestmark = pytest.mark.django_db


def ask(cast: Cast) -> list[Regular]:
    series = make_series(cast)
    sweep()
    return list(series.regulars.select_related("person").order_by("pk"))


def test_three_are_asked_once_for_all_dates(cast: Cast) -> None:
    asked = ask(cast)
    assert [one.state for one in asked] == [RegularState.ASKED] * 3
    assert Message.objects.filter(reason="series_offer").count() == 3
    assert not Offer.objects.exists()  # nobody is asked for the single dates meanwhile
    body = words_for(Message.objects.filter(reason="series_offer")[0]).body
    assert "jeden Dienstag, 10:00 Uhr" in body
    assert "Wagner" not in body


def test_a_yes_plans_every_date_and_is_said_once(cast: Cast) -> None:
    regular = make_regular(cast)
    visits = list(regular.series.visits.order_by("series_day"))
    assert {visit.state for visit in visits} == {VisitState.ARRANGED}
    assert {one.person_id for one in Assignment.objects.all()} == {regular.person_id}
    told = Message.objects.get(reason="arranged_tenant")
    assert "regelmäßig: jeden Dienstag, 10:00 Uhr" in words_for(told).body
    assert Message.objects.filter(reason="arranged_person").count() == 1
    assert Message.objects.filter(reason="reminder_tenant").count() == len(visits)
    log = StateChange.objects.filter(subject="regular", subject_id=regular.pk).order_by("pk")
    assert [row.to_state for row in log] == [RegularState.ASKED, RegularState.YES]


def test_a_second_yes_is_the_same_and_another_is_too_late(cast: Cast) -> None:
    first, second, _third = ask(cast)
    accept_series(first, by=first.person, now=clock.now())
    assert accept_series(first, by=first.person, now=clock.now()).state == RegularState.YES
    with pytest.raises(OfferTaken):
        accept_series(second, by=second.person, now=clock.now())
    with pytest.raises(OfferAlreadyAnswered):
        decline_series(first, by=first.person, now=clock.now())
    second.refresh_from_db()
    assert second.state == RegularState.WITHDRAWN


def test_a_date_that_clashes_stays_open_and_is_shown_before_the_yes(client: Client, cast: Cast) -> None:
    first, *_ = ask(cast)
    away = first.series.visits.order_by("series_day")[1]
    assert away.series_day
    Absence.objects.create(volunteer=first.person.volunteer, first_day=away.series_day, last_day=away.series_day)
    assert "da können Sie nicht, wir fragen andere" in text_of(client.get(path_of(regular_link(first))))
    accept_series(first, by=first.person, now=clock.now())
    away.refresh_from_db()
    assert away.state == VisitState.OPEN
    assert set(first.series.visits.exclude(pk=away.pk).values_list("state", flat=True)) == {VisitState.ARRANGED}


def test_her_weekly_minutes_hold_for_every_week(cast: Cast) -> None:
    first, *_ = ask(cast)
    Volunteer.objects.filter(pk=first.person.volunteer.pk).update(weekly_minutes=30)
    with pytest.raises(NoLongerPossible):
        accept_series(first, by=first.person, now=clock.now())
    assert not Assignment.objects.exists()


def test_new_dates_are_hers_without_a_question(cast: Cast) -> None:
    regular = make_regular(cast)
    before = Assignment.objects.count()
    machine.travel_to(clock.now() + dt.timedelta(days=7))
    sweep()
    assert Assignment.objects.filter(person=regular.person).count() == before + 1
    assert Message.objects.filter(reason="arranged_tenant").count() == 1


def test_after_three_noes_the_dates_are_looked_for_one_by_one(cast: Cast) -> None:
    for one in ask(cast):
        decline_series(one, by=one.person, now=clock.now())
    sweep()
    first = make_visit_list(cast)[0]
    assert first.state == VisitState.OPEN
    assert first.series is not None
    assert first.series.nobody_left_at is not None
    machine.travel_to(first.wish_window.lower - dt.timedelta(days=7) + dt.timedelta(minutes=1))
    sweep()
    assert Offer.objects.filter(visit=first).count() == 3
    assert Offer.objects.count() == 3


def make_visit_list(cast: Cast) -> list:  # type: ignore[type-arg]
    return list(cast.tenant.help_requests.get().visits.select_related("series").order_by("series_day"))


def test_the_page_names_the_tenant_only_after_the_yes(client: Client, cast: Cast) -> None:
    first, *_ = ask(cast)
    page = path_of(regular_link(first))
    assert "Wagner" not in text_of(client.get(page))
    client.post(f"{page}zusage/")
    assert "Frau Wagner" in text_of(client.get(page))


def test_a_stranger_does_not_find_it(client: Client, cast: Cast) -> None:
    first, *_ = ask(cast)
    client.force_login(cast.helper)
    assert client.get(f"/einsatz/reihe/{first.reference}/").status_code == 404
    assert client.get(f"{path_of(regular_link(first))[:-3]}x/").status_code == 404


def test_single_visits_are_asked_as_ever(cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    sweep()
    assert visit.offers.count() == 3


def test_what_does_not_fit_into_her_week_is_shown_before_the_yes(cast: Cast) -> None:
    """Three times a week, and she wants to give two hours."""
    series = make_series(cast, make_plan(weekly("MO", "WE", "FR")))
    sweep()
    asked = series.regulars.select_related("person").order_by("pk")[0]
    Volunteer.objects.filter(pk=asked.person.volunteer.pk).update(weekly_minutes=120)
    asked.refresh_from_db()
    shown = {date.visit.pk for date in dates_for(asked, now=clock.now()) if date.start}
    accept_series(asked, by=asked.person, now=clock.now())
    planned = Assignment.objects.filter(person=asked.person)
    assert set(planned.values_list("visit", flat=True)) == shown
    assert 0 < len(shown) < series.visits.count()


def test_it_is_said_once_also_after_the_first_visit(cast: Cast) -> None:
    regular = make_regular(cast)
    Message.objects.filter(reason="arranged_tenant").update(state=MessageState.SENT, sent_at=clock.now())
    first = Assignment.objects.order_by("planned_window")[0]
    machine.travel_to(first.planned_window.upper + dt.timedelta(minutes=5))
    report_visit(first.visit, by=regular.person, took_place=True, minutes=60, note="", now=clock.now())
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    sweep()
    assert Message.objects.filter(reason="arranged_tenant").count() == 1


def test_who_can_at_few_dates_is_not_asked_for_all(cast: Cast) -> None:
    first, second, third = cast.volunteers
    day = make_plan().first_day
    Absence.objects.create(volunteer=first, first_day=day + dt.timedelta(days=7), last_day=day + dt.timedelta(days=90))
    series = make_series(cast)
    sweep()
    assert set(series.regulars.values_list("person", flat=True)) == {second.user_id, third.user_id}


def test_the_familiar_one_is_asked_alone_and_reads_by_whom(client: Client, cast: Cast) -> None:
    person = cast.volunteers[1].user
    visit = make_visit(cast.tenant, cast.shop)
    assign_person(visit, person=person, start=visit.wish_window.lower, by=cast.helper, now=clock.now())
    ends = visit.wish_window.lower + dt.timedelta(hours=1)
    report_visit(visit, by=person, took_place=True, minutes=60, note="", now=ends)
    machine.travel_to(ends + dt.timedelta(days=1))
    series = make_series(cast)
    sweep()
    asked = series.regulars.get()
    assert (asked.person, asked.is_familiar) == (person, True)
    assert "Frau W. freut sich, wenn Sie regelmäßig kommen." in text_of(client.get(path_of(regular_link(asked))))
    assert "Frau W." in words_for(Message.objects.get(reason="series_offer")).body


def test_an_unread_question_is_no_no(cast: Cast) -> None:
    asked = ask(cast)
    machine.travel_to(asked[0].answer_by + dt.timedelta(minutes=1))
    sweep()
    asked[0].refresh_from_db()
    assert asked[0].state == RegularState.EXPIRED
    assert accept_series(asked[0], by=asked[0].person, now=clock.now()).state == RegularState.YES
