"""The steps, what is counted, and the money."""

import datetime as dt
import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from piano.kit import clock
from piano.messaging.models import Message
from piano.privacy.erasing import erase_overdue
from quarters.ideas.errors import AlreadyDecided, NobodyRunsIt, NotFromThere, NotMetYet, TooLateToTakeBack
from quarters.ideas.figures import figures, month_ends, run_by_residents
from quarters.ideas.meeting import set_meeting
from quarters.ideas.money import UNDO, ask_money, decide, sums_by_district, take_back_decision
from quarters.ideas.moving import move, ways_on
from quarters.ideas.stages import ALIVE, STEPS, Stage
from quarters.models import Initiative, InitiativeBudget
from tests.conftest import Cast
from tests.quarters.ideas.making import DAY, make_idea, make_joiner, make_running, make_staff

pytestmark = pytest.mark.django_db


def test_every_step_leaves_a_row_and_the_same_again_none(cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now)
    for _ in range(2):
        move(row, Stage.GROUP, by=cast.helper, now=now, note="seit heute")
    steps = list(row.steps.values_list("stage", "by", "note"))
    assert [stage for stage, _by, _note in steps] == ["idea", "meeting", "running", "group"]
    assert steps[-1] == ("group", cast.helper.pk, "seit heute")


def test_what_is_not_in_the_table_is_refused(cast: Cast, now: dt.datetime) -> None:
    for before, to in itertools.product(Stage, Stage):
        if before != to and to not in STEPS[before]:
            row = Initiative(district=cast.district, stage=before, reached="idea", brought_at=now, touched_at=now)
            row.save()
            with pytest.raises(NotFromThere):
                move(row, to, by=None, now=now)


def test_it_runs_only_after_they_have_met(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    set_meeting(row, at=now + DAY, where="Treff", by=None, now=now)
    with pytest.raises(NotMetYet):
        move(row, Stage.RUNNING, by=None, now=now)
    assert move(row, Stage.RUNNING, by=None, now=now + DAY).stage == Stage.RUNNING


def test_it_runs_only_where_a_resident_runs_it(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now - 2 * DAY)
    set_meeting(row, at=now - DAY, where="Treff", by=None, now=now - 2 * DAY)
    row.people.all().delete()
    with pytest.raises(NobodyRunsIt):
        move(row, Stage.RUNNING, by=cast.helper, now=now)


def test_after_a_pause_it_goes_on_where_it_was(cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now)
    row = move(row, Stage.PAUSED, by=None, now=now)
    assert [to for to, _words in ways_on(row)] == [Stage.RUNNING, Stage.ENDED]
    with pytest.raises(NotFromThere):
        move(row, Stage.GROUP, by=None, now=now)
    row = move(move(row, Stage.ENDED, by=None, now=now), Stage.RUNNING, by=None, now=now)
    assert row.stage == Stage.RUNNING


def test_what_is_counted_is_what_really_runs_on_that_day(cast: Cast, now: dt.datetime) -> None:
    row, today = make_running(cast, now), clock.local(now).date()
    make_idea(cast, now)
    make_joiner(make_idea(cast, now), now)
    assert (run_by_residents(today)[cast.district.pk], run_by_residents(today - DAY)[cast.district.pk]) == (1, 0)
    move(row, Stage.ENDED, by=None, now=now + DAY)
    assert [run_by_residents(today + day * DAY)[cast.district.pk] for day in (0, 1)] == [1, 0]


def test_figures_stand_at_the_ends_of_months(cast: Cast, now: dt.datetime) -> None:
    assert month_ends(dt.date(2026, 3, 5), 3) == [dt.date(2026, 2, 28), dt.date(2026, 1, 31), dt.date(2025, 12, 31)]
    make_running(cast, now)
    make_idea(cast, now)
    found = figures(on=clock.local(now).date(), months=3)
    assert (found.now, found.total, found.lines[0].beginning) == (1, [0, 0, 1], 1)


def test_erasing_changes_no_figure_of_the_past(cast: Cast, now: dt.datetime) -> None:
    row, today = make_running(cast, now), clock.local(now).date()
    ask_money(row, purpose="Kuchen", cents=500, asked_by=None, now=now)
    move(row, Stage.ENDED, by=None, now=now + DAY)
    before = figures(on=today)
    erase_overdue(now=now + 400 * DAY)
    row.refresh_from_db()
    assert (row.title, row.slug, row.people.count(), row.budgets.get().purpose) == ("", None, 0, "Kuchen")
    assert figures(on=today) == before


def test_what_runs_is_never_erased(cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now)
    erase_overdue(now=now + 800 * DAY)
    row.refresh_from_db()
    assert (row.title, row.people.count()) == ("Spaziergang", 1)


def make_budget(cast: Cast, now: dt.datetime, cents: int = 12000) -> InitiativeBudget:
    row = make_idea(cast, now)
    return ask_money(row, purpose="Eine Nähmaschine", cents=cents, asked_by=row.people.get().person, now=now)


def test_money_is_asked_once_and_decided_with_a_reason(cast: Cast, now: dt.datetime) -> None:
    budget, staff = make_budget(cast, now), make_staff()
    again = ask_money(budget.initiative, purpose="Eine Nähmaschine ", cents=12000, asked_by=None, now=now)
    assert again == budget
    for _ in range(2):
        decide(budget, verdict="granted", granted_cents=10000, reason="Gern", by=staff, now=now)
    budget.refresh_from_db()
    assert (budget.granted_cents, budget.decided_by) == (10000, staff)
    with pytest.raises(AlreadyDecided):
        decide(budget, verdict="refused", granted_cents=0, reason="Nein", by=staff, now=now)
    message = Message.objects.get(reason="idea_money")
    assert message.not_before >= now + UNDO


def test_only_the_landlord_decides(cast: Cast, now: dt.datetime) -> None:
    budget = make_budget(cast, now)
    for who in (cast.helper, cast.tenant.user):
        with pytest.raises(PermissionDenied):
            decide(budget, verdict="granted", granted_cents=1, reason="x", by=who, now=now)
        with pytest.raises(PermissionDenied):
            take_back_decision(budget, by=who, now=now)


def test_a_decision_is_taken_back_until_it_is_told(cast: Cast, now: dt.datetime) -> None:
    budget, staff = make_budget(cast, now), make_staff()
    decide(budget, verdict="refused", granted_cents=0, reason="Zu viel", by=staff, now=now)
    take_back_decision(budget, by=staff, now=now + UNDO / 2)
    assert not Message.objects.filter(reason="idea_money").exclude(state="cancelled").exists()
    decide(budget, verdict="granted", granted_cents=12000, reason="Doch", by=staff, now=now + UNDO)
    with pytest.raises(TooLateToTakeBack):
        take_back_decision(budget, by=staff, now=now + 2 * UNDO)


def test_sums_stand_by_district(cast: Cast, now: dt.datetime) -> None:
    decide(make_budget(cast, now), verdict="granted", granted_cents=5000, reason="Ja", by=make_staff(), now=now)
    make_budget(cast, now, cents=300)
    assert sums_by_district() == [(cast.district.name, 300, 5000)]


def test_the_database_refuses_more_than_was_asked(cast: Cast, now: dt.datetime) -> None:
    budget = make_budget(cast, now)
    for wrong in ({"verdict": "granted", "granted_cents": 12001}, {"verdict": "granted", "granted_cents": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InitiativeBudget.objects.filter(pk=budget.pk).update(decided_at=now, **wrong)


def test_alive_is_what_runs() -> None:
    assert set(ALIVE) == {"running", "group", "association"}


def test_what_is_not_granted_costs_nothing(cast: Cast, now: dt.datetime) -> None:
    budget = decide(
        make_budget(cast, now), verdict="refused", granted_cents=5000, reason="Nein", by=make_staff(), now=now
    )
    assert budget.granted_cents == 0
