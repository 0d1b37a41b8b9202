"""The channel SMS. What travels here says nothing about anybody: no name, no address, no kind of help (reliability 5)."""

from typing import TYPE_CHECKING, Any

from piano.messaging.channels.base import NotDelivered, Receipt
from piano.messaging.channels.sms.alphabet import length_of, plainly
from piano.messaging.channels.sms.numbers import mobile_number
from piano.messaging.channels.sms.words import sms_text
from piano.messaging.gateway.callbacks import callback_url
from piano.messaging.gateway.channel import GatewayChannel

if TYPE_CHECKING:
    from piano.messaging.models import Message
    from piano.messaging.words import Words

MOST_PARTS = 3  # longer is a mistake, not a message


class Sms(GatewayChannel):
    name = "sms"
    label = "SMS"
    rank = 30
    at_once = 2
    per_second = 5.0

    def reaches(self, user: Any) -> bool:
        """Whether there is a provider, and a number that is no wire in a wall."""
        return self.is_there and bool(mobile_number(user.phone))

    def shown(self, message: "Message", words: "Words") -> str:
        return plainly(sms_text(message, words))

    def hand_over(self, message: "Message", words: "Words", *, key: str) -> Receipt:
        gateway, text = self.gateway, plainly(sms_text(message, words))
        to = mobile_number(message.recipient.phone)
        if not to:
            raise NotDelivered("no mobile number", is_final=True)
        if length_of(text).parts > MOST_PARTS:
            raise NotDelivered("too long", is_final=True)
        return self.give(gateway.ask(to=to, text=text, key=key, callback=callback_url(self.name)))
