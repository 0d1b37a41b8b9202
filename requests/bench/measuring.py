"""The figures of dispatching: a whole round, a single new request, and a thousand answers at once."""

import datetime as dt
import resource
import time
from dataclasses import dataclass
from statistics import median

from django.db import connection

from piano.kit import clock
from piano.kit.beside import beside
from requests.bench.answering import answer_at_once
from requests.bench.city import PEOPLE, VISITS
from requests.bench.filling import fill
from requests.bench.memory import watched
from requests.bench.scratch import scratch_database
from requests.dispatch.optimum import Pair, best_rows, greedy
from requests.models import DueWork, Offer, WorkKind
from requests.rounds.choosing import table_of
from requests.rounds.running import plan_round, run_round
from requests.sweeps import drive_visits

SINGLES = 50


@dataclass
class Figures:
    """Seconds and milliseconds are wall clock. `filled` and `cost` are those of the first offers, the optimum."""

    people: int
    visits: int
    round_s: float = 0
    round_cpu_s: float = 0
    single_ms_median: float = 0
    cost: int = 0
    greedy_cost: int = 0
    filled: int = 0
    greedy_filled: int = 0
    offers: int = 0
    allowed_median: float = 0
    allowed_max: int = 0
    peak_mb: float = 0
    answers: int = 0
    answers_lost: int = 0
    answers_p95_ms: float = 0


def measure(people: int, visits: int) -> Figures:
    """At this size, in a scratch database. Raises `ValueError` when the two do not make whole quarters."""
    quarters = people // PEOPLE
    if (people, visits) != (quarters * PEOPLE, quarters * VISITS) or not quarters:
        raise ValueError(f"{PEOPLE} people and {VISITS} visits make a quarter")
    figures = Figures(people, visits)
    with scratch_database():
        fill(quarters=quarters, singles=SINGLES, now=start_in_the_morning())
        _compare(figures)
        with watched() as peak:
            _round(figures)
            _singles(figures)
            _answers(figures)
        figures.peak_mb = round(peak.mb, 1)
    return figures


def start_in_the_morning() -> dt.datetime:
    """Moves the scratch database's clock to ten o'clock of the next working day: nobody's quiet hours."""
    day = clock.today() + dt.timedelta(days=1)
    while not clock.is_working_day(day):
        day += dt.timedelta(days=1)
    moment = clock.at(day, dt.time(10))
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s - now()", [moment])
        ahead = cursor.fetchone()[0].total_seconds()
        cursor.execute(
            "CREATE OR REPLACE FUNCTION piano_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS "
            f"$$ SELECT now() + interval '{ahead} seconds' $$"
        )
    return clock.now()


def _due() -> list[int]:
    rows = DueWork.objects.filter(kind=WorkKind.MATCH, done_at=None, due_at__lte=clock.now())
    return list(rows.values_list("visit_id", flat=True))


def _round(figures: Figures) -> None:
    """The whole round: from reading what is due to the last wave stored."""
    started, used = time.perf_counter(), _processor_seconds()
    run_round(_due(), now=clock.now())
    figures.round_s = round(time.perf_counter() - started, 2)
    figures.round_cpu_s = round(_processor_seconds() - used, 2)
    figures.offers = Offer.objects.count()


def _processor_seconds() -> float:
    """Of this process and its forks that have ended: what a busy machine blurs least."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _compare(figures: Figures) -> None:
    """The first pass, by the optimum and one after the other. In a fork, whose memory goes with it."""
    found, _ = beside([_compared, dict])
    for name, value in found.items():
        setattr(figures, name, value)


def _compared() -> dict[str, float]:
    askings = plan_round(_due(), now=clock.now()).askings
    table = table_of(askings)
    pairs = [Pair(*row) for row in zip(*(column.tolist() for column in table[:3]), strict=True)]
    other = greedy(pairs, {pk: one.urgency for pk, one in askings.items()})
    best = table.rows(best_rows(table)[0])
    allowed = [len(one.people) for one in askings.values()]
    return {
        "cost": int(best.cost.sum()),
        "filled": len(best.cost),
        "greedy_cost": other.cost,
        "greedy_filled": len(other.pairs),
        "allowed_median": median(allowed),
        "allowed_max": max(allowed),
    }


def _answers(figures: Figures) -> None:
    told = answer_at_once()
    figures.answers, figures.answers_lost, figures.answers_p95_ms = told.count, told.lost, round(told.p95_ms, 1)


def _singles(figures: Figures) -> None:
    """One more request after the other: each by the sweep that finds it, until its offers are stored."""
    DueWork.objects.filter(done_at=None, due_at__lte=clock.now()).delete()
    waiting = list(DueWork.objects.filter(kind=WorkKind.MATCH, done_at=None))
    took = []
    for row in waiting:
        DueWork.objects.filter(pk=row.pk).update(due_at=clock.now())
        started = time.perf_counter()
        assert drive_visits() == 1
        took.append((time.perf_counter() - started) * 1000)
    figures.single_ms_median = round(median(took), 1)
