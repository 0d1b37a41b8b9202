"""„Am liebsten Frau Kaya“: whom somebody wishes for, as she says the name; who that is, and that she is asked first.

The name is the tenant's, the person is linked by a helper, or at once where only one who was there before has that name. A wish
bends no rule: who may not or cannot come is not asked, and nobody says why. How it is weighed: `matching.costs`.
"""

import datetime as dt

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from quarters.models import Resident, Urgency, User
from requests.advance import note_down
from requests.errors import WrongState
from requests.finding.due import owe_step
from requests.locks import lock_visit
from requests.models import Assignment, HelpRequest, Visit, WorkKind
from requests.states import AssignmentState, VisitState

LINKED_WITHIN = dt.timedelta(hours=2)  # of calling time: so long a helper has to say who it is, before others are asked
LEFT_TO_SEARCH = dt.timedelta(days=1)
KNOWN, UNKNOWN = "Am liebsten: {name}", "Wer gewünscht ist, kennen wir nicht"
NOBODY = "Am liebsten: niemand Bestimmtes"


def guess(resident: Resident, name: str) -> User | None:
    """The only one of those who were there whose family name stands in the words; None where it is not sure."""
    words = {word.strip(".,;!?„“\"'()").casefold() for word in name.split()}
    been = Assignment.objects.filter(state=AssignmentState.DONE, visit__help_request__resident=resident)
    people = User.objects.filter(pk__in=been.values("person"))
    meant = [one for one in people if one.family_name and set(one.family_name.casefold().split()) <= words]
    return meant[0] if len(meant) == 1 else None


def asks_who(help_request: HelpRequest) -> bool:
    """Somebody is wished for, and no helper has said who that is."""
    return bool(help_request.wished_name) and help_request.wished_at is None


def begins_at(help_request: HelpRequest, *, ends: dt.datetime, now: dt.datetime) -> dt.datetime:
    """When the search begins: at once, but what can wait waits a little until a helper has said who is wished for. `ends`: of
    the wish; a day before it, at the latest, others are asked.
    """
    if not asks_who(help_request) or help_request.urgency != Urgency.NORMAL:
        return now
    return max(now, min(clock.next_call_time(now) + LINKED_WITHIN, ends - LEFT_TO_SEARCH))


def name_wished(visit: Visit, name: str, *, by: User, now: dt.datetime) -> HelpRequest:
    """The tenant says it later, or takes it back with an empty name. Raises `WrongState` when it is over."""
    with transaction.atomic():
        help_request = lock_visit(visit.pk).help_request
        if not help_request.is_open:
            raise WrongState()
        person = guess(help_request.resident, name) if name else None
        help_request.wished_name, help_request.wished = name, person
        help_request.wished_at = now if person else None
        help_request.save(update_fields=["wished_name", "wished", "wished_at"])
        note_down(visit, by=by, now=now, note=KNOWN.format(name=name) if name else NOBODY)
        wake_engine()
    return help_request


def link_wished(visit: Visit, person: User | None, *, by: User, now: dt.datetime) -> HelpRequest:
    """A helper says who is meant, or that nobody knows. The search goes on at once; the same again changes nothing.

    Locks the request and the visit, leaves a line in the log. Raises `WrongState` when it is over.
    """
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        help_request = visit.help_request
        if not help_request.is_open:
            raise WrongState()
        if help_request.wished_at is not None and help_request.wished == person:
            return help_request
        help_request.wished, help_request.wished_at = person, now
        help_request.save(update_fields=["wished", "wished_at"])
        note_down(visit, by=by, now=now, note=KNOWN.format(name=person.full_name) if person else UNKNOWN)
        if visit.state == VisitState.OPEN and visit.series_id is None:
            owe_step(visit, WorkKind.MATCH, due_at=now)
        wake_engine()
    return help_request
