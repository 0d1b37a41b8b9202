"""Nobody opens, nobody comes, somebody calls off in the last hours: put down, ticked, told, ended."""

import datetime as dt

import pytest
from django.db import Error, transaction

from piano.kit import clock
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.words import words_for
from quarters.models import User
from requests.arranged.afterwards import report_visit
from requests.arranged.visits import assign_person, cancel_visit, give_up_assignment
from requests.board.tallies import all_counts
from requests.errors import WrongState
from requests.invariants import broken
from requests.mishaps.trouble import TroubleIsOver
from requests.mishaps.trouble_words import say_kind
from requests.mishaps.troubles import NotHers, NotYet, nobody_came, nobody_opens, note_reached, settle, tick, understood
from requests.models import Assignment, DueWork, Outcome, Report, StateChange, Trouble, TroubleKind, TroubleStep, Visit
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_visit
from tests.ways import ways_in

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def going(cast: Cast, now: dt.datetime) -> Assignment:
    """The first volunteer is expected in two hours, for one."""
    start = now + dt.timedelta(hours=2)
    visit = make_visit(cast.tenant, cast.shop, window=(start, start + dt.timedelta(hours=2)))
    row = assign_person(visit, person=cast.volunteer.user, start=start, by=cast.helper, now=now)
    return Assignment.objects.select_related("person", "visit__help_request").get(pk=row.pk)


@pytest.fixture
def at_the_door(going: Assignment) -> Trouble:
    with machine.at(going.planned_window.lower):
        return nobody_opens(going, by=going.person, now=going.planned_window.lower)


def wrong() -> list[str]:
    """Which promises do not hold. Nobody sends here, so that I6 says nothing once the clock was moved."""
    return [invariant.code for invariant, _rows in broken() if invariant.code != "I6"]


def told(reason: str, person: User) -> int:
    return Message.objects.filter(reason=reason, recipient=person).exclude(state=MessageState.CANCELLED).count()


def test_each_step_at_the_door_has_its_time(going: Assignment, at_the_door: Trouble) -> None:
    start = going.planned_window.lower
    for minute, kind in enumerate(("rang", "phoned", "contact"), 1):
        tick(at_the_door, kind, by=going.person, now=start + minute * MINUTE)
    steps = at_the_door.steps.order_by("pk").values_list("kind", "at", "by")
    assert list(steps) == [
        (kind, start + minute * MINUTE, going.person_id) for minute, kind in enumerate(("rang", "phoned", "contact"), 1)
    ]


def test_a_step_is_never_changed(at_the_door: Trouble, now: dt.datetime) -> None:
    tick(at_the_door, "rang", by=at_the_door.assignment.person, now=now)
    for change in (lambda: TroubleStep.objects.update(kind="phoned"), lambda: TroubleStep.objects.all().delete()):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            change()


def test_the_door_is_put_down_once_and_stands_in_the_log(going: Assignment, at_the_door: Trouble) -> None:
    again = nobody_opens(going, by=going.person, now=going.planned_window.lower + MINUTE)
    assert again == at_the_door
    assert StateChange.objects.filter(subject="visit", by=going.person).exists()
    assert wrong() == []


def test_the_door_waits_for_the_time_of_the_visit(going: Assignment, now: dt.datetime) -> None:
    with pytest.raises(NotYet):
        nobody_opens(going, by=going.person, now=now)


def test_after_five_minutes_the_helpers_hear_of_the_door(cast: Cast, at_the_door: Trouble) -> None:
    start = at_the_door.assignment.planned_window.lower
    with machine.at(start + 4 * MINUTE):
        drive_visits()
    assert told("trouble", cast.helper) == 0
    with machine.at(start + 6 * MINUTE):
        drive_visits()
        assert told("trouble", cast.helper) == 1
        word = Message.objects.get(reason="trouble")
        assert word.message_class == "a"
        assert "Niemand öffnet" in words_for(word).subject
        assert DueWork.objects.filter(kind="trouble", done_at=None).exists()
        assert wrong() == []


def test_who_has_duty_hears_of_it_when_the_meeting_point_is_closed(cast: Cast, now: dt.datetime) -> None:
    worker = make_care_worker(cast.district)
    start = clock.at(clock.local(now).date(), dt.time(20))
    visit = make_visit(cast.tenant, cast.shop, window=(start, start + dt.timedelta(hours=1)))
    going = assign_person(visit, person=cast.volunteer.user, start=start, by=cast.helper, now=now)
    nobody_opens(going, by=going.person, now=start)
    with machine.at(start + 6 * MINUTE):
        drive_visits()
        assert (told("trouble_on_duty", worker), told("trouble", cast.helper)) == (1, 0)
        (way,) = ways_in(words_for(Message.objects.get(reason="trouble_on_duty")).body)
        assert way.startswith("/bereitschaft/vorfall/")


def test_a_call_to_112_is_told_to_everybody_at_once(cast: Cast, going: Assignment, at_the_door: Trouble) -> None:
    tick(at_the_door, "emergency", by=going.person, now=going.planned_window.lower)
    assert told("trouble", cast.helper) == 1


def test_the_door_opens_and_the_visit_goes_on(cast: Cast, going: Assignment, at_the_door: Trouble) -> None:
    row = settle(at_the_door, Outcome.OPENED, by=going.person, now=going.planned_window.lower, at_the_door=True)
    assert (row.outcome, row.ended_by) == (Outcome.OPENED, going.person)
    assert Visit.objects.get().state == VisitState.ARRANGED
    assert not DueWork.objects.filter(kind="trouble", done_at=None).exists()
    assert wrong() == []


def test_in_hospital_the_visit_did_not_take_place(cast: Cast, going: Assignment, at_the_door: Trouble) -> None:
    settle(at_the_door, Outcome.HOSPITAL, by=going.person, now=going.planned_window.lower, at_the_door=True)
    assert Visit.objects.get().state == VisitState.MISSED
    assert Report.objects.get().needs_call, "who stood at the door has told us, nobody of us has called yet"
    assert wrong() == []


def test_what_the_helper_settles_nobody_has_to_call_about(cast: Cast, going: Assignment, at_the_door: Trouble) -> None:
    settle(at_the_door, Outcome.HOSPITAL, by=cast.helper, now=going.planned_window.lower)
    assert Report.objects.get().acknowledged_at is not None


def test_112_is_ended_by_one_of_us(going: Assignment, at_the_door: Trouble) -> None:
    with pytest.raises(NotHers):
        settle(at_the_door, Outcome.EMERGENCY, by=going.person, now=going.planned_window.lower, at_the_door=True)


def test_the_first_outcome_stands_and_nothing_is_ticked_after_it(cast: Cast, at_the_door: Trouble) -> None:
    start = at_the_door.assignment.planned_window.lower
    settle(at_the_door, Outcome.OPENED, by=cast.helper, now=start)
    assert settle(at_the_door, Outcome.HOSPITAL, by=cast.helper, now=start).outcome == Outcome.OPENED
    with pytest.raises(TroubleIsOver):
        tick(at_the_door, "rang", by=cast.helper, now=start)


def test_a_report_that_it_took_place_ends_the_door(going: Assignment, at_the_door: Trouble) -> None:
    report_visit(going.visit, by=going.person, took_place=True, minutes=60, note="", now=going.planned_window.upper)
    at_the_door.refresh_from_db()
    assert at_the_door.outcome == Outcome.OPENED


@pytest.mark.parametrize("outcome", [Outcome.CAME, Outcome.FOUND, "nonsense"])
def test_an_outcome_of_another_kind_is_refused(cast: Cast, at_the_door: Trouble, outcome: str) -> None:
    with pytest.raises(ValueError, match=outcome):
        settle(at_the_door, outcome, by=cast.helper, now=at_the_door.opened_at)


def came_nobody(cast: Cast, going: Assignment) -> tuple[Trouble, dt.datetime]:
    moment = going.planned_window.lower + 20 * MINUTE
    return nobody_came(going, by=cast.tenant.user, now=moment), moment


def test_somebody_who_is_late_may_still_come(cast: Cast, going: Assignment) -> None:
    with pytest.raises(NotYet):
        nobody_came(going, by=cast.tenant.user, now=going.planned_window.lower + 10 * MINUTE)


def test_nobody_came_is_told_at_once(cast: Cast, going: Assignment) -> None:
    _trouble, moment = came_nobody(cast, going)
    with machine.at(moment):
        drive_visits()
    assert told("trouble", cast.helper) == 1


def test_a_mans_name_bends_in_the_sentence_about_him(cast: Cast, going: Assignment) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(salutation="Herr")
    trouble = Trouble.objects.get(pk=came_nobody(cast, going)[0].pk)
    assert say_kind(trouble) == f"Zu Herrn {cast.tenant.user.family_name} ist niemand gekommen"


def test_it_must_be_today_somebody_else_is_asked_until_the_evening(cast: Cast, going: Assignment) -> None:
    trouble, moment = came_nobody(cast, going)
    settle(trouble, Outcome.TODAY, by=cast.helper, now=moment)
    with machine.at(moment):
        drive_visits()
        visit = Visit.objects.get()
        assert visit.state == VisitState.OFFERED
        assert clock.local(visit.wish_window.upper).time() == dt.time(20)
        assert going.person_id not in visit.offers.values_list("person", flat=True)
        assert wrong() == []


def test_another_day_is_the_helpers_to_arrange(cast: Cast, going: Assignment) -> None:
    trouble, moment = came_nobody(cast, going)
    settle(trouble, Outcome.OTHER_DAY, by=cast.helper, now=moment)
    assert Visit.objects.get().state == VisitState.DECISION
    with machine.at(moment):
        assert wrong() == []


def test_not_needed_any_more_ends_it_without_a_word_to_who_did_not_come(cast: Cast, going: Assignment) -> None:
    trouble, moment = came_nobody(cast, going)
    settle(trouble, Outcome.NOT_NEEDED, by=cast.helper, now=moment)
    assert Visit.objects.get().state == VisitState.MISSED
    assert told("called_off", going.person) == 0


def test_somebody_was_there_after_all(cast: Cast, going: Assignment) -> None:
    trouble, moment = came_nobody(cast, going)
    settle(trouble, Outcome.CAME, by=cast.helper, now=moment)
    assert Visit.objects.get().state == VisitState.ARRANGED


def test_what_is_over_did_not_go_wrong(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    cancel_visit(going.visit, by=cast.helper, now=now)
    for verb in (nobody_came, nobody_opens):
        with pytest.raises(WrongState):
            verb(going, by=cast.helper, now=going.planned_window.upper)


def test_who_may_be_on_the_way_is_called_when_she_has_not_read_it(
    cast: Cast, going: Assignment, now: dt.datetime
) -> None:
    cancel_visit(going.visit, by=cast.tenant.user, now=now)
    assert Message.objects.get(recipient=going.person, reason="called_off").message_class == "a"
    assert "Sagen Sie es uns bitte hier" in words_for(Message.objects.get(reason="called_off")).body
    with machine.at(now + 6 * MINUTE):
        drive_visits()
        assert told("called_off_call", going.person) == 1
        assert told("trouble", cast.helper) == 1
        assert wrong() == []


def test_who_has_read_it_is_not_called(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    cancel_visit(going.visit, by=cast.tenant.user, now=now)
    for _ in range(2):
        understood(going, by=going.person, now=now + MINUTE)
    with machine.at(now + 6 * MINUTE):
        drive_visits()
    assert told("called_off_call", going.person) == told("trouble", cast.helper) == 0
    assert Trouble.objects.get().outcome == Outcome.REACHED


def test_a_visit_called_off_days_before_is_no_trouble(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    assign_person(visit, person=cast.volunteer.user, start=visit.wish_window.lower, by=cast.helper, now=now)
    cancel_visit(visit, by=cast.tenant.user, now=now)
    assert not Trouble.objects.exists()


def test_who_waits_for_somebody_who_cannot_come_is_called_at_once(
    cast: Cast, going: Assignment, now: dt.datetime
) -> None:
    give_up_assignment(going, by=going.person, now=now)
    word = Message.objects.get(reason="please_wait_call")
    assert (word.recipient, word.message_class, word.channel) == (cast.tenant.user, "a", "phone")
    assert "Muss es heute sein" in words_for(word).body
    assert told("searching_again", cast.tenant.user) == 0
    assert wrong() == []


def test_a_new_yes_ends_the_waiting_and_its_call(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    give_up_assignment(going, by=going.person, now=now)
    start = going.planned_window.lower
    assign_person(going.visit, person=cast.volunteers[1].user, start=start, by=cast.helper, now=now)
    assert Trouble.objects.get().outcome == Outcome.FOUND
    assert told("please_wait_call", cast.tenant.user) == 0
    assert told("arranged_tenant", cast.tenant.user) == 1


def test_waiting_that_is_no_longer_needed_is_called_off(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    give_up_assignment(going, by=going.person, now=now)
    settle(Trouble.objects.get(), Outcome.NOT_NEEDED, by=cast.helper, now=now)
    assert Visit.objects.get().state == VisitState.CANCELLED


def test_a_call_from_the_list_ticks_what_it_was_about(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    give_up_assignment(going, by=going.person, now=now)
    word = Message.objects.get(reason="please_wait_call")
    Message.objects.filter(pk=word.pk).update(state=MessageState.ON_LIST)
    Call.objects.create(message=word, due_at=now)
    note_reached(cast.tenant.user, shown_at=now, by=cast.helper, now=now)
    assert Trouble.objects.get().steps.get().kind == "tenant"


def test_what_went_wrong_is_counted_by_kind(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    give_up_assignment(going, by=going.person, now=now)
    kinds = {key.state: number for key, number in all_counts().numbers.items() if key.kind == "trouble"}
    assert kinds == {TroubleKind.GAVE_UP: 1}
