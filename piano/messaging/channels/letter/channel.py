"""The channel letter: lays a message into the batch of a day. Printing and posting it are done by humans (`post`)."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from piano.messaging.channels.base import ByHand
from piano.messaging.channels.letter.days import arrives_in_time

if TYPE_CHECKING:
    from piano.messaging.models import Message
    from piano.messaging.reasons import Reason


class Letter(ByHand):
    name = "letter"
    label = "Brief"
    rank = 60
    is_by_wish = True

    def reaches(self, user: Any) -> bool:
        """Whether we know where she lives."""
        return bool(user.postal_lines)

    def carries(self, reason: "Reason") -> bool:
        """Nothing that is urgent: the post takes days."""
        return super().carries(reason) and not reason.is_urgent

    def is_in_time(self, expires_at: dt.datetime | None, *, at: dt.datetime) -> bool:
        """It lies in her letter box a day before the message is over, if it is posted with the next batch."""
        return arrives_in_time(expires_at, now=at)

    def lay_out(self, message: "Message", *, now: dt.datetime) -> None:
        from piano.messaging.channels.letter.post import lay_out  # tables are there only now

        lay_out(message, now=now)
