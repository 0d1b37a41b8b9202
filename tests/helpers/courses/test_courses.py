"""A course from its first day to the certificate: places and waiting list, who was there, what counts afterwards."""

import datetime as dt

import pytest

from helpers.courses import attending, certifying, places, planning
from helpers.courses.errors import (
    CourseHasEnded,
    CourseIsOff,
    CourseIsOver,
    DayIsTaught,
    NobodyThere,
    NothingPlanned,
    NothingToCertify,
    TooFewPlaces,
    TwoAtOnce,
)
from helpers.courses.planning import Facts
from helpers.models import Attendance, Certificate, Course, Participant, StaffEvidence
from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import EvidenceKind, User
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_helper, make_user
from tests.helpers.courses.conftest import Centre, day_of
from volunteers.models import Evidence

pytestmark = pytest.mark.django_db


def join(course: Course, person: User) -> Participant:
    return places.sign_up(course, person, by=person, now=clock.now())


def owed(person: User) -> list[str]:
    rows = Message.objects.filter(recipient=person).exclude(state=MessageState.CANCELLED)
    return sorted(rows.values_list("reason", flat=True))


def teach(course: Course, centre: Centre, *people: Participant, days: int = 2) -> None:
    """Everybody is there on the first so many days, which are over then."""
    for day in list(course.days.all())[:days]:
        machine.travel_to(day.ends_at)
        attending.note_there(day, [one.reference for one in people], by=centre.trainer, now=clock.now())


def test_a_place_is_told_and_reminded_of(course: Course) -> None:
    person = make_user()
    assert join(course, person).state == "place"
    assert owed(person) == ["course_place", "course_reminder"]
    course.refresh_from_db()
    assert course.taken == 1


def test_joining_twice_is_one_place(course: Course) -> None:
    person = make_user()
    assert join(course, person).pk == join(course, person).pk
    course.refresh_from_db()
    assert (course.taken, Participant.objects.count()) == (1, 1)


def test_who_comes_when_all_places_are_taken_waits(course: Course) -> None:
    people = [join(course, make_user()) for _ in range(3)]
    assert [one.state for one in people] == ["place", "place", "waiting"]
    assert owed(people[2].person) == ["course_waiting"]


def test_a_place_that_is_given_back_goes_to_who_waits_longest(course: Course) -> None:
    first, _second, third, fourth = [join(course, make_user()) for _ in range(4)]
    places.give_back(first, now=clock.now())
    places.give_back(first, now=clock.now())
    states = [Participant.objects.get(pk=one.pk).state for one in (first, third, fourth)]
    assert states == ["back", "place", "waiting"]
    assert owed(third.person) == ["course_place", "course_reminder"]
    course.refresh_from_db()
    assert course.taken == 2


def test_nobody_overtakes_who_waits(course: Course, centre: Centre) -> None:
    for _ in range(3):
        join(course, make_user())
    Course.objects.filter(pk=course.pk).update(places=4)
    assert join(course, make_user()).state == "waiting"


def test_more_places_go_to_who_waits(course: Course) -> None:
    people = [join(course, make_user()) for _ in range(3)]
    planning.change_course(course, Facts("Gut begleiten", "Treff", 3), now=clock.now())
    people[2].refresh_from_db()
    assert people[2].state == "place"


def test_fewer_places_than_people_are_refused(course: Course) -> None:
    join(course, make_user()), join(course, make_user())
    with pytest.raises(TooFewPlaces):
        planning.change_course(course, Facts("Gut begleiten", "Treff", 1), now=clock.now())


def test_who_gave_back_may_come_again_at_the_end_of_the_line(course: Course) -> None:
    first = join(course, make_user())
    places.give_back(first, now=clock.now())
    again = join(course, first.person)
    assert (again.pk, again.state, again.turn) == (first.pk, "place", 2)


def test_nobody_joins_what_began_or_is_off_or_has_no_day(course: Course, centre: Centre) -> None:
    empty = planning.plan_course(
        Facts("Leer", "x", 3), organisation=centre.organisation, by=centre.planner, now=clock.now()
    )
    with pytest.raises(NothingPlanned):
        join(empty, make_user())
    planning.call_off(course, now=clock.now())
    with pytest.raises(CourseIsOff):
        join(course, make_user())
    planning.take_back(course, now=clock.now())
    machine.travel_to(day_of(course).starts_at)
    with pytest.raises(CourseIsOver):
        join(course, make_user())


def test_a_course_called_off_is_told_after_ten_minutes_and_can_be_taken_back(course: Course) -> None:
    person = join(course, make_user()).person
    planning.call_off(course, now=clock.now())
    planning.call_off(course, now=clock.now())
    assert owed(person).count("course_off") == 1
    assert Message.objects.get(reason="course_off").not_before == clock.now() + dt.timedelta(minutes=10)
    assert planning.take_back(course, now=clock.now())
    assert "course_off" not in owed(person)


def test_what_took_place_is_not_called_off(course: Course) -> None:
    """Nobody is written to that a course is off which she attended; one that still runs can be called off."""
    person = join(course, make_user()).person
    first, last = course.days.all()
    machine.travel_to(last.ends_at)
    with pytest.raises(CourseHasEnded):
        planning.call_off(course, now=clock.now())
    assert "course_off" not in owed(person)
    machine.travel_to(first.ends_at)
    assert planning.call_off(course, now=clock.now()).is_called_off


def test_after_ten_minutes_it_stays_off(course: Course) -> None:
    planning.call_off(course, now=clock.now())
    assert not planning.take_back(course, now=clock.now() + dt.timedelta(minutes=11))


def test_two_modules_at_once_are_refused(course: Course) -> None:
    day = day_of(course)
    with pytest.raises(TwoAtOnce):
        planning.add_day(course, day.module, starts_at=day.starts_at, ends_at=day.ends_at, trainer=None)


def test_nobody_was_there_on_a_day_that_has_not_begun(course: Course, centre: Centre) -> None:
    with pytest.raises(NobodyThere):
        attending.note_there(day_of(course), [], by=centre.trainer, now=clock.now())


def test_who_was_there_is_said_anew(course: Course, centre: Centre) -> None:
    first, second = join(course, make_user()), join(course, make_user())
    teach(course, centre, first, second, days=1)
    attending.note_there(day_of(course), [second.reference], by=centre.trainer, now=clock.now())
    assert [one.participant for one in Attendance.objects.all()] == [second]


def test_who_waits_or_is_of_another_course_was_not_there(course: Course, centre: Centre) -> None:
    people = [join(course, make_user()) for _ in range(3)]
    machine.travel_to(day_of(course).ends_at)
    refs = [people[2].reference, "NOBODY2222"]
    assert attending.note_there(day_of(course), refs, by=centre.trainer, now=clock.now()) == 0


def test_a_day_on_which_somebody_was_stays(course: Course, centre: Centre) -> None:
    teach(course, centre, join(course, make_user()), days=1)
    with pytest.raises(DayIsTaught):
        planning.remove_day(day_of(course))
    planning.remove_day(day_of(course, 1))
    assert course.days.count() == 1


def test_only_a_module_that_somebody_has_the_whole_of_is_certified(course: Course, centre: Centre) -> None:
    person = join(course, make_user())
    teach(course, centre, person, days=1)
    (certificate,) = certifying.certify(course, by=centre.planner, now=clock.now())
    assert certificate.parts == ["Demenz verstehen (6 Stunden)"]
    assert certificate.minutes == 360
    assert owed(person.person)[0] == "course_certified"


def test_a_module_of_two_days_counts_for_who_was_there_on_both(course: Course, centre: Centre) -> None:
    first = day_of(course)
    planning.add_day(
        course,
        first.module,
        starts_at=first.starts_at + dt.timedelta(days=5),
        ends_at=first.ends_at + dt.timedelta(days=5),
        trainer=centre.trainer,
    )
    whole, half = join(course, make_user()), join(course, make_user())
    teach(course, centre, whole, half, days=1)
    last = day_of(course, 2)
    machine.travel_to(last.ends_at)
    attending.note_there(last, [whole.reference], by=centre.trainer, now=clock.now())
    (certificate,) = certifying.certify(course, by=centre.planner, now=clock.now())
    assert certificate.participant == whole
    assert certificate.minutes == 720


def test_certifying_twice_issues_one(course: Course, centre: Centre) -> None:
    teach(course, centre, join(course, make_user()))
    certifying.certify(course, by=centre.planner, now=clock.now())
    assert certifying.certify(course, by=centre.planner, now=clock.now()) == []
    assert Certificate.objects.count() == 1


def test_without_anybody_there_is_nothing_to_certify(course: Course, centre: Centre) -> None:
    join(course, make_user())
    with pytest.raises(NothingToCertify):
        certifying.certify(course, by=centre.planner, now=clock.now())


def test_what_a_volunteer_learnt_is_her_evidence(course: Course, centre: Centre, cast: Cast) -> None:
    Evidence.objects.all().delete()
    day = clock.local(day_of(course).starts_at).date()
    teach(course, centre, join(course, cast.volunteer.user))
    (certificate,) = certifying.certify(course, by=centre.planner, now=clock.now())
    row = Evidence.objects.get()
    assert (row.volunteer, row.kind, row.valid_from, row.valid_until) == (
        cast.volunteer,
        EvidenceKind.DEMENTIA,
        day,
        None,
    )
    assert (row.source, row.checked_by) == (f"certificate:{certificate.code}", centre.planner)
    assert not StaffEvidence.objects.exists()


def test_what_a_paid_helper_learnt_is_hers(course: Course, centre: Centre, cast: Cast) -> None:
    Evidence.objects.all().delete()
    teach(course, centre, join(course, make_helper(cast.district)))
    certifying.certify(course, by=centre.planner, now=clock.now())
    assert StaffEvidence.objects.get().kind == EvidenceKind.DEMENTIA
    assert not Evidence.objects.exists()


def test_a_certificate_taken_back_takes_its_evidence_along(course: Course, centre: Centre, cast: Cast) -> None:
    Evidence.objects.all().delete()
    teach(course, centre, join(course, cast.volunteer.user))
    (certificate,) = certifying.certify(course, by=centre.planner, now=clock.now())
    for _ in range(2):
        row = certifying.take_back(certificate, by=centre.planner, now=clock.now())
    assert not row.is_valid
    assert not Evidence.objects.exists()
    assert len(certifying.certify(course, by=centre.planner, now=clock.now())) == 1
