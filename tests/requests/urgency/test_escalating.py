"""Urgent is acknowledged by a person, or goes on: whoever is awake, then the phone tree, one after another."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from helpers.models import Duty
from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import User
from requests.errors import WrongState
from requests.finding.decisions import ask_in_house, call_urgent, take_over
from requests.locks import lock_visit
from requests.models import DueWork, StateChange, TreePerson, Visit, WorkKind
from requests.states import VisitState
from requests.sweeps import drive_visits
from requests.urgency import escalating
from requests.urgency.escalating import SomebodyCares, take_care
from requests.urgency.phone_tree import add_to_tree
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import allow_care, make_care_worker, make_category, make_helper, make_visit, make_window

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def cast(db: None, _morning: None) -> Cast:
    return make_cast(volunteers=0)


def urgent(cast: Cast) -> Visit:
    """Nobody may be asked: the helper has to decide, and it can not wait."""
    visit = make_visit(cast.tenant, cast.shop, urgency="urgent", window=make_window(days=0, starts=12, ends=20))
    return drive(visit)


def drive(visit: Visit) -> Visit:
    while drive_visits():
        pass
    visit.refresh_from_db()
    return visit


def later(visit: Visit, minutes: int) -> Visit:
    machine.travel_to(clock.now() + minutes * MINUTE)
    return drive(visit)


def plant_tree(cast: Cast, *names: str) -> list[User]:
    return [
        add_to_tree(
            cast.district, name=f"Ada {name}", phone=f"0561 7000{place}", who="", hears_of_gaps=True, now=clock.now()
        ).person
        for place, name in enumerate(names)
    ]


def told(visit: Visit, reason: str = "phone_tree") -> list[User]:
    rows = Message.objects.filter(reason=reason, subject=f"visit:{visit.pk}").exclude(state=MessageState.CANCELLED)
    return [message.recipient for message in rows.order_by("pk").select_related("recipient")]


def test_nobody_is_told_before_the_helper_has_had_her_time(cast: Cast) -> None:
    plant_tree(cast, "Eins")
    visit = later(urgent(cast), 29)
    assert (visit.state, told(visit)) == (VisitState.DECISION, [])


def test_without_an_acknowledgement_the_phone_tree_is_told_one_after_another(cast: Cast) -> None:
    first, second = plant_tree(cast, "Eins", "Zwei")
    visit = later(urgent(cast), 31)
    assert told(visit) == [first]
    assert told(later(visit, 14)) == [first]
    assert told(later(visit, 2)) == [first, second]
    later(visit, 20)
    log = StateChange.objects.filter(subject="visit", subject_id=visit.pk).order_by("-pk")[0]
    assert log.note == escalating.NOBODY_LEFT
    assert not DueWork.objects.filter(visit=visit, kind=WorkKind.ESCALATE, done_at=None).exists()
    assert DueWork.objects.filter(visit=visit, kind=WorkKind.DECIDE, done_at=None).exists(), "it is never forgotten"


def test_who_is_awake_looks_before_anybody_of_the_tree_is_told(cast: Cast) -> None:
    nurse = make_care_worker(cast.district)
    (first,) = plant_tree(cast, "Eins")
    visit = later(urgent(cast), 31)
    assert (told(visit, "please_judge"), told(visit)) == ([nurse], [])
    assert told(later(visit, 16)) == [first]


def test_at_night_whoever_has_duty_has_a_quarter_of_an_hour_and_then_the_tree_is_told(cast: Cast) -> None:
    nurse = make_care_worker(cast.district)
    (first,) = plant_tree(cast, "Eins")
    machine.travel_to(clock.at(clock.today(), dt.time(23)))
    now = clock.now()
    visit = drive(make_visit(cast.tenant, cast.shop, urgency="urgent", window=(now, now + dt.timedelta(hours=6))))
    assert (told(visit, "please_judge"), told(visit)) == ([nurse], [])
    assert told(later(visit, 14)) == []
    assert told(later(visit, 2)) == [first]


def test_at_night_without_anybody_awake_the_tree_is_told_at_once(cast: Cast) -> None:
    (first,) = plant_tree(cast, "Eins")
    machine.travel_to(clock.at(clock.today(), dt.time(23)))
    now = clock.now()
    visit = drive(make_visit(cast.tenant, cast.shop, urgency="urgent", window=(now, now + dt.timedelta(hours=6))))
    assert told(visit) == [first]


def test_who_takes_care_stops_it_and_stands_in_the_log(cast: Cast, now: dt.datetime) -> None:
    plant_tree(cast, "Eins")
    visit = urgent(cast)
    take_care(visit, by=cast.helper, now=now)
    visit = later(visit, 45)
    assert (visit.cared_by, told(visit)) == (cast.helper, [])
    log = StateChange.objects.filter(subject="visit", subject_id=visit.pk).order_by("-pk")[0]
    assert (log.by, log.note) == (cast.helper, escalating.TAKES_CARE)


def test_a_second_one_hears_who_was_faster_and_the_same_one_changes_nothing(cast: Cast, now: dt.datetime) -> None:
    visit = urgent(cast)
    take_care(visit, by=cast.helper, now=now)
    steps = StateChange.objects.count()
    take_care(visit, by=cast.helper, now=now)
    assert StateChange.objects.count() == steps
    with pytest.raises(SomebodyCares, match="Reuter kümmert sich"):
        take_care(visit, by=make_helper(cast.district), now=now)


def test_only_what_waits_for_a_decision_is_taken_care_of(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(WrongState):
        take_care(make_visit(cast.tenant, cast.shop), by=cast.helper, now=now)


def test_somebody_of_the_tree_may_have_said_it_on_the_phone(cast: Cast, now: dt.datetime) -> None:
    (first,) = plant_tree(cast, "Eins")
    visit = take_care(urgent(cast), by=cast.helper, now=now, person=first)
    assert visit.cared_by == first


def test_when_nothing_comes_of_it_for_an_hour_it_goes_on(cast: Cast, now: dt.datetime) -> None:
    (first,) = plant_tree(cast, "Eins")
    visit = urgent(cast)
    take_care(visit, by=cast.helper, now=now)
    visit = later(visit, 61)
    assert visit.cared_at is None
    assert told(later(visit, 31)) == [first]


def test_who_was_told_before_is_told_again_when_nothing_came_of_it(cast: Cast) -> None:
    (first,) = plant_tree(cast, "Eins")
    visit = later(urgent(cast), 31)
    Message.objects.filter(reason="phone_tree").update(state=MessageState.SENT)
    take_care(visit, by=cast.helper, now=clock.now(), person=first)
    visit = later(visit, 61)
    assert told(later(visit, 31)) == [first, first]


def test_what_can_wait_needs_nobody_to_take_care(cast: Cast, now: dt.datetime) -> None:
    visit = drive(make_visit(cast.tenant, cast.shop))
    with pytest.raises(WrongState):
        take_care(visit, by=cast.helper, now=now)


def test_who_stops_what_can_wait_has_her_usual_time(cast: Cast, now: dt.datetime) -> None:
    visit = take_over(make_visit(cast.tenant, cast.shop), by=cast.helper, now=now)
    assert DueWork.objects.get(visit=visit, kind=WorkKind.DECIDE, done_at=None).due_at == visit.decide_by


def test_what_is_called_urgent_while_it_runs_goes_on_in_that_pace(now: dt.datetime) -> None:
    cast = make_cast(volunteers=1)
    plant_tree(cast, "Eins")
    visit = drive(make_visit(cast.tenant, cast.shop, window=make_window(days=0, starts=12, ends=20)))
    assert visit.offers.get().answer_by > now + 31 * MINUTE
    call_urgent(visit, by=cast.helper, now=now)
    call_urgent(visit, by=cast.helper, now=now)
    visit = later(visit, 31)
    assert visit.state == VisitState.DECISION
    assert len(told(later(visit, 31))) == 1


def test_a_decision_that_is_called_urgent_has_to_be_acknowledged(cast: Cast, now: dt.datetime) -> None:
    (first,) = plant_tree(cast, "Eins")
    visit = drive(make_visit(cast.tenant, cast.shop))
    call_urgent(visit, by=cast.helper, now=now)
    assert told(later(visit, 31)) == [first]


def test_a_choice_of_the_helper_is_an_acknowledgement(cast: Cast, now: dt.datetime) -> None:
    plant_tree(cast, "Eins")
    visit = urgent(cast)
    ask_in_house(visit, by=cast.helper, now=now)
    assert told(later(visit, 45)) == []


def test_who_stops_the_search_to_decide_takes_care(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop, urgency="urgent")
    assert take_over(visit, by=cast.helper, now=now).state == VisitState.DECISION
    visit.refresh_from_db()
    assert visit.cared_by == cast.helper


def test_what_is_not_urgent_stays_with_the_helper(cast: Cast) -> None:
    plant_tree(cast, "Eins")
    visit = later(drive(make_visit(cast.tenant, cast.shop)), 300)
    assert (visit.state, told(visit)) == (VisitState.DECISION, [])


def test_from_duty_to_the_deputy_to_the_tree(cast: Cast) -> None:
    """The whole chain of a professional case whose price was agreed."""
    care = make_category("care", who="professional", level="P")
    nurse, deputy = make_care_worker(cast.district), make_care_worker(cast.district)
    Duty.objects.filter(person=deputy).update(is_deputy=True)
    (first,) = plant_tree(cast, "Eins")
    visit = drive(allow_care(make_visit(cast.tenant, care), by=cast.helper))
    assert [offer.person for offer in visit.offers.all()] == [nurse]
    visit = later(visit, 16)
    assert [offer.person for offer in visit.offers.order_by("pk")] == [nurse, deputy]
    assert later(visit, 16).state == VisitState.DECISION
    assert told(later(visit, 31)) == [first]


@pytest.mark.django_db(transaction=True)
def test_acknowledging_and_going_on_at_the_same_moment_leaves_one_of_them() -> None:
    """Two connections: whoever has the lock first decides; nobody is told after somebody has said yes."""
    cast = make_cast(volunteers=0)
    plant_tree(cast, "Eins")
    with ThreadPoolExecutor(2) as pool:
        for _ in range(6):
            visit = urgent(cast)
            machine.travel_to(clock.now() + 31 * MINUTE)
            gate, now = Barrier(2), clock.now()
            first = pool.submit(_cares, visit, cast.helper, gate, now)
            second = pool.submit(_drives, gate)
            first.result(), second.result()
            visit.refresh_from_db()
            assert visit.cared_by == cast.helper
            notes = [
                row.note for row in StateChange.objects.filter(subject="visit", subject_id=visit.pk).order_by("pk")
            ]
            assert not any(note.startswith("Verständigt") for note in notes[notes.index(escalating.TAKES_CARE) :])
            live = Message.objects.filter(reason="phone_tree", subject=f"visit:{visit.pk}")
            assert not live.exclude(state=MessageState.CANCELLED).exists()
            assert not DueWork.objects.filter(visit=visit, kind=WorkKind.ESCALATE, done_at=None).exists()
            Visit.objects.filter(pk=visit.pk).delete()
            TreePerson.objects.update(left_at=None)


def _cares(visit: Visit, helper: User, gate: Barrier, now: dt.datetime) -> None:
    gate.wait()
    take_care(visit, by=helper, now=now)
    connection.close()


def _drives(gate: Barrier) -> None:
    gate.wait()
    while drive_visits():
        pass
    connection.close()


def test_a_step_that_comes_too_late_tells_nobody(cast: Cast, now: dt.datetime) -> None:
    """The negative control of the race: the step alone looks whether somebody takes care."""
    from django.db import transaction

    plant_tree(cast, "Eins")
    visit = urgent(cast)
    Visit.objects.filter(pk=visit.pk).update(cared_at=now, cared_by=cast.helper)
    with transaction.atomic():
        escalating.escalate(lock_visit(visit.pk), now=now)
    assert told(visit) == []
