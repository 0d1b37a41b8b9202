"""The last resort: a human calls. The fence puts such a message on the phone list; there is nothing to hand over."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from piano.messaging.channels.base import Channel, NotDelivered, Receipt

if TYPE_CHECKING:
    from piano.messaging.models import Message
    from piano.messaging.words import Words


class PhoneList(Channel):
    name = "phone"
    label = "Anruf"
    rank = 99
    is_by_hand = True
    is_spoken = True

    def reaches(self, user: Any) -> bool:
        """Everybody: without a number somebody has to find another way to her."""
        return True

    def lay_out(self, message: "Message", *, now: dt.datetime) -> None:
        from piano.messaging.phone_list import put_on_list  # tables are there only now

        put_on_list(message, now=now)

    def hand_over(self, message: "Message", words: "Words", *, key: str) -> Receipt:
        """No machine does it."""
        raise NotDelivered("a person calls", is_final=True)


CHANNEL = PhoneList()
