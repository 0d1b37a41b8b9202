"""„Brauchen Sie das noch?“ An open wish that waits for long is asked about: in writing, or along with another call, never by an
own one. One button answers. No answer changes nothing.
"""

import datetime as dt

from django.db import transaction

from piano.messaging.outbox import cancel_owed, owe
from quarters.models import User
from requests.advance import note_down
from requests.errors import WrongState
from requests.finding.due import cross_off, owe_step
from requests.locks import lock_visit
from requests.models import Visit, WorkKind
from requests.policies.choosing import snapshot_of
from requests.policies.plain import Plan
from requests.states import SEARCHING_STATES
from requests.wishes.contacts import hearers_of

STILL_NEEDED = "Wird noch gebraucht"


def question_at(visit: Visit, plan: Plan, *, now: dt.datetime) -> dt.datetime | None:
    """So many days after it was asked for, or after it was asked about last; none when its time is over by then."""
    since = max(visit.created_at, visit.needed_at or visit.created_at, visit.needed_asked_at or visit.created_at)
    due_at = max(since + dt.timedelta(days=plan.needed_days), now)
    return due_at if plan.needed_days and due_at < visit.wish_window.upper else None


def ask_if_needed(visit: Visit, *, now: dt.datetime) -> None:
    """Asks whoever hears of the request. The caller holds the visit's lock."""
    cross_off(visit, WorkKind.STILL_NEEDED, now=now)
    if visit.state not in SEARCHING_STATES:
        return
    visit.needed_asked_at = now
    visit.save(update_fields=["needed_asked_at"])
    for person in hearers_of(visit.help_request):
        slot, ends = f"{now:%y%m%d}", visit.wish_window.upper
        owe(reason="still_needed", subject=f"visit:{visit.pk}", recipient=person, now=now, slot=slot, expires_at=ends)
    _ask_again(visit, now=now)


def _ask_again(visit: Visit, *, now: dt.datetime) -> None:
    due_at = question_at(visit, snapshot_of(visit, now=now).plan, now=now)
    if due_at:
        owe_step(visit, WorkKind.STILL_NEEDED, due_at=due_at)


def is_asked(visit: Visit) -> bool:
    """Whether the question waits for an answer."""
    asked, answered = visit.needed_asked_at, visit.needed_at
    return asked is not None and visit.state in SEARCHING_STATES and (answered is None or answered < asked)


def say_still_needed(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """Yes. The search goes on as it is; the question comes again after as many days. Raises `WrongState` when it is over."""
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.state not in SEARCHING_STATES:
            raise WrongState()
        if is_asked(visit):
            visit.needed_at = now
            visit.save(update_fields=["needed_at"])
            cancel_owed(subject=f"visit:{visit.pk}", reason="still_needed")
            note_down(visit, by=by, now=now, note=STILL_NEEDED)
            _ask_again(visit, now=now)
    return visit
