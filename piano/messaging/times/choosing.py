"""Which way a message goes and when, so that it disturbs nobody and is never too late: later, else earlier, else another way, at
last a call in the calling hours before.
"""

import datetime as dt
import logging
from typing import Any

from piano.messaging.channels import ByHand, channel_named
from piano.messaging.phone_list import last_call_time
from piano.messaging.reasons import Reason
from piano.messaging.routes import LAST_RESORT, route
from piano.messaging.times.rules import may_be_called_at, may_be_read_at, may_be_read_before

logger = logging.getLogger("piano.messaging")


def way_and_time(
    reason: Reason, recipient: Any, moment: dt.datetime, *, now: dt.datetime, expires_at: dt.datetime | None
) -> tuple[str, dt.datetime]:
    """The first channel of her route on which it can be read in time. An urgent one goes the first way at that very moment."""
    first = ""
    for name in route(reason, recipient):
        first = first or name
        at = _time_on(name, reason, recipient, moment, now=now, expires_at=expires_at)
        if at is not None:
            if name != first:
                logger.info("a message (%s) takes %s: %s would be too late", reason.name, name, first)
            return name, at
    return LAST_RESORT, _call_at(recipient, moment, now=now, expires_at=expires_at)


def _time_on(
    name: str, reason: Reason, recipient: Any, moment: dt.datetime, *, now: dt.datetime, expires_at: dt.datetime | None
) -> dt.datetime | None:
    """None where the person may not be disturbed on this channel before it is too late."""
    if reason.is_urgent:
        return moment
    way = channel_named(name)
    if isinstance(way, ByHand) and not way.is_spoken:  # paper disturbs nobody
        return moment if way.is_in_time(expires_at, at=moment) else None
    if isinstance(way, ByHand):
        return _call_at(recipient, moment, now=now, expires_at=expires_at)
    goes = {"channel": name, "message_class": reason.message_class, "recipient": recipient}
    later = may_be_read_at(moment, **goes)
    if expires_at is None or later < expires_at or later == moment:
        return later
    return may_be_read_before(moment, since=now, **goes)


def _call_at(recipient: Any, moment: dt.datetime, *, now: dt.datetime, expires_at: dt.datetime | None) -> dt.datetime:
    """Within calling hours and her wish; a call that would come too late is made earlier instead."""
    later = may_be_called_at(recipient, moment)
    if expires_at is None or later < expires_at:
        return later
    return max(now, last_call_time(moment))
