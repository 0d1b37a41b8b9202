"""An association that was founded, and a member who has just left it, with something in every field about somebody."""

import datetime as dt

from piano.kit import clock
from quarters.models import Initiative, Resident, User
from tests.factories import make_organisation
from volunteers.models import (
    Assembly,
    BoardTerm,
    ClubBook,
    ClubLine,
    Fee,
    Founder,
    Founding,
    FoundingStep,
    Member,
    OfficeDuty,
    Renewal,
)


def plant_clubs(tenant: Resident, helper: User, *, words: str, now: dt.datetime) -> None:
    today, association = clock.local(now).date(), make_organisation()
    founding = Founding.objects.create(
        name="Verein", district=tenant.district, idea=Initiative.objects.first(), enabler=helper, meets_where=words,
        leader=words, minute_taker=words, begun_at=now, touched_at=now, handed_over_at=now,
    )  # fmt: skip
    FoundingStep.objects.create(founding=founding, code="purpose", done_on=today, note=words, by=helper, at=now)
    told = {"street": words, "phone": "+4956111", "email": "m@example.org"}
    votes = {"votes_yes": 7, "votes_no": 0, "abstained": 0}
    Founder.objects.create(
        founding=founding, name=words, office="chair", accepts=True, has_signed=True, **told, **votes
    )
    kept = {"association": association, "joined_on": today, "left_on": today}
    head = Member.objects.create(number=1, name="Zahlt", **kept)
    member = Member.objects.create(
        number=2, name="Mitglied", person=tenant.user, is_minor=True, guardian=words, guardian_agreed_on=today, family=head,
        **kept, **told,
    )  # fmt: skip
    Fee.objects.create(member=member, year=today.year, cents=2400, due_on=today, paid_on=today)
    Fee.objects.create(member=head, year=today.year, cents=2400, due_on=today, waived_on=today)
    ends = today + dt.timedelta(days=1)
    BoardTerm.objects.create(member=member, office="chair", starts_on=today, ends_on=ends, left_on=today, **votes)
    OfficeDuty.objects.create(association=association, member=member, day=today, starts=dt.time(9), ends=dt.time(11))
    book = ClubBook.objects.create(association=association, day=today)
    ClubLine.objects.create(
        association=association, book=book, year=today.year, number=1, words=words, by=helper, at=now
    )
    ClubBook.objects.filter(pk=book.pk).update(closed_at=now, closed_by=helper)
    Assembly.objects.create(
        association=association, held_at=now, place="Treff", agenda="Wahl", notice_days=14, invited_by=helper, leader="A",
        minute_taker="B", present=1, minutes="Beschlossen",
    )  # fmt: skip
    Renewal.objects.create(
        association=association, kind="other", words="Antrag", due_on=today, done_on=today, done_by=helper
    )
