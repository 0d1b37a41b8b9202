"""Something goes wrong with a visit: it is put down, what is done about it is ticked with its time, it ends with an outcome.

What follows from an outcome stands in `troubles`, above the visits; this module stands below them, so that a report or a
new yes can end what has settled itself.
"""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.finding.due import cross_off, owe_step
from requests.messages import trouble_notices
from requests.mishaps.checklists import STEPS
from requests.models import Assignment, Outcome, StepKind, Trouble, TroubleKind, TroubleStep, Visit, WorkKind

LATE = dt.timedelta(hours=3)  # whoever was to come may be on the way, whoever waits has put the kettle on
STEPS_AT_MOST = 60
SAID_AFTER = {  # until whoever is responsible is told
    TroubleKind.DOOR: dt.timedelta(minutes=5),
    TroubleKind.NOBODY_CAME: dt.timedelta(0),
    TroubleKind.CALLED_OFF: dt.timedelta(minutes=5),
    TroubleKind.GAVE_UP: dt.timedelta(0),
    TroubleKind.ONE_OF_TWO: dt.timedelta(0),
}
TOOK_PLACE = {
    TroubleKind.DOOR: Outcome.OPENED,
    TroubleKind.NOBODY_CAME: Outcome.CAME,
    TroubleKind.ONE_OF_TWO: Outcome.ALONE,
}
NOT_NEEDED = {
    TroubleKind.GAVE_UP: Outcome.NOT_NEEDED,
    TroubleKind.NOBODY_CAME: Outcome.NOT_NEEDED,
    TroubleKind.ONE_OF_TWO: Outcome.NOT_NEEDED,
}
ONE_IS_ENOUGH = {TroubleKind.ONE_OF_TWO: Outcome.ALONE}
SAID_AGAIN, SAID_AGAIN_LATER, OFTEN = dt.timedelta(minutes=15), dt.timedelta(hours=2), 4


class TroubleIsOver(DomainError):
    message = _("Das ist schon geklärt. Danke, dass Sie sich gekümmert haben.")


def is_late(assignment: Assignment, *, now: dt.datetime) -> bool:
    """Whether the visit begins so soon, or runs, that a mail may come too late."""
    window = assignment.planned_window
    return bool(window.lower - now <= LATE and now < window.upper)


def open_trouble(assignment: Assignment, kind: str, *, by: User | None, now: dt.datetime) -> Trouble:
    """Puts it down, and when whoever is responsible hears of it. Twice is one. The caller holds the visit's lock."""
    row, is_new = Trouble.objects.get_or_create(
        visit_id=assignment.visit_id,
        kind=kind,
        ended_at=None,
        defaults={"assignment": assignment, "opened_by": by, "opened_at": now},
    )
    if is_new:
        row.assignment = assignment
        trouble_notices.opened(row, now=now)
        owe_step(assignment.visit, WorkKind.TROUBLE, due_at=now + SAID_AFTER[TroubleKind(kind)])
        wake_engine()
    return row


def add_step(trouble: Trouble, kind: str, *, by: User, now: dt.datetime) -> TroubleStep:
    """The caller holds the visit's lock. Raises `TroubleIsOver`; a step of another kind of trouble is a `ValueError`."""
    if not trouble.is_open:
        raise TroubleIsOver()
    if kind not in STEPS[trouble.kind] or trouble.steps.count() >= STEPS_AT_MOST:
        raise ValueError(kind)
    row = TroubleStep.objects.create(trouble=trouble, kind=kind, by=by, at=now)
    if kind == StepKind.EMERGENCY:
        trouble_notices.remind(trouble, slot="112", widely=True, now=now)
    wake_engine()
    return row


def end_trouble(trouble: Trouble, outcome: str, *, by: User | None, now: dt.datetime, words: str = "") -> Trouble:
    """Nobody is reminded any more. The caller holds the visit's lock. Ended twice, the first outcome stands."""
    if trouble.is_open:
        trouble.outcome, trouble.words, trouble.ended_by, trouble.ended_at = outcome, words, by, now
        trouble.save(update_fields=["outcome", "words", "ended_by", "ended_at"])
        trouble_notices.ended(trouble)
        if not open_troubles(trouble.visit).exists():
            cross_off(trouble.visit, WorkKind.TROUBLE, now=now)
        wake_engine()
    return trouble


def open_troubles(visit: Visit) -> QuerySet[Trouble]:
    return Trouble.objects.filter(visit=visit, ended_at=None)


def end_what_settled(visit: Visit, outcomes: dict[TroubleKind, Outcome], *, by: User | None, now: dt.datetime) -> None:
    """A new yes or a report says what became of it. The caller holds the visit's lock."""
    rows = open_troubles(visit).filter(kind__in=outcomes)
    for row in rows.order_by("pk"):
        row.visit = visit
        end_trouble(row, outcomes[TroubleKind(row.kind)], by=by, now=now)


def remind_of_trouble(visit: Visit, *, now: dt.datetime) -> None:
    """Says it once more, to more people in the end, as long as nobody has settled it. The caller holds the visit's lock."""
    cross_off(visit, WorkKind.TROUBLE, now=now)
    rows = list(open_troubles(visit).select_related("assignment__person").order_by("pk"))
    if not rows:
        return
    times = visit.due_work.filter(kind=WorkKind.TROUBLE, done_at__isnull=False).count()
    for row in rows:
        row.visit = visit
        trouble_notices.remind(row, slot=str(times), widely=times > 2, now=now)
    owe_step(visit, WorkKind.TROUBLE, due_at=now + (SAID_AGAIN if times < OFTEN else SAID_AGAIN_LATER))
