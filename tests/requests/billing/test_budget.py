"""How much is left: each month brings its amount, a year's rest lasts until June and is used first, and no month is overspent."""

import datetime as dt
import itertools
import random

import pytest

from requests.billing.budget import Claim, left_in, months


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


def claim(since: str = "2026-01", carried: int = 0) -> Claim:
    return Claim(day(since), carried, lambda month: 13_100 if month.year >= 2025 else 12_500, 6)


@pytest.mark.parametrize(
    ("since", "carried", "used", "month", "left"),
    [
        ("2026-01", 0, {}, "2025-12", 0),
        ("2026-01", 0, {}, "2026-01", 13_100),
        ("2026-01", 0, {}, "2026-03", 3 * 13_100),
        ("2026-01", 50_000, {}, "2026-06", 6 * 13_100 + 50_000),
        ("2026-01", 50_000, {}, "2026-07", 7 * 13_100),
        ("2026-01", 50_000, {"2026-02": 60_000}, "2026-07", 7 * 13_100 - 10_000),
        ("2026-01", 0, {}, "2027-06", 18 * 13_100),
        ("2026-01", 0, {}, "2027-07", 7 * 13_100),
        ("2024-11", 0, {}, "2025-01", 2 * 12_500 + 13_100),
        ("2026-01", 0, {"2026-03": 39_300}, "2026-01", 0),
        ("2026-01", 0, {"2026-03": 39_000}, "2026-01", 300),
    ],
)
def test_what_is_left(since: str, carried: int, used: dict[str, int], month: str, left: int) -> None:
    assert left_in(claim(since, carried), {day(key): cents for key, cents in used.items()}, day(month)) == left


def test_whoever_bills_all_that_is_left_has_nothing_left_and_owes_nothing() -> None:
    """Random years: what is left can be billed to the last cent, and one cent more never."""
    dice = random.Random(45)
    for _ in range(60):
        facts, used = claim(carried=dice.choice([0, 40_000])), dict[dt.date, int]()
        span = list(months(day("2026-01"), day("2027-12")))
        for month in dice.sample(span, 6):
            left = left_in(facts, used, month)
            used[month] = used.get(month, 0) + dice.choice([left, left // 2])
        for month in span:
            before = {other: left_in(facts, used, other) for other in span}
            if before[month]:
                filled = {**used, month: used.get(month, 0) + before[month]}
                assert left_in(facts, filled, month) == 0
                break
        spent = list(itertools.accumulate(used.get(month, 0) for month in span))
        assert all(spent[at] <= facts.carried_cents + 13_100 * (at + 1) for at in range(len(span)))
