"""Named people hear that a visit has nobody, and that somebody is found; who waits for long is asked whether it is needed."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.sending import send_due
from quarters.models import Reach, User
from requests.arranged.visits import accept_offer, cancel_visit, give_up_assignment
from requests.board.waiting import due_calls
from requests.errors import WrongState
from requests.finding.decisions import ask_more
from requests.models import DueWork, Offer, StateChange, Visit
from requests.sweeps import drive_visits
from requests.urgency.phone_tree import add_to_tree
from requests.wishes.needed import STILL_NEEDED, is_asked, say_still_needed
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import make_visit, make_volunteer, make_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None, _morning: None) -> Cast:
    return make_cast(volunteers=0)


def drive() -> None:
    while drive_visits():
        pass
    send_due(classes=["a", "b", "c"])


def searched(cast: Cast, days: int = 5) -> Visit:
    visit = make_visit(cast.tenant, cast.shop, window=make_window(days=days))
    drive()
    return Visit.objects.get(pk=visit.pk)


def told(visit: Visit, reason: str = "unfilled") -> list[User]:
    rows = Message.objects.filter(reason=reason, subject=f"visit:{visit.pk}").exclude(state=MessageState.CANCELLED)
    return [row.recipient for row in rows.select_related("recipient").order_by("pk")]


def two_days_before(visit: Visit, **later: int) -> None:
    departure = visit.wish_window.upper - dt.timedelta(minutes=60 + 45)
    machine.travel_to(departure - dt.timedelta(hours=48) + dt.timedelta(**later))
    drive()


def test_two_days_before_departure_the_helpers_hear_it_where_nobody_is_named(cast: Cast) -> None:
    visit = searched(cast)
    two_days_before(visit, minutes=-1)
    assert told(visit) == []
    two_days_before(visit, minutes=1)
    assert told(visit) == [cast.helper]


def test_named_people_hear_it_instead(cast: Cast, now: dt.datetime) -> None:
    for name, hears in (("Ada Eins", True), ("Eva Zwei", False)):
        phone = f"0561 7000{len(name)}{int(hears)}"
        add_to_tree(cast.district, name=name, phone=phone, who="", hears_of_gaps=hears, now=now)
    visit = searched(cast)
    two_days_before(visit, minutes=1)
    assert [person.full_name for person in told(visit)] == ["Ada Eins"]


def test_who_has_heard_it_hears_that_somebody_is_found(cast: Cast) -> None:
    visit = searched(cast)
    two_days_before(visit, minutes=1)
    machine.travel_to(clock.after_quiet(clock.now()))
    drive()
    assert Message.objects.get(reason="unfilled").state == MessageState.SENT
    make_volunteer(cast.district, [cast.shop])
    ask_more(visit, by=cast.helper, now=clock.now())
    offer = Offer.objects.get()
    accept_offer(offer, by=offer.person, now=clock.now())
    assert told(visit, "filled_again") == [cast.helper]


def test_a_visit_that_is_filled_in_time_is_no_news(cast: Cast) -> None:
    make_volunteer(cast.district, [cast.shop])
    visit = searched(cast)
    offer = Offer.objects.get()
    accept_offer(offer, by=offer.person, now=clock.now())
    two_days_before(visit, minutes=1)
    assert (told(visit), told(visit, "filled_again")) == ([], [])


def test_what_is_given_up_shortly_before_is_told_at_once(cast: Cast) -> None:
    make_volunteer(cast.district, [cast.shop])
    visit = searched(cast)
    offer = Offer.objects.get()
    accept_offer(offer, by=offer.person, now=clock.now())
    two_days_before(visit, hours=6)
    give_up_assignment(visit.assignments.get(), by=offer.person, now=clock.now())
    drive()
    assert told(visit) == [cast.helper]


def test_what_is_wanted_soon_is_not_told_beforehand(cast: Cast) -> None:
    visit = searched(cast, days=1)
    assert not DueWork.objects.filter(visit=visit, kind="alert").exists()


def long_wanted(cast: Cast) -> Visit:
    now = clock.now()
    window = (now + dt.timedelta(hours=1), now + dt.timedelta(days=25))
    visit = make_visit(cast.tenant, cast.shop, window=window)
    drive()
    machine.travel_to(now + dt.timedelta(days=7, minutes=1))
    drive()
    return Visit.objects.get(pk=visit.pk)


def test_after_a_week_somebody_is_asked_whether_it_is_needed(cast: Cast) -> None:
    visit = long_wanted(cast)
    assert is_asked(visit)
    assert told(visit, "still_needed") == [cast.tenant.user]


def test_no_answer_changes_nothing_and_the_question_comes_again(cast: Cast) -> None:
    visit = long_wanted(cast)
    state = visit.state
    machine.travel_to(clock.now() + dt.timedelta(days=7))
    drive()
    visit.refresh_from_db()
    assert visit.state == state
    assert len(told(visit, "still_needed")) == 2


def test_a_yes_stands_in_the_log_and_twice_changes_nothing(cast: Cast) -> None:
    visit = long_wanted(cast)
    for _ in range(2):
        say_still_needed(visit, by=cast.tenant.user, now=clock.now())
    visit.refresh_from_db()
    assert not is_asked(visit)
    notes = [row.note for row in StateChange.objects.filter(subject="visit", subject_id=visit.pk)]
    assert notes.count(STILL_NEEDED) == 1


def test_what_is_over_needs_no_answer(cast: Cast) -> None:
    visit = long_wanted(cast)
    cancel_visit(visit, by=cast.helper, now=clock.now())
    with pytest.raises(WrongState):
        say_still_needed(visit, by=cast.helper, now=clock.now())


def test_the_question_makes_no_call_of_its_own(cast: Cast) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(reach=Reach.PHONE, email=None)
    cast.tenant.user.refresh_from_db()
    visit = long_wanted(cast)
    machine.travel_to(clock.next_call_time(clock.now()))
    drive()
    assert told(visit, "still_needed") == [cast.tenant.user]
    calls = due_calls(cast.helper, clock.now()).filter(message__recipient=cast.tenant.user)
    assert [call.message.reason for call in calls] == []
