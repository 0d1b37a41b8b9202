"""Verbs about trusted persons. Whether a look is allowed is asked of these rows each time, so a revocation counts at once."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.phones import read_phone
from quarters.models import Look, Reach, Resident, Trust, TrustScope, User

TRUST_VERSION = "2026-11"
TRUST_WORDING = _(
    "Diese Person sieht mit einer eigenen Anmeldung, um welche Hilfe Sie bitten, wer wann zu Ihnen kommt und wie es war. "
    "Wenn Sie es erlauben, darf sie auch für Sie um Hilfe bitten und absagen. Jeder Blick wird aufgeschrieben, Sie können "
    "ihn nachlesen. Sie können das jederzeit beenden, auch am Telefon. Dann sieht sie sofort nichts mehr. "
    "Sind Sie einverstanden?"
)
MOST = 5


class NobodyTrustsThemselves(DomainError):
    message = _("Das ist die eigene Adresse. Bitte schreiben Sie die Adresse der Vertrauensperson.")


class TooManyTrusted(DomainError):
    message = _("Mehr als fünf Vertrauenspersonen gehen nicht. Beenden Sie bitte zuerst eine andere.")


def grant_trust(
    resident: Resident,
    *,
    given_name: str,
    family_name: str,
    email: str,
    now: dt.datetime,
    phone: str = "",
    relation: str = "",
    scope: str = TrustScope.SEE,
    language: str = "de",
    taken_by: User | None = None,
) -> Trust:
    """Keeps the consent; `taken_by` read it out. A standing one takes on the new scope as a new consent; the same stays.

    Whoever has an account keeps it as it is, and is shown by the name that was said: whose address it is, nobody learns
    here. Locks the resident. Raises `NobodyTrustsThemselves`, `TooManyTrusted`, `NotAPhoneNumber`.
    """
    with transaction.atomic():
        Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
        names = {"given_name": given_name.strip(), "family_name": family_name.strip()}
        person = _account_for(email.strip(), phone=phone, **names)
        if person.pk == resident.user_id:
            raise NobodyTrustsThemselves()
        known = _standing(resident, person)
        if known and known.scope == scope:
            return known
        if known:
            revoke_trust(known, by=taken_by or resident.user, now=now)
        return Trust.objects.create(
            resident=resident,
            person=person,
            called=" ".join(names.values()).strip(),
            relation=relation.strip(),
            scope=scope,
            wording_version=TRUST_VERSION,
            language=language,
            taken_by=taken_by,
            given_at=now,
        )


def _standing(resident: Resident, person: User) -> Trust | None:
    """What there is between them already. Raises `TooManyTrusted` where this would be one person more than may be."""
    standing = standing_trusts().filter(resident=resident)
    known: Trust | None = standing.filter(person=person).first()
    if known is None and standing.count() >= MOST:
        raise TooManyTrusted()
    return known


def _account_for(email: str, *, phone: str, **names: str) -> User:
    """Whoever has one keeps it as it is."""
    known = User.objects.filter(email__iexact=email).first()
    return known or User.objects.create_user(email, phone=read_phone(phone), reach=Reach.EMAIL, **names)


def revoke_trust(trust: Trust, *, by: User, now: dt.datetime) -> None:
    """Ends it at once, in open sessions too; the proof stays. Twice changes nothing."""
    Trust.objects.filter(pk=trust.pk, revoked_at=None).update(revoked_at=now, revoked_by=by)


def standing_trusts() -> QuerySet[Trust]:
    return Trust.objects.filter(revoked_at=None)


def trust_of(user: Any, resident: Resident) -> Trust | None:
    """What this person may do for that resident at this moment; None for everybody else, and for herself."""
    return standing_trusts().filter(person=user, resident=resident).first()


def note_look(trust: Trust, kind: str, *, now: dt.datetime, about: str = "") -> Look:
    """The resident can read it on her page."""
    return Look.objects.create(trust=trust, kind=kind, about=about, at=now)
