"""Handing a case to the team and ending it; the agreement to it."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpers.models import Circle, CircleRole
from piano.kit import clock
from quarters.models import Consent, Resident, User
from quarters.people.residents import has_consent, record_consent
from requests.circles.errors import NotAgreedToTeam, NoTeamThere
from requests.models import CaseLook, SharedCase

TEAM = Consent.ConsentPurpose.TEAM
LOOKS_SHOWN = 30
ROLES = {  # as the person herself reads them; staff read them in German
    CircleRole.HELPER: _("Nachbarschaftshilfe"),
    CircleRole.CARE: _("Pflegedienst"),
    CircleRole.ASSOCIATION: _("Verein"),
    CircleRole.SOCIAL: _("Beratung"),
    CircleRole.CENTRE: _("Freiwilligenzentrum"),
}
WORDING = _(
    "Im Team Ihres Stadtteils sprechen Nachbarschaftshilfe, Pflegedienst, Verein und Beratung miteinander, damit die Hilfe für "
    "Sie zusammenpasst. Jede Person sieht nur, was sie dafür braucht. Jeder Blick wird aufgeschrieben, Sie können ihn "
    "nachlesen. Ihr Vermieter gehört nicht dazu. Sie können das jederzeit beenden, auch am Telefon. Dann sieht das Team "
    "sofort nichts mehr. Sind Sie einverstanden?"
)


def agree_to_team(
    resident: Resident, *, now: dt.datetime, language: str = "", read_out_by: User | None = None
) -> Consent:
    """Twice is once. Nothing is shared by it alone."""
    person = resident.user
    return record_consent(
        person=person, purpose=TEAM, language=language or person.reads_in, now=now, read_out_by=read_out_by
    )


def share_case(resident: Resident, *, until: dt.date, why: str, by: User, now: dt.datetime) -> SharedCase:
    """The team of her district may look, until that day at the latest. A standing one stays. Raises `NotAgreedToTeam`, `NoTeamThere`."""
    if not has_consent(resident.user, TEAM):
        raise NotAgreedToTeam()
    circle = Circle.objects.filter(district=resident.district_id).first()
    if circle is None:
        raise NoTeamThere()
    facts = {"why": why.strip(), "shared_by": by, "shared_at": now, "until": until}
    SharedCase.objects.filter(
        circle=circle, resident=resident, ended_at=None, until__lt=clock.local(now).date()
    ).update(ended_at=now)
    try:
        with transaction.atomic():
            return SharedCase.objects.create(circle=circle, resident=resident, **facts)
    except IntegrityError:
        return SharedCase.objects.get(circle=circle, resident=resident, ended_at=None)


def end_case(case: SharedCase, *, now: dt.datetime) -> None:
    """From now on nobody looks. Twice changes nothing."""
    SharedCase.objects.filter(pk=case.pk, ended_at=None).update(ended_at=now)


def end_cases_of(person: User, *, now: dt.datetime) -> None:
    """With the agreement everything that hung on it."""
    SharedCase.objects.filter(resident__user=person, ended_at=None).update(ended_at=now)


def case_of(resident: Resident) -> SharedCase | None:
    return SharedCase.objects.filter(resident=resident, ended_at=None).select_related("circle", "shared_by").first()


def looks_at(resident: Resident) -> list[CaseLook]:
    """The latest, also at cases that have ended, and at worries of hers on an agenda."""
    rows = CaseLook.objects.filter(Q(case__resident=resident) | Q(resident=resident)).select_related("person")
    return list(rows.order_by("-at", "-pk")[:LOOKS_SHOWN])
