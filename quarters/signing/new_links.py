"""A link that has become too old: whoever holds it has a new one sent, her own way, to her own address.

The old token still says whose it is, since it was signed by us; it opens nothing any more. Rooms above say of their links who that is
(`offers_new`). What is sent is a message like any other, at most one in ten minutes for each row and person.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from piano.kit.links import unkept
from piano.messaging.models import MessageClass
from piano.messaging.outbox import owe
from piano.messaging.reasons import Reason, register
from quarters.models import User
from quarters.people.languages import read_by

ONE_IN_MINUTES = 10
TEMPLATE = "new_link"


@dataclass(frozen=True)
class Lost:
    """Whose link it was, and the row that it opened. `person` may come in still."""

    person: User
    pk: int


Find = Callable[[str], Lost | None]
FIND: dict[str, Find] = {}


def offers_new(
    kind: str, find: Find, *, is_still_due: Callable[[int], bool], context: Callable[[int, Any], dict[str, Any]]
) -> None:
    """`find(token)` says who holds a dead link; None for a bent one, and where a new one would open nothing either. The words need
    `link` of the context.
    """
    FIND[kind] = find
    register(
        Reason(
            name=_reason(kind),
            message_class=MessageClass.URGENT,  # she sits before the page and waits
            is_still_due=is_still_due,
            context=context,
            template=TEMPLATE,
            priority=2,
        )
    )


def lost_behind(kind: str, token: str) -> Lost | None:
    return FIND[kind](token) if kind in FIND and token else None


def send_new(kind: str, lost: Lost, *, now: dt.datetime) -> None:
    """Twice within ten minutes is once."""
    slot = f"{int(now.timestamp()) // (ONE_IN_MINUTES * 60)}"
    with transaction.atomic():
        owe(reason=_reason(kind), subject=f"{kind}:{lost.pk}", recipient=lost.person, now=now, slot=slot)


def too_old(request: HttpRequest, token: str, template: str, *, kind: str = "") -> HttpResponse:
    """The page behind a dead link (404): kind words, a telephone number, and the button where a new one can be sent."""
    lost = lost_behind(kind, token)
    context = {"new_link": {"kind": kind, "token": token} if lost else None}
    if lost is None:
        return unkept(render(request, template, context, status=404))
    with translation.override(read_by(request, lost.person)):
        return unkept(render(request, template, context, status=404))


def _reason(kind: str) -> str:
    return f"{kind}_link"
