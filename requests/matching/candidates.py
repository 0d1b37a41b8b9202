"""Who may and can, the best first: for one visit, or for ten thousand at once.

Gather in bulk, compute plain values, and make words only for the chosen. Reads only; a fixed number of queries.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from piano.kit.columns import Array, from_us
from quarters.models import User
from quarters.people.languages import say_language
from requests.finding.ranking import Candidate, Facts, reasons_for
from requests.matching import gather
from requests.matching.costs import Costs, costs_of
from requests.matching.facts import Pairs, Visits, World
from requests.matching.judging import ALLOWED, judge_pairs, judge_times
from requests.matching.reach import NO_DAY, Reach
from requests.matching.rules import QUICKEST
from requests.models import Visit
from volunteers.could import GENDERS
from volunteers.models import Volunteer

WISHED = 1000  # visits that a wish is worth, where it is asked who is known best
PART = 1000  # visits looked at together: bounds the memory, not the result


@dataclass(frozen=True)
class Found:
    """Every allowed pair, by visit, then cost, then person: the compact form for a whole round.

    `times_there` says how well she is known: who is wished for by name comes before everybody who was there.

    `visit` and `person` are keys (of the visit, of the user), `start` microseconds since 1970, `cost` whole and ≥ 0.
    """

    visit: Array
    person: Array
    start: Array
    cost: Array
    times_there: Array
    by_phone: Array
    places: Pairs
    world: World = field(repr=False)
    costs: Costs = field(repr=False)

    def __len__(self) -> int:
        return len(self.visit)

    def candidates(self, rows: Sequence[int] | Array) -> list[Candidate]:
        """These rows with names and reasons in words: one query for the names."""
        rows = np.asarray(rows, dtype=np.int64)
        people = User.objects.filter(pk__in=np.unique(self.person[rows]).tolist()).only("given_name", "family_name")
        names = {user.pk: user.full_name for user in people}
        return [self._candidate(int(row), names) for row in rows]

    def _candidate(self, row: int, names: dict[int, str]) -> Candidate:
        facts = self._facts(row)
        return Candidate(
            person_id=int(self.person[row]),
            name=names.get(int(self.person[row]), ""),
            start=from_us(self.start[row]),
            distance_m=facts.distance_m,
            reasons=reasons_for(facts),
            cost=int(self.cost[row]),
            known_times=int(self.times_there[row]),
            by_phone=facts.by_phone,
        )

    def _facts(self, row: int) -> Facts:
        visits, costs, visit = self.world.visits, self.costs, self.places.visit[row]
        language = gather.CODES[int(visits.own_language[visit]).bit_length() - 1] if costs.shares_language[row] else ""
        return Facts(
            distance_m=round(float(costs.metres[row])),
            known_times=int(costs.times_there[row]),
            is_wished=bool(costs.is_wished[row]),
            shared_language=say_language(language) if language else "",
            wished_gender=GENDERS[int(visits.gender[visit])] if costs.fits_wish[row] else "",
            likes_kind=bool(costs.likes_kind[row]),
            load_minutes=int(costs.load_minutes[row]),
            wished_minutes=int(costs.wished_minutes[row]),
            days_since_asked=int(costs.days_since_asked[row]),
            by_phone=bool(self.by_phone[row]),
        )

    def by_visit(self) -> dict[int, slice]:
        """The rows of each visit that has any."""
        keys, first, count = np.unique(self.visit, return_index=True, return_counts=True)
        rows = zip(keys.tolist(), first.tolist(), count.tolist(), strict=True)
        return {key: slice(start, start + number) for key, start, number in rows}


def find(visit_ids: Iterable[int], *, now: dt.datetime, people: Collection[int] | None = None) -> Found:
    """All allowed pairs of these visits. About fifteen queries whatever the number. `people`: only these (keys of users)."""
    visits = gather.load_visits(sorted(set(visit_ids)))
    world = gather.load_world(visits, _volunteers(visits, people), now=now)
    pairs = _possible(world)
    if len(visits):
        world = gather.add_details(world, np.unique(pairs.person), now=now)
    starts, kept = [], []
    for part in _parts(pairs, len(visits)):
        verdicts = judge_times(world, part)
        kept.append(Pairs(part.visit[verdicts.allowed], part.person[verdicts.allowed], NO_DAY))
        starts.append(verdicts.start[verdicts.allowed])
    return _ordered(world, _joined(kept), np.concatenate([NO_DAY, *starts]))


def _volunteers(visits: Visits, people: Collection[int] | None) -> list[int] | None:
    if people is None:
        return gather.candidates_of(visits)
    return list(Volunteer.objects.filter(user__in=people).values_list("pk", flat=True))


def _possible(world: World) -> Pairs:
    """Whom nothing but the day and the hour could keep back."""
    reach, kept = Reach(world), []
    for first in range(0, len(world.visits), PART):
        pairs = reach.pairs(first, min(first + PART, len(world.visits)))
        allowed = judge_pairs(world, pairs, rules=QUICKEST) == ALLOWED
        kept.append(Pairs(pairs.visit[allowed], pairs.person[allowed], NO_DAY))
    return _joined(kept)


def _parts(pairs: Pairs, visits: int) -> Iterable[Pairs]:
    order = np.argsort(pairs.visit, kind="stable")
    edges = np.searchsorted(pairs.visit[order], np.arange(0, visits + PART, PART))
    for first, last in pairwise(edges.tolist()):
        rows = order[first:last]
        yield Pairs(pairs.visit[rows], pairs.person[rows], NO_DAY)


def _joined(parts: Sequence[Pairs]) -> Pairs:
    return Pairs(*(np.concatenate([NO_DAY, *column]) for column in zip(*parts, strict=True))) if parts else EMPTY


EMPTY = Pairs(NO_DAY, NO_DAY, NO_DAY)


def _ordered(world: World, pairs: Pairs, start: Array) -> Found:
    """With the costs, in order."""
    costs = costs_of(world, pairs)
    user = world.people.user[pairs.person]
    order = np.lexsort((user, costs.cost, pairs.visit))
    pairs, costs = Pairs(pairs.visit[order], pairs.person[order], NO_DAY), costs.in_order(order)
    return Found(
        visit=world.visits.id[pairs.visit],
        person=user[order],
        start=start[order],
        cost=costs.cost,
        times_there=costs.times_there + WISHED * costs.is_wished,
        by_phone=world.people.by_phone[pairs.person],
        places=pairs,
        world=world,
        costs=costs,
    )


def candidates_for(visits: Iterable[Visit], *, now: dt.datetime) -> dict[int, list[Candidate]]:
    """For each visit (by its key) all who may and can and were not asked yet, the best first."""
    ids = [visit.pk for visit in visits]
    found = find(ids, now=now)
    candidates = found.candidates(np.arange(len(found)))
    rows = found.by_visit()
    return {pk: candidates[rows[pk]] if pk in rows else [] for pk in ids}


def rank_candidates(visit: Visit, *, now: dt.datetime) -> list[Candidate]:
    """All who may and can and were not asked yet, the best first. The visit as it stands in the database."""
    return candidates_for([visit], now=now)[visit.pk]


__all__ = ["Found", "Visits", "candidates_for", "find", "rank_candidates"]
