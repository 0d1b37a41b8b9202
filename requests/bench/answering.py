"""A thousand people say yes at once: the verb itself, on 32 connections in two processes, as a web server's workers have them.

A web server keeps its connections (`piano.wsgi`), so each has said one yes before, to a visit that is not counted. An answer's
time is wall clock, from calling the verb until its transaction is committed. Each connection says its next one at once.
"""

import datetime as dt
import gc
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from statistics import quantiles

from django.db import DatabaseError, connection, connections
from django.db.models import Count, Q

from piano.kit import clock
from piano.kit.beside import beside
from piano.kit.errors import DomainError
from piano.kit.kept import keep_connections
from requests.arranged.visits import accept_offer
from requests.models import Offer, Visit
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState, VisitState

VISITS, PROCESSES, THREADS = 500, 2, 16
READY_IN = 4.0  # seconds, until all connections stand
Told = tuple[float, str]


@dataclass(frozen=True)
class Answers:
    """`lost`: answers that got neither a yes nor „somebody was faster“, and visits without exactly one who goes."""

    count: int
    lost: int
    p95_ms: float


def answer_at_once() -> Answers:
    """Two yes to each of up to five hundred visits, in a mixed order."""
    offers, visits, earlier = _two_of_each()
    random.Random(1).shuffle(offers)  # noqa: S311  the same order every time
    starts_at, now = time.time() + READY_IN, clock.now()
    jobs = [
        partial(_answer, offers[number::PROCESSES], earlier[number::PROCESSES], starts_at, now)
        for number in range(PROCESSES)
    ]
    told = [one for share in beside(jobs) for one in share]
    unanswered = sum(what not in ("yes", "OfferTaken") for _, what in told)
    unanswered += abs(sum(what == "yes" for _, what in told) - len(visits))
    return Answers(len(offers), unanswered + _without_one_who_goes(visits), quantiles([ms for ms, _ in told], n=20)[-1])


def _two_of_each() -> tuple[list[int], list[int], list[int]]:
    """Keys of offers and of their visits; and of one offer for each connection, for other visits if there are so many."""
    rows = Offer.objects.filter(state=OfferState.OPEN, visit__state=VisitState.OFFERED).order_by("visit", "pk")
    of_visit: dict[int, list[int]] = {}
    for visit, offer in rows.values_list("visit", "pk"):
        of_visit.setdefault(visit, []).append(offer)
    found = [(visit, offers[:2]) for visit, offers in of_visit.items() if len(offers) > 1]
    chosen, others = found[:VISITS], found[VISITS : VISITS + PROCESSES * THREADS]
    return (
        [offer for _, offers in chosen for offer in offers],
        [visit for visit, _ in chosen],
        [offers[0] for _, offers in others],
    )


def _answer(offers: list[int], earlier: list[int], starts_at: float, now: dt.datetime) -> list[Told]:
    """One process: its answers over sixteen threads, each with a connection that stands before it begins."""
    keep_connections()
    gc.freeze()  # what the round has left in memory is none of a web process's
    say = partial(_say_yes_to, starts_at=starts_at, now=now)
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(
            pool.map(say, *zip(*((offers[n::THREADS], earlier[n::THREADS]) for n in range(THREADS)), strict=True))
        )
    return [one for thread in told for one in thread]


def _say_yes_to(offers: list[int], earlier: list[int], *, starts_at: float, now: dt.datetime) -> list[Told]:
    connection.ensure_connection()
    rows = Offer.objects.select_related("person").in_bulk([*offers, *earlier])
    for pk in earlier:
        _say_yes(rows[pk], now)
    time.sleep(max(0.0, starts_at - time.time()))
    told = [_say_yes(rows[pk], now) for pk in offers]
    connections.close_all()
    return told


def _say_yes(offer: Offer, now: dt.datetime) -> Told:
    started = time.perf_counter()
    try:
        accept_offer(offer, by=offer.person, now=now)
        what = "yes"
    except (DomainError, DatabaseError) as error:
        what = type(error).__name__
    return (time.perf_counter() - started) * 1000, what


def _without_one_who_goes(visits: list[int]) -> int:
    stands = Q(assignments__state__in=STANDING_ASSIGNMENT_STATES)
    going = Visit.objects.filter(pk__in=visits).annotate(going=Count("assignments", filter=stands))
    return going.exclude(going=1, state=VisitState.ARRANGED).count()
