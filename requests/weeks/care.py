"""A care service writes on somebody's week only as long as she agrees to it, and to this one; withdrawn, its entries are gone."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from helpers.models import CareService
from quarters.models import Consent, Resident, User
from quarters.people.residents import kept_apart_from, record_consent
from requests.models import WeekEntry
from requests.weeks.errors import OneServiceAtATime
from requests.weeks.plans import look_soon

WEEK = Consent.ConsentPurpose.WEEK
WORDING = _(
    "Der Pflegedienst, den Sie wählen, schreibt auf Ihr Wochenblatt, wann er zu Ihnen kommt. Dafür sieht er Ihren Namen und seine "
    "eigenen Einträge, sonst nichts. Wer Ihr Blatt oder Ihre Seite sehen darf, liest diese Einträge auch. Sie können das "
    "jederzeit beenden, auch am Telefon. Dann sind sie sofort gelöscht. Sind Sie einverstanden?"
)


def agree_to_care(
    resident: Resident, service: CareService, *, now: dt.datetime, language: str = "", read_out_by: User | None = None
) -> Consent:
    """Twice is once. Raises `OneServiceAtATime` while another one may write."""
    person = resident.user
    with transaction.atomic():
        consent = record_consent(
            person=person,
            purpose=WEEK,
            language=language or person.reads_in,
            now=now,
            read_out_by=read_out_by,
            receiver_organisation=service.organisation,
        )
        if consent.receiver_organisation_id != service.organisation_id:
            raise OneServiceAtATime()
    return consent


def _given() -> QuerySet[Consent]:
    return Consent.objects.filter(purpose=WEEK, withdrawn_at=None)


def service_agreed_to(resident: Resident) -> CareService | None:
    """Which one may write at this moment; another name makes it no other one. One query."""
    given = _given().filter(person=resident.user_id)
    rows = CareService.objects.filter(organisation__in=given.values("receiver_organisation"))
    return rows.select_related("organisation").first()


def residents_who_agree(services: QuerySet[CareService], reader: User) -> QuerySet[Resident]:
    """Whose weeks these services may write on: the gate of their pages. Whoever of them is kept away finds her not."""
    given = _given().filter(receiver_organisation__in=services.values("organisation"))
    rows = Resident.objects.filter(user__in=given.values("person"), died_on=None)
    return rows.exclude(user__in=kept_apart_from(reader.pk)).select_related("user")


def forget_care_entries(person: User, *, now: dt.datetime) -> None:
    """Every entry of a care service is deleted, and a sheet without them follows. Locks her row first, as `write_entry` does: one
    that is being written at this moment is deleted, or sees that she agrees no more. Needs a transaction.
    """
    for resident in Resident.objects.select_for_update(no_key=True, of=("self",)).filter(user=person):
        if WeekEntry.objects.filter(resident=resident, service__isnull=False).delete()[0]:
            look_soon(resident, now=now)
