"""The engine's steps for visits. Registered for Celery and `manage.py engine`; any number of them may run at once."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence

from django.db import connection, transaction
from django.db.models import F, Q

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.sweeps import back_off, sweep
from piano.kit.tracing import current_trace, tracing
from requests.arranged.overdue import ask_for_report
from requests.arranged.telling import see_to_telling
from requests.board import daybook, posting
from requests.finding import searching, second_place, unfilled
from requests.locks import lock_visit
from requests.mishaps.trouble import remind_of_trouble
from requests.models import DueWork, HelpRequest, Visit, WorkKind
from requests.rounds.running import FAILURES, run_round
from requests.rounds.turns import running_since, take_turn
from requests.series.tending import due_series, lets_wait, put_off, take_series
from requests.urgency import escalating, reminding, worries
from requests.wishes import needed

logger = logging.getLogger("requests.sweeps")
BATCH = 200


def match(visit: Visit, now: dt.datetime) -> None:
    if not lets_wait(visit, now=now):
        searching.begin_search(visit, now=now)


def expire(visit: Visit, now: dt.datetime) -> None:
    searching.let_expire(visit, now=now)


def decide(visit: Visit, now: dt.datetime) -> None:
    reminding.remind_to_decide(visit, now=now)


def give_back(visit: Visit, now: dt.datetime) -> None:
    searching.give_back(visit, now=now, reason="Bis zum gewünschten Termin hat sich niemand gefunden")


def ask_report(visit: Visit, now: dt.datetime) -> None:
    ask_for_report(visit, now=now)


def call(visit: Visit, now: dt.datetime) -> None:
    worries.remind_to_call(visit, now=now)


def trouble(visit: Visit, now: dt.datetime) -> None:
    remind_of_trouble(visit, now=now)


def tell(visit: Visit, now: dt.datetime) -> None:
    see_to_telling(visit, now=now)


def escalate(visit: Visit, now: dt.datetime) -> None:
    escalating.escalate(visit, now=now)


def await_duty(visit: Visit, now: dt.datetime) -> None:
    escalating.await_duty(visit, now=now)


def second(visit: Visit, now: dt.datetime) -> None:
    second_place.look_for_second(visit, now=now)


def alert(visit: Visit, now: dt.datetime) -> None:
    unfilled.alert(visit, now=now)


def ask_if_needed(visit: Visit, now: dt.datetime) -> None:
    needed.ask_if_needed(visit, now=now)


STEPS: dict[str, Callable[[Visit, dt.datetime], None]] = {
    WorkKind.MATCH: match,
    WorkKind.EXPIRE: expire,
    WorkKind.DECIDE: decide,
    WorkKind.GIVE_BACK: give_back,
    WorkKind.ASK_REPORT: ask_report,
    WorkKind.CALL: call,
    WorkKind.TROUBLE: trouble,
    WorkKind.TELL: tell,
    WorkKind.ESCALATE: escalate,
    WorkKind.AWAIT_DUTY: await_duty,
    WorkKind.SECOND: second,
    WorkKind.ALERT: alert,
    WorkKind.STILL_NEEDED: ask_if_needed,
}


@sweep(queue="urgent", every=5)
def drive_visits() -> int:
    """Takes every step that is due, the earliest first, each in its own transaction; but where several searches are due, they
    are a round. Returns how many were taken.
    """
    now = clock.now()
    due = DueWork.objects.filter(done_at=None, due_at__lte=now).order_by("due_at", "pk")
    searches = list(due.filter(kind=WorkKind.MATCH, visit__series=None).values_list("visit_id", "due_at"))
    asked, alone = search_together(searches, now=now)
    is_ours = ~Q(kind=WorkKind.MATCH) | Q(visit__series__isnull=False) | Q(visit__in=alone)
    steps = due.filter(is_ours).values_list("pk", "visit_id")[:BATCH]
    return asked + sum(take_step(row_id, visit_id) for row_id, visit_id in steps)


def search_together(searches: Sequence[tuple[int, dt.datetime]], *, now: dt.datetime) -> tuple[int, set[int]]:
    """A round over these visits and when their search was due. Returns for how many people were asked, and which visits are to
    be taken one by one: a single one, what needs another step, what fell due while another's round runs, all when it fails.
    """
    visit_ids = {visit_id for visit_id, _ in searches}
    if len(visit_ids) < 2:
        return 0, visit_ids
    with take_turn(now) as is_ours:
        if not is_ours:
            since = running_since()
            return 0, {visit_id for visit_id, due_at in searches if since is not None and due_at >= since}
        _note_round(visit_ids)
        try:
            result = run_round(sorted(visit_ids), now=now)
        except FAILURES as error:
            logger.error("a round failed: %s", type(error).__name__, exc_info=not isinstance(error, DomainError))
            return 0, visit_ids
        logger.info("a round: asked for %s of %s visits", result.asked, len(visit_ids))
        return result.asked, result.alone


def _note_round(visit_ids: set[int]) -> None:
    """Many requests go on under the round's own reference: each says which it is."""
    rows = DueWork.objects.filter(visit__in=visit_ids, kind=WorkKind.MATCH, done_at=None).exclude(trace="")
    together = current_trace()
    for trace in sorted(set(rows.values_list("trace", flat=True))):
        with tracing(trace):
            logger.info("goes on in a round", extra={"fields": {"round": together}})


@sweep(queue="normal", every=5)
def tend_series() -> int:
    """Makes the coming dates of series, asks who could come regularly, and plans what she said yes to. Returns how many series."""
    now = clock.now()
    return sum(_tend(pk) for pk in due_series(now=now))


def _tend(series_id: int) -> bool:
    """One that fails stops no other."""
    try:
        return take_series(series_id, now=clock.now())
    except FAILURES as error:
        logger.error(
            "series %s failed: %s", series_id, type(error).__name__, exc_info=not isinstance(error, DomainError)
        )
        if connection.is_usable():
            put_off(series_id)
        return False


@sweep(queue="normal", every=15)
def keep_day_books() -> int:
    """Writes what came in into its day's numbered log, district by district. Returns how many lines."""
    now = clock.now()
    return sum(daybook.write_missing(district, now=now) for district in daybook.with_news(now=now))


def take_step(row_id: int, visit_id: int) -> bool:
    """One due row: locks request, visit, row; leaves it to the other sweeper who holds the request. A failure waits."""
    try:
        with transaction.atomic():
            return _is_free(visit_id) and _run(row_id, visit_id)
    except FAILURES as error:
        logger.error("step %s failed: %s", row_id, type(error).__name__, exc_info=not isinstance(error, DomainError))
        if connection.is_usable():
            _put_off(row_id)
        return False


def _is_free(visit_id: int) -> bool:
    rows = HelpRequest.objects.filter(visits=visit_id).order_by("pk")
    return bool(rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("pk", flat=True))


def _run(row_id: int, visit_id: int) -> bool:
    visit, now = lock_visit(visit_id), clock.now()
    row = DueWork.objects.select_for_update(no_key=True).filter(pk=row_id, done_at=None, due_at__lte=now).first()
    if row is None:
        return False
    with tracing(row.trace):
        STEPS[row.kind](visit, now)
        logger.info("visit %s: %s done, now %s", visit.reference, row.kind, visit.state)
    return True


def _put_off(row_id: int) -> None:
    """A poison row stops nobody else: it comes back later, ever more seldom, and `check_invariants` names it."""
    with transaction.atomic():
        row = DueWork.objects.select_for_update().filter(pk=row_id, done_at=None).first()
        if row:
            due_at = clock.now() + back_off(row.attempt)
            DueWork.objects.filter(pk=row_id).update(attempt=F("attempt") + 1, due_at=due_at)


@sweep(queue="bulk", every=600)
def remind_of_letters() -> int:
    """Letters that nobody has posted on their day."""
    return posting.remind_helpers(now=clock.now())
