"""The letter after a search in which nobody was found: owed, posted, taken back. It waits while that is still how things stand."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from quarters.models import User
from requests.locks import lock_visit
from requests.models import OwedLetter, Visit
from requests.states import VisitState


def owe_letter(visit: Visit, *, now: dt.datetime) -> OwedLetter:
    """One for each time that a search ends without anybody. Needs a transaction."""
    since = visit.ended_at or visit.created_at
    known = OwedLetter.objects.filter(visit=visit).filter(Q(posted_at=None) | Q(owed_at__gte=since)).first()
    return known or OwedLetter.objects.create(visit=visit, owed_at=now)


def waiting_letters() -> QuerySet[OwedLetter]:
    """Not posted, about searches that nobody has taken up again, to people who live."""
    rows = OwedLetter.objects.filter(posted_at=None, visit__state=VisitState.RETURNED)
    return rows.filter(visit__help_request__resident__died_on=None)


def letter_of(visit: Visit) -> OwedLetter | None:
    """The one that waits, else the last that was posted."""
    return OwedLetter.objects.filter(visit=visit).select_related("posted_by").order_by("-pk").first()


def post_letter(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """It is in the letter box. Twice changes nothing."""
    with transaction.atomic():
        lock_visit(visit.pk)
        OwedLetter.objects.filter(visit=visit, posted_at=None).update(posted_by=by, posted_at=now)


def take_back_post(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """Ticked by mistake: it waits again. Twice changes nothing."""
    with transaction.atomic():
        lock_visit(visit.pk)
        letter = letter_of(visit)
        if letter and letter.posted_at:
            OwedLetter.objects.filter(pk=letter.pk).update(posted_by=None, posted_at=None)
