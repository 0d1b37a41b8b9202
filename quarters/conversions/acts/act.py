"""An act as data: in which states, from which side, with which form, and which verb does it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quarters.conversions.access import HELPER, LANDLORD
from quarters.conversions.states import FUNDING_STATES, ConversionState
from quarters.models import Conversion

S = ConversionState
BOTH = (HELPER, LANDLORD)
HELPERS = (HELPER,)
LANDLORDS = (LANDLORD,)
ENTER = _("Eintragen")
WITH_QUOTES = (S.QUOTES, *FUNDING_STATES)
BEFORE_ORDER = (*WITH_QUOTES, S.WORKS)
WHILE_PAYING = (*BEFORE_ORDER, S.ACCEPTANCE)


@dataclass(frozen=True)
class Doing:
    """One press: whose case, who pressed and from which side, when, the checked form, and the row that a small button named."""

    case: Conversion
    side: str
    by: Any
    now: dt.datetime
    form: Any
    row: str = ""

    def row_of(self, rows: Any) -> Any:
        """A quote, share or defect of this very case. 404 for anything else."""
        found = rows.filter(pk=int(self.row)).first() if self.row.isdecimal() and len(self.row) < 19 else None
        if found is None:
            raise Http404
        return found

    @property
    def shares(self) -> Any:
        """Those that may be decided from this side: of the landlord its own loan alone."""
        rows = self.case.shares.all()
        return rows if self.side == HELPER else rows.filter(programme__for_landlord=True)

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "now": self.now}

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.form.cleaned_data)


@dataclass(frozen=True)
class Act:
    """`is_small` stands as a button beside its row; the others as a form of their own. `initial`: what the form shows of the case."""

    title: str | Promise
    run: Callable[[Doing], Any]
    states: tuple[str, ...]
    sides: tuple[str, ...] = BOTH
    form: type[Any] | None = None
    button: str | Promise = ENTER
    initial: tuple[str, ...] = ()
    is_small: bool = False

    def is_open_for(self, case: Conversion, side: str) -> bool:
        return case.state in self.states and side in self.sides
