"""A visit for which nobody is found some days before: named people of the district hear it, and hear when somebody is found.

When is data of the policy; whom is the phone tree's „erfährt von unbesetzten Besuchen“, and the helpers where nobody is named.
"""

import datetime as dt

from piano.kit.kept import run_kept
from piano.messaging.models import TOLD_STATES, MessageState
from piano.messaging.outbox import owe
from quarters.models import User
from quarters.people.helping import helpers_of
from requests.finding.due import cross_off
from requests.finding.timing import latest_departure
from requests.models import Visit, WorkKind
from requests.policies.plain import Plan
from requests.states import SEARCHING_STATES
from requests.urgency.phone_tree import tree_of

HEARD = [*TOLD_STATES, MessageState.HANDOVER]
TOLD = "SELECT recipient_id FROM messaging_message WHERE reason = %s AND subject = %s AND state = ANY(%s)"


def alert_at(visit: Visit, plan: Plan, *, now: dt.datetime) -> dt.datetime | None:
    """For a search that begins now. A moment that lies behind us is of use only where somebody had been found before."""
    due_at = latest_departure(visit) - dt.timedelta(hours=plan.alert_hours)
    if not plan.alert_hours:
        return None
    return due_at if due_at > now else now if visit.rounds and visit.assignments.exists() else None


def alert(visit: Visit, *, now: dt.datetime) -> None:
    """Nobody is found yet. The caller holds the visit's lock."""
    cross_off(visit, WorkKind.ALERT, now=now)
    if visit.state not in SEARCHING_STATES:
        return
    for person in who_hears(visit, now=now):
        owe(
            reason="unfilled",
            subject=f"visit:{visit.pk}",
            recipient=person,
            now=now,
            slot=str(visit.rounds),
            expires_at=visit.wish_window.upper,
        )


def found_again(visit: Visit, *, now: dt.datetime) -> None:
    """Who has heard that somebody was missing hears that somebody is found; who has not, hears nothing. Mostly one query."""
    subject = f"visit:{visit.pk}"
    told = [row[0] for row in run_kept(TOLD, ["unfilled", subject, HEARD]).fetchall()]
    for person in User.objects.filter(pk__in=told).order_by("pk") if told else ():
        owe(
            reason="filled_again",
            subject=subject,
            recipient=person,
            now=now,
            slot=str(visit.rounds),
            expires_at=visit.wish_window.upper,
        )


def who_hears(visit: Visit, *, now: dt.datetime) -> list[User]:
    named = [row.person for row in tree_of(visit.help_request.district_id).filter(hears_of_gaps=True)]
    return named or helpers_of(visit.help_request.district_id, now=now)
