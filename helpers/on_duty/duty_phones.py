"""The shared duty telephone: whoever begins a duty signs in once, sets four digits and has it until the duty ends.

The session of that browser is bound to the duty (`helpers.on_duty.phone_session`): it ends by itself with the shift, when the next
one takes over, or when a helper blocks it. The four digits accept an alert without signing in (docs/decisions/025). Tries
are counted in PostgreSQL before anything is compared, in one statement; after five they are dead for this duty.
"""

import datetime as dt
import re
from itertools import pairwise

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from helpers.models import Duty, DutyPhone
from helpers.on_duty import starting
from helpers.on_duty.starting import EARLIEST, take_up
from piano.kit.digests import keyed_digest
from piano.kit.errors import DomainError
from piano.kit.tries import forgive_tries, take_try
from quarters.models import User

MOST_TRIES = 5
LONGER_THAN_A_DUTY = 7 * 24 * 3600


class NoDutyNow(DomainError):
    message = _("Ihre Bereitschaft hat noch nicht begonnen oder ist schon zu Ende.")


class WeakPin(DomainError):
    message = _("Bitte nehmen Sie vier Ziffern, die niemand gleich errät: nicht 1234, nicht viermal dieselbe.")


class WrongPin(DomainError):
    message = _("Diese vier Ziffern stimmen nicht.")


class PinIsDead(DomainError):
    message = _("Die vier Ziffern gelten nicht mehr. Bitte melden Sie sich an.")


def duty_to_begin(person: User, *, now: dt.datetime) -> Duty | None:
    """The duty that she has now, or that begins within the hour."""
    rows = Duty.objects.filter(person=person, window__startswith__lte=now + EARLIEST, window__endswith__gt=now)
    return rows.select_related("person", "service__organisation", "district").order_by("window").first()


def take_phone(duty: Duty, *, pin: str, by: User, now: dt.datetime, has_checked_forwarding: bool = False) -> DutyPhone:
    """She has taken over, and has the telephone from now on. Whoever had it before on the same team has it no more.

    Locks the duty. Raises `NoDutyNow`, `WeakPin`.
    """
    if is_weak(pin):
        raise WeakPin()
    with transaction.atomic():
        row = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
        if row.person_id != by.pk or not row.window.lower - EARLIEST <= now < row.window.upper:
            raise NoDutyNow()
        take_up(row, by=by, now=now, has_checked_forwarding=has_checked_forwarding)
        team = DutyPhone.objects.filter(
            duty__service=row.service_id, duty__district=row.district_id, duty__is_deputy=row.is_deputy
        )
        team.filter(ended_at=None).update(ended_at=now, ended_by=by)
        phone = DutyPhone(duty=row, person=by, taken_at=now)
        phone.pin = _digest(phone.reference, pin)
        phone.save()
        starting.take_up(row, by=by, now=now)
    return phone


def running_phones(*, now: dt.datetime) -> QuerySet[DutyPhone]:
    """Telephones that are in somebody's hands: her duty is not over, still hers, and nobody took or blocked it."""
    rows = DutyPhone.objects.filter(ended_at=None, duty__window__endswith__gt=now, duty__person=F("person"))
    return rows.filter(person__is_active=True).select_related("person", "duty__service__organisation", "duty__district")


def phone_of(person: User, *, now: dt.datetime) -> DutyPhone | None:
    return running_phones(now=now).filter(person=person).order_by("-taken_at").first()


def find_running(reference: str, person: User, *, now: dt.datetime) -> DutyPhone | None:
    return running_phones(now=now).filter(reference=reference, person=person).first()


def phones_in(districts: frozenset[int], *, now: dt.datetime) -> QuerySet[DutyPhone]:
    """Those that answer for one of these districts."""
    duties = Duty.objects.of_districts(districts).order_by().values("pk")
    return running_phones(now=now).filter(duty__in=duties).order_by("taken_at")


def block_phone(phone: DutyPhone, *, by: User, now: dt.datetime) -> None:
    """Lost, or in the wrong hands: its session and its digits are dead with the next request. Twice changes nothing."""
    DutyPhone.objects.filter(pk=phone.pk, ended_at=None).update(ended_at=now, ended_by=by)


def check_pin(phone: DutyPhone | None, pin: str) -> DutyPhone:
    """Counts the try, then compares. Raises `WrongPin`, and `PinIsDead` without a running telephone or after five tries.

    Do not call it in a transaction that may be rolled back: the try would be given back.
    """
    if phone is None or not take_try("duty_pin", phone.reference, most=MOST_TRIES, seconds=LONGER_THAN_A_DUTY):
        raise PinIsDead()
    if not constant_time_compare(phone.pin, _digest(phone.reference, pin)):
        raise WrongPin()
    forgive_tries("duty_pin", phone.reference)
    return phone


def is_weak(pin: str) -> bool:
    """Not four digits, all the same, or counting up or down."""
    if not re.fullmatch(r"[0-9]{4}", pin):
        return True
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def _digest(reference: str, pin: str) -> str:
    """Four digits alone are soon tried out: it needs the secret key."""
    return keyed_digest("helpers.duty_phone", f"{reference}:{pin}")
