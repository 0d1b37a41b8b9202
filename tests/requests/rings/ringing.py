"""What the tests of calls do again and again: let time pass, send what is due, look at the rings."""

import datetime as dt
from typing import Any

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.sending import send_due
from requests.sweeps import drive_visits
from tests import clock as machine

CANARY, WISH = "Kanarienvogel", "Mutter kommt nicht aus dem Sessel"
PRICE = "Frau Kanarienvogel zahlt 35 € je Einsatz."
MINUTE = dt.timedelta(minutes=1)


def drive() -> None:
    while drive_visits():
        pass


def send() -> None:
    send_due(classes=["a"])


def later(minutes: float) -> None:
    machine.travel_to(clock.now() + minutes * MINUTE)
    drive()
    send()


def rings(**where: Any) -> Any:
    return Message.objects.filter(channel="voice", **where).order_by("not_before")
