"""„Ich kann nicht“: all visits of some days given up in one step, each tenant told once, a few minutes to take it back."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.fence import settle_if_over
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from quarters.models import Reach
from requests.arranged.signing_off import DaysAreOver, TooLateToTakeBack, sign_off, take_back
from requests.arranged.visits import accept_offer, assign_person
from requests.invariants import broken
from requests.messages.sign_off_notices import FOR_TAKING_BACK
from requests.models import Assignment, Offer, SignOff, StateChange, Visit
from requests.states import AssignmentState, OfferState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request, make_resident, make_user, make_visit, make_window
from volunteers.models import Absence

pytestmark = pytest.mark.django_db
WORDS = ("searching_again", "searching_again_days")


def goes(cast: Cast, now: dt.datetime, *, days: int = 3, tenant: object = None) -> Assignment:
    """The first volunteer goes to a visit in so many days."""
    visit = make_visit(tenant or cast.tenant, cast.shop, window=make_window(days=days))  # type: ignore[arg-type]
    person = cast.volunteer.user
    return assign_person(visit, person=person, start=visit.wish_window.lower, by=cast.helper, now=now)


def a_week_off(cast: Cast, now: dt.datetime, days: int = 6) -> SignOff:
    today = clock.local(now).date()
    return sign_off(
        cast.volunteer.user, first_day=today, last_day=today + dt.timedelta(days=days), by=cast.volunteer.user, now=now
    )


def tell_who_comes() -> None:
    """All tenants have heard who comes."""
    Message.objects.filter(reason="arranged_tenant").update(state=MessageState.SENT, sent_at=clock.now())


def word_to(person: object) -> Message:
    return Message.objects.exclude(state=MessageState.CANCELLED).get(recipient=person, reason__in=WORDS)


def test_every_visit_of_the_days_is_searched_again_and_no_other(cast: Cast, now: dt.datetime) -> None:
    inside, also, outside = (goes(cast, now, days=days) for days in (2, 4, 9))
    row = a_week_off(cast, now)
    assert set(row.given_up.all()) == {inside, also}
    assert set(Visit.objects.filter(state=VisitState.OPEN)) == {inside.visit, also.visit}
    assert Assignment.objects.get(pk=outside.pk).state == AssignmentState.PLANNED
    drive_visits()
    asked = Offer.objects.filter(visit=inside.visit, state=OfferState.OPEN).values_list("person", flat=True)
    assert asked
    assert cast.volunteer.user_id not in asked
    assert list(broken()) == []


def test_the_last_day_counts_and_the_day_after_does_not(cast: Cast, now: dt.datetime) -> None:
    last, _after = goes(cast, now, days=6), goes(cast, now, days=7)
    assert list(a_week_off(cast, now, days=6).given_up.all()) == [last]


def test_the_absence_stands_in_her_file_and_nobody_asks_her(cast: Cast, now: dt.datetime) -> None:
    row = a_week_off(cast, now)
    assert Absence.objects.get(volunteer=cast.volunteer) == row.absence
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    assert not visit.offers.filter(person=cast.volunteer.user).exists()


def test_each_step_leaves_its_log_row(cast: Cast, now: dt.datetime) -> None:
    assignment = goes(cast, now)
    row = a_week_off(cast, now)
    logged = StateChange.objects.filter(subject="assignment", subject_id=assignment.pk, to_state="cancelled").get()
    assert (logged.by, logged.at) == (cast.volunteer.user, now)
    assert (row.noted_by, row.noted_at) == (cast.volunteer.user, now)


def test_an_open_question_is_answered_with_no(cast: Cast, now: dt.datetime) -> None:
    make_visit(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.get(person=cast.volunteer.user)
    a_week_off(cast, now)
    offer.refresh_from_db()
    assert offer.state == OfferState.DECLINED


def test_the_same_days_twice_are_one(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now, days=1)
    assert a_week_off(cast, now) == a_week_off(cast, now)
    assert Message.objects.filter(reason__in=WORDS).count() == 1


def test_days_that_are_over_are_refused(cast: Cast, now: dt.datetime) -> None:
    yesterday = clock.local(now).date() - dt.timedelta(days=1)
    with pytest.raises(DaysAreOver):
        sign_off(cast.volunteer.user, first_day=yesterday, last_day=yesterday, by=cast.helper, now=now)


def test_each_tenant_hears_it_once_however_many_visits(cast: Cast, now: dt.datetime) -> None:
    other = make_resident(cast.district, make_user(family_name="Zweite"))
    for days in (2, 3, 4):
        goes(cast, now, days=days)
    goes(cast, now, days=5, tenant=other)
    tell_who_comes()
    a_week_off(cast, now)
    assert word_to(cast.tenant.user).reason == "searching_again_days"
    assert word_to(other.user).reason == "searching_again"
    assert words_for(word_to(cast.tenant.user)).body.count("\n· ") == 3


def test_who_never_heard_who_comes_hears_nothing_of_a_far_visit(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now, days=4)
    a_week_off(cast, now)
    assert not Message.objects.filter(reason__in=WORDS).exists()


def test_of_a_near_visit_she_hears_in_any_case(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now, days=1)
    a_week_off(cast, now)
    assert word_to(cast.tenant.user).not_before == now + FOR_TAKING_BACK


def test_before_a_visit_in_two_hours_she_is_called_at_once(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop, window=(now + dt.timedelta(hours=2), now + dt.timedelta(hours=4)))
    assign_person(visit, person=cast.volunteer.user, start=visit.wish_window.lower, by=cast.helper, now=now)
    a_week_off(cast, now)
    assert Message.objects.get(reason="please_wait_call").recipient == cast.tenant.user
    assert not Message.objects.filter(reason__in=WORDS).exists()


def test_of_a_visit_about_which_she_is_called_she_does_not_read_as_well(cast: Cast, now: dt.datetime) -> None:
    soon = make_visit(cast.tenant, cast.shop, window=(now + dt.timedelta(hours=2), now + dt.timedelta(hours=4)))
    assign_person(soon, person=cast.volunteer.user, start=soon.wish_window.lower, by=cast.helper, now=now)
    later = goes(cast, now, days=2), goes(cast, now, days=4)
    tell_who_comes()
    a_week_off(cast, now)
    assert Message.objects.get(reason="please_wait_call").recipient == cast.tenant.user
    words = words_for(word_to(cast.tenant.user))
    assert words.body.count("\n· ") == len(later)
    assert clock.say_moment(soon.wish_window.lower) not in words.body
    assert len(words.attachments) == len(later) + 1  # her calendar strikes out all of them


def test_only_what_is_still_searched_for_is_said(cast: Cast, now: dt.datetime) -> None:
    first, second = goes(cast, now, days=2), goes(cast, now, days=4)
    tell_who_comes()
    a_week_off(cast, now)
    other = cast.volunteers[1].user
    for assignment, left in ((first, 1), (second, 0)):
        start = assignment.planned_window.lower
        assign_person(assignment.visit, person=other, start=start, by=cast.helper, now=now)
        word = Message.objects.get(reason="searching_again_days")
        if left:
            assert words_for(word).body.count("\n· ") == left
    assert word.state == MessageState.CANCELLED


def test_somebody_of_the_telephone_is_called_once(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.reach = Reach.PHONE
    cast.tenant.user.save()
    goes(cast, now, days=2), goes(cast, now, days=4)
    tell_who_comes()
    a_week_off(cast, now)
    word = word_to(cast.tenant.user)
    assert word.channel == "phone"
    assert "Es geht um" in words_for(word).body
    assert not settle_if_over(word, now=now)


def test_taken_back_she_goes_again_and_nobody_hears_of_it(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now, days=2), goes(cast, now, days=4)
    tell_who_comes()
    row = a_week_off(cast, now)
    drive_visits()
    again = take_back(row, by=cast.volunteer.user, now=now + dt.timedelta(minutes=5))
    assert [one.person for one in again] == [cast.volunteer.user] * 2
    assert not Absence.objects.exists()
    assert not Offer.objects.filter(state=OfferState.OPEN).exists()
    news = Message.objects.filter(recipient=cast.tenant.user, state=MessageState.DUE)
    assert not news.filter(reason="arranged_tenant").exists()
    assert all(settle_if_over(word, now=now) for word in news.filter(reason__in=WORDS))
    assert list(broken()) == []


def test_where_somebody_else_said_yes_it_stays_so(cast: Cast, now: dt.datetime) -> None:
    taken, free = goes(cast, now, days=2), goes(cast, now, days=4)
    row = a_week_off(cast, now)
    drive_visits()
    offer = Offer.objects.filter(visit=taken.visit, state=OfferState.OPEN).select_related("person")[0]
    accept_offer(offer, by=offer.person, now=now)
    again = take_back(row, by=cast.volunteer.user, now=now)
    assert [one.visit for one in again] == [free.visit]


def test_after_some_minutes_it_is_not_taken_back(cast: Cast, now: dt.datetime) -> None:
    row = a_week_off(cast, now)
    with pytest.raises(TooLateToTakeBack):
        take_back(row, by=cast.volunteer.user, now=now + FOR_TAKING_BACK + dt.timedelta(seconds=1))


def test_taken_back_twice_changes_nothing(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now)
    row = a_week_off(cast, now)
    assert len(take_back(row, by=cast.volunteer.user, now=now)) == 1
    assert take_back(row, by=cast.volunteer.user, now=now) == []


def test_an_absence_that_stood_there_before_stays(cast: Cast, now: dt.datetime) -> None:
    today = clock.local(now).date()
    before = Absence.objects.create(volunteer=cast.volunteer, first_day=today, last_day=today)
    take_back(a_week_off(cast, now, days=0), by=cast.volunteer.user, now=now)
    assert Absence.objects.get() == before


def test_a_visit_that_is_over_waits_for_its_report(cast: Cast, now: dt.datetime) -> None:
    visit = make_request(cast.tenant, cast.shop, window=(now, now + dt.timedelta(hours=2))).visits.get()
    went = assign_person(visit, person=cast.volunteer.user, start=now, by=cast.helper, now=now)
    with machine.at(went.planned_window.upper):
        row = a_week_off(cast, clock.now())
    assert not row.given_up.exists()
