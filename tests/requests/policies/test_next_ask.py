"""Who comes now: one decision for a single search and for a round over many."""

import datetime as dt
from dataclasses import replace

from piano.kit import clock
from requests.finding.ranking import Candidate
from requests.policies.deciding import Situation, next_ask, people_for, situation_of
from requests.policies.plain import Plan, Snapshot, Step, Unit, Who
from requests.policies.shipped import NORMAL, PROFESSIONAL, SHIPPED, SOON, URGENT

MORNING = clock.at(dt.date(2026, 11, 23), dt.time(10))
NIGHT = clock.at(dt.date(2026, 11, 23), dt.time(23))
CALLING = Plan((*SOON.steps[:2], Step(Who.PHONE, unit=Unit.DAY_MINUTES, amount=180), *SOON.steps[2:]))
EVERYBODY = Situation(True, 5, 2, may_call_out=True, on_duty=1, deputies=2, in_tree=3)
NO_DUTY = replace(EVERYBODY, may_call_out=False, in_tree=0)


def walk(plan: Plan, can: Situation, *, now: dt.datetime = MORNING) -> list[tuple[str, int]]:
    """Whom a search asks one after another when nobody says yes."""
    snapshot, told = Snapshot(plan, "normal"), []
    while not told or told[-1][0] != Who.HELPER:
        ask = next_ask(snapshot, can, now=now)
        snapshot = snapshot.moved_to(ask.step)
        told.append((ask.who, ask.at_once))
    return told


def whom(plan: Plan, can: Situation, *, now: dt.datetime = MORNING) -> list[str]:
    return [who for who, _ in walk(plan, can, now=now)]


def test_normal_asks_the_familiar_person_then_three_then_three_then_the_helper() -> None:
    assert walk(NORMAL, NO_DUTY) == [("familiar", 1), ("writing", 3), ("writing", 3), ("helper", 1)]


def test_soon_asks_the_familiar_person_then_three_then_the_helper() -> None:
    assert walk(SOON, NO_DUTY) == [("familiar", 1), ("writing", 3), ("helper", 1)]


def test_no_shipped_plan_makes_calls_to_volunteers() -> None:
    assert not {step.who for plan in SHIPPED.values() for step in plan.steps} & {Who.PHONE}


def test_who_has_to_be_called_is_asked_where_the_plan_says_so() -> None:
    assert whom(CALLING, NO_DUTY) == ["familiar", "writing", "phone", "helper"]


def test_urgent_goes_on_to_duty_and_deputy_only_where_the_way_is_open() -> None:
    assert whom(URGENT, EVERYBODY) == ["writing", "duty", "deputy", "helper"]
    assert whom(URGENT, NO_DUTY) == ["writing", "helper"]


def test_no_volunteer_is_woken_for_something_urgent() -> None:
    assert whom(URGENT, EVERYBODY, now=NIGHT) == ["duty", "deputy", "helper"]


def test_professionals_are_asked_at_once() -> None:
    assert whom(PROFESSIONAL, EVERYBODY, now=NIGHT) == ["duty", "deputy", "helper"]


def test_who_is_not_there_is_passed_over() -> None:
    assert whom(NORMAL, Situation(in_writing=1)) == ["writing", "writing", "helper"]
    assert whom(NORMAL, Situation()) == ["helper"]
    assert whom(URGENT, replace(EVERYBODY, on_duty=0)) == ["writing", "deputy", "helper"]


def test_after_the_helper_comes_the_phone_tree_one_after_another() -> None:
    snapshot = Snapshot(URGENT, "urgent")
    at_helper = snapshot.moved_to(snapshot.place_of(Who.HELPER) or 0)
    ask = next_ask(at_helper, Situation(in_tree=2), now=MORNING)
    assert (ask.who, ask.until) == (Who.TREE, MORNING + dt.timedelta(minutes=15))
    again = next_ask(at_helper.moved_to(ask.step), Situation(in_tree=1), now=MORNING)
    assert again.who == Who.TREE
    assert next_ask(at_helper.moved_to(ask.step), Situation(), now=MORNING).who == Who.HELPER


def test_a_helper_who_sleeps_is_not_waited_for() -> None:
    at_duty = Snapshot(URGENT, "urgent").moved_to(2)
    assert next_ask(at_duty, Situation(), now=NIGHT).until == NIGHT
    assert next_ask(at_duty, Situation(), now=MORNING).until == MORNING + dt.timedelta(minutes=30)


def test_a_plan_without_an_end_ends_with_the_helper() -> None:
    assert whom(Plan((Step(Who.WRITING, at_once=2),)), NO_DUTY) == ["writing", "helper"]


def test_a_step_may_be_repeated() -> None:
    assert whom(Plan((Step(Who.PHONE, times=3),)), NO_DUTY) == ["phone", "phone", "phone", "helper"]


def candidate(person: int, **fields: object) -> Candidate:
    return Candidate(person, f"P{person}", MORNING, 100, (), person, **fields)  # type: ignore[arg-type]


def test_each_step_asks_its_own_people() -> None:
    ranked = [candidate(1, by_phone=True), candidate(2), candidate(3, known_times=2), candidate(4, by_phone=True)]
    can = situation_of(ranked)
    assert (can.familiar, can.in_writing, can.by_phone) == (True, 2, 2)
    asks = {ask.who: ask for ask in (next_ask(Snapshot(CALLING, "soon", at, 1), can, now=MORNING) for at in (-1, 0, 1))}
    assert [one.person_id for one in people_for(asks["familiar"], ranked)] == [3]
    assert [one.person_id for one in people_for(asks["writing"], ranked)] == [2, 3]
    assert [one.person_id for one in people_for(asks["phone"], ranked)] == [1]


def test_a_plan_and_its_snapshot_survive_being_kept() -> None:
    snapshot = Snapshot(URGENT, "urgent").moved_to(1).moved_to(1)
    assert Snapshot.from_json(snapshot.as_json()) == snapshot
    assert Plan.from_json(NORMAL.as_json()) == NORMAL
