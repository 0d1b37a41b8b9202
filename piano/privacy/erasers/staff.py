"""People at work: roles, helpers, care workers, and who was on call when (domain 6.3: three years)."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from helpers.models import (
    Away,
    CareWorker,
    Duty,
    DutyFeed,
    DutyLapse,
    DutyOff,
    DutyPhone,
    Fallback,
    HandoverNote,
    Helper,
    PatternPerson,
    RosterPrint,
    Swap,
    SwapAsk,
)
from piano.kit import clock
from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from quarters.models import Role, User
from requests.models import TreePerson


def _past_duties(before: dt.datetime) -> Rows:
    return Duty.objects.filter(window__endswith__lt=before)


def _former_care_workers(before: dt.datetime) -> Rows:
    """Those who are not active and whose last duty is gone already. When somebody stopped is noted nowhere else."""
    duties = Duty.objects.filter(person=OuterRef("user"))
    return CareWorker.objects.filter(~Exists(duties), is_active=False, user__created_at__lt=before)


def _standing_in(before: dt.datetime) -> Rows:
    return Fallback.objects.filter(~Exists(_roles_since(before)))


def _places_in_orders(before: dt.datetime) -> Rows:
    return PatternPerson.objects.filter(~Exists(_roles_since(before)))


def _roles_since(before: dt.datetime) -> Rows:
    """Whoever has had none since works here no more."""
    roles = Role.objects.filter(Q(valid_until=None) | Q(valid_until__gt=clock.local(before).date()))
    return roles.filter(user=OuterRef("person"))


def _past_days_away(before: dt.datetime) -> Rows:
    return Away.objects.filter(last_day__lt=clock.local(before).date())


def _old_notes(before: dt.datetime) -> Rows:
    return HandoverNote.objects.filter(written_at__lt=before)


def _old_duties_off(before: dt.datetime) -> Rows:
    return DutyOff.objects.filter(window__endswith__lt=before)


def _old_prints(before: dt.datetime) -> Rows:
    return RosterPrint.objects.filter(monday__lt=clock.local(before).date())


def _dead_feeds(before: dt.datetime) -> Rows:
    return DutyFeed.objects.filter(Q(revoked_at__lt=before) | ~Exists(_roles_since(before)))


def _former_helpers(before: dt.datetime) -> Rows:
    return Helper.objects.filter(until__lt=clock.local(before).date())


def _past_roles(before: dt.datetime) -> Rows:
    return Role.objects.filter(valid_until__lte=clock.local(before).date())


def _erase_roles(roles: Rows, now: dt.datetime) -> None:
    """Whoever has no role left may not open the panel any more, so that the account can end like any other."""
    people = list(roles.values_list("user", flat=True))
    roles.delete()
    User.objects.filter(pk__in=people, is_superuser=False, roles=None).update(is_staff=False)


register(
    Eraser(
        "duties",
        "Wer wann Bereitschaft hatte",
        Period.YEARS_3,
        _past_duties,
        removes=(Duty, DutyPhone, DutyLapse, Swap, SwapAsk),
    )
)
register(Eraser("turns", "Plätze in der Reihe der Dienste", Period.YEARS_3, _places_in_orders, (PatternPerson,)))
register(Eraser("away", "Tage ohne Dienst", Period.DAYS_30, _past_days_away, (Away,)))
register(Eraser("handovers", "Übergabezettel", Period.DAYS_30, _old_notes, (HandoverNote,)))
register(Eraser("duties_off", "Entfallene Dienste", Period.DAYS_30, _old_duties_off, (DutyOff,)))
register(Eraser("rosters", "Wer den Dienstplan gedruckt hat", Period.DAYS_30, _old_prints, (RosterPrint,)))
register(Eraser("duty_feeds", "Abonnierte Kalender der Dienste", Period.DAYS_30, _dead_feeds, (DutyFeed,)))
register(Eraser("fallbacks", "Wer einsprang, wenn niemand eingeteilt war", Period.YEARS_3, _standing_in, (Fallback,)))
register(
    Eraser("care_workers", "Frühere Pflegekräfte", Period.YEARS_3, _former_care_workers, removes=(CareWorker,)),
)
register(Eraser("helpers", "Frühere Nachbarschaftshelferinnen", Period.YEARS_3, _former_helpers, removes=(Helper,)))
register(Eraser("roles", "Beendete Rollen", Period.YEARS_3, _past_roles, removes=(Role,), erase=_erase_roles))


def _left_trees(before: dt.datetime) -> Rows:
    return TreePerson.objects.filter(left_at__lt=before)


register(Eraser("phone_tree", "Wer in einer Telefonkette stand", Period.YEARS_3, _left_trees, removes=(TreePerson,)))
