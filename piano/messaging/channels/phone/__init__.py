"""The last resort: a human calls. The fence puts such a message on the phone list; there is nothing to hand over."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from piano.messaging.channels.base import ByHand

if TYPE_CHECKING:
    from piano.messaging.models import Message


class PhoneList(ByHand):
    name = "phone"
    label = "Anruf"
    rank = 99
    is_spoken = True

    def reaches(self, user: Any) -> bool:
        """Everybody: without a number somebody has to find another way to her."""
        return True

    def lay_out(self, message: "Message", *, now: dt.datetime) -> None:
        from piano.messaging.phone_list import put_on_list  # tables are there only now

        put_on_list(message, now=now)


CHANNEL = PhoneList()
