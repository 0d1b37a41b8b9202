"""How long it takes to know who of a hundred thousand volunteers may and can go to one visit."""

import time
from dataclasses import dataclass
from statistics import median

from django.db import connection

from piano.kit import clock
from piano.kit.planner import analyze
from quarters.models import User
from requests.bench.city import PEOPLE, people_of, quarters_of, visits_of
from requests.bench.filling import fill_people, fill_places, fill_visits
from requests.bench.measuring import start_in_the_morning
from requests.bench.scratch import scratch_database
from requests.matching import gather
from requests.matching.candidates import find
from requests.models import Visit

VISITS, WARM = 60, 10


@dataclass
class Figures:
    """Milliseconds of wall clock, a visit at a time. `near`: who lives near enough and does that kind of help, by the index."""

    people: int
    visits: int = 0
    ms_median: float = 0
    ms_p95: float = 0
    ms_max: float = 0
    index_ms_median: float = 0
    near_median: float = 0
    eligible_median: float = 0


def measure(people: int) -> Figures:
    """In a scratch database. Raises `ValueError` when the people do not make whole quarters."""
    quarters, rest = divmod(people, PEOPLE)
    if rest or not quarters:
        raise ValueError(f"{PEOPLE} people make a quarter")
    with scratch_database():
        _fill(quarters)
        return _measured(people)


def _fill(quarters: int) -> None:
    """Everybody, and some visits spread over the quarters."""
    now, town = start_in_the_morning(), quarters_of(quarters)
    wanted = [next(visits_of(town[place * quarters // VISITS], now.date())) for place in range(VISITS)]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        fill_places(town)
        fill_people([person for quarter in town for person in people_of(quarter)], now)
        fill_visits([(visit, True) for visit in wanted], people=User.objects.count(), now=now)
        cursor.execute("SET session_replication_role = origin")
    analyze()


def _measured(people: int) -> Figures:
    figures, now = Figures(people), clock.now()
    ids = list(Visit.objects.order_by("pk").values_list("pk", flat=True))
    took, index, near, eligible = [], [], [], []
    for place, pk in enumerate([*ids[:WARM], *ids]):
        started = time.perf_counter()
        found = find([pk], now=now)
        ended = time.perf_counter()
        visits = gather.load_visits([pk])
        begun = time.perf_counter()
        around = gather.candidates_of(visits) or []
        if place >= WARM:
            took.append((ended - started) * 1000)
            index.append((time.perf_counter() - begun) * 1000)
            near.append(len(around))
            eligible.append(len(found))
    took.sort()
    figures.visits = len(took)
    figures.ms_median, figures.ms_max = round(median(took), 1), round(took[-1], 1)
    figures.ms_p95 = round(took[int(len(took) * 0.95)], 1)
    figures.index_ms_median = round(median(index), 1)
    figures.near_median, figures.eligible_median = median(near), median(eligible)
    return figures
