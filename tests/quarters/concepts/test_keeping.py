"""Dates that stay honest, one value a day, what is taken out and fetched back, versions as they were agreed."""

import datetime as dt

import pytest

from piano.kit import clock
from quarters.concepts import keeping
from quarters.concepts.paper import held_paper, paper, said
from quarters.concepts.reading import show, summary_of
from quarters.drawing import draw
from quarters.models import Concept, ConceptMeasure
from tests.conftest import Cast
from tests.quarters.concepts.making import DAY, make_concept, make_goal, make_indicator, make_measure

pytestmark = pytest.mark.django_db


def test_a_district_has_one_concept(cast: Cast, now: dt.datetime) -> None:
    assert make_concept(cast.district, now) == make_concept(cast.district, now)
    assert Concept.objects.count() == 1


def test_another_day_leaves_the_old_one_with_a_word(cast: Cast, now: dt.datetime) -> None:
    row = make_measure(make_goal(cast.district, now), now)
    was, later = row.due_on, row.due_on + 30 * DAY
    with pytest.raises(keeping.DelayNeedsAWord):
        make_measure(row.goal, now, row=row, due_on=later)
    make_measure(row.goal, now, row=row, due_on=later, why="Der Bus kam später")
    make_measure(row.goal, now, row=row, due_on=later)
    assert [(one.was_due_on, one.why) for one in row.delays.all()] == [(was, "Der Bus kam später")]


def test_a_measure_ends_after_it_begins_and_is_not_done_tomorrow(cast: Cast, now: dt.datetime) -> None:
    goal, today = make_goal(cast.district, now), clock.local(now).date()
    with pytest.raises(keeping.DatesDoNotFit):
        make_measure(goal, now, due_on=today - 20 * DAY)
    with pytest.raises(keeping.NotInTheFuture):
        make_measure(goal, now, done_on=today + DAY)


def test_what_is_overdue_is_seen(cast: Cast, now: dt.datetime) -> None:
    row, today = make_measure(make_goal(cast.district, now), now), clock.local(now).date()
    states = [row.state(today + days * DAY) for days in (-10, 0, 9, 10)]
    assert states == ["ahead", "running", "running", "late"]
    assert [one.row for one in show(row.concept, on=today + 10 * DAY).late] == [row]
    ConceptMeasure.objects.update(done_on=today)
    row.refresh_from_db()
    assert row.state(today + 10 * DAY) == "done"


def test_an_indicator_is_read_once_a_day_and_never_ahead(cast: Cast, now: dt.datetime) -> None:
    row, today = make_indicator(make_goal(cast.district, now), now), clock.local(now).date()
    first = keeping.note_reading(row, on=today, value=12, now=now)
    with pytest.raises(keeping.ReadTwiceADay):
        keeping.note_reading(row, on=today, value=13, now=now)
    with pytest.raises(keeping.NotInTheFuture):
        keeping.note_reading(row, on=today + DAY, value=13, now=now)
    keeping.drop(first, now=now)
    keeping.note_reading(row, on=today, value=14, now=now)
    with pytest.raises(keeping.ReadTwiceADay):
        keeping.fetch_back(first, now=now)


def test_a_line_is_drawn_from_two_values_on(cast: Cast, now: dt.datetime) -> None:
    row, today = make_indicator(make_goal(cast.district, now), now), clock.local(now).date()
    for days, value in ((20, 10), (0, 30)):
        keeping.note_reading(row, on=today - days * DAY, value=value, now=now)
    (shown,) = show(row.concept, on=today).goals[0].indicators
    assert (shown.is_reached, len(shown.drawing.dots)) == (True, 2)  # type: ignore[union-attr]
    assert show(row.concept, on=today - DAY).goals[0].indicators[0].drawing is None


def test_days_are_as_far_apart_as_they_are() -> None:
    near, far = (float(draw([1, 2, 3], at=days).dots[1].x) for days in ((0, 1, 10), (0, 9, 10)))
    assert near < 100 < 500 < far
    assert float(draw([5], goal=10).dots[0].y) > float(draw([5], goal=10).goal)


def test_what_is_taken_out_can_be_fetched_back(cast: Cast, now: dt.datetime) -> None:
    goal, today = make_goal(cast.district, now), clock.local(now).date()
    keeping.drop(goal, now=now)
    assert show(goal.concept, on=today).goals == []
    keeping.fetch_back(goal, now=now)
    assert [one.row for one in show(goal.concept, on=today).goals] == [goal]


def test_a_version_stays_as_it_was_agreed(cast: Cast, now: dt.datetime) -> None:
    goal, today = make_goal(cast.district, now), clock.local(now).date()
    make_measure(goal, now)
    first, same = (
        keeping.hold_version(goal.concept, blocks=said(show(goal.concept, on=today)), now=now) for _ in range(2)
    )
    assert first == same
    keeping.note_part(type(goal), goal.concept, now=now, row=goal, title="Anders")
    second = keeping.hold_version(goal.concept, blocks=said(show(goal.concept, on=today)), now=now)
    assert (first.number, second.number) == (1, 2)
    assert "Ziel 1: Zusammen essen" in str(held_paper(first).as_data())
    assert "Arbeitsstand" in paper(show(goal.concept, on=today), on=today).lede


def test_everybody_reads_what_was_written_for_everybody(cast: Cast, now: dt.datetime) -> None:
    today = clock.local(now).date()
    assert summary_of(cast.district, on=today) is None
    make_measure(make_goal(cast.district, now), now, done_on=today)
    found = summary_of(cast.district, on=today)
    assert found is not None
    assert (found.words, found.goals[0].done, found.since) == ("Wir essen zusammen.", 1, None)
    make_concept(cast.district, now, summary="")
    assert summary_of(cast.district, on=today) is None


def test_a_concept_costs_the_same_queries_whatever_stands_in_it(
    cast: Cast, now: dt.datetime, django_assert_num_queries: object
) -> None:
    goal = make_goal(cast.district, now)
    for _ in range(5):
        make_measure(goal, now)
        make_indicator(goal, now)
    with django_assert_num_queries(8):  # type: ignore[operator]
        show(goal.concept, on=clock.local(now).date())
