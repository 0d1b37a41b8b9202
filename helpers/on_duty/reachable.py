"""Proof that somebody is reachable: everybody in the chain of the next days has a number that works, or the helpers hear it
before it is needed.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from helpers import notices
from helpers.models import Duty, Fallback
from piano.kit.phones import NotAPhoneNumber, read_phone
from piano.messaging.models import Channel, Message, MessageState
from quarters.models import District, User

LOOK_AHEAD = dt.timedelta(days=7)
LATELY = dt.timedelta(days=14)
SHORTEST = 9  # signs of a number in E.164, with the +
PROVEN_FOR = dt.timedelta(days=90)


@dataclass(frozen=True)
class Trouble:
    """One person, and in words why she might not be reached. `duty` is her next one; a fallback person has none."""

    person: User
    words: str
    duty: Duty | None = None


def troubles_of(district: District, *, now: dt.datetime) -> list[Trouble]:
    """Of everybody on duty for the district within a week, and of its fallback person. Each person once. Three queries."""
    rows = Duty.objects.of_districts([district.pk]).filter(window__overlap=(now, now + LOOK_AHEAD)).order_by("window")
    behind = Fallback.objects.filter(district=district, person__is_active=True).select_related("person")
    chain: list[tuple[User, str, Duty | None]] = [(duty.person, duty.forwards_to, duty) for duty in rows]
    chain += [(one.person, one.person.phone, None) for one in behind]
    lost = _lost_mail_of({person.pk for person, _number, _duty in chain}, now=now)
    found: dict[int, Trouble] = {}
    for person, number, duty in chain:
        words = _say(person, number, lost)
        if words:
            found.setdefault(person.pk, Trouble(person, words, duty))
    return list(found.values())


def say_trouble(person: User, *, number: str, now: dt.datetime) -> str:
    """Why her telephone or mail does not work, as far as we can know; empty when nothing speaks against it."""
    return _say(person, number, _lost_mail_of([person.pk], now=now))


def _say(person: User, number: str, lost: Collection[int]) -> str:
    if not _is_number(person.phone):
        return _("Die Telefonnummer fehlt oder ist nicht vollständig")
    if not _is_number(number):
        return _("Die Nummer für die Umleitung fehlt oder ist nicht vollständig")
    return _("Die letzte Nachricht kam nicht an") if person.pk in lost else ""


def _lost_mail_of(people: Collection[int], *, now: dt.datetime) -> set[int]:
    """Of these people those whose last mail did not arrive. One query."""
    rows = Message.objects.filter(recipient__in=people, channel=Channel.EMAIL, created_at__gt=now - LATELY)
    rows = rows.exclude(state__in=[MessageState.CANCELLED, MessageState.DUE])
    last = rows.order_by("recipient", "-created_at", "-pk").distinct("recipient")
    return {key for key, state in last.values_list("recipient", "state") if state == MessageState.ON_LIST}


def _is_number(text: str) -> bool:
    try:
        return len(read_phone(text)) >= SHORTEST
    except NotAPhoneNumber:
        return False


def is_proven(duty: Duty, *, now: dt.datetime) -> bool:
    """Whether the forwarding to this number was checked by somebody on duty within the last three months."""
    checked = Duty.objects.filter(forwarding_checked_at__gt=now - PROVEN_FOR)
    return any(other.forwards_to == duty.forwards_to for other in checked.filter(person=duty.person))


def prove_all(*, now: dt.datetime) -> int:
    """Every district; helpers hear once per duty of whom they could not reach. Returns how many troubles there are."""
    count = 0
    for district in District.objects.order_by("pk"):
        troubles = troubles_of(district, now=now)
        count += len(troubles)
        with transaction.atomic():
            for trouble in troubles:
                if trouble.duty:
                    notices.hard_to_reach(trouble.duty, now=now)
    return count
