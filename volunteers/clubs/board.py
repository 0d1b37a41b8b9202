"""Who is elected to what, and who holds the key to the association's pages: the board, and members of the office."""

import datetime as dt

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from django.db import transaction
from django.db.models import Q, QuerySet

from piano.kit import clock
from quarters.ideas.bringing import Somebody, account_of
from quarters.models import Organisation, Role, RoleKind, User
from volunteers.clubs.errors import LastKey, NoAddress, NotAMember
from volunteers.clubs.offices import IN_REGISTER, BoardOffice
from volunteers.clubs.renewing import finish_open, plan_board, plan_register
from volunteers.clubs.rules import rules_of
from volunteers.models import BoardTerm, Member, RenewalKind

HELD_BY_ONE = frozenset(BoardOffice) - {BoardOffice.MEMBER}


def elect(
    member: Member,
    *,
    office: str,
    on: dt.date,
    by: User,
    now: dt.datetime,
    votes_yes: int | None = None,
    votes_no: int | None = None,
    abstained: int | None = None,
) -> BoardTerm:
    """From that day she holds the office, and whoever held it before does not; re-elected she holds it for another term.

    The same election twice is one. Raises `NotAMember`.
    """
    with transaction.atomic():
        row = Member.objects.select_for_update(of=("self",)).select_related("association").get(pk=member.pk)
        if row.joined_on > on or (row.left_on and row.left_on <= on):
            raise NotAMember()
        association = row.association
        same = BoardTerm.objects.filter(member=row, office=office, starts_on=on).first()
        if same:
            return same
        before = BoardTerm.objects.filter(member__association=association, office=office, left_on=None)
        before = before if office in HELD_BY_ONE else before.filter(member=row)
        was = set(before.values_list("member", flat=True))
        replaced = list(before.select_related("member"))
        before.update(left_on=on)
        ends = on + relativedelta(years=rules_of(association).board_years)
        votes = {"votes_yes": votes_yes, "votes_no": votes_no, "abstained": abstained}
        term = BoardTerm.objects.create(member=row, office=office, starts_on=on, ends_on=ends, **votes)
        _give_key_if_reachable(row, on=clock.local(now).date())
        for old in replaced:
            if old.member_id != row.pk:
                _take_key_without_office(old.member, on=clock.local(now).date())
        finish_open(association, RenewalKind.BOARD, on=on, by=by, now=now, before=ends)
        plan_board(association, ends_on=ends)
        if office in IN_REGISTER and was != {row.pk}:
            plan_register(association, changed_on=on)
    return term


def step_down(term: BoardTerm, *, on: dt.date, now: dt.datetime) -> BoardTerm:
    """Her office ends, and her key with it where she has no other. Raises `LastKey` when nobody else could get in."""
    with transaction.atomic():
        row = BoardTerm.objects.select_for_update(of=("self",)).select_related("member__association").get(pk=term.pk)
        if row.left_on:
            return row
        row.left_on = max(on, row.starts_on)
        row.save(update_fields=["left_on"])
        _take_key_without_office(row.member, on=clock.local(now).date())
        _somebody_gets_in(row.member.association, on=clock.local(now).date())
        if row.office in IN_REGISTER:
            plan_register(row.member.association, changed_on=row.left_on)
    return row


def give_key(member: Member, *, now: dt.datetime) -> Role:
    """A member of the office reads and keeps the pages without an office. Raises `NoAddress`, `NotAMember`."""
    today = clock.local(now).date()
    with transaction.atomic():
        row = Member.objects.select_for_update(of=("self",)).select_related("association", "person").get(pk=member.pk)
        if row.left_on and row.left_on <= today:
            raise NotAMember()
        if row.person is None and not row.email:
            raise NoAddress()
        return _give_key(row, on=today)


def take_key(member: Member, *, now: dt.datetime) -> None:
    """Raises `LastKey`."""
    today = clock.local(now).date()
    with transaction.atomic():
        _end_keys(member, on=today)
        _somebody_gets_in(member.association, on=today)


def end_offices(member: Member, *, on: dt.date, now: dt.datetime) -> None:
    """With her exit. In the caller's transaction. Raises `LastKey`."""
    BoardTerm.objects.filter(member=member, left_on=None).update(left_on=max(on, member.joined_on))
    held = _keys(member.association, on=clock.local(now).date()).filter(user=member.person_id)
    if member.person_id is None or not held.exists():
        return
    _end_keys(member, on=max(on, clock.local(now).date()))
    _somebody_gets_in(member.association, on=max(on, clock.local(now).date()))


def _keys(association: Organisation, *, on: dt.date) -> QuerySet[Role]:
    rows: QuerySet[Role] = Role.objects.valid_on(on)
    return rows.filter(kind=RoleKind.ASSOCIATION_OFFICER, organisation=association)


def holders(association: Organisation, *, on: dt.date) -> set[int]:
    """Accounts that get in on that day."""
    return set(_keys(association, on=on).values_list("user", flat=True))


def _give_key_if_reachable(member: Member, *, on: dt.date) -> None:
    if member.person_id or member.email:
        _give_key(member, on=on)


def _give_key(member: Member, *, on: dt.date) -> Role:
    if member.person is None:
        member.person = account_of(Somebody(member.name, member.phone, member.email))
        member.save(update_fields=["person"])
    own = {"user": member.person, "kind": RoleKind.ASSOCIATION_OFFICER, "organisation": member.association}
    return Role.objects.valid_on(on).filter(**own).first() or Role.objects.create(**own, valid_from=on)


def _take_key_without_office(member: Member, *, on: dt.date) -> None:
    if not BoardTerm.objects.filter(member=member, left_on=None).exists():
        _end_keys(member, on=on)


def _end_keys(member: Member, *, on: dt.date) -> None:
    """A key that was given today is as if it never was; the others end."""
    own = Role.objects.filter(kind=RoleKind.ASSOCIATION_OFFICER, organisation=member.association, user=member.person_id)
    standing = own.filter(Q(valid_until=None) | Q(valid_until__gt=on)) if member.person_id else own.none()
    standing.filter(valid_from__gte=on).delete()
    standing.filter(valid_from__lt=on).update(valid_until=on)


def _somebody_gets_in(association: Organisation, *, on: dt.date) -> None:
    if not _keys(association, on=on).exists():
        raise LastKey()
