"""The house's hours as they hold now: the rows, which come with the migrations and are changed in the panel. Kept for some seconds in
each process.
"""

import datetime as dt
import time
from typing import Any

from piano.kit import clock
from piano.messaging.models import MessageClass
from piano.messaging.times.days import END, MIDNIGHT, Rule, last_open, next_open, wish_of
from piano.messaging.times.models import WritingHours

KEPT_SECONDS = 10.0
MOST_STEPS = 20  # between calling hours and a wish
DAY = (clock.QUIET_UNTIL, clock.QUIET_FROM)
WITHOUT_ROW = Rule(DAY, DAY)  # nobody is disturbed in quiet hours, domain 10
ANY_TIME = Rule((MIDNIGHT, END), (MIDNIGHT, END))
_kept: dict[str, Any] = {"until": 0.0, "rules": {}}


def rule_for(channel: str, message_class: str) -> Rule:
    """What holds for a channel and a class that is not urgent; a channel and class without a row of its own is shut in quiet hours."""
    return _rules().get((str(channel), str(message_class)), WITHOUT_ROW)


def set_hours(row: WritingHours, *, now: dt.datetime) -> None:
    """The panel's changed row holds from now on: here at once, in every other process some seconds later."""
    row.changed_at = now
    row.save()
    forget_rules()


def forget_rules() -> None:
    """Rows changed in this process: they are read anew."""
    _kept["until"] = 0.0


def _rules() -> dict[tuple[str, str], Rule]:
    if time.monotonic() >= _kept["until"]:
        _kept["rules"] = {(row.channel, row.message_class): _rule(row) for row in WritingHours.objects.all()}
        _kept["until"] = time.monotonic() + KEPT_SECONDS
    rules: dict[tuple[str, str], Rule] = _kept["rules"]
    return rules


def _rule(row: WritingHours) -> Rule:
    has_sunday = row.sunday_opens is not None and row.sunday_closes is not None
    return Rule((row.opens, row.closes), (row.sunday_opens, row.sunday_closes) if has_sunday else None)  # type: ignore[arg-type]


def may_be_read_at(moment: dt.datetime, *, channel: str, message_class: str, recipient: Any) -> dt.datetime:
    """The first moment from this one at which the person may be written to. The urgent is never held."""
    if message_class == MessageClass.URGENT:
        return moment
    return next_open(moment, rule_for(channel, message_class), wish_of(recipient))


def may_be_read_before(
    moment: dt.datetime, *, since: dt.datetime, channel: str, message_class: str, recipient: Any
) -> dt.datetime | None:
    """An open moment before this one, for what would come too late after it."""
    return last_open(moment, rule_for(channel, message_class), wish_of(recipient), since=since)


def may_be_called_at(person: Any, moment: dt.datetime) -> dt.datetime:
    """The first moment from this one within calling hours and her own wish. Where the two never meet, the calling hours alone."""
    wish, found = wish_of(person), clock.next_call_time(moment)
    for _ in range(MOST_STEPS):
        opens = next_open(found, ANY_TIME, wish)
        if opens == found:
            return found
        found = clock.next_call_time(opens)
    return clock.next_call_time(moment)


def read_at(recipient: Any, *, now: dt.datetime) -> dt.datetime:
    """When a usual message that is owed now can be read, on the way she wishes."""
    return may_be_read_at(now, channel=recipient.reach, message_class=MessageClass.NORMAL, recipient=recipient)
