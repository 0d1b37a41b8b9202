"""A paper ends before a planned duty: asked ahead, decided by the coordination; until then the telephone is answered and nobody is sent."""

import datetime as dt

import pytest

from helpers.models import CareService, Duty, DutyLapse, Requirement, StaffEvidence, StaffRole
from helpers.on_duty.on_call import responsible_at
from helpers.rota import duties, duty_lapses
from helpers.rota.coverage import load_plan
from helpers.rota.duty_lapses import AlreadyDecided, WhyNeeded
from helpers.rota.papers import may_serve
from helpers.rota.team import team_of
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from quarters.models import EvidenceKind, Role, RoleKind, User
from tests import clock as machine
from tests.factories import make_category, make_district, make_helper, make_user
from tests.helpers.rota import DAY, MONDAY, at, make_colleagues, make_duty, make_office, make_service

pytestmark = pytest.mark.django_db
NOON = at(0, 12)
LONG_AGO = dt.date(2025, 1, 1)
FIRST_AID = EvidenceKind.FIRST_AID


@pytest.fixture(autouse=True)
def noon(db: None) -> None:
    machine.travel_to(NOON)
    Requirement.objects.create(role=StaffRole.CARE_WORKER, kind=FIRST_AID, valid_from=LONG_AGO)


@pytest.fixture
def service() -> CareService:
    return make_service(make_district())


@pytest.fixture
def people(service: CareService) -> list[User]:
    found = make_colleagues(service, 2)
    StaffEvidence.objects.bulk_create(StaffEvidence(person=one, kind=FIRST_AID, valid_from=LONG_AGO) for one in found)
    return found


@pytest.fixture
def office(service: CareService) -> User:
    user = make_user(given_name="Karin")
    Role.objects.create(user=user, kind=RoleKind.COORDINATOR, organisation=service.organisation, valid_from=LONG_AGO)
    return user


@pytest.fixture
def helper(service: CareService) -> User:
    return make_helper(service.districts.get())


@pytest.fixture
def duty(people: list[User], office: User, helper: User) -> Duty:
    """In three nights."""
    return make_duty(people[0], day=3)


@pytest.fixture
def lapse(duty: Duty) -> DutyLapse:
    ends(duty.person, MONDAY + 4 * DAY)
    duty_lapses.look_ahead(now=NOON)
    return DutyLapse.objects.get()


def ends(person: User, day: dt.date | None) -> None:
    StaffEvidence.objects.filter(person=person).update(valid_until=day)


def owed() -> list[tuple[str, str]]:
    rows = Message.objects.filter(
        reason__in=("duty_paper", "duty_plan_ahead", "duty_by_phone", "duty_nobody_goes", "duty_off")
    )
    rows = rows.exclude(state=MessageState.CANCELLED).order_by("pk")
    return [(row.reason, row.recipient.given_name) for row in rows]


def test_what_suffices_is_not_asked_about(duty: Duty) -> None:
    ends(duty.person, MONDAY + 5 * DAY)
    assert duty_lapses.look_ahead(now=NOON) == 0


def test_a_paper_that_ends_in_the_night_is_asked_about_once(lapse: DutyLapse) -> None:
    assert duty_lapses.look_ahead(now=NOON) == 0
    assert owed() == [("duty_paper", "Karin")]


def test_of_many_duties_the_coordination_hears_once(duty: Duty) -> None:
    make_duty(duty.person, day=5)
    ends(duty.person, MONDAY)
    assert duty_lapses.look_ahead(now=NOON) == 2
    assert owed() == [("duty_paper", "Karin")]
    assert "Donnerstag, 3. Dezember" in words_for(Message.objects.get(reason="duty_paper")).subject


def test_what_lies_beyond_two_weeks_waits(people: list[User], office: User) -> None:
    make_duty(people[0], day=15)
    ends(people[0], MONDAY)
    assert duty_lapses.look_ahead(now=NOON) == 0
    assert duty_lapses.look_ahead(now=at(2, 12)) == 1


def test_what_is_shown_meanwhile_is_not_asked_about_any_more(lapse: DutyLapse, duty: Duty) -> None:
    ends(duty.person, None)
    duty_lapses.look_ahead(now=NOON)
    lapse.refresh_from_db()
    assert (lapse.outcome, owed()) == ("shown", [])


def test_what_does_not_count_after_all_is_asked_about_again(lapse: DutyLapse, duty: Duty) -> None:
    Message.objects.filter(reason="duty_paper").update(state=MessageState.SENT)
    ends(duty.person, None)
    duty_lapses.look_ahead(now=NOON)
    ends(duty.person, MONDAY)
    assert [duty_lapses.look_ahead(now=at(1, 12)) for _ in range(2)] == [1, 0]
    lapse.refresh_from_db()
    assert (lapse.outcome, lapse.decided_at) == ("", None)
    assert owed() == [("duty_paper", "Karin")] * 2


def test_a_duty_given_on_and_back_is_asked_about_again(lapse: DutyLapse, people: list[User], office: User) -> None:
    duties.give_to(lapse.duty, person=people[1], by=office, now=NOON)
    duty_lapses.look_ahead(now=NOON)
    Duty.objects.update(person=people[0])
    duty_lapses.look_ahead(now=NOON)
    assert [row.person for row in duty_lapses.open_lapses(now=NOON)] == [people[0]]


def test_no_machine_takes_a_duty_away(lapse: DutyLapse, duty: Duty) -> None:
    """Whoever calls in that night is answered."""
    machine.travel_to(at(3, 23))
    duty_lapses.look_ahead(now=at(3, 23))
    duty_lapses.name_gaps(now=at(3, 23))
    assert responsible_at(duty.service.districts.get(), at(3, 23)).person == duty.person  # type: ignore[union-attr]


def test_where_nobody_coordinates_the_office_of_the_service_is_asked_once(duty: Duty, office: User) -> None:
    office.roles.all().delete()
    make_office(duty.person)
    ends(duty.person, MONDAY)
    for _ in range(2):
        duty_lapses.look_ahead(now=NOON)
    assert owed() == [("duty_plan_ahead", "Olga")]
    words = words_for(Message.objects.get(reason="duty_plan_ahead"))
    assert "Donnerstag, 3. Dezember" in words.subject
    assert f"Arbeitgeber ({duty.service.organisation})" in words.body  # type: ignore[union-attr]
    for said in (words.subject, words.body):
        assert "Nachweis" not in said
        assert duty.person.family_name not in said
    machine.travel_to(at(3, 6))
    duty_lapses.name_gaps(now=at(3, 6))
    named = words_for(Message.objects.filter(reason="duty_nobody_goes").first())  # type: ignore[arg-type]
    assert "mit dem Arbeitgeber (" in named.body


def test_where_no_service_has_an_office_besides_her_the_helpers_are_asked(
    duty: Duty, office: User, helper: User
) -> None:
    Role.objects.exclude(user__in=(helper, duty.person)).delete()
    ends(duty.person, MONDAY)
    duty_lapses.look_ahead(now=NOON)
    assert owed() == [("duty_plan_ahead", "Birgit")]


def test_a_helper_without_a_coordination_is_asked_about_by_her_colleagues(service: CareService, helper: User) -> None:
    district = service.districts.get()
    make_helper(district, given_name="Carla")
    Requirement.objects.create(role=StaffRole.HELPER, kind=FIRST_AID, valid_from=LONG_AGO)
    Duty.objects.create(person=helper, district=district, window=(at(1, 18), at(1, 22)))
    duty_lapses.look_ahead(now=NOON)
    assert owed() == [("duty_plan_ahead", "Carla")]


def test_on_its_morning_it_is_named_to_her_and_to_those_who_plan(lapse: DutyLapse) -> None:
    machine.travel_to(at(3, 4))
    assert duty_lapses.name_gaps(now=at(3, 4)) == 0
    machine.travel_to(at(3, 5, 10))
    assert duty_lapses.name_gaps(now=at(3, 5, 10)) == 1
    assert duty_lapses.name_gaps(now=at(3, 5, 20)) == 0
    told = {name for reason, name in owed() if reason == "duty_nobody_goes"}
    assert "Birgit" in told
    assert [name for reason, name in owed() if reason == "duty_by_phone"] == ["Anja"]


def test_a_helper_who_plans_and_has_the_duty_herself_hears_it_once(service: CareService, helper: User) -> None:
    Requirement.objects.create(role=StaffRole.HELPER, kind=FIRST_AID, valid_from=LONG_AGO)
    Duty.objects.create(person=helper, district=service.districts.get(), window=(at(0, 18), at(0, 22)))
    duty_lapses.look_ahead(now=NOON)
    duty_lapses.name_gaps(now=NOON)
    assert owed() == [("duty_by_phone", "Birgit")]


def test_who_plans_reads_nothing_of_a_paper(lapse: DutyLapse) -> None:
    machine.travel_to(at(3, 6))
    duty_lapses.name_gaps(now=at(3, 6))
    words = words_for(Message.objects.filter(reason="duty_nobody_goes").first())  # type: ignore[arg-type]
    assert "mit der Koordination (" in words.body
    for said in (words.subject, words.body):
        assert "Nachweis" not in said
        assert "Ahrens" not in said


def test_a_duty_after_midnight_is_named_six_hours_before(people: list[User], office: User, helper: User) -> None:
    make_duty(people[0], day=2, starts=1, ends=6)
    ends(people[0], MONDAY)
    duty_lapses.look_ahead(now=NOON)
    assert duty_lapses.name_gaps(now=at(1, 18)) == 0
    assert duty_lapses.name_gaps(now=at(1, 19, 30)) == 1


def test_the_plan_says_that_she_answers_the_telephone_only(lapse: DutyLapse, duty: Duty) -> None:
    district = duty.service.districts.get()  # type: ignore[union-attr]
    (entry,) = [entry for day in load_plan(district, now=NOON) for entry in day.entries if entry.duty == duty]
    assert entry.duty.is_by_phone  # type: ignore[union-attr]


def test_who_is_let_to_serve_is_sent_and_why_is_needed(lapse: DutyLapse, office: User, duty: Duty) -> None:
    assert not can_go(duty)
    with pytest.raises(WhyNeeded):
        duty_lapses.let_serve(lapse, why=" ", by=office, now=NOON)
    for _ in range(2):
        duty_lapses.let_serve(lapse, why="Kurs ist am Freitag", by=office, now=NOON)
    assert can_go(duty)
    assert owed() == []
    assert duty_lapses.name_gaps(now=at(3, 6)) == 0
    duty_lapses.take_back(lapse)
    assert not can_go(duty)


def test_nobody_is_let_to_do_what_the_kind_of_help_asks_for(lapse: DutyLapse, office: User, duty: Duty) -> None:
    care = make_category()
    Requirement.objects.create(role="care_worker", kind=EvidenceKind.CARER, category=care, valid_from=LONG_AGO)
    duty_lapses.let_serve(lapse, why="x", by=office, now=NOON)
    assert can_go(duty)
    assert not can_go(duty, category=care.pk)


def can_go(duty: Duty, category: int = 0) -> bool:
    """Late in that night, when the paper has ended."""
    district = duty.service.districts.get()  # type: ignore[union-attr]
    where = {"district": district.pk, "category": category or make_category().pk}
    here = duty_lapses.sendable(Duty.objects.filter(pk=duty.pk), day=MONDAY + 4 * DAY, **where).exists()
    assert here == duty_lapses.may_be_sent(duty.person, moment=at(4, 2), **where)
    return here


def test_another_has_the_duty_and_the_gap_shows(lapse: DutyLapse, office: User, duty: Duty) -> None:
    duty_lapses.open_duty(lapse, by=office, now=NOON)
    assert not Duty.objects.filter(pk=duty.pk).exists()
    assert owed() == [("duty_off", "Anja")]


def test_what_was_let_is_not_opened_without_taking_it_back(lapse: DutyLapse, office: User, duty: Duty) -> None:
    duty_lapses.let_serve(lapse, why="x", by=office, now=NOON)
    with pytest.raises(AlreadyDecided):
        duty_lapses.open_duty(lapse, by=office, now=NOON)
    assert Duty.objects.filter(pk=duty.pk).exists()


def test_who_has_given_the_duty_on_is_asked_about_no_more(lapse: DutyLapse, people: list[User], office: User) -> None:
    duties.give_to(lapse.duty, person=people[1], by=office, now=NOON)
    assert not duty_lapses.open_lapses(now=NOON).exists()
    with pytest.raises(AlreadyDecided):
        duty_lapses.open_duty(lapse, by=office, now=NOON)


def test_many_at_once_are_judged_as_one_by_one(people: list[User], service: CareService) -> None:
    """The sweep judges in Python what planning judges in SQL."""
    service.districts.add(make_district(state="BY"))
    for kind, values in (
        (FIRST_AID, {"state": "BY", "valid_from": MONDAY + 2 * DAY}),
        (EvidenceKind.CARER, {"valid_from": LONG_AGO, "valid_until": MONDAY + 2 * DAY}),
        (EvidenceKind.PROTECTION, {"state": "BY", "valid_from": MONDAY + 4 * DAY}),
    ):
        Requirement.objects.create(role=StaffRole.CARE_WORKER, kind=kind, **values)
    spans = (
        (people[0], FIRST_AID, 2, 4),
        (people[1], EvidenceKind.CARER, 0, 1),
        (people[1], EvidenceKind.PROTECTION, 4, 6),
    )
    for person, kind, begins, until in spans:
        values = {"valid_from": MONDAY + begins * DAY, "valid_until": MONDAY + until * DAY}
        StaffEvidence.objects.create(person=person, kind=kind, **values)
    ends(people[1], MONDAY + 6 * DAY)
    planned = [make_duty(person, day=day) for person in people for day in range(7)]
    in_sql = set()
    for one in planned:
        team, window = team_of(one), (one.window.lower, one.window.upper)
        mine = User.objects.filter(pk=one.person_id)
        if not may_serve(mine, window, role=team.role, districts=team.districts).exists():
            in_sql.add(one.pk)
    assert duty_lapses.who_lack(planned) == in_sql
    assert 0 < len(in_sql) < len(planned)
