"""The channel voice: places one call. Repeating it, and whom to ask next, is for whoever owes the ring."""

from typing import TYPE_CHECKING, Any

from piano.kit import clock
from piano.messaging.channels.base import NotDelivered, Receipt
from piano.messaging.channels.voice.spoken import document_url, spoken_twice
from piano.messaging.gateway.callbacks import callback_url
from piano.messaging.gateway.channel import GatewayChannel
from piano.messaging.reasons import REASONS, Reason

if TYPE_CHECKING:
    from piano.messaging.models import Message
    from piano.messaging.words import Words


class Voice(GatewayChannel):
    name = "voice"
    label = "Anruf vom Band"
    rank = 20
    at_once = 2
    per_second = 2.0
    is_spoken = True

    def reaches(self, user: Any) -> bool:
        """Where there is a provider. At which number it rings, the reason knows."""
        return self.is_there

    def carries(self, reason: Reason) -> bool:
        """Alerts to whoever has duty, and nothing else: nobody is called by a machine about a walk."""
        return reason.is_rung

    def shown(self, message: "Message", words: "Words") -> str:
        return spoken_twice(words)

    def hand_over(self, message: "Message", words: "Words", *, key: str) -> Receipt:
        gateway, to = self.gateway, number_of(message)
        if not to:
            raise NotDelivered("no number", is_final=True)
        text, callback = spoken_twice(words), callback_url(self.name)
        spoken = gateway.spoken(text=text, callback=callback)
        asked = gateway.ask(to=to, text=text, key=key, callback=callback, document=document_url(message), spoken=spoken)
        return self.give(asked)


def number_of(message: "Message") -> str:
    """Where it rings now, in E.164."""
    rings_at = REASONS[message.reason].rings_at
    found: str = rings_at(message.recipient, clock.now()) if rings_at else message.recipient.phone
    return found
