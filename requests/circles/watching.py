"""Calls that lie with others are not forgotten there: asked once more on the last day, then each morning of a working day a helper
hears that she should ask.
"""

import datetime as dt

from django.db import transaction

from piano.kit import clock
from piano.kit.errors import DomainError
from requests.circles.handing_on import ONCE_MORE, tell_overdue, tell_partner
from requests.circles.sending import standing
from requests.models import Sending

ASKED_FROM = dt.time(8)


def watch_sendings(*, now: dt.datetime) -> int:
    """Returns how many were asked about. Locks each row; the same morning twice changes nothing."""
    today = clock.local(now).date()
    if not clock.is_working_day(today) or clock.local(now).time() < ASKED_FROM:
        return 0
    due = standing().filter(answer_by__lte=today).order_by("pk").values_list("pk", flat=True)
    return sum(_remind(pk, today=today, now=now) for pk in list(due))


def _remind(pk: int, *, today: dt.date, now: dt.datetime) -> bool:
    with transaction.atomic():
        rows = standing().select_for_update(of=("self",), skip_locked=True)
        row = rows.select_related("organisation", "referral", "sent_by").filter(pk=pk, answer_by__lte=today).first()
        if row is None:
            return False
        if row.answer_by < today:
            tell_overdue(row, now=now)
        elif not row.answer and clock.local(row.sent_at).date() < today:
            _once_more(row, now=now)
    return True


def _once_more(sending: Sending, *, now: dt.datetime) -> None:
    """The organisation may have lost its people or its address since: then the helper hears tomorrow."""
    try:
        with transaction.atomic():
            tell_partner(sending, now=now, slot=ONCE_MORE)
    except DomainError:
        return
