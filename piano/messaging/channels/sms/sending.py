"""The channel SMS. What travels here says nothing about anybody: no name, no address, no kind of help (reliability 5)."""

import threading
from typing import TYPE_CHECKING, Any

from piano.messaging.channels.base import Channel, NotDelivered, Receipt, Unclear
from piano.messaging.channels.sms.alphabet import length_of, plainly
from piano.messaging.channels.sms.numbers import mobile_number
from piano.messaging.channels.sms.words import sms_text
from piano.messaging.gateway import gateway_named
from piano.messaging.gateway.callbacks import callback_url
from piano.messaging.gateway.description import Asked, Gateway
from piano.messaging.gateway.exchange import Line
from piano.messaging.gateway.judging import parse, reference_in

if TYPE_CHECKING:
    from piano.messaging.models import Message
    from piano.messaging.words import Words

MOST_PARTS = 3  # longer is a mistake, not a message


class Sms(Channel):
    name = "sms"
    label = "SMS"
    rank = 30
    at_once = 2
    per_second = 5.0
    network_seconds = 18
    takes_key = True

    def __init__(self) -> None:
        self._lines = threading.local()

    def reaches(self, user: Any) -> bool:
        """Whether there is a provider, and a number that is no wire in a wall."""
        return gateway_named("sms") is not None and bool(mobile_number(user.phone))

    def open(self) -> None:
        self._line(_gateway()).open()

    def hand_over(self, message: "Message", words: "Words", *, key: str) -> Receipt:
        gateway, text = _gateway(), plainly(sms_text(message, words))
        to = mobile_number(message.recipient.phone)
        if not to:
            raise NotDelivered("no mobile number", is_final=True)
        if length_of(text).parts > MOST_PARTS:
            raise NotDelivered("too long", is_final=True)
        return Receipt(reference_in(self._line(gateway).ask(_asked(gateway, to, text, key)), gateway))

    def was_accepted(self, key: str) -> bool | None:
        """200 with a body of its own is a yes, 404 a no; anything else is no answer."""
        gateway = gateway_named("sms")
        asked = gateway.ask_for(key) if gateway else None
        if gateway is None or asked is None:
            return None
        line = Line(asked.url)
        try:
            answer = line.ask(asked)
        except (NotDelivered, Unclear):
            return None
        finally:
            line.close()
        if answer.status == 404:
            return False
        return True if answer.status == 200 and parse(answer.body) else None

    def close(self) -> None:
        line = self._lines.__dict__.pop("line", None)
        if line is not None:
            line.close()

    def _line(self, gateway: Gateway) -> Line:
        if getattr(self._lines, "line", None) is None or self._lines.url != gateway.url:
            self.close()
            self._lines.line, self._lines.url = Line(gateway.url), gateway.url
        line: Line = self._lines.line
        return line


def _asked(gateway: Gateway, to: str, text: str, key: str) -> Asked:
    return gateway.ask(to=to, text=text, key=key, callback=callback_url("sms"))


def _gateway() -> Gateway:
    gateway = gateway_named("sms")
    if gateway is None:
        raise NotDelivered("no provider", is_final=True)
    return gateway
