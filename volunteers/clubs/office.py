"""The numbered log of an association: what came in. Lines are only added; a day is closed.

Another log than that of a meeting point (requests.daybook): this one is the association's own, read by its officers alone.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.models import Organisation, User
from volunteers.clubs.errors import DayClosed, NotAWordToSay
from volunteers.models import ClubBook, ClubLine


def write_line(association: Organisation, *, words: str, by: User, now: dt.datetime) -> ClubLine:
    """Under the next number of the year; of today, or of the next day when today is closed. Locks the association's books."""
    if not words.strip():
        raise NotAWordToSay()
    with transaction.atomic():
        _lock(association)
        book = _open_book(association, clock.local(now).date())
        last = ClubLine.objects.filter(association=association, year=book.day.year).order_by("-number").first()
        return ClubLine.objects.create(
            association=association,
            book=book,
            year=book.day.year,
            number=last.number + 1 if last else 1,
            words=words.strip(),
            by=by,
            at=now,
        )


def close_day(association: Organisation, day: dt.date, *, by: User, now: dt.datetime) -> ClubBook:
    """Takes no more lines from now on; a day that is closed stays as it is. Raises `DayClosed` for a day to come."""
    if day > clock.local(now).date():
        raise DayClosed()
    with transaction.atomic():
        _lock(association)
        book = ClubBook.objects.get_or_create(association=association, day=day)[0]
        if book.closed_at is None:
            book.closed_at, book.closed_by = now, by
            book.save(update_fields=["closed_at", "closed_by"])
    return book


def close_past_days(*, now: dt.datetime) -> int:
    """What nobody closed in the evening is closed in the night, by nobody. Returns how many days."""
    rows = ClubBook.objects.filter(closed_at=None, day__lt=clock.local(now).date()).select_related("association")
    found = list(rows.order_by("association", "day")[:500])
    for book in found:
        with transaction.atomic():
            _lock(book.association)
            ClubBook.objects.filter(pk=book.pk, closed_at=None).update(closed_at=now)
    return len(found)


def _lock(association: Organisation) -> None:
    """Two writers of one association come one after the other."""
    Organisation.objects.select_for_update(no_key=True).get(pk=association.pk)


def _open_book(association: Organisation, day: dt.date) -> ClubBook:
    rows = ClubBook.objects.filter(association=association, day__gte=day, closed_at__isnull=False)
    closed = set(rows.values_list("day", flat=True))
    while day in closed:
        day += dt.timedelta(days=1)
    return ClubBook.objects.get_or_create(association=association, day=day)[0]


def log_sheet(association: Organisation, book: ClubBook, lines: Sequence[ClubLine], *, large: bool = False) -> Sheet:
    """One day, numbered, with the place for the signature of whoever closes it."""
    rows = [[str(line), clock.say_clock(line.at), line.words, line.by.full_name if line.by else ""] for line in lines]
    head = [_("Nummer"), _("Uhrzeit"), _("Was"), _("Von")]
    return Sheet(
        title=_("Protokollbuch: {day}").format(day=f"{clock.say_day(book.day)} {book.day.year}"),
        lede=association.name,
        large=large,
        foot=association.name,
        blocks=[
            blocks.table(head, rows, [0, 0, 6, 3]) if rows else blocks.text(_("An diesem Tag kam nichts herein.")),
            blocks.note(_how_it_ended(book)),
            blocks.signatures(_("Datum"), _("Unterschrift")),
        ],
    )


def _how_it_ended(book: ClubBook) -> str:
    if book.closed_at is None:
        return _("Noch nicht abgeschlossen. Was danach kommt, steht unten weiter.")
    if book.closed_by is None:
        return _("Abgeschlossen am {moment}. Nachträge stehen im nächsten Tag.").format(
            moment=clock.say_moment(book.closed_at)
        )
    name = book.closed_by.full_name
    return _("Abgeschlossen am {moment} von {name}. Nachträge stehen im nächsten Tag.").format(
        moment=clock.say_moment(book.closed_at), name=name
    )
