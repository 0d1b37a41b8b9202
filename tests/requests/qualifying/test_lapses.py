"""What is planned and whose papers end before: asked ahead, decided by the coordination, and on the morning nobody goes without."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import EvidenceKind, Role, RoleKind, User
from requests.arranged.visits import assign_person
from requests.models import Assignment, Lapse, StateChange, Visit
from requests.qualifying import lapses
from requests.qualifying.lapses import IsDecided, WhyMissing
from requests.states import AssignmentState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_user, make_visit, make_window
from volunteers.models import Evidence, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast) -> User:
    user = make_user(given_name="Karin")
    values = {"organisation": cast.volunteer.association, "valid_from": dt.date(2025, 1, 1)}
    Role.objects.create(user=user, kind=RoleKind.COORDINATOR, **values)
    return user


@pytest.fixture
def going(cast: Cast, office: User) -> Assignment:
    visit = make_visit(cast.tenant, cast.shop, window=make_window(starts=16, ends=18))
    start = visit.wish_window.lower
    assign_person(visit, person=cast.volunteer.user, start=start, by=cast.helper, now=clock.now())
    return Assignment.objects.get()


def ends(volunteer: Volunteer, kind: str, *, on: dt.date) -> None:
    Evidence.objects.filter(volunteer=volunteer, kind=kind).update(valid_until=on)


def day_of(going: Assignment) -> dt.date:
    return clock.local(going.planned_window.lower).date()


@pytest.fixture
def lapse(going: Assignment, cast: Cast) -> Lapse:
    ends(cast.volunteer, EvidenceKind.IDENTITY, on=day_of(going))
    lapses.look_ahead(now=clock.now())
    return Lapse.objects.get()


def owed(person: User) -> list[str]:
    rows = Message.objects.filter(recipient=person, reason__startswith="paper_")
    return list(rows.exclude(state=MessageState.CANCELLED).values_list("reason", flat=True))


def test_what_suffices_is_not_asked_about(going: Assignment) -> None:
    assert lapses.look_ahead(now=clock.now()) == 0
    assert not Lapse.objects.exists()


def test_a_paper_that_ends_on_the_day_of_the_visit_is_asked_about_once(lapse: Lapse, office: User) -> None:
    assert lapses.look_ahead(now=clock.now()) == 0
    assert Lapse.objects.count() == 1
    assert owed(office) == ["paper_lapsed"]


def test_a_paper_that_ends_the_day_after_suffices(going: Assignment, cast: Cast) -> None:
    ends(cast.volunteer, EvidenceKind.IDENTITY, on=day_of(going) + dt.timedelta(days=1))
    assert lapses.look_ahead(now=clock.now()) == 0


def test_a_paper_that_this_visit_does_not_need_may_end(going: Assignment, cast: Cast) -> None:
    ends(cast.volunteer, EvidenceKind.FIRST_AID, on=clock.today())
    assert lapses.look_ahead(now=clock.now()) == 0


def test_what_is_shown_meanwhile_is_not_asked_about_any_more(lapse: Lapse, cast: Cast, office: User) -> None:
    Evidence.objects.filter(kind=EvidenceKind.IDENTITY).update(valid_until=None)
    lapses.look_ahead(now=clock.now())
    lapse.refresh_from_db()
    assert lapse.outcome == "shown"
    assert owed(office) == []


def test_what_does_not_count_after_all_is_asked_about_again(lapse: Lapse, cast: Cast, office: User) -> None:
    Evidence.objects.filter(kind=EvidenceKind.IDENTITY).update(valid_until=None)
    lapses.look_ahead(now=clock.now())
    ends(cast.volunteer, EvidenceKind.IDENTITY, on=clock.today())
    assert [lapses.look_ahead(now=clock.now()) for _ in range(2)] == [1, 0]
    lapse.refresh_from_db()
    assert (lapse.outcome, lapse.decided_at, owed(office)) == ("", None, ["paper_lapsed"])


def test_who_is_let_go_goes_and_why_is_needed(lapse: Lapse, office: User, going: Assignment) -> None:
    with pytest.raises(WhyMissing):
        lapses.let_go(lapse, why=" ", by=office, now=clock.now())
    lapses.let_go(lapse, why="Termin beim Amt ist morgen", by=office, now=clock.now())
    machine.travel_to(going.planned_window.lower - dt.timedelta(hours=2))
    assert lapses.keep_away(now=clock.now()) == 0
    going.refresh_from_db()
    assert going.state == AssignmentState.PLANNED
    lapse.refresh_from_db()
    assert (lapse.outcome, lapse.decided_by, lapse.why) == ("goes", office, "Termin beim Amt ist morgen")


def test_letting_go_is_taken_back(lapse: Lapse, office: User) -> None:
    lapses.let_go(lapse, why="x", by=office, now=clock.now())
    lapses.take_back(lapse, now=clock.now())
    lapse.refresh_from_db()
    assert (lapse.outcome, lapse.why, lapse.decided_by) == ("", "", None)


def test_another_goes_and_she_is_told(lapse: Lapse, office: User, going: Assignment, cast: Cast) -> None:
    for _ in range(2):
        lapses.give_to_another(lapse, by=office, now=clock.now())
    going.refresh_from_db()
    assert going.state == AssignmentState.CANCELLED
    assert Visit.objects.get().state == VisitState.DECISION
    assert owed(cast.volunteer.user) == ["paper_stay"]
    assert owed(office) == []
    with pytest.raises(IsDecided):
        lapses.let_go(lapse, why="x", by=office, now=clock.now())


def test_nothing_of_a_paper_is_read_in_the_log_of_the_visit(lapse: Lapse, office: User) -> None:
    """The helper reads it; „Warum nicht?“ never tells that somebody lacks a certificate."""
    lapses.give_to_another(lapse, by=office, now=clock.now())
    notes = " ".join(StateChange.objects.values_list("note", flat=True))
    assert "Nachweis" not in notes
    assert "Führungszeugnis" not in notes


def test_before_the_morning_everybody_waits_for_the_decision(lapse: Lapse, going: Assignment) -> None:
    machine.travel_to(clock.at(day_of(going), dt.time(3, 30)))
    assert lapses.keep_away(now=clock.now()) == 0


def test_on_the_morning_nobody_goes_whom_nobody_let_go(lapse: Lapse, going: Assignment, cast: Cast) -> None:
    machine.travel_to(clock.at(day_of(going), dt.time(5, 10)))
    assert lapses.keep_away(now=clock.now()) == 1
    assert lapses.keep_away(now=clock.now()) == 0
    going.refresh_from_db()
    lapse.refresh_from_db()
    assert (going.state, lapse.outcome, lapse.decided_by) == (AssignmentState.CANCELLED, "morning", None)
    assert Visit.objects.get().state == VisitState.DECISION
    assert owed(cast.volunteer.user) == ["paper_stay"]


def test_the_next_day_is_not_decided_today(lapse: Lapse, going: Assignment) -> None:
    machine.travel_to(clock.at(day_of(going) - dt.timedelta(days=1), dt.time(20)))
    assert lapses.keep_away(now=clock.now()) == 0
