"""Another time, or later: one side proposes, the other confirms, reminders follow. Until then the old time holds."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.messaging.models import Call, Message
from piano.messaging.sweeps import send_messages, send_urgent_messages
from quarters.models import User
from requests.arranged.rescheduling import answer_proposal, come_later, open_proposal, propose_time
from requests.arranged.visits import accept_offer, cancel_visit
from requests.errors import AlreadyAnswered, NoLongerPossible, WindowIsOver, WrongState
from requests.invariants import broken
from requests.models import Assignment, DueWork, Offer, ProposalState, TimeProposal, Visit
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_visit
from tests.requests.errands import make_going

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(hours=4)


@pytest.fixture
def going(cast: Cast, now: dt.datetime) -> tuple[Offer, Assignment]:
    return make_going(cast, now)


@pytest.fixture
def assignment(going: tuple[Offer, Assignment]) -> Assignment:
    return going[1]


def propose(assignment: Assignment, *, by_tenant: bool = False, later: dt.timedelta = LATER) -> TimeProposal:
    by = assignment.visit.help_request.resident.user if by_tenant else assignment.person
    start = assignment.planned_window.lower + later
    return propose_time(assignment, start=start, by_tenant=by_tenant, by=by, now=clock.now())


def planned() -> dt.datetime:
    start: dt.datetime = Assignment.objects.get().planned_window.lower
    return start


def owed(reason: str) -> Message:
    return Message.objects.exclude(state="cancelled").get(reason=reason)


def test_the_tenant_is_asked_and_the_old_time_holds(cast: Cast, assignment: Assignment) -> None:
    before = planned()
    propose(assignment)
    assert owed("time_for_tenant").recipient == cast.tenant.user
    assert planned() == before


def test_who_goes_is_asked_what_the_tenant_would_like(assignment: Assignment) -> None:
    propose(assignment, by_tenant=True)
    assert owed("time_for_person").recipient == assignment.person


def test_a_yes_moves_the_visit_and_its_reminders(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    before = planned()
    proposal = propose(assignment, later=dt.timedelta(days=1))
    for _ in range(2):
        answer_proposal(proposal, agrees=True, by=cast.tenant.user, now=now)
    start = planned()
    assert start == before + dt.timedelta(days=1)
    soon = owed("reminder_soon")
    assert (soon.not_before, soon.expires_at) == (start - dt.timedelta(hours=2), start)
    assert clock.local(owed("reminder_tenant").not_before).date() == clock.local(before).date()
    assert DueWork.objects.get(kind="ask_report", done_at=None).due_at == start + dt.timedelta(hours=2)
    told = Message.objects.filter(reason="time_agreed").exclude(state="cancelled")
    assert {one.recipient for one in told.select_related("recipient")} == {assignment.person, cast.tenant.user}
    assert Visit.objects.get().wish_window.upper >= Assignment.objects.get().planned_window.upper
    assert list(broken()) == []


def test_a_reminder_that_was_sent_comes_again_for_the_new_day(
    cast: Cast, assignment: Assignment, now: dt.datetime
) -> None:
    Message.objects.filter(reason="reminder_person").update(state="sent", sent_at=now)
    answer_proposal(propose(assignment, later=dt.timedelta(days=2)), agrees=True, by=cast.tenant.user, now=now)
    assert Message.objects.filter(reason="reminder_person", state="due").count() == 1


def test_a_no_leaves_everything(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    before, soon = planned(), owed("reminder_soon").not_before
    answer_proposal(propose(assignment, by_tenant=True), agrees=False, by=assignment.person, now=now)
    assert (planned(), owed("reminder_soon").not_before) == (before, soon)
    assert owed("time_refused").recipient == cast.tenant.user
    assert not Message.objects.filter(reason="time_for_person", state="due").exists()


def test_an_answer_is_given_once(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    proposal = propose(assignment)
    answer_proposal(proposal, agrees=False, by=cast.tenant.user, now=now)
    with pytest.raises(AlreadyAnswered):
        answer_proposal(proposal, agrees=True, by=cast.tenant.user, now=now)


def test_a_new_proposal_ends_the_old_one(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    first = propose(assignment)
    propose(assignment, later=dt.timedelta(hours=5))
    assert TimeProposal.objects.get(pk=first.pk).state == ProposalState.OVER
    with pytest.raises(AlreadyAnswered):
        answer_proposal(first, agrees=True, by=cast.tenant.user, now=now)


def test_the_same_proposal_twice_is_one(assignment: Assignment) -> None:
    assert propose(assignment) == propose(assignment)
    assert Message.objects.filter(reason="time_for_tenant").count() == 1


def test_later_today_is_said_at_any_hour(assignment: Assignment, now: dt.datetime) -> None:
    with machine.at(assignment.planned_window.lower - dt.timedelta(minutes=20)):
        proposal = come_later(assignment, minutes=30, by=assignment.person, now=clock.now())
    assert proposal.window.lower == assignment.planned_window.lower + dt.timedelta(minutes=30)
    assert owed("late_for_tenant").message_class == "a"


def test_later_at_home_reaches_who_goes_at_any_hour(assignment: Assignment) -> None:
    tenant, start = assignment.visit.help_request.resident.user, assignment.planned_window.lower
    with machine.at(start - dt.timedelta(minutes=20)):
        come_later(assignment, minutes=30, by=tenant, now=clock.now(), by_tenant=True)
        send_urgent_messages()
    message = owed("late_for_person")
    assert (message.recipient, message.message_class, message.state) == (assignment.person, "a", "sent")
    assert any("wird es später" in sent.body for sent in mail.outbox)
    assert planned() == start


@pytest.mark.parametrize("minutes", [0, -15, 600])
def test_a_delay_is_a_sensible_one(assignment: Assignment, now: dt.datetime, minutes: int) -> None:
    with pytest.raises(WindowIsOver):
        come_later(assignment, minutes=minutes, by=assignment.person, now=now)


@pytest.mark.parametrize("later", [dt.timedelta(days=-9), dt.timedelta(days=99), dt.timedelta(0)])
def test_a_time_is_ahead_and_another_one(assignment: Assignment, later: dt.timedelta) -> None:
    with pytest.raises(WindowIsOver):
        propose(assignment, later=later)


def test_nobody_is_moved_onto_another_visit_of_hers(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    start = assignment.planned_window.lower + LATER
    other = make_visit(cast.tenant, cast.shop, window=(start, start + dt.timedelta(hours=1)))
    drive_visits()
    accept_offer(other.offers.get(person=assignment.person), by=assignment.person, now=now)
    proposal = propose(assignment)
    with pytest.raises(NoLongerPossible):
        answer_proposal(proposal, agrees=True, by=cast.tenant.user, now=now)
    assert TimeProposal.objects.get().state == ProposalState.OPEN
    assert list(broken()) == []


def test_with_the_visit_called_off_nothing_is_asked(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    proposal = propose(assignment)
    cancel_visit(assignment.visit, by=cast.tenant.user, now=now)
    send_messages()
    assert Message.objects.get(reason="time_for_tenant").state != "sent"
    assert open_proposal(Assignment.objects.get()) is None
    with pytest.raises(WrongState):
        answer_proposal(proposal, agrees=True, by=cast.tenant.user, now=now)


def test_who_reads_no_mails_is_called(cast: Cast, assignment: Assignment) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(reach="phone")
    assignment.visit.help_request.resident.user.refresh_from_db()
    propose(assignment)
    send_messages()
    assert Call.objects.filter(message__reason="time_for_tenant").exists()


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_calling_off_at_once_leave_one_truth(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    """Real connections: whoever comes second meets how things stand."""
    proposal, tenant = propose(assignment), cast.tenant.user

    def at_once(step: Callable[[], object]) -> bool:
        try:
            step()
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    steps = [
        lambda: answer_proposal(proposal, agrees=True, by=tenant, now=now),
        lambda: cancel_visit(assignment.visit, by=tenant, now=now),
    ]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(at_once, steps))
    assert done[1]
    assert Visit.objects.get().state == "cancelled"
    assert not Message.objects.filter(reason__startswith="reminder", state="due").exists()
    assert list(broken()) == []
