"""The second path: looks at every part and mails staff, without Celery and Redis, and without the database if need be.

One mail when something stands still for two looks in a row, again after half an hour, and an all-clear. A restarted watchdog
remembers from its row in the database; when that is what is dead, a restart may cost one mail more.
"""

import logging
import time
import uuid
from email.utils import make_msgid, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import Error as DatabaseTrouble
from django.db import connection

from piano.kit.logs import whereabouts
from piano.messaging.gateway import gateway_named
from piano.messaging.gateway.description import Gateway
from piano.messaging.gateway.exchange import Line
from piano.messaging.gateway.judging import reference_in
from piano.messaging.watch.heartbeats import ALARM, PROCESS, WATCHDOG, forget, note_process
from piano.messaging.watch.parts import LATE, OK, Look, heartbeat_ages, look
from piano.messaging.watch.words import say_age, say_look

logger = logging.getLogger("piano.watchdog")
NETWORK_SECONDS = 10
LOOKS = 2  # a process that is being restarted gives no alarm


class Watchdog:
    """`rang_at` is the moment of the last alarm that was not cleared, by this process's own steady clock."""

    def __init__(self) -> None:
        self.ill_looks = 0
        self.rang_at: float | None = None
        self.remembers = False

    def turn(self) -> Look:
        """One look, and what follows from it. Returns what was seen; raises nothing for a dead part."""
        self._remember()
        seen, moment = look(), time.monotonic()
        troubles = troubles_of(seen)
        self.ill_looks = self.ill_looks + 1 if troubles else 0
        if self.ill_looks >= LOOKS and self._may_ring(moment):
            self._ring(troubles, seen, moment)
        elif not troubles and self.rang_at is not None and send(_all_clear()):
            self.rang_at = None
            _guarded(forget, ALARM)
        _guarded(note_process, WATCHDOG)
        return seen

    def _may_ring(self, moment: float) -> bool:
        return self.rang_at is None or moment - self.rang_at >= settings.ALARM_AGAIN_SECONDS

    def _ring(self, troubles: list[str], seen: Look, moment: float) -> None:
        logger.error("alarm: %s", ", ".join(troubles))
        _guarded(note_process, ALARM)
        if send(_alarm(seen)):
            self.rang_at = moment

    def _remember(self) -> None:
        """Once, as soon as the database answers: the alarm of the watchdog before this one."""
        if self.remembers:
            return
        ages = _guarded(heartbeat_ages)
        if ages is None:
            return
        self.remembers = True
        age = ages.get(PROCESS + ALARM)
        if age is not None and self.rang_at is None:
            self.rang_at = time.monotonic() - age


def troubles_of(seen: Look) -> list[str]:
    """The names of what gives an alarm. What is only late does not yet; nor the watchdog's own silence before it begins."""
    names = [part.name for part in seen.parts if part.state not in (OK, LATE) and part.name != WATCHDOG]
    return [*names, *seen.silent]


def send(mail: EmailMessage) -> bool:
    """Whether anybody hears it: a mail and, where numbers are named, a short message each. One that is dead hides no other."""
    heard = _by_mail(mail), _by_sms(str(mail.subject))
    return any(heard)


def _by_sms(text: str) -> bool:
    """The subject alone, past the outbox, to the telephones of `PIANO_ALARM_PHONES`."""
    gateway = gateway_named("sms")
    if gateway is None:
        return False
    heard = [_sms_to(number, text, gateway) for number in settings.ALARM_PHONES]
    return any(heard)


def _sms_to(number: str, text: str, gateway: Gateway) -> bool:
    """Whether the provider took it."""
    line = Line(gateway.url)
    try:
        answer = line.ask(gateway.ask(to=number, text=text, key=f"alarm-{uuid.uuid4()}", callback=""))
        reference_in(answer, gateway)
        return True
    except Exception as error:  # whatever it is, the next look tries again
        logger.error("the alarm found no way out by SMS: %s", whereabouts(error))
        return False
    finally:
        line.close()


def _by_mail(mail: EmailMessage) -> bool:
    """Whether the mail server took it. One line of its own, with short times."""
    try:
        mail.connection = get_connection(timeout=NETWORK_SECONDS)
        return bool(mail.send())
    except Exception as error:  # whatever it is, the next look tries again
        logger.error("the alarm found no way out: %s", whereabouts(error))
        return False


def _alarm(seen: Look) -> EmailMessage:
    ill = [one for one in say_look(seen) if one.state != OK and one.name != WATCHDOG]
    harm = any(one.is_harm for one in ill)
    first = (
        "piAno arbeitet nicht, wie es soll. Menschen warten vielleicht."
        if harm
        else "Ein Teil von piAno steht still. Die anderen machen seine Arbeit mit."
    )
    lines = [first, "", *(f"{one.title}: {one.words}\n  {one.todo}" for one in ill)]
    lines += ["", f"Wie es jetzt steht: {settings.SITE_URL}/laeuft/"]
    again = say_age(settings.ALARM_AGAIN_SECONDS)
    lines += [f"Sie bekommen diese Nachricht alle {again}, bis es wieder läuft, und dann noch eine."]
    return _mail("ALARM: piAno steht still" if harm else "piAno: ein Teil steht still", "\n".join(lines))


def _all_clear() -> EmailMessage:
    return _mail("piAno läuft wieder", "Alles läuft wieder. Was gewartet hat, geht jetzt raus.")


def _mail(subject: str, body: str) -> EmailMessage:
    house = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    number = make_msgid("alarm", urlsplit(settings.SITE_URL).hostname)
    headers: dict[str, Any] = {"Message-ID": number, "Auto-Submitted": "auto-generated", "Importance": "high"}
    return EmailMessage(
        subject, body + "\n", settings.DEFAULT_FROM_EMAIL, settings.ALARM_TO or [house], headers=headers
    )


def _guarded(act: Any, *arguments: Any) -> Any:
    """What needs the database; None when it is away."""
    try:
        return act(*arguments)
    except DatabaseTrouble:
        if not connection.in_atomic_block:
            connection.close()  # the next look takes a new one
        return None
