"""Certificates: what somebody has the whole of, once, with a code that a stranger may check; and the evidence that follows.

What counts as evidence says the module (`gives`, `lasts_months`); who keeps it hears through `hooks`.
"""

import datetime as dt
from collections.abc import Sequence

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from django.db import transaction

from helpers.courses import hooks, notices
from helpers.courses.attending import Taken, taken_by
from helpers.courses.errors import NothingToCertify
from helpers.courses.places import lock_course
from helpers.models import Certificate, Course, Participant, PlaceState
from piano.kit import clock
from quarters.models import User


def certify(course: Course, *, by: User, now: dt.datetime) -> list[Certificate]:
    """For everybody who has a whole module and no certificate that counts. A second time issues none. Locks the course.

    Raises `NothingToCertify` when nobody has anything.
    """
    with transaction.atomic():
        row = lock_course(course.pk)
        taken = {key: parts for key, parts in taken_by(row).items() if parts}
        if not taken:
            raise NothingToCertify()
        people = Participant.objects.filter(pk__in=taken, state=PlaceState.HAS_PLACE).select_related("person")
        waiting = people.exclude(certificates__taken_back_at=None, certificates__isnull=False)
        return [_issue(one, taken[one.pk], by=by, now=now) for one in waiting.order_by("turn")]


def _issue(participant: Participant, taken: Sequence[Taken], *, by: User, now: dt.datetime) -> Certificate:
    certificate = Certificate.objects.create(
        participant=participant,
        parts=[f"{part.module.title} ({say_hours(part.minutes)})" for part in taken],
        minutes=sum(part.minutes for part in taken),
        first_day=clock.local(min(part.first_day for part in taken)).date(),
        last_day=clock.local(max(part.last_day for part in taken)).date(),
        issued_on=clock.local(now).date(),
        issued_by=by,
    )
    for part in taken:
        if part.module.gives:
            hooks.tell_learnt(_learnt(participant, part, certificate, by=by))
    notices.tell_certified(participant, now=now, slot=certificate.code)
    return certificate


def _learnt(participant: Participant, part: Taken, certificate: Certificate, *, by: User) -> hooks.Learnt:
    day = clock.local(part.last_day).date()
    months = part.module.lasts_months
    until = day + relativedelta(months=months) if months else None
    return hooks.Learnt(participant.person, part.module.gives, day, until, source_of(certificate), by)


def source_of(certificate: Certificate) -> str:
    return f"certificate:{certificate.code}"


def take_back(certificate: Certificate, *, by: User, now: dt.datetime) -> Certificate:
    """It was a mistake: its code says so, and the evidence goes with it. Twice is once. Locks the course."""
    with transaction.atomic():
        lock_course(certificate.participant.course_id)
        row = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if row.taken_back_at is None:
            row.taken_back_at, row.taken_back_by = now, by
            row.save(update_fields=["taken_back_at", "taken_back_by"])
            hooks.tell_taken_back(source_of(row))
    return row


def say_hours(minutes: int) -> str:
    """„4 Stunden“, „6,5 Stunden“, „45 Minuten“."""
    if minutes < 60:
        return f"{minutes} Minuten"
    hours = f"{minutes / 60:.1f}".replace(".0", "").replace(".", ",")
    return f"{hours} Stunde" if hours == "1" else f"{hours} Stunden"
