"""The numbered log of one day: what its lines say, for the page and for paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from requests.models import DayBook, DayLine, HelpRequest, LineKind, Referral


@dataclass(frozen=True)
class SaidLine:
    """A line in words. Whose request is erased leaves its number and its time."""

    number: int
    time: str
    kind: str
    words: str
    by: str


def say_lines(book: DayBook) -> list[SaidLine]:
    """Three queries. Who and what, never the words of a wish: the log is read by others, too."""
    lines = list(DayLine.objects.filter(book=book).select_related("by").order_by("number"))
    asked = _by_reference(
        HelpRequest.objects.select_related("category", "resident__user"), _references(lines, LineKind.REQUEST)
    )
    referred = _by_reference(Referral.objects.all(), _references(lines, LineKind.REFERRAL))
    return [_say(line, asked.get(line.reference), referred.get(line.reference), book) for line in lines]


def _references(lines: Iterable[DayLine], kind: str) -> list[str]:
    return [line.reference for line in lines if line.kind == kind]


def _by_reference(rows: Any, references: list[str]) -> dict[str, Any]:
    return {row.reference: row for row in rows.filter(reference__in=references)} if references else {}


def _say(line: DayLine, asked: HelpRequest | None, referred: Referral | None, book: DayBook) -> SaidLine:
    kind, words = str(_("Eintrag")), line.words
    if line.kind == LineKind.REQUEST:
        kind = _("Anfrage {source}").format(source=asked.get_source_display()) if asked else _("Anfrage")
        words = f"{asked.category.name}, {asked.resident.user.addressed_name}" if asked else _("gelöscht")
    if line.kind == LineKind.REFERRAL:
        kind = str(referred.get_kind_display()) if referred else _("Weiterleitung")
        words = (referred.caller_name or _("ohne Namen")) if referred else _("gelöscht")
    reference = f" ({line.reference})" if line.reference else ""
    return SaidLine(line.number, _when(line, book), kind, f"{words}{reference}", line.by.full_name if line.by else "")


def _when(line: DayLine, book: DayBook) -> str:
    """The time; with its day where it came after the day before was closed."""
    is_of_day = clock.local(line.at).date() == book.day
    return clock.say_time(line.at) if is_of_day else clock.say_moment(line.at)


def day_log(book: DayBook, *, large: bool = False) -> Sheet:
    """Numbered, with the place for the signature of whoever closes it."""
    rows = [[line.number, line.time.removesuffix(" Uhr"), line.kind, line.words, line.by] for line in say_lines(book)]
    head = [_("Nummer"), _("Uhrzeit"), _("Art"), _("Wer und was"), _("Von")]
    return Sheet(
        title=_("Tagesprotokoll: {day}").format(day=f"{clock.say_day(book.day)} {book.day.year}"),
        lede=book.district.name,
        large=large,
        blocks=[
            blocks.table(head, rows, [0, 0, 3, 5, 3]) if rows else blocks.text(_("An diesem Tag kam nichts herein.")),
            blocks.note(_how_it_ended(book)),
            blocks.signatures(_("Datum"), _("Unterschrift")),
        ],
    )


def _how_it_ended(book: DayBook) -> str:
    if book.closed_at is None:
        return _("Noch nicht abgeschlossen. Was danach kommt, steht unten weiter.")
    name = book.closed_by.full_name if book.closed_by else _("jemandem aus dem früheren Team")
    return _("Abgeschlossen am {moment} von {name}. Nachträge stehen im nächsten Tag.").format(
        moment=clock.say_moment(book.closed_at), name=name
    )
