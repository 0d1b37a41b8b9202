"""A holiday, or a day on which she is away, asks; nothing is moved silently. Without an answer it stands on the helper's list."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from requests.errors import AlreadyAnswered, WrongState
from requests.invariants import broken
from requests.models import Answer, Assignment, DayQuestion, DayReason, Regular
from requests.series.days import answer_day, choices_for
from requests.series.rule import weekly
from requests.states import AssignmentState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.series.standing import make_plan, make_regular, sweep
from volunteers.models import Absence, Volunteer

pytestmark = pytest.mark.django_db
CHRISTMAS = dt.date(2026, 12, 25)  # a Friday; the day after is a holiday, too, then comes a Sunday


@pytest.fixture
def _before_christmas() -> None:
    machine.travel_to(clock.at(dt.date(2026, 11, 30), dt.time(10)))


@pytest.fixture
def regular(cast: Cast, _before_christmas: None) -> Regular:
    Volunteer.objects.update(works_on_holidays=True)  # so that nothing but the question keeps her from it
    return make_regular(cast, make_plan(weekly("FR")))


@pytest.fixture
def question(regular: Regular) -> DayQuestion:
    return DayQuestion.objects.get(visit__series_day=CHRISTMAS)


def owed(reason: str) -> int:
    return Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED).count()


def test_on_a_holiday_nobody_is_planned_and_she_is_asked(question: DayQuestion) -> None:
    assert (question.reason, question.visit.state) == (DayReason.HOLIDAY, VisitState.OPEN)
    assert not question.visit.assignments.exists()
    message = Message.objects.get(reason="day_question", subject=f"day_question:{question.pk}")
    assert "Freitag, 25. Dezember ist ein Feiertag" in words_for(message).body
    assert DayQuestion.objects.filter(visit__series_day=dt.date(2027, 1, 1)).count() == 1
    assert DayQuestion.objects.count() == 2


def test_asking_again_asks_nothing(question: DayQuestion) -> None:
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    sweep()
    assert DayQuestion.objects.count() == 2
    assert owed("day_question") == 2


def test_the_days_that_are_offered_are_no_holidays(question: DayQuestion) -> None:
    offered = {choice.answer: choice.day for choice in choices_for(question)}
    assert offered == {
        Answer.SAME: CHRISTMAS,
        Answer.BEFORE: dt.date(2026, 12, 24),
        Answer.AFTER: dt.date(2026, 12, 28),
        Answer.NOT: None,
    }


def test_the_day_before_moves_the_date_as_she_said(cast: Cast, regular: Regular, question: DayQuestion) -> None:
    answer_day(question, Answer.BEFORE, by=cast.tenant.user, now=clock.now())
    sweep()
    visit = question.visit
    visit.refresh_from_db()
    assert (visit.state, visit.series_day) == (VisitState.ARRANGED, CHRISTMAS)
    assert clock.local(visit.wish_window.lower) == dt.datetime(2026, 12, 24, 10, tzinfo=clock.BERLIN)
    assert visit.assignments.get().person == regular.person
    assert owed("day_question") == 1
    assert list(broken()) == []


def test_on_that_day_all_the_same(cast: Cast, regular: Regular, question: DayQuestion) -> None:
    answer_day(question, Answer.SAME, by=cast.tenant.user, now=clock.now())
    sweep()
    assert question.visit.assignments.get().person == regular.person


def test_who_keeps_her_holidays_is_not_sent_and_others_are_looked_for(
    cast: Cast, regular: Regular, question: DayQuestion
) -> None:
    Volunteer.objects.filter(user=regular.person).update(works_on_holidays=False)
    answer_day(question, Answer.SAME, by=cast.tenant.user, now=clock.now())
    machine.travel_to(question.visit.wish_window.lower - dt.timedelta(days=6))
    sweep()
    assert not question.visit.assignments.exists()
    assert question.visit.offers.exists()
    assert not question.visit.offers.filter(person=regular.person).exists()


def test_not_at_all(cast: Cast, question: DayQuestion) -> None:
    answer_day(question, Answer.NOT, by=cast.tenant.user, now=clock.now())
    question.visit.refresh_from_db()
    assert question.visit.state == VisitState.CANCELLED
    answer_day(question, Answer.NOT, by=cast.tenant.user, now=clock.now())
    with pytest.raises(AlreadyAnswered):
        answer_day(question, Answer.SAME, by=cast.tenant.user, now=clock.now())


def test_it_waits_for_an_answer_until_noon_five_days_before(question: DayQuestion) -> None:
    assert question.answer_by == clock.at(CHRISTMAS - dt.timedelta(days=5), dt.time(12))


def test_without_an_answer_it_is_a_helpers_decision(cast: Cast, question: DayQuestion) -> None:
    machine.travel_to(question.answer_by + dt.timedelta(minutes=1))
    sweep()
    question.refresh_from_db()
    question.visit.refresh_from_db()
    assert question.to_helper_at is not None
    assert question.visit.state == VisitState.DECISION
    assert not question.visit.offers.exists()
    answer_day(question, Answer.AFTER, by=cast.helper, now=clock.now())
    sweep()
    question.visit.refresh_from_db()
    assert question.visit.state == VisitState.ARRANGED
    assert [one.code for one, _ in broken() if one.code != "I6"] == []  # nothing is sent here


def test_a_day_that_was_not_offered_is_no_answer(cast: Cast, question: DayQuestion) -> None:
    with pytest.raises(WrongState):
        answer_day(question, "whenever", by=cast.tenant.user, now=clock.now())


def test_when_she_is_away_her_date_is_asked_about_and_not_moved(cast: Cast, regular: Regular) -> None:
    day = regular.series.visits.order_by("series_day")[1].series_day
    assert day is not None
    Absence.objects.create(volunteer=regular.person.volunteer, first_day=day, last_day=day + dt.timedelta(days=2))
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    sweep()
    question = DayQuestion.objects.get(reason=DayReason.AWAY)
    visit = question.visit
    assert (visit.series_day, visit.state) == (day, VisitState.OPEN)
    assert Assignment.objects.get(visit=visit).state == AssignmentState.CANCELLED
    assert "kann Frau K. nicht kommen" in words_for(Message.objects.get(subject=f"day_question:{question.pk}")).body
    assert [choice.answer for choice in choices_for(question)] == [Answer.SAME, Answer.BEFORE, Answer.NOT]
    assert owed("searching_again") == 0
    answer_day(question, Answer.SAME, by=cast.tenant.user, now=clock.now())
    machine.travel_to(visit.wish_window.lower - dt.timedelta(days=6))
    sweep()
    assert visit.offers.exists()
    assert not visit.offers.filter(person=regular.person).exists()
