"""Erasing changes no figure, and leaves the promises of the live database whole."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from piano.messaging.running import run_all
from piano.privacy import erasers
from piano.privacy.erasing import erase_overdue
from requests.arranged.visits import cancel_visit
from requests.board import tallies
from requests.board.tallies import all_counts
from requests.invariants import broken
from requests.models import HelpRequest, Report, StateChange, Tally, Visit
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_category, make_district, make_request, make_resident
from tests.privacy.planting import MONTH, open_case, plant_case

pytestmark = [pytest.mark.django_db, pytest.mark.full]
BERLIN = ZoneInfo("Europe/Berlin")
Figures = Counter[tuple[str, str, int, int]]


def plant_figures(cast: Cast, now: dt.datetime) -> None:
    """Ended requests of two districts, kinds of help and months, and one that runs."""
    for _ in range(3):
        plant_case(cast, cast.tenant, now=now)
    elsewhere = make_resident(make_district())
    for category in (cast.shop, make_category("walk")):
        cancel_visit(make_request(elsewhere, category).visits.get(), by=elsewhere.user, now=now)
    open_case(cast)
    last = HelpRequest.objects.filter(state="done").latest("pk")
    # half past midnight in Kassel on the first of August, but still July in UTC
    HelpRequest.objects.filter(pk=last.pk).update(created_at=dt.datetime(2026, 7, 31, 22, 30, tzinfo=dt.UTC))


def counted_by_hand() -> Figures:
    """Requests and visits by local month, district and kind of help, row by row."""
    figures: Figures = Counter()
    for case in HelpRequest.objects.all():
        figures["request", _month(case.created_at), case.district_id, case.category_id] += 1
        for visit in case.visits.all():
            figures["visit", _month(visit.wish_window.lower), case.district_id, case.category_id] += 1
            for decision in visit.decisions.all():
                figures["decision", _month(decision.at), case.district_id, case.category_id] += 1
            for trouble in visit.troubles.all():
                figures["trouble", _month(trouble.opened_at), case.district_id, case.category_id] += 1
    return figures


def _month(moment: dt.datetime) -> str:
    return f"{moment.astimezone(BERLIN):%Y-%m}"


def figures() -> Figures:
    """The same figures as the house counts them."""
    counted: Figures = Counter()
    for key, number in all_counts().numbers.items():
        counted[key.kind, f"{key.month:%Y-%m}", key.district, key.category] += number
    return counted


def test_the_figures_are_those_of_the_rows(cast: Cast, now: dt.datetime) -> None:
    plant_figures(cast, now)
    assert figures() == counted_by_hand()
    assert ("request", "2026-08", cast.district.pk, cast.shop.pk) in figures()


def test_the_figures_are_equal_after_erasing(cast: Cast, now: dt.datetime) -> None:
    plant_figures(cast, now)
    before, counts = counted_by_hand(), all_counts()
    erase_overdue(now=now + 13 * MONTH)
    assert HelpRequest.objects.count() == 1
    assert figures() == before
    assert all_counts() == counts


def test_the_hours_that_were_given_stay(cast: Cast, now: dt.datetime) -> None:
    plant_figures(cast, now)
    erase_overdue(now=now + 13 * MONTH)
    assert not Report.objects.exists()
    assert all_counts().minutes.total() == 3 * 55


def test_without_the_tallies_the_figures_would_shrink(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    plant_figures(cast, now)
    before = counted_by_hand()
    monkeypatch.setattr(erasers.cases, "keep_counts", lambda cases: None)
    erase_overdue(now=now + 13 * MONTH)
    assert figures() != before


def test_a_later_night_adds_to_the_same_tallies(cast: Cast, now: dt.datetime) -> None:
    plant_figures(cast, now)
    before = figures()
    late = HelpRequest.objects.filter(state="done").order_by("pk")[0]
    HelpRequest.objects.filter(pk=late.pk).update(ended_at=now + MONTH)
    for months, left in ((12.5, 2), (14.5, 1)):
        erase_overdue(now=now + months * MONTH)
        assert HelpRequest.objects.count() == left
        assert figures() == before


def test_a_tally_names_no_person_and_no_day(cast: Cast, now: dt.datetime) -> None:
    plant_figures(cast, now)
    erase_overdue(now=now + 13 * MONTH)
    names = {field.name for field in Tally._meta.get_fields()}
    assert names == {"id", "kind", "month", "district", "category", "state", "number", "minutes"}
    assert {tally.month.day for tally in Tally.objects.all()} == {1}


def test_the_promises_hold_afterwards(cast: Cast, now: dt.datetime) -> None:
    """The engine keeps its steps for the open case while the others are erased beside it."""
    plant_figures(cast, now)
    machine.travel_to(now + 13 * MONTH)
    for _ in range(20):
        if not run_all():
            break
    erase_overdue(now=now + 13 * MONTH)
    assert list(broken()) == []
    assert Visit.objects.count() == 1
    assert set(StateChange.objects.values_list("help_request", flat=True)) == {Visit.objects.get().help_request_id}


def test_counting_takes_four_queries_whatever_the_number(
    cast: Cast, now: dt.datetime, django_assert_num_queries: object
) -> None:
    plant_figures(cast, now)
    with django_assert_num_queries(4):  # type: ignore[operator]
        tallies.count(HelpRequest.objects.all())
