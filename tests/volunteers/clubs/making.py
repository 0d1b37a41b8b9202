"""Foundings, associations and members for tests. Names are invented."""

import datetime as dt
from typing import Any

from django.db.models import Model

from piano.kit import clock
from quarters.models import District, Organisation, Role, RoleKind, User
from tests.factories import make_organisation, make_user
from volunteers.clubs.founding import add_founder, begin, take_step
from volunteers.clubs.members import admit
from volunteers.clubs.offices import BoardOffice
from volunteers.clubs.rules import rules_of
from volunteers.models import Assembly, BoardTerm, Fee, Founding, Member, OfficeDuty, Renewal

NAMES = ("Hanne Petri", "Yusuf Aydın", "Olga Weiß", "Karl Ruppel", "Samira Haddad", "Edith Lang", "Viktor Braun")
OFFICES = {0: BoardOffice.CHAIR, 1: BoardOffice.TREASURER, 2: BoardOffice.DEPUTY}
TO_ASSEMBLY = ("purpose", "statute", "founders", "invite", "assembly")


def make_founding(district: District, helper: User | None = None, *, founders: int = 7, **facts: Any) -> Founding:
    """With people who have signed and elected a board, but no step taken."""
    now = clock.now()
    row = begin(name="Nachbarn am Rothenberg", district=district, by=helper, now=now, purpose="Wir helfen im Alltag.")
    for place, name in enumerate(NAMES[:founders]):
        office = OFFICES.get(place, "")
        votes = {"votes_yes": 7, "votes_no": 0, "abstained": 0, "accepts": True} if office else {}
        add_founder(
            row, name=name, email=f"g{place}.{row.pk}@example.org", office=office, has_signed=True, now=now, **votes
        )
    Founding.objects.filter(pk=row.pk).update(**facts)
    row.refresh_from_db()
    return row


def take(founding: Founding, *codes: str, on: dt.date | None = None) -> None:
    for code in codes:
        take_step(founding, code, on=on or clock.today(), by=None, now=clock.now())


def make_club(**rules: Any) -> Organisation:
    association = make_organisation()
    row = rules_of(association)
    for name, value in {"fee_cents": 2400, "family_fee_cents": 3600, **rules}.items():
        setattr(row, name, value)
    row.save()
    return association


def make_member(association: Organisation, name: str = "Grete Mai", **said: Any) -> Member:
    return admit(association, name=name, joined_on=said.pop("joined_on", dt.date(2025, 1, 1)), **said)


def make_officer(association: Organisation, **fields: Any) -> User:
    user = make_user(given_name="Otto", family_name="Amt", **fields)
    Role.objects.create(
        user=user, kind=RoleKind.ASSOCIATION_OFFICER, organisation=association, valid_from=dt.date(2025, 1, 1)
    )
    return user


def make_club_rows() -> dict[str, Model]:
    """One row of each kind of one association."""
    association, today = make_club(), clock.today()
    member = make_member(association)
    nine, ten = dt.time(9), dt.time(10)
    return {
        "member": member,
        "fee": Fee.objects.create(member=member, year=today.year, cents=2400, due_on=today),
        "renewal": Renewal.objects.create(association=association, kind="tax", due_on=today),
        "office_duty": OfficeDuty.objects.create(
            association=association, member=member, day=today, starts=nine, ends=ten
        ),
        "term": BoardTerm.objects.create(
            member=member, office="chair", starts_on=today, ends_on=today + dt.timedelta(days=700)
        ),
        "assembly": Assembly.objects.create(
            association=association,
            held_at=clock.now() + dt.timedelta(days=30),
            place="Treff",
            agenda="x",
            notice_days=14,
        ),
    }
