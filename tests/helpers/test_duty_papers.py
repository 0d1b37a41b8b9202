"""What a federal state asks of whoever is on duty: without it nobody gets a new duty, by whichever way."""

import datetime as dt
from typing import Any

import pytest

from helpers.errors import CannotServe, OwnPaperMissing
from helpers.models import (
    CareService,
    CareWorker,
    Duty,
    Requirement,
    ShiftPattern,
    StaffEvidence,
    StaffRole,
    Swap,
    SwapAsk,
)
from helpers.rota import duties, swaps
from helpers.rota.own_gaps import gaps_for, take_gap
from helpers.rota.papers import may_serve, missing_for_visit
from helpers.rota.roll_out import roll_out_all
from helpers.rota.team import Team
from quarters.models import EvidenceKind, User
from tests import clock as machine
from tests.factories import make_category, make_district, make_helper, make_user
from tests.helpers.rota import DAY, MONDAY, at, make_colleagues, make_duty, make_pattern, make_service

pytestmark = pytest.mark.django_db
NOON = at(0, 12)
NIGHT = (at(0, 22), at(1, 6))
LONG_AGO = dt.date(2025, 1, 1)


@pytest.fixture(autouse=True)
def noon() -> None:
    machine.travel_to(NOON)


@pytest.fixture
def service() -> CareService:
    return make_service(make_district())


@pytest.fixture
def people(service: CareService) -> list[User]:
    """Everybody has shown first aid, without an end."""
    found = make_colleagues(service, 3)
    for person in found:
        show(person)
    return found


@pytest.fixture
def boss(service: CareService) -> User:
    return make_helper(service.districts.get())


@pytest.fixture(autouse=True)
def first_aid(db: None) -> Requirement:
    return ask()


def ask(kind: str = EvidenceKind.FIRST_AID, role: str = StaffRole.CARE_WORKER, **fields: Any) -> Requirement:
    return Requirement.objects.create(role=role, kind=kind, **{"valid_from": LONG_AGO, **fields})


def show(person: User, kind: str = EvidenceKind.FIRST_AID, **fields: Any) -> StaffEvidence:
    return StaffEvidence.objects.create(person=person, kind=kind, **{"valid_from": LONG_AGO, **fields})


def ends(person: User, day: dt.date) -> None:
    StaffEvidence.objects.filter(person=person).update(valid_until=day)


def put(service: CareService, person: User, by: User, window: tuple[dt.datetime, dt.datetime] = NIGHT) -> Duty:
    return duties.put_on_duty(Team(service=service), person=person, window=window, by=by, now=NOON)


def test_who_has_shown_it_gets_the_duty(service: CareService, people: list[User], boss: User) -> None:
    assert put(service, people[0], boss).person == people[0]


def test_who_has_shown_nothing_is_not_put_on_duty(service: CareService, people: list[User], boss: User) -> None:
    StaffEvidence.objects.filter(person=people[0]).delete()
    with pytest.raises(CannotServe):
        put(service, people[0], boss)
    assert not Duty.objects.exists()


def test_it_has_to_count_until_the_morning(service: CareService, people: list[User], boss: User) -> None:
    """The night begins on Monday and ends on Tuesday: what ends with Monday does not suffice."""
    ends(people[0], MONDAY + DAY)
    with pytest.raises(CannotServe):
        put(service, people[0], boss)
    ends(people[0], MONDAY + 2 * DAY)
    assert put(service, people[0], boss)


def test_a_duty_until_midnight_asks_nothing_of_the_next_day(
    service: CareService, people: list[User], boss: User
) -> None:
    ends(people[0], MONDAY + DAY)
    assert put(service, people[0], boss, (at(0, 18), at(1, 0)))


def test_what_counts_only_from_tomorrow_does_not_suffice_tonight(
    service: CareService, people: list[User], boss: User
) -> None:
    StaffEvidence.objects.filter(person=people[0]).update(valid_from=MONDAY + DAY)
    with pytest.raises(CannotServe):
        put(service, people[0], boss)


@pytest.mark.parametrize(
    "other",
    [
        {"role": StaffRole.HELPER},
        {"state": "BY"},
        {"valid_from": MONDAY + 2 * DAY},
        {"valid_until": MONDAY},
    ],
)
def test_what_is_asked_of_others_elsewhere_or_at_other_times_is_not_asked(
    service: CareService, people: list[User], boss: User, other: dict[str, Any]
) -> None:
    ask(EvidenceKind.CARER, **other)
    assert put(service, people[0], boss)


def test_what_one_kind_of_help_asks_for_is_not_asked_of_a_duty(
    service: CareService, people: list[User], boss: User
) -> None:
    kind = make_category()
    ask(EvidenceKind.CARER, category=kind)
    assert put(service, people[0], boss)
    where = {"district": service.districts.get().pk, "day": MONDAY}
    assert missing_for_visit(people[0], category=kind.pk, **where) == [EvidenceKind.CARER]
    assert missing_for_visit(people[0], category=make_category().pk, **where) == []


def test_a_service_in_two_states_has_to_show_what_either_asks(people: list[User], service: CareService) -> None:
    service.districts.add(make_district(state="BY"))
    ask(EvidenceKind.CARER, state="BY")
    team = Team(service=service)
    her = User.objects.filter(pk=people[0].pk)
    assert not may_serve(her, NIGHT, role=team.role, districts=team.districts).exists()
    show(people[0], EvidenceKind.CARER)
    assert may_serve(her, NIGHT, role=team.role, districts=team.districts).exists()


def test_a_helper_shows_what_is_asked_of_helpers(service: CareService, boss: User) -> None:
    ask(EvidenceKind.PROTECTION, role=StaffRole.HELPER)
    team = Team(district=service.districts.get())
    with pytest.raises(OwnPaperMissing):
        duties.put_on_duty(team, person=boss, window=NIGHT, by=boss, now=NOON)
    show(boss, EvidenceKind.PROTECTION)
    assert duties.put_on_duty(team, person=boss, window=NIGHT, by=boss, now=NOON)


def test_a_duty_is_not_given_to_who_lacks_it(people: list[User], boss: User) -> None:
    duty = make_duty(people[0])
    ends(people[1], MONDAY)
    with pytest.raises(CannotServe):
        duties.give_to(duty, person=people[1], by=boss, now=NOON)
    assert duties.give_to(duty, person=people[2], by=boss, now=NOON).person == people[2]


def test_a_duty_does_not_move_to_a_day_on_which_it_has_ended(people: list[User], boss: User) -> None:
    duty = make_duty(people[0], day=0, starts=8, ends=16)
    ends(people[0], MONDAY + DAY)
    duties.move_duty(duty, window=(at(0, 9), at(0, 17)), by=boss, now=NOON)
    with pytest.raises(CannotServe):
        duties.move_duty(duty, window=(at(1, 9), at(1, 17)), by=boss, now=NOON)


def test_the_hours_of_a_duty_are_changed_also_where_a_paper_is_missing(people: list[User], boss: User) -> None:
    """What is planned is decided by a human; nobody has to solve that first to correct an hour."""
    duty = make_duty(people[0])
    ends(people[0], MONDAY)
    assert duties.move_duty(duty, window=(at(0, 21), at(1, 6)), by=boss, now=NOON).window.lower == at(0, 21)


def test_nobody_is_asked_to_swap_who_lacks_it(people: list[User]) -> None:
    ends(people[1], MONDAY)
    assert list(swaps.who_could_take(make_duty(people[0]))) == [people[2]]


def test_a_yes_to_a_swap_counts_only_with_what_is_asked(people: list[User]) -> None:
    duty = make_duty(people[0])
    swaps.ask_to_swap(duty, people[1:], by=people[0], now=NOON)
    ends(people[1], MONDAY)
    with pytest.raises(OwnPaperMissing):
        swaps.answer_swap(SwapAsk.objects.get(person=people[1]), agrees=True, by=people[1], now=NOON)
    duty.refresh_from_db()
    assert (duty.person, Swap.objects.get().state) == (people[0], "open")


def test_an_open_span_is_taken_only_with_what_is_asked(service: CareService, people: list[User]) -> None:
    make_duty(people[2], day=3)  # so that there is a rota at all
    ends(people[0], MONDAY)
    gap = gaps_for(people[0], now=NOON)[0]
    assert not gap.may_take
    with pytest.raises(OwnPaperMissing):
        take_gap(people[0], slug=gap.district.slug, start=gap.start, now=NOON)
    assert gaps_for(people[1], now=NOON)[0].may_take


def test_the_weekly_order_passes_over_who_lacks_it(service: CareService, people: list[User]) -> None:
    ends(people[0], MONDAY + 7 * DAY)
    pattern: ShiftPattern = make_pattern(service, people, turn="week")
    roll_out_all(now=NOON)
    late = Duty.objects.filter(shift__pattern=pattern, window__startswith__gte=at(7, 0))
    assert late.exists()
    assert people[0].pk not in set(late.values_list("person", flat=True))
    assert Duty.objects.filter(person=people[0], window__startswith__lt=at(6, 0)).exists()


def test_where_nobody_may_the_gap_stays(service: CareService, people: list[User]) -> None:
    StaffEvidence.objects.all().delete()
    make_pattern(service, people)
    assert roll_out_all(now=NOON) == 0


def test_who_left_the_service_or_never_worked_here_is_asked_for_nothing(people: list[User]) -> None:
    where = {
        "district": people[0].care_worker.service.districts.get().pk,
        "category": make_category().pk,
        "day": MONDAY,
    }  # type: ignore[attr-defined]
    StaffEvidence.objects.all().delete()
    assert missing_for_visit(people[0], **where) == [EvidenceKind.FIRST_AID]
    CareWorker.objects.filter(user=people[0]).update(is_active=False)
    assert missing_for_visit(people[0], **where) == missing_for_visit(make_user(), **where) == []
