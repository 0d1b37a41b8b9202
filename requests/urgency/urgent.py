"""What cannot wait: which visits, how long until somebody has to leave, and who takes care of it. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import Urgency, User
from requests.finding.timing import latest_departure
from requests.models import DueWork, TreePerson, Visit, WorkKind
from requests.states import SEARCHING_STATES, VisitState
from requests.urgency.phone_tree import tree_of

TELLING = ("please_judge", "phone_tree")
AN_HOUR = 60


@dataclass(frozen=True)
class Countdown:
    """`words` count to the departure of whoever comes, not to the appointment. `is_over`: nothing has to be counted any more."""

    reference: str
    words: str
    is_over: bool


@dataclass(frozen=True)
class Care:
    """Who has an urgent decision in her hands, else when it goes on, and who was told so far."""

    carer: User | None
    since: dt.datetime | None
    goes_on_at: dt.datetime | None
    told: list[User]
    tree: list[TreePerson]


def is_pressing(visit: Visit) -> bool:
    """Who decides hears it at any hour. It says nothing of who is asked."""
    return bool(visit.help_request.category.is_professional or visit.help_request.urgency == Urgency.URGENT)


def countdown_of(visit: Any, now: dt.datetime) -> Countdown | None:
    """None for what can wait. Pure over a loaded visit with its request and kind of help."""
    if not is_pressing(visit):
        return None
    is_over = visit.state not in SEARCHING_STATES
    words = "" if is_over else say_left(latest_departure(visit) - now)
    return Countdown(visit.help_request.reference, words, is_over)


def say_left(left: dt.timedelta) -> str:
    """„noch 1 Stunde 20 Minuten bis zum Aufbruch“; minutes are rounded down, so that nobody is told more than there is."""
    minutes = int(left.total_seconds() // 60)
    if minutes <= 0:
        return _("Zeit zum Aufbruch ist um")
    parts = []
    if minutes >= AN_HOUR:
        hours = minutes // AN_HOUR
        parts.append(ngettext("%(n)d Stunde", "%(n)d Stunden", hours) % {"n": hours})
    if minutes % AN_HOUR:
        rest = minutes % AN_HOUR
        parts.append(ngettext("%(n)d Minute", "%(n)d Minuten", rest) % {"n": rest})
    return _("noch %(time)s bis zum Aufbruch") % {"time": " ".join(parts)}


def say_care(visit: Any, now: dt.datetime) -> str:
    """For a row of the board: who takes care, or when it goes on. `visit.goes_on_at` was read along."""
    if visit.cared_at is not None:
        name = visit.cared_by.full_name if visit.cared_by else _("Jemand")
        return _("%(name)s kümmert sich seit %(time)s") % {"name": name, "time": clock.say_time(visit.cared_at)}
    if visit.goes_on_at is None or visit.goes_on_at <= now:
        return _("noch kümmert sich niemand")
    return _("noch kümmert sich niemand, um %(time)s geht es weiter") % {"time": clock.say_time(visit.goes_on_at)}


def load_care(visit: Visit) -> Care | None:
    """For the page of a case that waits for an urgent decision. At most three queries."""
    if visit.state != VisitState.DECISION or not is_pressing(visit):
        return None
    step = DueWork.objects.filter(visit=visit, kind=WorkKind.ESCALATE, done_at=None).first()
    rows = Message.objects.filter(reason__in=TELLING, subject=f"visit:{visit.pk}").exclude(state=MessageState.CANCELLED)
    told = [message.recipient for message in rows.select_related("recipient").order_by("pk")]
    tree = list(tree_of(visit.help_request.district_id))
    return Care(visit.cared_by, visit.cared_at, step.due_at if step else None, list(dict.fromkeys(told)), tree)
