"""The optimum on the real tables, judged by SciPy: random people and visits, and too few of the first."""

import random
from collections import Counter
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from requests.dispatch.facts import URGENCIES
from requests.matching import rank_candidates
from requests.models import Visit
from requests.rounds.running import plan_round
from tests.conftest import Cast
from tests.factories import (
    HERE,
    make_building,
    make_category,
    make_resident,
    make_user,
    make_visit,
    make_volunteer,
    make_window,
)

pytestmark = pytest.mark.django_db
NOBODY = 10**7  # more than all costs together
Score = tuple[int, int, int, int]


def scatter(cast: Cast, dice: random.Random, *, visits: int, people: int) -> list[Visit]:
    """People and visits anywhere within two kilometres, of two kinds of help and two languages."""
    kinds = [cast.shop, make_category("walk")]
    for _ in range(people):
        make_volunteer(
            cast.district,
            dice.sample(kinds, dice.choice((1, 2))),
            latitude=HERE[0] + dice.uniform(-0.01, 0.01),
            longitude=HERE[1] + dice.uniform(-0.01, 0.01),
            languages=dice.choice((["de"], ["de", "tr"])),
            max_distance_m=dice.choice((700, 1500, 2500)),
        )
    return [_wish(cast, dice, kinds) for _ in range(visits)]


def _wish(cast: Cast, dice: random.Random, kinds: list[Any]) -> Visit:
    place = {"latitude": HERE[0] + dice.uniform(-0.01, 0.01), "longitude": HERE[1] + dice.uniform(-0.01, 0.01)}
    resident = make_resident(cast.district, make_user())
    resident.building = make_building(cast.district, **place)
    resident.save()
    language = dice.choice(("", "", "tr"))
    urgency = dice.choice(URGENCIES)
    return make_visit(
        resident, dice.choice(kinds), urgency=urgency, needs_language=language, window=make_window(days=2)
    )


def judged_by_scipy(costs: dict[tuple[int, int], int], urgency: dict[int, str]) -> Score:
    """One square table: a forbidden pair costs more than anything, nobody costs by urgency."""
    visits, people = list(urgency), sorted({person for _, person in costs})
    table = np.full((len(visits), len(people) + len(visits)), 10.0 * NOBODY)
    for (visit, person), cost in costs.items():
        table[visits.index(visit), people.index(person)] = cost
    for row, visit in enumerate(visits):
        table[row, len(people) + row] = NOBODY * (1 + URGENCIES.index(urgency[visit]))
    chosen = zip(*linear_sum_assignment(table), strict=True)
    pairs = [(visits[row], people[column]) for row, column in chosen if column < len(people)]
    return score(pairs, costs, urgency)


def score(pairs: list[tuple[int, int]], costs: dict[tuple[int, int], int], urgency: dict[int, str]) -> Score:
    """Most urgent, most soon, most usual ones filled; then less cost."""
    counts = Counter(urgency[visit] for visit, _ in pairs)
    return counts["urgent"], counts["soon"], counts["normal"], -sum(costs[pair] for pair in pairs)


@pytest.mark.parametrize("seed", [1, 2, 3, *(pytest.param(n, marks=pytest.mark.full) for n in range(4, 40))])
def test_the_first_offers_of_a_round_are_the_best_for_all(cast: Cast, now: Any, seed: int) -> None:
    visits = scatter(cast, random.Random(seed), visits=9, people=2)
    costs = {(visit.pk, one.person_id): one.cost for visit in visits for one in rank_candidates(visit, now=now)}
    urgency = {visit.pk: visit.help_request.urgency for visit in visits}
    chosen = plan_round([visit.pk for visit in visits], now=now).chosen
    first = [(visit, people[0]) for visit, people in chosen.items()]
    assert len(first) < len(visits), "people are not scarce"
    assert score(first, costs, urgency) == judged_by_scipy(costs, urgency)
