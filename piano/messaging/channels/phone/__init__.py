"""The last resort: a human calls. The fence puts such a message on the phone list; there is nothing to hand over."""

from typing import Any

from piano.messaging.channels.base import Channel


class PhoneList(Channel):
    name = "phone"
    label = "Anruf"
    rank = 99
    is_by_hand = True

    def reaches(self, user: Any) -> bool:
        """Everybody: without a number somebody has to find another way to her."""
        return True


CHANNEL = PhoneList()
