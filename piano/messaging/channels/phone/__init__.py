"""The last resort: a human calls. The fence puts such a message on the phone list; there is nothing to hand over."""

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

    def hand_over(self, message: "Message", words: "Words", *, key: str) -> Receipt:
        """No machine does it."""
        raise NotDelivered("a person calls", is_final=True)


CHANNEL = PhoneList()
