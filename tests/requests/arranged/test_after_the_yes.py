"""What becomes of an arranged visit: given up, called off, reported, thanked for."""

import datetime as dt

import pytest

from piano.messaging.models import Message
from requests.arranged.afterwards import TooEarly, acknowledge_report, give_feedback, report_visit
from requests.arranged.visits import accept_offer, cancel_visit, give_up_assignment
from requests.errors import WrongState
from requests.models import Assignment, DueWork, Feedback, Report, Visit
from requests.states import AssignmentState, RequestState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(cast: Cast, now: dt.datetime) -> Assignment:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    offer = visit.offers.select_related("person").order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=now)
    return Assignment.objects.select_related("visit__help_request", "person").get()


def report(assignment: Assignment, **fields: object) -> Report:
    after = assignment.planned_window.upper
    values = {"took_place": True, "minutes": 55, "note": "Alles da", "needs_call": False, "now": after}
    return report_visit(assignment.visit, by=assignment.person, **{**values, **fields})  # type: ignore[arg-type]


def test_when_somebody_cannot_come_the_search_resumes(assignment: Assignment, now: dt.datetime) -> None:
    visit = give_up_assignment(assignment, by=assignment.person, now=now, reason="krank")
    assert visit.state == VisitState.OPEN
    assert visit.help_request.state == RequestState.SEARCHING
    drive_visits()
    assert assignment.person not in [offer.person for offer in visit.offers.filter(state="open")]


def test_giving_up_twice_changes_nothing(assignment: Assignment, now: dt.datetime) -> None:
    for _ in range(2):
        give_up_assignment(assignment, by=assignment.person, now=now)
    assert Message.objects.filter(reason="searching_again").count() == 1


def test_the_tenant_hears_that_we_search_again(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    give_up_assignment(assignment, by=assignment.person, now=now)
    assert Message.objects.filter(recipient=cast.tenant.user, reason="searching_again").exists()
    assert not Message.objects.filter(reason="reminder_tenant", state="due").exists()


def test_calling_off_tells_who_would_come_urgently(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    visit = cancel_visit(assignment.visit, by=cast.tenant.user, now=now)
    message = Message.objects.get(recipient=assignment.person, reason="called_off")
    assert visit.state == VisitState.CANCELLED
    assert message.message_class == "a"
    assert not Message.objects.filter(reason__startswith="reminder", state="due").exists()


def test_calling_off_twice_changes_nothing(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    for _ in range(2):
        cancel_visit(assignment.visit, by=cast.tenant.user, now=now)
    assert Message.objects.filter(reason="called_off").count() == 1


def test_nothing_is_due_after_calling_off(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    cancel_visit(assignment.visit, by=cast.tenant.user, now=now)
    assert not DueWork.objects.filter(done_at=None).exists()


def test_a_done_visit_cannot_be_called_off(cast: Cast, assignment: Assignment) -> None:
    report(assignment)
    with pytest.raises(WrongState):
        cancel_visit(assignment.visit, by=cast.tenant.user, now=assignment.planned_window.upper)


def test_a_report_ends_the_visit(assignment: Assignment) -> None:
    report(assignment)
    assert Visit.objects.get().state == VisitState.DONE
    assert Assignment.objects.get().state == AssignmentState.DONE
    assert Visit.objects.get().help_request.state == RequestState.DONE


def test_the_tenant_is_asked_whether_all_was_well(cast: Cast, assignment: Assignment) -> None:
    report(assignment)
    assert Message.objects.filter(recipient=cast.tenant.user, reason="how_was_it").exists()


def test_a_second_report_returns_the_first(assignment: Assignment) -> None:
    assert report(assignment) == report(assignment, minutes=10)
    assert Report.objects.get().minutes == 55


def test_nobody_reports_before_the_visit(assignment: Assignment, now: dt.datetime) -> None:
    with pytest.raises(TooEarly):
        report(assignment, now=now)


def test_a_visit_that_did_not_take_place_asks_for_a_call(cast: Cast, assignment: Assignment) -> None:
    row = report(assignment, took_place=False, minutes=30)
    assert (row.minutes, row.needs_call) == (0, True)
    assert Visit.objects.get().state == VisitState.MISSED
    assert Message.objects.filter(recipient=cast.helper, reason="please_call").exists()


def test_a_worry_is_answered_without_details(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    row = report(assignment, needs_call=True)
    acknowledge_report(row, by=cast.helper, now=now)
    acknowledge_report(row, by=cast.helper, now=now)
    assert Message.objects.filter(recipient=assignment.person, reason="worry_taken_care_of").count() == 1


def test_thanks_reach_the_volunteer(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    report(assignment)
    give_feedback(assignment.visit, by=cast.tenant.user, was_good=True, words="Danke!", now=now)
    assert Message.objects.filter(recipient=assignment.person, reason="thanks").exists()


def test_a_complaint_never_reaches_the_volunteer(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    report(assignment)
    give_feedback(assignment.visit, by=cast.tenant.user, was_good=False, words="Er war unhöflich", now=now)
    assert not Message.objects.filter(reason="thanks").exists()


def test_the_first_answer_stands(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    report(assignment)
    give_feedback(assignment.visit, by=cast.tenant.user, was_good=True, words="Danke!", now=now)
    give_feedback(assignment.visit, by=cast.tenant.user, was_good=False, words="Nein", now=now)
    assert Feedback.objects.get().was_good


def test_a_forgotten_report_is_asked_for_three_times(assignment: Assignment) -> None:
    for day in range(5):
        with machine.at(assignment.planned_window.upper + dt.timedelta(days=day, hours=1, seconds=day + 1)):
            drive_visits()
    assert Message.objects.filter(reason="report_wanted").count() == 3
    assert DueWork.objects.filter(kind="ask_report", done_at=None).count() == 1
