"""What is owed when a call is handed on: to the organisation a message or a call, to the helper the answer, and that none came.

Rows of the outbox in the verb's transaction; their words are made in `requests.circles.reasons`.
"""

import datetime as dt

from piano.kit import clock
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import User
from quarters.people.helping import helpers_of
from requests.circles.desks import recipients_of
from requests.models import Sending, SendingWay

ONCE_MORE = "last day"
WORTH_SAYING = dt.timedelta(days=14)


def subject_of(sending: Sending) -> str:
    return f"sending:{sending.pk}"


def tell_partner(sending: Sending, *, now: dt.datetime, slot: str = "") -> None:
    """To each who answers for the organisation. Raises what `recipients_of` raises."""
    reason = "call_handed_on" if sending.way == SendingWay.PAGE else "call_handed_on_desk"
    ends = clock.at(sending.answer_by + dt.timedelta(days=1), dt.time(0)) + WORTH_SAYING
    for person in recipients_of(sending, day=clock.local(now).date()):
        owe(reason=reason, subject=subject_of(sending), recipient=person, now=now, slot=slot, expires_at=ends)


def tell_answer(sending: Sending, *, by: User | None, now: dt.datetime) -> None:
    """Whoever handed it on; where she helps here no more, all helpers of the district. What asked for the answer is taken back."""
    for reason in ("call_handed_on", "call_handed_on_desk", "sending_overdue"):
        cancel_owed(subject=subject_of(sending), reason=reason)
    for helper in _keepers(sending, now=now):
        if helper != by:
            slot = f"{now:%Y-%m-%dT%H:%M:%S}"
            owe(
                reason="sending_answered",
                subject=subject_of(sending),
                recipient=helper,
                now=now,
                slot=slot,
                expires_at=now + WORTH_SAYING,
            )


def tell_overdue(sending: Sending, *, now: dt.datetime) -> None:
    """All helpers of the district, once a day."""
    today = clock.local(now).date()
    ends = clock.at(today + dt.timedelta(days=1), dt.time(0))
    for helper in _helpers(sending, now=now) or _keepers(sending, now=now):
        slot = f"{today:%Y-%m-%d}"
        owe(
            reason="sending_overdue",
            subject=subject_of(sending),
            recipient=helper,
            now=now,
            slot=slot,
            expires_at=ends,
        )


def _helpers(sending: Sending, *, now: dt.datetime) -> list[User]:
    return helpers_of(sending.district_id, now=now) if sending.district_id else []


def _keepers(sending: Sending, *, now: dt.datetime) -> list[User]:
    near = _helpers(sending, now=now)
    if sending.sent_by is not None and (sending.sent_by in near or sending.district_id is None):
        return [sending.sent_by]
    return near
