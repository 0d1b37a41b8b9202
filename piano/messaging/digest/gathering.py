"""Into which overview something goes: the next one of its person, or none when it would be too late there.

An overview is a message of the reason „digest“; its subject names person and day, so there is one a day. Its lines are ordinary
messages in the state „gathered“, due at the overview's own moment: they are cancelled, counted and unique as ever.
"""

import datetime as dt
from typing import Any

from piano.kit import clock
from piano.messaging.digest.wishes import TOGETHER, Waits
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason
from piano.messaging.times.rules import may_be_read_at

DIGEST = "digest"
NINE, MONDAY = dt.time(9), 0
DAYS = 10**8  # subjects: person, then the day as eight figures


def is_gathered(reason: Reason, recipient: Any, channel: str) -> bool:
    """Only what a mail would bring; another way was wished for because no mail is read."""
    return reason.can_wait and recipient.waits in TOGETHER and channel == "email"


def is_unwanted(reason: Reason, recipient: Any) -> bool:
    return reason.can_wait and recipient.waits == Waits.NEVER


def next_digest(recipient: Any, *, after: dt.datetime) -> dt.datetime:
    """Nine o'clock, or later should she sleep longer, on the next day on which overviews come."""
    day = clock.local(after).date()
    for ahead in range(30):
        found = _moment_on(day + dt.timedelta(days=ahead), recipient)
        if found is not None and found > after:
            return found
    raise ValueError("no overview within a month")


def _moment_on(day: dt.date, recipient: Any) -> dt.datetime | None:
    if recipient.waits == Waits.WEEKLY and day.weekday() != MONDAY:
        return None
    found = may_be_read_at(clock.at(day, NINE), channel="email", message_class=MessageClass.DIGEST, recipient=recipient)
    is_moved = clock.local(found).date() != day
    return None if is_moved and recipient.waits != Waits.WEEKLY else found  # a Monday that is a holiday: the day after


def subject_of(recipient: Any, moment: dt.datetime) -> str:
    return f"{DIGEST}:{recipient.pk * DAYS + int(f'{clock.local(moment):%Y%m%d}')}"


def read_subject(subject_id: int) -> tuple[int, dt.datetime, dt.datetime]:
    """Whose overview, and the span of its day."""
    person, figures = divmod(subject_id, DAYS)
    day = dt.datetime.strptime(str(figures), "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    return person, clock.at(day, dt.time.min), clock.at(day + dt.timedelta(days=1), dt.time.min)
