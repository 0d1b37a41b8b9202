"""What SMS and voice do alike: ask their provider on one line for each thread, and ask it later what became of a hand-over."""

import threading

from piano.messaging.channels.base import Channel, NotDelivered, Receipt, Unclear
from piano.messaging.gateway import gateway_named
from piano.messaging.gateway.description import Asked, Gateway
from piano.messaging.gateway.exchange import Line
from piano.messaging.gateway.judging import parse, reference_in


class GatewayChannel(Channel):
    """A channel whose provider stands in `settings.GATEWAYS` under its own name."""

    network_seconds = 18

    def __init__(self) -> None:
        self._lines = threading.local()

    @property
    def is_there(self) -> bool:
        return gateway_named(self.name) is not None

    @property
    def takes_key(self) -> bool:
        """Where its description says in which field the provider wants the key. The header alone is a hope."""
        found = gateway_named(self.name)
        return found is not None and found.names_key

    @property
    def gateway(self) -> Gateway:
        """Raises `NotDelivered`."""
        found = gateway_named(self.name)
        if found is None:
            raise NotDelivered("no provider", is_final=True)
        return found

    def open(self) -> None:
        self._line(self.gateway).open()

    def give(self, asked: Asked) -> Receipt:
        """One request of the provider. Raises `NotDelivered`, `Unclear`."""
        gateway = self.gateway
        return Receipt(reference_in(self._line(gateway).ask(asked), gateway))

    def was_accepted(self, key: str) -> bool | None:
        """200 with a body of its own is a yes, 404 a no; anything else is no answer."""
        gateway = gateway_named(self.name)
        asked = gateway.ask_for(key) if gateway else None
        if asked is None:
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
