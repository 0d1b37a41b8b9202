"""A founded association begins to run itself: it gets its own room, its founders become members, its board gets the key."""

import datetime as dt

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from django.db import transaction

from piano.kit import clock
from quarters.ideas.bringing import Somebody, account_of
from quarters.models import Organisation, Role, RoleKind, User
from volunteers.clubs.errors import NotFounded
from volunteers.clubs.following import plan_after_step
from volunteers.clubs.members import admit
from volunteers.clubs.rooming import make_room
from volunteers.models import BoardTerm, Founder, Founding, Member


def hand_over(founding: Founding, *, by: User | None, now: dt.datetime) -> Organisation:
    """Whoever helped sees no names from now on. Twice is once. Locks the founding. Raises `NotFounded`, `NameTaken`."""
    with transaction.atomic():
        row = Founding.objects.select_for_update(of=("self",)).select_related("association").get(pk=founding.pk)
        if row.association is not None:
            return row.association
        step = row.steps.filter(code="assembly", done_on__isnull=False).first()
        if step is None or step.done_on is None:
            raise NotFounded()
        association = make_room(row, founded_on=step.done_on)
        for founder in row.founders.all():
            _become_member(founder, association, founding=row, since=step.done_on, now=now)
        row.association, row.handed_over_at, row.touched_at = association, now, now
        row.save(update_fields=["association", "handed_over_at", "touched_at"])
        for done in row.steps.filter(done_on__isnull=False):
            plan_after_step(row, done)
    return association


def _become_member(
    founder: Founder, association: Organisation, *, founding: Founding, since: dt.date, now: dt.datetime
) -> Member:
    """Whoever was elected signs in with the address that she gave."""
    account = (
        account_of(Somebody(founder.name, founder.phone, founder.email))
        if founder.email and founder.is_elected
        else None
    )
    said = {"street": founder.street, "phone": founder.phone, "email": founder.email, "person": account}
    member = admit(association, name=founder.name, joined_on=since, **said)
    if founder.is_elected:
        votes = {"votes_yes": founder.votes_yes, "votes_no": founder.votes_no, "abstained": founder.abstained}
        BoardTerm.objects.create(
            member=member,
            office=founder.office,
            starts_on=since,
            ends_on=since + relativedelta(years=founding.board_years),
            **votes,
        )
        if account is not None:
            open_room(account, association, on=clock.local(now).date())
    return member


def open_room(person: User, association: Organisation, *, on: dt.date) -> Role:
    """She reads and keeps the association's pages from that day on, until her office ends. The same again is one."""
    own = {"user": person, "kind": RoleKind.ASSOCIATION_OFFICER, "organisation": association}
    known = Role.objects.valid_on(on).filter(**own).first()
    return known or Role.objects.create(**own, valid_from=on)
