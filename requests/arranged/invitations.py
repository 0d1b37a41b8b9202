"""The date that travels with a mail, so that a calendar program enters, moves and strikes it out by itself (RFC 5546, 6047).

It is made at hand-over, from the rows as they are then. SEQUENCE counts what happened to the visit: the steps in its log, which
only grows, and the times that both sides agreed on. So a later word always has the higher number, and the same word sent twice
has the same one.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from icalendar import vCalAddress

from piano.kit import clock
from piano.kit.calendars import new_calendar
from piano.kit.house import default_house
from piano.messaging.reasons import ReadTogether
from piano.messaging.words import Attachment
from quarters.models import User
from requests.arranged.feeds import MADE_BY, event_of
from requests.messages.sign_off_notices import given_up_together
from requests.models import Assignment, ProposalState, StateChange, TimeProposal
from requests.states import STANDING_ASSIGNMENT_STATES


def _read_dated(ids: Collection[int]) -> dict[int, tuple[Assignment, int]]:
    """With their numbers. Four queries."""
    rows = Assignment.objects.select_related("visit").in_bulk(ids)
    numbers = sequences_of({row.visit_id for row in rows.values()})
    return {pk: (row, numbers[row.visit_id]) for pk, row in rows.items()}


def _say_dated(dated: tuple[Assignment, int], recipient: User) -> list[Attachment]:
    assignment, sequence = dated
    return [write_invitation(assignment, recipient, sequence=sequence, now=clock.now())]


of_assignment = ReadTogether(_read_dated, _say_dated)


def of_proposal(pk: int, recipient: User) -> list[Attachment]:
    invitations: list[Attachment] = of_assignment(
        TimeProposal.objects.values_list("assignment_id", flat=True).get(pk=pk), recipient
    )
    return invitations


def of_several(pk: int, recipient: User) -> list[Attachment]:
    """One each of what one person gave up at once: a calendar object holds one event."""
    assignment = Assignment.objects.select_related("visit__help_request").get(pk=pk)
    together = list(given_up_together(assignment))
    numbers = sequences_of({one.visit_id for one in together})
    return [write_invitation(one, recipient, sequence=numbers[one.visit_id], now=clock.now()) for one in together]


def write_invitation(assignment: Assignment, recipient: User, *, sequence: int, now: dt.datetime) -> Attachment:
    """Enters a visit that stands, strikes out one that does not."""
    stands = assignment.state in STANDING_ASSIGNMENT_STATES
    method = "REQUEST" if stands else "CANCEL"
    event = event_of(assignment, recipient, now=now)
    event.add("sequence", sequence)
    event.add("status", "CONFIRMED" if stands else "CANCELLED")
    event.add("organizer", _address(default_house().email, cn="piAno"))
    event.add("attendee", _address(recipient.email, partstat="ACCEPTED", rsvp="FALSE"), encode=False)
    calendar = new_calendar(MADE_BY)
    calendar.add("method", method)
    calendar.add_component(event)
    return Attachment(
        "termin.ics", bytes(calendar.to_ical()), "text/calendar", {"method": method, "component": "VEVENT"}
    )


def sequences_of(visits: Collection[int]) -> Counter[int]:
    """By visit: grows with every step of the visit and of whoever goes, and with every time agreed on. Three queries."""
    goers = dict(Assignment.objects.filter(visit__in=visits).values_list("pk", "visit_id"))
    steps = Q(subject="visit", subject_id__in=visits) | Q(subject="assignment", subject_id__in=goers)
    agreed = TimeProposal.objects.filter(assignment__visit__in=visits, state=ProposalState.AGREED)
    numbers: Counter[int] = Counter(agreed.values_list("assignment__visit_id", flat=True))
    for subject, pk in StateChange.objects.filter(steps).values_list("subject", "subject_id"):
        numbers[pk if subject == "visit" else goers[pk]] += 1
    return numbers


def _address(email: str | None, **parameters: Any) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        address.params[name.upper()] = value
    return address
