"""Associations: founders and contact data go soon, names and sums when the books may go, the log after a year."""

import datetime as dt

from django.db.models import Q

from piano.kit import clock
from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from requests.log import may_erase_log
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

IDLE = dt.timedelta(days=365)  # a founding that nobody touched for so long is over
CONTACT = ("person", "street", "phone", "email", "guardian", "guardian_agreed_on", "family")
HAS_CONTACT = (
    Q(person__isnull=False) | ~Q(street="") | ~Q(phone="") | ~Q(email="") | ~Q(guardian="")
    | Q(guardian_agreed_on__isnull=False) | Q(family__isnull=False)
)  # fmt: skip


def _over(before: dt.datetime) -> Q:
    return Q(handed_over_at__lt=before) | Q(ended_at__lt=before) | Q(touched_at__lt=before - IDLE)


def _old_foundings(before: dt.datetime) -> Rows:
    told = FoundingStep.objects.filter(Q(by__isnull=False) | ~Q(note=""))
    rows = Founding.objects.filter(_over(before), touched_at__lt=before)
    said = Q(idea__isnull=False) | Q(enabler__isnull=False) | ~Q(meets_where="") | ~Q(leader="") | ~Q(minute_taker="")
    return rows.filter(said | Q(pk__in=told.values("founding")))


def _forget_foundings(foundings: Rows, now: dt.datetime) -> None:
    FoundingStep.objects.filter(founding__in=foundings).update(note="", by=None)
    foundings.update(idea=None, enabler=None, meets_where="", leader="", minute_taker="")


def _founders_of_old(before: dt.datetime) -> Rows:
    return Founder.objects.filter(founding__in=Founding.objects.filter(_over(before)))


def _former_members(before: dt.datetime) -> Rows:
    return Member.objects.filter(left_on__lt=clock.local(before).date())


def _contact_of_former(before: dt.datetime) -> Rows:
    return _former_members(before).filter(HAS_CONTACT)


def _forget_contact(members: Rows, now: dt.datetime) -> None:
    members.update(
        person=None, street="", phone="", email="", guardian="", guardian_agreed_on=None, family=None
    )  # fmt: skip


def _old_fees(before: dt.datetime) -> Rows:
    return Fee.objects.filter(due_on__lt=clock.local(before).date())


def _old_terms(before: dt.datetime) -> Rows:
    return BoardTerm.objects.filter(left_on__lt=clock.local(before).date())


def _old_assemblies(before: dt.datetime) -> Rows:
    return Assembly.objects.filter(held_at__lt=before)


def _old_books(before: dt.datetime) -> Rows:
    return ClubBook.objects.filter(day__lt=clock.local(before).date())


def _forget_books(books: Rows, now: dt.datetime) -> None:
    with may_erase_log():
        ClubLine.objects.filter(book__in=books).delete()
        books.delete()


def _old_duties(before: dt.datetime) -> Rows:
    return OfficeDuty.objects.filter(day__lt=clock.local(before).date())


def _old_renewals(before: dt.datetime) -> Rows:
    return Renewal.objects.filter(done_on__lt=clock.local(before).date())


register(
    Eraser(
        name="foundings",
        label="Wer bei der Gründung eines Vereins half",
        period=Period.MONTHS_12,
        overdue=_old_foundings,
        blanks={
            Founding: ("idea", "enabler", "meets_where", "leader", "minute_taker"),
            FoundingStep: ("note", "by"),
        },
        erase=_forget_foundings,
    )
)
register(
    Eraser(
        "founders",
        "Gründerinnen und Gründer eines Vereins",
        Period.MONTHS_3,
        _founders_of_old,
        removes=(Founder,),
    )
)
register(
    Eraser(
        name="members_contact",
        label="Wie frühere Mitglieder zu erreichen waren",
        period=Period.MONTHS_3,
        overdue=_contact_of_former,
        blanks={Member: CONTACT},
        erase=_forget_contact,
    )
)
register(Eraser("members", "Frühere Mitglieder", Period.YEARS_10, _former_members, removes=(Member,)))
register(Eraser("fees", "Beiträge von Mitgliedern", Period.YEARS_10, _old_fees, removes=(Fee,)))
register(Eraser("board_terms", "Frühere Vorstände", Period.YEARS_10, _old_terms, removes=(BoardTerm,)))
register(Eraser("assemblies", "Versammlungen und Protokolle", Period.YEARS_10, _old_assemblies, removes=(Assembly,)))
register(
    Eraser(
        name="club_books",
        label="Protokollbücher von Vereinen",
        period=Period.MONTHS_12,
        overdue=_old_books,
        removes=(ClubBook, ClubLine),
        erase=_forget_books,
    )
)
register(Eraser("office_duties", "Bürodienste", Period.MONTHS_12, _old_duties, removes=(OfficeDuty,)))
register(Eraser("renewals", "Erledigte Fristen von Vereinen", Period.YEARS_3, _old_renewals, removes=(Renewal,)))
