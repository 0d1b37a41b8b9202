"""The date that travels with a mail, so that a calendar program enters, moves and strikes it out by itself (RFC 5546, 6047).

It is made at hand-over, from the rows as they are then. SEQUENCE counts what happened to the visit: the steps in its log, which
only grows, and the times that both sides agreed on. So a later word always has the higher number, and the same word sent twice
has the same one.
"""

import datetime as dt
from typing import Any

from django.db.models import Q
from icalendar import vCalAddress

from piano.kit import clock
from piano.kit.calendars import new_calendar
from piano.kit.house import default_house
from piano.messaging.words import Attachment
from quarters.models import User
from requests.feeds import MADE_BY, event_of
from requests.messages.sign_off_notices import given_up_together
from requests.models import Assignment, ProposalState, StateChange, TimeProposal
from requests.states import STANDING_ASSIGNMENT_STATES


def of_assignment(pk: int, recipient: User) -> list[Attachment]:
    return [write_invitation(Assignment.objects.select_related("visit").get(pk=pk), recipient, now=clock.now())]


def of_proposal(pk: int, recipient: User) -> list[Attachment]:
    return of_assignment(TimeProposal.objects.values_list("assignment_id", flat=True).get(pk=pk), recipient)


def of_several(pk: int, recipient: User) -> list[Attachment]:
    """One each of what one person gave up at once: a calendar object holds one event."""
    assignment = Assignment.objects.select_related("visit__help_request").get(pk=pk)
    return [write_invitation(one, recipient, now=clock.now()) for one in given_up_together(assignment)]


def write_invitation(assignment: Assignment, recipient: User, *, now: dt.datetime) -> Attachment:
    """Enters a visit that stands, strikes out one that does not. Two queries."""
    stands = assignment.state in STANDING_ASSIGNMENT_STATES
    method = "REQUEST" if stands else "CANCEL"
    event = event_of(assignment, recipient, now=now)
    event.add("sequence", sequence_of(assignment))
    event.add("status", "CONFIRMED" if stands else "CANCELLED")
    event.add("organizer", _address(default_house().email, cn="piAno"))
    event.add("attendee", _address(recipient.email, partstat="ACCEPTED", rsvp="FALSE"), encode=False)
    calendar = new_calendar(MADE_BY)
    calendar.add("method", method)
    calendar.add_component(event)
    return Attachment(
        "termin.ics", bytes(calendar.to_ical()), "text/calendar", {"method": method, "component": "VEVENT"}
    )


def sequence_of(assignment: Assignment) -> int:
    """Grows with every step of the visit and of whoever goes, and with every time agreed on."""
    goers = Assignment.objects.filter(visit=assignment.visit_id).values("pk")
    steps = Q(subject="visit", subject_id=assignment.visit_id) | Q(subject="assignment", subject_id__in=goers)
    agreed = TimeProposal.objects.filter(assignment__visit=assignment.visit_id, state=ProposalState.AGREED)
    return StateChange.objects.filter(steps).count() + agreed.count()


def _address(email: str | None, **parameters: Any) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        address.params[name.upper()] = value
    return address
