"""The verbs of an incident. Nothing is rewritten: what was said stays, what follows is added."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from quarters.models import District, User
from requests.models import Incident, IncidentReader, IncidentStep


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
) -> Incident:
    """Whoever writes it down is its first reader. Raises `AboutYourself`."""
    if about is not None and about.pk == by.pk:
        raise AboutYourself()
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
        IncidentReader.objects.create(incident=incident, person=by, added_by=by, added_at=now)
    return incident


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
    """She may read it, too. Twice is one. Raises `NotForHer` for the person whom it is about."""
    if person.pk == incident.about_id:
        raise NotForHer()
    values = {"added_by": by, "added_at": now}
    return IncidentReader.objects.get_or_create(incident=incident, person=person, defaults=values)[0]


def shut_out(incident: Incident, *, person: User) -> bool:
    """She reads it no more; that she did stays on record. Whoever wrote it down stays a reader."""
    rows = IncidentReader.objects.filter(incident=incident, person=person).exclude(person=incident.opened_by_id)
    return bool(rows.delete()[0])
