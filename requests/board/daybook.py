"""The numbered log: every request and referral of a district, and what helpers add, day by day, without a gap.

A sweep writes what came in; so intake waits for no number. Lines are only added, to a book that is locked; closing a day
first writes what is still missing. Triggers keep numbers without gaps and closed books closed (migration 0011).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import District, User
from requests.models import DayBook, DayLine, HelpRequest, LineKind, Referral

LOOK_BACK = dt.timedelta(days=14)


class DayNotOver(DomainError):
    message = _("Dieser Tag hat noch nicht begonnen. Abschließen geht erst dann.")


@dataclass(frozen=True)
class Missing:
    """Something that came in and stands in no book yet."""

    kind: str
    reference: str
    at: dt.datetime
    by: int | None


def with_news(*, now: dt.datetime) -> list[District]:
    """The districts in which something came in that stands in no book yet. One query."""
    since = clock.at(clock.local(now - LOOK_BACK).date(), dt.time(0))
    requests = HelpRequest.objects.filter(~_is_written(LineKind.REQUEST), created_at__gte=since).values("district")
    referrals = Referral.objects.filter(~_is_written(LineKind.REFERRAL), taken_at__gte=since).values("district")
    return list(District.objects.filter(Q(pk__in=requests) | Q(pk__in=referrals)).order_by("pk"))


def write_missing(district: District, *, now: dt.datetime) -> int:
    """Locks the district's books; whoever comes second finds nothing left. Returns how many lines were written."""
    with transaction.atomic():
        _lock(district)
        found = _missing(district, now)
        for one in found:
            book = _open_book(district, clock.local(one.at).date())
            _append(book, kind=one.kind, reference=one.reference, by_id=one.by, at=one.at)
    return len(found)


def add_note(district: District, *, words: str, by: User, now: dt.datetime) -> DayLine:
    """A helper's own line, after everything that came before it; of today, or of the next day when today is closed."""
    with transaction.atomic():
        write_missing(district, now=now)
        book = _open_book(district, clock.local(now).date())
        return _append(book, kind=LineKind.NOTE, words=words, by_id=by.pk, at=now)


def close_book(district: District, day: dt.date, *, by: User, now: dt.datetime) -> DayBook:
    """Ends a day; a day that is closed stays as it is. Raises `DayNotOver` for a day to come."""
    if day > clock.local(now).date():
        raise DayNotOver()
    with transaction.atomic():
        write_missing(district, now=now)
        book = DayBook.objects.get_or_create(district=district, day=day)[0]
        if book.closed_at is None:
            book.closed_at, book.closed_by = now, by
            book.save(update_fields=["closed_at", "closed_by"])
    return book


def _lock(district: District) -> None:
    """Two writers of one district come one after the other; intake takes no lock of this table."""
    list(District.objects.select_for_update(no_key=True).filter(pk=district.pk).values_list("pk"))


def _missing(district: District, now: dt.datetime) -> list[Missing]:
    """In order of time. A district's books begin on the day on which the first line is written."""
    since = _begins(district, now)
    return sorted([*_requests(district, since), *_referrals(district, since)], key=lambda one: (one.at, one.reference))


def _begins(district: District, now: dt.datetime) -> dt.datetime:
    today = clock.local(now).date()
    first = DayBook.objects.filter(district=district).order_by("day").values_list("day", flat=True).first()
    return max(clock.at(min(first or today, today), dt.time(0)), now - LOOK_BACK)


def _requests(district: District, since: dt.datetime) -> Iterator[Missing]:
    rows = HelpRequest.objects.filter(~_is_written(LineKind.REQUEST), district=district, created_at__gte=since)
    for reference, at, by in rows.values_list("reference", "created_at", "asked_by"):
        yield Missing(LineKind.REQUEST, reference, at, by)


def _referrals(district: District, since: dt.datetime) -> Iterator[Missing]:
    rows = Referral.objects.filter(~_is_written(LineKind.REFERRAL), district=district, taken_at__gte=since)
    for reference, at, by in rows.values_list("reference", "taken_at", "taken_by"):
        yield Missing(LineKind.REFERRAL, reference, at, by)


def _is_written(kind: str) -> Exists:
    return Exists(DayLine.objects.filter(kind=kind, reference=OuterRef("reference")))


def _open_book(district: District, day: dt.date) -> DayBook:
    """The day's book, or the next that is not closed."""
    closed = set(
        DayBook.objects.filter(district=district, day__gte=day, closed_at__isnull=False).values_list("day", flat=True)
    )
    while day in closed:
        day += dt.timedelta(days=1)
    return DayBook.objects.get_or_create(district=district, day=day)[0]


def _append(book: DayBook, **line: object) -> DayLine:
    last = DayLine.objects.filter(book=book).order_by("-number").values_list("number", flat=True).first()
    return DayLine.objects.create(book=book, number=(last or 0) + 1, **line)
