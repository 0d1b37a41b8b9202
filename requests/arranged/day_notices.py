"""One plain word to everybody who goes, or is visited, on one day in one district: nobody has to be ticked one by one.

Who reads mails gets one; the others are called. Nobody gets two, however many visits she has.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.alphabet import alphabetical_key
from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from piano.messaging.outbox import owe
from piano.messaging.times.rules import read_at
from quarters.models import District, Reach, User
from requests.models import Assignment, Audience, DayNotice
from requests.states import STANDING_ASSIGNMENT_STATES
from requests.wishes.contacts import hearers_of


class NobodyThatDay(DomainError):
    message = _(
        "An diesem Tag geht in diesem Stadtteil niemand zu jemandem. Es gibt niemanden, dem wir es sagen könnten."
    )


@dataclass(frozen=True)
class Recipient:
    """Who gets it, and when her first visit of that day begins; `ends` is when her last one is over."""

    person: User
    starts: dt.datetime
    ends: dt.datetime

    @property
    def is_called(self) -> bool:
        return self.person.reach == Reach.PHONE or not (
            self.person.email or self.person.reach in (Reach.SMS, Reach.PUSH)
        )


def recipients_of(district: District, *, day: dt.date, audience: str, now: dt.datetime) -> list[Recipient]:
    """Whose visit is over gets nothing. Two queries; sorted by name."""
    span = (clock.at(day, dt.time.min), clock.at(day + dt.timedelta(days=1), dt.time.min))
    rows = Assignment.objects.filter(
        state__in=STANDING_ASSIGNMENT_STATES,
        planned_window__overlap=span,
        planned_window__endswith__gt=now,
        visit__help_request__district=district,
    ).select_related("person", "visit__help_request__resident__user", "visit__help_request__contact")
    found: dict[int, Recipient] = {}
    for assignment in rows:
        window = assignment.planned_window
        for person in _people(assignment, audience):
            known = found.get(person.pk, Recipient(person, window.lower, window.upper))
            found[person.pk] = Recipient(person, min(known.starts, window.lower), max(known.ends, window.upper))
    return sorted(
        found.values(), key=lambda one: (alphabetical_key(one.person.family_name, one.person.given_name), one.person.pk)
    )


def _people(assignment: Assignment, audience: str) -> Iterable[User]:
    if audience != Audience.VISITED:
        yield assignment.person
    if audience != Audience.GOING:
        yield from hearers_of(assignment.visit.help_request, at_the_door=True)


def tell_day(
    district: District, *, day: dt.date, audience: str, words: str, by: User, now: dt.datetime
) -> tuple[DayNotice, int]:
    """Owes the word to each of them, in time for the first visit. Returns the row and to how many. Raises `NobodyThatDay`."""
    with transaction.atomic():
        people = recipients_of(district, day=day, audience=audience, now=now)
        if not people:
            raise NobodyThatDay()
        row = DayNotice.objects.create(
            district=district, day=day, audience=audience, words=words.strip(), by=by, at=now
        )
        for one in people:
            _owe(row, one, now=now)
        wake_engine()
    return row, len(people)


def _owe(row: DayNotice, one: Recipient, *, now: dt.datetime) -> None:
    """At once, whatever the hour, only where her quiet hours would end too late for the first visit."""
    person, until = one.person, one.starts if one.starts > now else one.ends
    readable = clock.next_call_time(now) if one.is_called else read_at(person, now=now)
    reason = "day_notice_now" if readable >= until else "day_notice"
    owe(reason=reason, subject=f"daynotice:{row.pk}", recipient=person, now=now, expires_at=until)
