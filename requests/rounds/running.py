"""One round: reads what is due and who may go, computes without locks, applies in batches."""

import datetime as dt
import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from django.db import DatabaseError, connection

from piano.kit import faults
from piano.kit.beside import ForkFailed, beside
from piano.kit.errors import DomainError
from requests.finding.searching import FirstStep, first_step, wave_of
from requests.matching import find
from requests.models import Visit
from requests.policies.choosing import Plans
from requests.rounds.applying import BATCH, Seen, apply_batch, look_at
from requests.rounds.choosing import Asking, Chosen, Possible, choose
from requests.rounds.shares import shares_of

logger = logging.getLogger("requests.rounds")
WORTH_SHARING, PROCESSES = 1000, 2
FAILURES = (DomainError, DatabaseError, ArithmeticError, LookupError, TypeError, ValueError, ForkFailed)


@dataclass
class RoundResult:
    """`asked`: for how many visits people were asked. `alone`: visits that need another step than asking, each by itself;
    every other one waits for the next round."""

    asked: int = 0
    alone: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Plan:
    """What a round has seen and computed. Nothing of it is written yet."""

    seen: Seen
    askings: dict[int, Asking]
    chosen: Chosen


def run_round(visit_ids: Sequence[int], *, now: dt.datetime) -> RoundResult:
    """Asks people for these visits, the best for all of them at once. Their step MATCH is due. Several at once are harmless.

    Very many are shared out to two processes, where that changes nothing: nobody is in reach of both shares.
    """
    is_large = len(visit_ids) >= WORTH_SHARING and not connection.in_atomic_block
    shares = shares_of(visit_ids, PROCESSES) if is_large else [visit_ids]
    results = beside([partial(_run_share, share, now=now) for share in shares])
    return RoundResult(sum(one.asked for one in results), set().union(*(one.alone for one in results)))


def _run_share(visit_ids: Sequence[int], *, now: dt.datetime) -> RoundResult:
    with _without_collecting():
        plan = plan_round(visit_ids, now=now)
        faults.point("round_computed")
        return apply_plan(plan, now=now)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A round makes a million small values that hang together in no circle: looking for circles would take half its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def plan_round(visit_ids: Sequence[int], *, now: dt.datetime) -> Plan:
    """Who should be asked for which of these visits. Reads only, without locks."""
    plans = Plans(now)
    seen = look_at(visit_ids)
    asking = [visit for visit in seen.visits.values() if first_step(visit, now=now, plans=plans) == FirstStep.ASK]
    people = gather(asking, now=now)
    askings = {visit.pk: _asking(visit, people[visit.pk], plans, now=now) for visit in asking if visit.pk in people}
    askings = {pk: one for pk, one in askings.items() if one.people}
    return Plan(seen, askings, choose(askings))


def apply_plan(plan: Plan, *, now: dt.datetime) -> RoundResult:
    """Writes it in batches, each under lock and looked at again. One that fails is left to single steps, where one defect
    stops nobody else.
    """
    result = RoundResult(alone=plan.seen.visits.keys() - plan.askings.keys())
    for ids in _batches(sorted(plan.chosen)):
        try:
            result.asked += apply_batch(ids, plan.chosen, plan.seen, now=now)
        except FAILURES as error:
            logger.error("a batch of a round failed: %s", type(error).__name__, exc_info=True)
            result.alone.update(ids)
    return result


def gather(visits: Sequence[Visit], *, now: dt.datetime) -> dict[int, list[Possible]]:
    """For each visit who may and can and was not asked yet, the best first; a visit without anybody is left out."""
    found = find([visit.pk for visit in visits], now=now)
    columns = (found.person, found.cost, found.times_there, found.by_phone)
    rows = list(map(Possible, *(column.tolist() for column in columns)))
    return {pk: rows[which] for pk, which in found.by_visit().items()}


def _asking(visit: Visit, people: list[Possible], plans: Plans, *, now: dt.datetime) -> Asking:
    wave = wave_of(visit, people, now=now, plans=plans)
    return Asking(wave.people, wave.places, visit.help_request.urgency)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
