"""Whether somebody who works here may be sent to a visit: what her federal state and this kind of help ask for on its day.

Asked when the on-call person is chosen, at her yes, and when a helper goes herself; `qualifying.lapses` asks again for what is
planned. Of volunteers `matching` judges.
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from helpers.errors import OwnPaperMissing
from helpers.models import Duty
from helpers.on_duty.on_call import on_call_at
from helpers.rota import papers
from helpers.rota.duty_lapses import may_be_sent, sendable
from piano.kit import clock
from quarters.models import User
from requests.errors import NoLongerPossible
from requests.models import Visit


def can_be_sent_now(visit: Visit, *, now: dt.datetime) -> QuerySet[Duty]:
    """Of those who have duty now for the district, deputies last, whoever may be sent to this visit."""
    return sendable(on_call_at(district=visit.help_request.district, moment=now), **_where(visit, now))


def _where(visit: Visit, moment: dt.datetime) -> dict[str, Any]:
    help_request = visit.help_request
    return {
        "district": help_request.district_id,
        "category": help_request.category_id,
        "day": clock.local(moment).date(),
    }


def check_may_be_sent(visit: Visit, person: User, *, start: dt.datetime, by: User) -> None:
    """For the yes of somebody on duty. Raises to herself `OwnPaperMissing`, to others `NoLongerPossible`, which names no reason."""
    where = {name: value for name, value in _where(visit, start).items() if name != "day"}
    if not may_be_sent(person, **where, moment=start):
        raise OwnPaperMissing() if by.pk == person.pk else NoLongerPossible()


def check_may_go_myself(visit: Visit, person: User, *, start: dt.datetime) -> None:
    """Raises `OwnPaperMissing`."""
    if papers.missing_for_visit(person, **_where(visit, start)):
        raise OwnPaperMissing()
