"""Three attempts, then the contact person, then a helper; at noon nobody is unaccounted for."""

import datetime as dt

import pytest
from django.db import InternalError, transaction
from django.db.utils import DatabaseError

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Resident, User
from requests.dayround.calling import hold_entry, note_call, reopen_entry, settle_entry
from requests.dayround.errors import AlreadySettled, NotNow, SomebodyIsCalling
from requests.dayround.sweeps import drive_call_rounds
from requests.invariants import broken
from requests.models import RoundEntry, RoundStep
from requests.states import EntryState
from tests.conftest import Cast
from tests.factories import make_care_worker, make_helper, make_resident, make_user
from tests.requests.dayround.morning import at, call, enrolled, morning

pytestmark = pytest.mark.django_db


def heard(reason: str) -> set[User]:
    rows = Message.objects.filter(reason=reason).exclude(state="cancelled")
    return set(User.objects.filter(pk__in=rows.values("recipient")))


def test_one_good_call_settles_the_day(cast: Cast) -> None:
    entry = call(morning(cast), "well", by=cast.volunteer.user)
    step = RoundStep.objects.get()
    assert entry.state == EntryState.SETTLED
    assert (step.outcome, step.by, step.to_state) == ("well", cast.volunteer.user, EntryState.SETTLED)


def test_no_answer_is_tried_again_after_a_pause(cast: Cast) -> None:
    entry = call(morning(cast), "silent", by=cast.helper)
    assert (entry.state, entry.tries) == (EntryState.WAITING, 1)
    assert entry.next_try_at == clock.now() + dt.timedelta(minutes=20)


def test_shortly_before_noon_the_next_attempt_comes_before_noon(cast: Cast) -> None:
    entry = morning(cast)
    at(11, 35)
    entry = call(entry, "silent", by=cast.helper)
    assert entry.next_try_at is not None
    assert clock.local(entry.next_try_at).time() == dt.time(11, 40)


def test_after_three_attempts_the_contact_person_is_called_at_once(cast: Cast) -> None:
    entry = call(morning(cast), "silent", by=cast.helper, times=3)
    assert (entry.state, entry.tries) == (EntryState.CONTACT, 3)
    assert entry.next_try_at == clock.now()


def test_without_a_contact_person_a_helper_looks_after_three_attempts(cast: Cast) -> None:
    entry = call(morning(cast, contact=False), "silent", by=cast.helper, times=3)
    assert entry.state == EntryState.HELPER


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("knows", EntryState.SETTLED),
        ("goes", EntryState.CONTACT),
        ("nocontact", EntryState.HELPER),
        ("well", EntryState.SETTLED),
    ],
)
def test_what_the_contact_person_says_leads_on(cast: Cast, outcome: str, state: str) -> None:
    entry = call(morning(cast), "silent", by=cast.helper, times=3)
    assert call(entry, outcome, by=cast.helper).state == state


@pytest.mark.parametrize("outcome", ["needs", "danger"])
def test_who_needs_something_is_a_helper_s_at_once(cast: Cast, outcome: str) -> None:
    entry = call(morning(cast), outcome, by=cast.volunteer.user)
    drive_call_rounds()
    assert (entry.state, entry.is_danger) == (EntryState.HELPER, outcome == "danger")
    assert heard("round_look") == {cast.helper}


def test_words_of_danger_weigh_more_than_what_was_ticked(cast: Cast) -> None:
    entry = call(morning(cast), "well", by=cast.volunteer.user, note="sie bekommt keine Luft")
    assert (entry.state, entry.is_danger) == (EntryState.HELPER, True)


def test_a_call_that_is_over_is_over(cast: Cast) -> None:
    entry = call(morning(cast), "well", by=cast.helper)
    with pytest.raises(AlreadySettled):
        note_call(entry, outcome="silent", by=cast.helper, now=clock.now())
    assert RoundStep.objects.count() == 1


def test_what_does_not_fit_the_state_is_refused(cast: Cast) -> None:
    with pytest.raises(NotNow):
        call(morning(cast), "nocontact", by=cast.helper)


def test_two_do_not_call_at_the_same_time(cast: Cast) -> None:
    entry = morning(cast)
    hold_entry(entry, by=cast.helper, now=clock.now())
    with pytest.raises(SomebodyIsCalling):
        hold_entry(entry, by=cast.volunteer.user, now=clock.now())
    later = clock.now() + dt.timedelta(minutes=11)
    assert hold_entry(entry, by=cast.volunteer.user, now=later).held_by == cast.volunteer.user


def test_at_noon_everybody_is_accounted_for_or_in_a_helper_s_hand(cast: Cast) -> None:
    people = [cast.tenant, *(make_resident(cast.district, make_user()) for _ in range(3))]
    for resident in people[1:]:
        enrolled(cast, resident)
    entry = morning(cast)
    call(entry, "well", by=cast.helper)
    call(RoundEntry.objects.get(resident=people[1]), "silent", by=cast.helper)
    at(12)
    drive_call_rounds()
    states = list(RoundEntry.objects.order_by("pk").values_list("state", flat=True).distinct())
    assert set(states) == {EntryState.SETTLED, EntryState.HELPER}
    assert RoundEntry.objects.filter(state=EntryState.HELPER, told=1).count() == 3
    assert RoundStep.objects.filter(outcome="noon", by=None).count() == 3


def test_at_noon_who_waits_for_her_contact_person_is_in_a_helper_s_hand_too(cast: Cast) -> None:
    entry = call(morning(cast), "silent", by=cast.helper, times=3)
    assert entry.state == EntryState.CONTACT
    at(12)
    drive_call_rounds()
    entry.refresh_from_db()
    assert (entry.state, entry.told) == (EntryState.HELPER, 1)


def test_noon_comes_once(cast: Cast) -> None:
    morning(cast)
    at(12)
    drive_call_rounds()
    drive_call_rounds()
    assert RoundStep.objects.count() == 1
    assert Message.objects.filter(reason="round_look").count() == 1


def test_a_noon_that_nobody_kept_is_seen(cast: Cast) -> None:
    """The negative control of the promise: without the sweep the check names the entry."""
    entry = morning(cast)
    at(12, 11)
    assert entry.reference in [reference for one, rows in broken() if one.code == "I16" for reference in rows]
    drive_call_rounds()
    assert not list(broken())


def test_whoever_was_not_reached_is_said_again_until_somebody_looked(cast: Cast) -> None:
    entry = call(morning(cast), "needs", by=cast.helper)
    for minutes in (0, 31, 62):
        at(9 + minutes // 60, minutes % 60)
        drive_call_rounds()
    assert Message.objects.filter(reason="round_look").count() == 3
    settle_entry(entry, note="an der Tür gesprochen", by=cast.helper, now=clock.now())
    at(14)
    drive_call_rounds()
    assert Message.objects.filter(reason="round_look").exclude(state="cancelled").count() == 0


def test_when_the_meeting_point_is_closed_duty_hears_it_first_and_all_with_the_third_reminder(cast: Cast) -> None:
    nurse = make_care_worker(cast.district)
    enrolled(cast)
    at(9, days=5)  # a Saturday
    drive_call_rounds()
    call(RoundEntry.objects.get(), "needs", by=cast.helper)
    drive_call_rounds()
    assert (heard("round_look_duty"), heard("round_look")) == ({nurse}, set())
    for _ in range(2):
        at(clock.local(clock.now()).hour + 1)
        drive_call_rounds()
    assert heard("round_look") == {cast.helper}


def test_helpers_of_other_districts_hear_nothing(cast: Cast) -> None:
    other = make_helper(make_resident(cast.district).district or cast.district)
    other.roles.all().delete()
    call(morning(cast), "needs", by=cast.helper)
    drive_call_rounds()
    assert other not in heard("round_look")


def test_a_late_start_is_said_once(cast: Cast) -> None:
    morning(cast)
    at(9, 31)
    drive_call_rounds()
    drive_call_rounds()
    assert heard("round_not_begun") == {cast.helper}
    assert Message.objects.filter(reason="round_not_begun").count() == 1


def test_who_has_begun_is_not_reminded(cast: Cast) -> None:
    call(morning(cast), "silent", by=cast.helper)
    at(9, 31)
    drive_call_rounds()
    assert heard("round_not_begun") == set()


def test_looking_needs_a_word_of_what_was_found(cast: Cast) -> None:
    entry = call(morning(cast), "needs", by=cast.helper)
    with pytest.raises(NotNow):
        settle_entry(entry, note=" ", by=cast.helper, now=clock.now())


def test_a_mistake_is_taken_back(cast: Cast) -> None:
    entry = call(morning(cast), "well", by=cast.helper)
    assert reopen_entry(entry, by=cast.helper, now=clock.now()).state == EntryState.HELPER


@pytest.mark.parametrize("change", [{"outcome": "danger"}, {"note": "anders"}])
def test_the_log_only_grows(cast: Cast, change: dict[str, str]) -> None:
    call(morning(cast), "well", by=cast.helper, note="schläft gut")
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
        RoundStep.objects.update(**change)
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
        RoundStep.objects.all().delete()


def test_a_round_of_days_ago_is_closed_when_the_engine_comes_back(cast: Cast) -> None:
    morning(cast)
    Resident.objects.filter(pk=cast.tenant.pk).update(contact_phone="")
    at(8, days=3)
    drive_call_rounds()
    old = RoundEntry.objects.order_by("pk")[0]
    assert old.state == EntryState.HELPER
