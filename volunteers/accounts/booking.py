"""The verbs of the account book. Each locks its accounts in the order of their keys, after everything else, and books once.

The sides of a booking sum to zero; what is wrong is booked back, never changed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction

from piano.kit import clock
from quarters.models import Organisation, User
from volunteers.accounts.access import check_officer
from volunteers.accounts.errors import NoAccounts, NoSuchAccount, NotEnough
from volunteers.accounts.rules import rounded, rule_on
from volunteers.accounts.staff_errors import AlreadyCorrected, NotOneself
from volunteers.models import AccountKind, AccountRule, Booking, BookingKind, Posting, TimeAccount


def book_help(
    association: Organisation,
    *,
    helpers: Iterable[User],
    receiver: User,
    minutes: int,
    about: str,
    day: dt.date,
    by: User,
    now: dt.datetime,
) -> Booking | None:
    """Each helper is credited the rounded minutes; the receiver's account pays as far as it goes, in hardship the pot then, and the
    rest is carried by the association. Help is never refused for an empty account. What somebody does for herself is no help.

    Without a rule on that day nothing is booked. The same `about` is booked once.
    """
    rule = rule_on(association, day)
    amount = rounded(minutes, rule) if rule else 0
    people = [one for one in helpers if one != receiver]
    if rule is None or not amount or not people:
        return None
    with transaction.atomic():
        known = Booking.objects.filter(association=association, about=about).first()
        if known:
            return known
        gets = [open_account(person, association=association, rule=rule, now=now) for person in people]
        pays = TimeAccount.objects.filter(association=association, owner=receiver, closed_at=None).first()
        accounts = _locked(association, [*gets, *filter(None, [pays])])
        if Booking.objects.filter(association=association, about=about).exists():
            return Booking.objects.get(association=association, about=about)
        sides = _paid_by(accounts, pays, total=amount * len(gets))
        for account in gets:
            sides[account.pk] = sides.get(account.pk, 0) + amount
        kept = {"kind": BookingKind.VISIT, "about": about, "day": day}
        return _write(association, sides, by=by, now=now, **kept)


def _paid_by(accounts: Mapping[int, TimeAccount], pays: TimeAccount | None, *, total: int) -> dict[int, int]:
    """Who carries the help, as negative minutes."""
    sides: dict[int, int] = {}
    payer = accounts[pays.pk] if pays else None
    if payer:
        sides[payer.pk] = -min(total, payer.free_minutes)
    rest = total + sum(sides.values())
    pot = _of_kind(accounts, AccountKind.POT)
    if payer and payer.is_hardship:
        sides[pot.pk] = -min(rest, pot.free_minutes)
        rest += sides[pot.pk]
    sides[_of_kind(accounts, AccountKind.ASSOCIATION).pk] = -rest
    return sides


def book_effort(
    association: Organisation, *, person: User, minutes: int, about: str, day: dt.date, by: User, now: dt.datetime
) -> Booking | None:
    """Time for the association itself, which carries it. Once about the same."""
    rule = rule_on(association, day)
    amount = rounded(minutes, rule) if rule else 0
    if rule is None or not amount:
        return None
    with transaction.atomic():
        account = open_account(person, association=association, rule=rule, now=now)
        accounts = _locked(association, [account])
        known = Booking.objects.filter(association=association, about=about).first()
        own = _of_kind(accounts, AccountKind.ASSOCIATION)
        sides = {account.pk: amount, own.pk: -amount}
        return known or _write(association, sides, by=by, now=now, kind=BookingKind.EFFORT, about=about, day=day)


def give(account: TimeAccount, *, minutes: int, to: TimeAccount | None, by: User, now: dt.datetime) -> Booking:
    """The owner gives of what she has to somebody of the same association, or to the pot (`to` is None).

    Raises `NoSuchAccount`, `NotEnough`: nobody goes into the red to give.
    """
    if account.owner_id != by.pk or minutes <= 0:
        raise NoSuchAccount()
    with transaction.atomic():
        accounts = _locked(account.association, [account, *filter(None, [to])])
        fresh = accounts[account.pk]
        target = accounts.get(to.pk) if to else _of_kind(accounts, AccountKind.POT)
        if fresh.closed_at or target is None or target.closed_at or target == fresh:
            raise NoSuchAccount()
        if minutes > fresh.minutes:
            raise NotEnough()
        sides = {fresh.pk: -minutes, target.pk: minutes}
        return _write(account.association, sides, by=by, now=now, kind=BookingKind.GIFT)


def grant(account: TimeAccount, *, minutes: int, reason: str, by: User, now: dt.datetime) -> Booking:
    """The association credits somebody, from its own account. Raises `NotOneself`, `NoSuchAccount`."""
    check_officer(by, account.association)
    if account.owner_id == by.pk:
        raise NotOneself()
    with transaction.atomic():
        accounts = _locked(account.association, [account])
        if minutes <= 0 or accounts[account.pk].closed_at:
            raise NoSuchAccount()
        own = _of_kind(accounts, AccountKind.ASSOCIATION)
        sides = {account.pk: minutes, own.pk: -minutes}
        return _write(account.association, sides, by=by, now=now, kind=BookingKind.GRANT, reason=reason)


def book_back(booking: Booking, *, reason: str, by: User, now: dt.datetime) -> Booking:
    """The same the other way round. Twice gives the first one. Raises `AlreadyCorrected` for a correction, `NotEnough` where somebody
    has spent what she would lose.
    """
    check_officer(by, booking.association)
    with transaction.atomic():
        row = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
        known = Booking.objects.filter(corrects=row).first()
        if known:
            return known
        if row.corrects_id:
            raise AlreadyCorrected()
        sides = {side.account_id: -side.minutes for side in row.postings.all()}
        touched = TimeAccount.objects.filter(pk__in=sides)
        if touched.filter(owner=by).exists():
            raise NotOneself()
        accounts = _locked(row.association, touched)
        _check(accounts, sides)
        kept = {"kind": BookingKind.CORRECTION, "corrects": row, "reason": reason}
        return _write(row.association, sides, by=by, now=now, **kept)


def open_account(
    person: User, *, association: Organisation, now: dt.datetime, rule: AccountRule | None = None
) -> TimeAccount:
    """Hers at this association; there is one each. Raises `NoAccounts`."""
    rule = rule or rule_on(association, clock.local(now).date())
    if rule is None:
        raise NoAccounts()
    fields = {"opened_at": now, "lowest_minutes": -rule.lowest_minutes}
    account, _is_new = TimeAccount.objects.get_or_create(association=association, owner=person, defaults=fields)
    if account.closed_at:
        TimeAccount.objects.filter(pk=account.pk).update(closed_at=None)
    return account


def set_hardship(account: TimeAccount, *, is_hardship: bool, by: User, now: dt.datetime) -> None:
    """Nothing else is written down: neither why nor what somebody earns. Raises `NotOneself`."""
    check_officer(by, account.association)
    if account.owner_id == by.pk:
        raise NotOneself()
    TimeAccount.objects.filter(pk=account.pk, kind=AccountKind.PERSON).update(hardship_at=now if is_hardship else None)


def _locked(association: Organisation, accounts: Iterable[TimeAccount]) -> dict[int, TimeAccount]:
    """These, the pot and the association's own, fresh and locked in the order of their keys."""
    shared = TimeAccount.objects.filter(association=association).exclude(kind=AccountKind.PERSON)
    keys = {account.pk for account in accounts} | set(shared.values_list("pk", flat=True))
    rows = TimeAccount.objects.filter(pk__in=keys, association=association).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(no_key=True)}


def _of_kind(accounts: Mapping[int, TimeAccount], kind: str) -> TimeAccount:
    """Raises `NoAccounts` where the association never began to keep them."""
    found = next((row for row in accounts.values() if row.kind == kind), None)
    if found is None:
        raise NoAccounts()
    return found


def _check(accounts: Mapping[int, TimeAccount], sides: Mapping[int, int]) -> None:
    for key, minutes in sides.items():
        account = accounts[key]
        if account.kind != AccountKind.ASSOCIATION and minutes < 0 and -minutes > account.free_minutes:
            raise NotEnough()


def _write(
    association: Organisation, sides: Mapping[int, int], *, by: User, now: dt.datetime, **fields: object
) -> Booking:
    kept = {"day": clock.local(now).date(), **fields}
    booking = Booking.objects.create(association=association, by=by, made_at=now, **kept)
    rows = [Posting(booking=booking, account_id=key, minutes=sides[key]) for key in sorted(sides) if sides[key]]
    Posting.objects.bulk_create(rows)
    return booking
