"""„Liste für die Kasse“: what comes in and what goes out, by member number, for whoever keeps the account elsewhere.

Rooms register their lines here; no name and no bank data stands in any of them (docs/decisions/073). A line is marked as paid
by a tick or by the list coming back.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from quarters.models import Organisation, User
from volunteers.clubs.errors import NotOnTheList, NotToday, PaidAlready
from volunteers.models import Fee


@dataclass(frozen=True)
class CashLine:
    """One sum. `key` is the source's own reference; `number` the member's, None for somebody who is no member.

    `sign` is written instead of a number. `goes_out` is paid to her, else by her. `note` says what has to be minded, as a ceiling that
    is near. `page` is the address on which officers read whose it is.
    """

    key: str
    number: int | None
    what: str | Promise
    words: str
    cents: int
    due_on: dt.date
    goes_out: bool = False
    paid_on: dt.date | None = None
    note: str = ""
    page: str = ""
    sign: str = ""
    source: str = ""

    @property
    def mark(self) -> str:
        """As it stands in the list: „beitrag-ABCD234567“."""
        return f"{self.source}-{self.key}"

    @property
    def words_with_sign(self) -> str:
        """For the table, which has no other place for who has no number."""
        if not self.sign:
            return self.words
        return _("%(words)s · ohne Nummer: %(sign)s") % {"words": self.words, "sign": self.sign}


Lines = Callable[..., Iterable[CashLine]]
Settle = Callable[..., bool]
TakeBack = Callable[[Organisation, str], None]


@dataclass(frozen=True)
class Source:
    name: str
    lines: Lines
    settle: Settle
    take_back: TakeBack | None = None


_sources: dict[str, Source] = {}


def register_cash_lines(name: str, *, lines: Lines, settle: Settle, take_back: TakeBack | None = None) -> None:
    """`name` is a word of small letters that stands before each key.

    `lines(association, year=, on=)` gives the lines of that year, paid ones too; of this association alone.
    `settle(association, key, on=, by=, now=)` marks one as paid on that day and says whether it was not yet; it raises
    `NotOnTheList` for a key that is not this association's, `PaidAlready` for one that was paid on another day.
    `take_back(association, key)` opens one again that was marked by mistake; nothing for another association's.
    """
    if not name.isalpha() or not name.islower():
        raise ValueError(f"{name!r} is no word of small letters")
    _sources[name] = Source(name, lines, settle, take_back)


def cash_list(association: Organisation, *, year: int, on: dt.date) -> list[CashLine]:
    """Open lines first, then by what they are and the number."""
    found = [
        CashLine(**{**vars(line), "source": source.name})
        for source in _sources.values()
        for line in source.lines(association, year=year, on=on)
    ]
    return sorted(
        found, key=lambda one: (one.paid_on is not None, one.goes_out, str(one.what), one.number or 0, one.mark)
    )


def mark_paid(association: Organisation, mark: str, *, on: dt.date, by: User, now: dt.datetime) -> bool:
    """True when it is new. Raises `NotOnTheList`, `PaidAlready`, `NotToday` for a day to come."""
    name, _dash, key = mark.strip().partition("-")
    source = _sources.get(name)
    if source is None or not key:
        raise NotOnTheList()
    if on > clock.local(now).date():
        raise NotToday()
    return source.settle(association, key, on=on, by=by, now=now)


def _fee_lines(association: Organisation, *, year: int, on: dt.date) -> Iterable[CashLine]:
    rows = Fee.objects.filter(member__association=association, year=year, waived_on=None).select_related("member")
    for fee in rows:
        note = str(_("überfällig")) if fee.paid_on is None and fee.due_on < on else ""
        yield CashLine(
            fee.reference,
            fee.member.number,
            _("Beitrag"),
            str(fee.year),
            fee.cents,
            fee.due_on,
            paid_on=fee.paid_on,
            note=note,
        )


def _settle_fee(association: Organisation, key: str, *, on: dt.date, by: User, now: dt.datetime) -> bool:
    with transaction.atomic():
        rows = Fee.objects.select_for_update(of=("self",)).filter(member__association=association)
        fee = rows.filter(reference=key, waived_on=None).first()
        if fee is None:
            raise NotOnTheList()
        if fee.paid_on is not None:
            if fee.paid_on != on:
                raise PaidAlready()
            return False
        fee.paid_on = on
        fee.save(update_fields=["paid_on"])
    return True


def take_back_fee(association: Organisation, key: str) -> None:
    """A tick was a mistake: open again."""
    Fee.objects.filter(member__association=association, reference=key).update(paid_on=None)


def take_back(association: Organisation, mark: str) -> None:
    """A tick was a mistake: open again. Raises `NotOnTheList` for what nobody can take back."""
    name, _dash, key = mark.strip().partition("-")
    source = _sources.get(name)
    if source is None or source.take_back is None or not key:
        raise NotOnTheList()
    source.take_back(association, key)


def sums(lines: Iterable[CashLine]) -> dict[str, Any]:
    """Cents still to come in and to go out."""
    still = [line for line in lines if line.paid_on is None]
    return {
        "comes": sum(line.cents for line in still if not line.goes_out),
        "goes": sum(line.cents for line in still if line.goes_out),
    }


register_cash_lines("beitrag", lines=_fee_lines, settle=_settle_fee, take_back=take_back_fee)
