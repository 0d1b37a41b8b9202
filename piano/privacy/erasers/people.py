"""Residents, what they agreed to, and accounts. An account ends when nothing refers to it any more."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.db.models import Exists, ManyToOneRel, OuterRef, Q

from piano.kit.retention import Period
from piano.privacy.erasers.cases import ended_before
from piano.privacy.erasing import Eraser, Rows, register
from quarters.models import (
    Acquaintance,
    Block,
    Consent,
    Contribution,
    ConversionPerson,
    Guardianship,
    Kin,
    Look,
    PaperCode,
    Resident,
    Trust,
    User,
)
from requests.models import Enrolment, HelpRequest, Referral, RoundEntry, WeekEntry, WeekPlan

UNUSED_AFTER = dt.timedelta(days=30)
BELONGINGS = {
    "account.EmailAddress.user",
    "mfa.Authenticator.user",
    "quarters.Consent.person",
    "quarters.Block.person",
    "quarters.Block.other",
    "quarters.Kin.person",
    "quarters.Kin.other",
    "messaging.Device.person",
    "requests.VisitFeed.person",
}  # what goes with an account, or stays without it, and does not keep it


def _stale_hints(before: dt.datetime) -> Rows:
    """Of residents without a request that runs or ended lately."""
    needed = HelpRequest.objects.filter(resident=OuterRef("pk")).exclude(pk__in=ended_before(before))
    return Resident.objects.exclude(health_hints="").filter(~Exists(needed), user__created_at__lt=before)


def _forget_hints(residents: Rows, now: dt.datetime) -> None:
    residents.update(health_hints="")


def _former_residents(before: dt.datetime) -> Rows:
    """Their last request is gone, which takes at most as long after its end, and nobody refers to them."""
    requests = HelpRequest.objects.filter(resident=OuterRef("pk"))
    referrals = Referral.objects.filter(resident=OuterRef("pk"))
    given = Contribution.objects.filter(person=OuterRef("user"))
    called = Enrolment.objects.filter(resident=OuterRef("pk"))
    listed = RoundEntry.objects.filter(resident=OuterRef("pk"))
    converted = ConversionPerson.objects.filter(resident=OuterRef("pk"))
    comes = WeekEntry.objects.filter(resident=OuterRef("pk"))
    told = WeekPlan.objects.filter(resident=OuterRef("pk"))
    kept = (requests, referrals, given, called, listed, converted, comes, told)
    rows = Resident.objects.filter(*(~Exists(found) for found in kept))
    return rows.filter(user__created_at__lt=before)


def _old_contributions(before: dt.datetime) -> Rows:
    """What somebody liked to do a year ago is asked again."""
    return Contribution.objects.filter(given_at__lt=before)


def _old_codes(before: dt.datetime) -> Rows:
    """Used, dead or never used: after its days nobody signs in by it."""
    return PaperCode.objects.filter(ends_at__lt=before)


def _old_consents(before: dt.datetime) -> Rows:
    return Consent.objects.filter(withdrawn_at__lt=before)


def unused_accounts(before: dt.datetime) -> Rows:
    """Nobody signed in since, nobody still is, and no row of any room refers to them: opened and never used, or all that
    was is over.

    Who may open the panel is left alone: such an account is made before its first role and ended by hand.
    """
    rows = User.objects.filter(Q(last_login=None) | Q(last_login__lt=before), created_at__lt=before)
    rows = rows.filter(is_staff=False, is_superuser=False)
    for model, name in _referring():
        rows = rows.filter(~Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    return rows


def _referring() -> Iterator[tuple[Any, str]]:
    """Every foreign key to a person that keeps the account: one that a room adds tomorrow keeps it, too."""
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            model: Any = relation.related_model
            is_table = model._meta.managed and not model._meta.proxy and not model._meta.auto_created
            is_event = hasattr(model, "pgh_tracked_model")  # the audit trail holds a number, no account
            if is_table and not is_event and f"{model._meta.label}.{relation.field.name}" not in BELONGINGS:
                yield model, relation.field.name


def _end_accounts(accounts: Rows, now: dt.datetime) -> None:
    """The proof of a consent outlives the account with the bare name, sealed; a standing consent ends with it."""
    for consent in Consent.objects.filter(person__in=accounts).select_related("person"):
        consent.name = str(consent.person)
        consent.withdrawn_at = consent.withdrawn_at or now
        consent.save(update_fields=["name", "withdrawn_at"])
    accounts.delete()


def _end_residents(residents: Rows, now: dt.datetime) -> None:
    _end_trusts(Trust.objects.filter(resident__in=residents), now)
    residents.delete()


def _end_trusts(trusts: Rows, now: dt.datetime) -> None:
    """As with consents: the proof stays with the bare names, sealed. The person's account goes on or ends by itself."""
    for trust in trusts.select_related("resident__user", "person"):
        trust.names = trust.names or f"{trust.resident} – {trust.person}"
        trust.revoked_at = trust.revoked_at or now
        trust.resident = trust.person = trust.revoked_by = None
        trust.save(update_fields=["names", "revoked_at", "resident", "person", "revoked_by"])


def _ended_trusts(before: dt.datetime) -> Rows:
    return Trust.objects.filter(Q(resident__isnull=False) | Q(person__isnull=False), revoked_at__lt=before)


def _old_trusts(before: dt.datetime) -> Rows:
    return Trust.objects.filter(revoked_at__lt=before)


def _old_looks(before: dt.datetime) -> Rows:
    return Look.objects.filter(at__lt=before)


register(
    Eraser(
        name="resident_hints",
        label="Hinweise zur Gesundheit bei einer Person",
        period=Period.DAYS_30,
        overdue=_stale_hints,
        blanks={Resident: ("health_hints",)},
        erase=_forget_hints,
    )
)
register(
    Eraser(
        "contributions",
        "Was Menschen gern tun, und ihre Ideen",
        Period.MONTHS_12,
        _old_contributions,
        removes=(Contribution,),
    ),
)
register(
    Eraser(
        "residents",
        "Angaben über frühere Bewohner",
        Period.MONTHS_12,
        _former_residents,
        removes=(Resident, Acquaintance, Guardianship),
        erase=_end_residents,
    )
)
register(
    Eraser(
        name="ended_trusts",
        label="Wer Vertrauensperson war",
        period=Period.MONTHS_12,
        overdue=_ended_trusts,
        blanks={Trust: ("resident", "person", "revoked_by")},
        erase=_end_trusts,
    )
)
register(Eraser("trusts", "Nachweise über Vertrauenspersonen", Period.YEARS_3, _old_trusts, removes=(Trust,)))
register(Eraser("looks", "Blicke von Vertrauenspersonen", Period.MONTHS_12, _old_looks, removes=(Look,)))
register(Eraser("consents", "Nachweise einer Einwilligung", Period.YEARS_3, _old_consents, removes=(Consent,)))
register(
    Eraser(
        name="accounts",
        label="Konten, an denen nichts mehr hängt",
        period=Period.ACCOUNT,
        overdue=unused_accounts,
        removes=(User, Block, Kin, EmailAddress, EmailConfirmation, Authenticator),
        erase=_end_accounts,
        grace=UNUSED_AFTER,
    )
)
register(Eraser("paper_codes", "Codes zum Anmelden auf Papier", Period.DAYS_30, _old_codes, removes=(PaperCode,)))
