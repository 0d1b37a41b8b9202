"""Thirteen months later nothing is overdue, in any table; what has to stay longer is still there."""

import datetime as dt
from typing import Any

import pytest

from piano.kit.retention import Period
from piano.privacy.checks import rules_of, tables
from piano.privacy.erasing import ERASERS, count_overdue, erase_overdue
from quarters.models import Consent, User
from tests.conftest import Cast
from tests.privacy.planting import CANARY, pass_time, plant, tables_with

pytestmark = pytest.mark.django_db
#: What goes along with whom it is about. Here she stays, as an active member does, or a tenant who is still helped.
GOES_WITH = {"board_terms": ("members",), "agenda_looks": ("residents", "accounts")}
WITHIN_A_YEAR = (Period.DAYS_30, Period.MONTHS_6, Period.MONTHS_12)


def with_period(*periods: Period) -> list[tuple[Any, Any]]:
    """(model, rule) for every rule of these periods that is about all rows of its table."""
    rules = [(model, rule) for model in tables() for rule in rules_of(model) or () if not rule.of]
    return [(model, rule) for model, rule in rules if rule.period in periods]


def still_said(model: Any, fields: tuple[str, ...]) -> list[Any]:
    """What these fields still say, in whatever row."""
    return [value for row in model._base_manager.values_list(*fields) for value in row if value not in ("", None)]


def test_something_is_planted_in_every_table_with_a_period(cast: Cast, now: dt.datetime) -> None:
    plant(cast, now=now)
    assert [model for model, rule in with_period(*Period) if not still_said(model, rule.fields)] == []


def test_after_thirteen_months_nothing_is_overdue(cast: Cast, now: dt.datetime) -> None:
    plant(cast, now=now)
    later = pass_time(13, since=now)
    assert erase_overdue(now=later).failed == set()
    assert not any(count_overdue(now=later).values())
    for model, rule in with_period(*WITHIN_A_YEAR, Period.SESSION):
        assert still_said(model, rule.fields) == [], (model, rule)


def test_nothing_is_erased_before_its_time(cast: Cast, now: dt.datetime) -> None:
    """The negative control: the same rows, a day before the first period ends."""
    plant(cast, now=now)
    assert not erase_overdue(now=now + dt.timedelta(days=13)).done.total()


def test_without_the_run_everything_would_be_overdue(cast: Cast, now: dt.datetime) -> None:
    """The negative control: each eraser finds something of what was planted, save those that wait for others' rows."""
    plant(cast, now=now)
    idle = {name for name, count in count_overdue(now=pass_time(125, since=now)).items() if not count}
    assert idle <= {"residents", "accounts", "consents", "care_workers", "ticks", "heartbeats", "devices"}


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(ERASERS))
def test_each_eraser_is_needed(name: str, cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without this one, something stays that should be gone."""
    eraser = ERASERS[name]
    plant(cast, now=now)
    for idle in (name, *GOES_WITH.get(name, ())):
        monkeypatch.delitem(ERASERS, idle)
    left = []
    for months in (1.2, 3.2, 6.2, 13, 37, 74, 125):
        later = pass_time(months, since=now)
        erase_overdue(now=later)
        left.append(eraser.rows(later).exists())
    assert any(left)


def test_what_is_kept_longer_is_still_there_after_thirteen_months(cast: Cast, now: dt.datetime) -> None:
    plant(cast, now=now)
    kept = {model for model, _ in with_period(Period.YEARS_3)}
    before = {model: model._base_manager.count() for model in kept}
    erase_overdue(now=pass_time(13, since=now))
    fewer = {model.__name__ for model in kept if model._base_manager.count() < before[model]}
    # the notes of records go after three months, the way of somebody who never had a file after six
    assert fewer == {"Evidence", "StaffEvidence", "Path", "StepTaken"}


@pytest.mark.full
def test_after_ten_years_nobody_who_left_is_known(cast: Cast, now: dt.datetime) -> None:
    plant(cast, now=now)
    cast.tenant.user.delete()
    for months in (13, 37, 74, 125):
        erase_overdue(now=pass_time(months, since=now))
    for model, rule in with_period(*Period):
        assert still_said(model, rule.fields) == [], (model, rule)


def test_the_tenant_is_found_nowhere_in_the_database(cast: Cast, now: dt.datetime) -> None:
    plant(cast, now=now)
    assert len(tables_with(CANARY)) > 8
    erase_overdue(now=pass_time(13, since=now))
    assert tables_with(CANARY) == []
    assert not User.objects.filter(family_name__contains=CANARY).exists()


def test_only_the_proof_of_the_consent_still_names_her(cast: Cast, now: dt.datetime) -> None:
    plant(cast, now=now)
    later = pass_time(13, since=now)
    erase_overdue(now=later)
    proof = Consent.objects.filter(purpose="help").get()
    assert (proof.person, proof.name) == (None, f"{CANARY} {CANARY}-Wagner")
    assert proof.withdrawn_at == later


def test_hints_and_free_words_go_after_thirty_days(cast: Cast, now: dt.datetime) -> None:
    case = plant(cast, now=now).help_request
    erase_overdue(now=pass_time(1.2, since=now))
    case.refresh_from_db()
    assert (case.hints, case.wish, case.resident.health_hints) == ("", "", "")
    assert (case.visits.get().report.note, case.visits.get().feedback.words) == ("", "")
    assert {change.note for change in case.changes.all()} == {""}
    assert case.resident.user.family_name == f"{CANARY}-Wagner"
    assert case.changes.exclude(by=None).exists()
