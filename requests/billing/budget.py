"""How much of the Entlastungsbetrag is left in a month. Pure: plain months and cents, no database.

Each month brings its amount. What a calendar year leaves may be used until the end of the month in which it lapses (June), and
is used first (§ 45b (1) SGB XI, domain 3.3).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Month = dt.date  # its first day


@dataclass(frozen=True)
class Claim:
    """`amount(month)` in cents and `lapses` (6: until the end of June) hold for all; the rest is one person's."""

    since: Month
    carried_cents: int
    amount: Callable[[Month], int]
    lapses: int


def months(since: Month, until: Month) -> Iterator[Month]:
    """Both included."""
    while since <= until:
        yield since
        since = (since.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def left_in(claim: Claim, used: Mapping[Month, int], month: Month) -> int:
    """What can still be billed for this month, so that no month, later ones too, is overspent."""
    if month < claim.since:
        return 0
    last = max([month, *used])
    extra = _available(claim, used, month)
    while extra > 0:
        short = _short(claim, {**used, month: used.get(month, 0) + extra}, last)
        if not short:
            break
        extra -= short
    return max(0, extra)


def overspent(claim: Claim, used: Mapping[Month, int], month: Month) -> int:
    """By how much too much is billed, at most, in a month until this one or until the last that is billed. What was used before the claim
    began is too much altogether.
    """
    before = sum(cents for one, cents in used.items() if one < claim.since)
    return before + _short(claim, used, max([month, *used]))


def _available(claim: Claim, used: Mapping[Month, int], month: Month) -> int:
    return max(0, [carried + own for _month, carried, own in _run(claim, used, month)][-1])


def _short(claim: Claim, used: Mapping[Month, int], last: Month) -> int:
    """By how much some month is overspent at most."""
    return max((-min(0, own) for _month, _carried, own in _run(claim, used, last)), default=0)


def _run(claim: Claim, used: Mapping[Month, int], until: Month) -> Iterator[tuple[Month, int, int]]:
    """(month, what is left of the year before, of this year), after what was used in it; below zero where it was too much."""
    carried, own = claim.carried_cents, 0
    for month in months(claim.since, until):
        if month.month == 1 and month > claim.since:
            carried, own = max(0, own), min(0, own)
        if month.month > claim.lapses:
            carried = 0
        own += claim.amount(month)
        spent = used.get(month, 0)
        from_rest = min(carried, spent)
        carried -= from_rest
        own -= spent - from_rest
        yield month, carried, own
