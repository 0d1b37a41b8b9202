"""What is still free: visits to which nobody has said yes, for somebody who may and can go, without having been asked.

The rules are the same as for whoever is asked, and nothing names the tenant before the yes. Only what waits for a helper's
decision is free: while others are asked, nobody overtakes them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from quarters.models import User
from requests.arranged.visits import assign_person
from requests.errors import NoLongerPossible, OfferTaken
from requests.finding.ranking import say_distance
from requests.locks import lock_person, lock_visit
from requests.matching import find
from requests.models import Assignment, SuggestedTime, SuggestionState, Visit
from requests.states import STANDING_ASSIGNMENT_STATES, VisitState

LOOKED_AT, SHOWN = 60, 6


@dataclass(frozen=True)
class Free:
    """One visit, when she could begin, and how far it is."""

    visit: Visit
    start: dt.datetime
    distance: str


def free_for(user: Any, *, now: dt.datetime) -> list[Free]:
    """The soonest first. One query where nothing waits for a decision."""
    if not user.is_volunteer:
        return []
    ids = list(_waiting(now=now).order_by("wish_window").values_list("pk", flat=True)[:LOOKED_AT])
    return _among(ids, user, now=now)


def _waiting(*, now: dt.datetime) -> QuerySet[Visit]:
    """For a helper's decision; neither has one taken it in hand, nor is the tenant asked about another time."""
    asked = SuggestedTime.objects.filter(visit=OuterRef("pk"), state=SuggestionState.OPEN)
    rows = Visit.objects.filter(state=VisitState.DECISION, cared_at=None, wish_window__endswith__gt=now)
    return rows.exclude(Exists(asked))


def _among(ids: list[int], user: User, *, now: dt.datetime) -> list[Free]:
    if not ids:
        return []
    found = find(ids, now=now, people={user.pk})
    starts = dict(zip(found.visit.tolist(), found.candidates(np.arange(len(found))), strict=True))
    visits = Visit.objects.filter(pk__in=starts).select_related("help_request__category", "help_request__district")
    free = [Free(one, starts[one.pk].start, say_distance(starts[one.pk].distance_m)) for one in visits]
    return sorted(free, key=lambda one: (one.start, one.visit.pk))[:SHOWN]


def take_free(reference: str, *, start: dt.datetime, by: User, now: dt.datetime) -> Visit:
    """Her yes to the time that she has read. Twice is one. Locks her, the request and the visit.

    Raises `OfferTaken` when somebody was faster, `NoLongerPossible` where a rule, a wish of her own or another visit is in the
    way, or the visit is not free any more.
    """
    with transaction.atomic():
        lock_person(by.pk)
        named = Visit.objects.filter(reference=reference).first()
        if named is None:
            raise NoLongerPossible()
        visit = lock_visit(named.pk)
        going = Assignment.objects.filter(visit=visit, state__in=STANDING_ASSIGNMENT_STATES)
        if going.filter(person=by).exists():
            return visit
        if visit.state in (VisitState.ARRANGED, VisitState.DONE):
            raise OfferTaken()
        ids = list(_waiting(now=now).filter(pk=visit.pk).values_list("pk", flat=True))
        if start not in {one.start for one in _among(ids, by, now=now)}:
            raise NoLongerPossible()
        assign_person(visit, person=by, start=start, by=by, now=now)
    return visit
