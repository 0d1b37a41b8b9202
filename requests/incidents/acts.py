"""The verbs of an incident. Nothing is rewritten: what was said stays, what follows is added, also who reads it and who no more."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import District, User
from requests.models import Incident, IncidentReader, IncidentStep

TO_READ = "incident_to_read"
READS, READS_NO_MORE = "Liest jetzt mit: ", "Liest nicht mehr mit: "


class AboutYourself(DomainError):
    message = _("Es geht um Sie selbst. Bitte lassen Sie jemand anderen schreiben.")


class DecidedAlready(DomainError):
    message = _("Darüber ist schon entschieden.")


class NotForHer(DomainError):
    message = _("Diese Person kann den Vorfall nicht lesen.")


def write_down(
    *,
    district: District,
    about: User | None,
    what: str,
    by: User,
    now: dt.datetime,
    reported_by: str = "",
    happened_on: dt.date | None = None,
    readers: Sequence[User] = (),
) -> Incident:
    """Whoever writes it down is its first reader, or names the `readers` in her place, who hear of it. Raises `AboutYourself`,
    `NotForHer`.
    """
    if about is not None and about.pk == by.pk:
        raise AboutYourself()
    if about is not None and about in readers:
        raise NotForHer()
    with transaction.atomic():
        incident = Incident.objects.create(
            district=district,
            about=about,
            what=what.strip(),
            reported_by=reported_by.strip(),
            happened_on=happened_on,
            opened_by=by,
            opened_at=now,
        )
        for person in readers or [by]:
            IncidentReader.objects.create(incident=incident, person=person, added_by=by, added_at=now)
            if person != by:
                _tell(incident, person, now=now)
    return incident


def subject_of(incident: Incident) -> str:
    return f"incident:{incident.pk}"


def _tell(incident: Incident, person: User, *, now: dt.datetime) -> None:
    """In neutral words: whom it is about stands nowhere but in it."""
    owe(reason=TO_READ, subject=subject_of(incident), recipient=person, now=now, slot=f"{now:%Y-%m-%dT%H:%M:%S}")


def note_step(incident: Incident, *, words: str, by: User, now: dt.datetime) -> IncidentStep:
    return IncidentStep.objects.create(incident=incident, words=words.strip(), by=by, at=now)


def decide(incident: Incident, *, decided: str, words: str, by: User, now: dt.datetime) -> Incident:
    """Once; the same again changes nothing. Raises `DecidedAlready`."""
    with transaction.atomic():
        row = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        if row.decided_at is not None:
            if row.decided == decided:
                return row
            raise DecidedAlready()
        row.decided, row.decision, row.decided_by, row.decided_at = decided, words.strip(), by, now
        row.save(update_fields=["decided", "decision", "decided_by", "decided_at"])
    return row


def let_in(incident: Incident, *, person: User, by: User, now: dt.datetime) -> IncidentReader:
    """She may read it, too, and hears so. Twice is one. Raises `NotForHer` for the person whom it is about."""
    if person.pk == incident.about_id:
        raise NotForHer()
    with transaction.atomic():
        values = {"added_by": by, "added_at": now}
        row, is_new = IncidentReader.objects.get_or_create(incident=incident, person=person, defaults=values)
        if is_new:
            note_step(incident, words=f"{READS}{person.full_name}", by=by, now=now)
            _tell(incident, person, now=now)
    return row


def shut_out(incident: Incident, *, person: User, by: User, now: dt.datetime) -> bool:
    """She reads it no more; that she did, and who said so, stays on record. Whoever wrote it down stays a reader."""
    with transaction.atomic():
        rows = IncidentReader.objects.filter(incident=incident, person=person).exclude(person=incident.opened_by_id)
        if not rows.delete()[0]:
            return False
        cancel_owed(subject=subject_of(incident), recipient=person)
        note_step(incident, words=f"{READS_NO_MORE}{person.full_name}", by=by, now=now)
    return True
