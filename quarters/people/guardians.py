"""Legal guardians: noted once with what shows it, asked whenever they agree for somebody."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.phones import read_phone
from quarters.models import Guardianship, Resident, User


class NotShown(DomainError):
    message = _("Bitte schreiben Sie Gericht und Aktenzeichen auf. Beides steht auf dem Betreuerausweis.")


def guardian_of(resident: Resident) -> Guardianship | None:
    """Who may agree for this resident today."""
    return Guardianship.objects.filter(resident=resident, ended_on=None).first()


def note_guardian(
    resident: Resident,
    *,
    name: str,
    by: User,
    now: dt.datetime,
    phone: str = "",
    file: str = "",
    certificate_seen_on: dt.date | None = None,
) -> Guardianship:
    """Notes the relation; another guardian ends the one before. Locks the resident.

    Raises `NotShown` without certificate and file number, `NotAPhoneNumber`.
    """
    if not name.strip() or not (file.strip() or certificate_seen_on):
        raise NotShown()
    today = clock.local(now).date()
    with transaction.atomic():
        Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
        known = guardian_of(resident)
        if known and known.name == name.strip():
            return known
        Guardianship.objects.filter(resident=resident, ended_on=None).update(ended_on=today)
        return Guardianship.objects.create(
            resident=resident,
            name=name.strip(),
            phone=read_phone(phone),
            file=file.strip(),
            certificate_seen_on=certificate_seen_on,
            noted_at=now,
            noted_by=by,
        )


def end_guardianship(guardianship: Guardianship, *, now: dt.datetime) -> None:
    """From today she speaks for herself again. Twice changes nothing."""
    Guardianship.objects.filter(pk=guardianship.pk, ended_on=None).update(ended_on=clock.local(now).date())


def ended_today(resident: Resident, *, now: dt.datetime) -> Guardianship | None:
    """What may be taken back: ended today, and nobody else has been noted since."""
    if guardian_of(resident):
        return None
    return Guardianship.objects.filter(resident=resident, ended_on=clock.local(now).date()).order_by("-pk").first()


def go_on(resident: Resident, *, now: dt.datetime) -> Guardianship | None:
    """Takes today's end back. Nothing where there is none."""
    with transaction.atomic():
        Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
        row = ended_today(resident, now=now)
        if row is not None:
            row.ended_on = None
            row.save(update_fields=["ended_on"])
        return row
