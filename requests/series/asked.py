"""Series for the lists of one person: which she is asked for, and where she comes regularly."""

from dataclasses import dataclass
from typing import Any

from requests.models import Regular
from requests.series.words import say_series
from requests.states import RegularState, SeriesState

CASE = ("series__help_request__category", "series__help_request__district", "series__help_request__resident__user")


@dataclass(frozen=True)
class InWords:
    regular: Regular
    times: str


def asked_of(user: Any) -> list[InWords]:
    return _in_words(_rows(user, RegularState.ASKED).order_by("answer_by"))


def coming_of(user: Any) -> list[InWords]:
    return _in_words(_rows(user, RegularState.YES).order_by("series__starts", "pk"))


def _rows(user: Any, state: str) -> Any:
    return Regular.objects.filter(person=user.pk, state=state, series__state=SeriesState.ACTIVE).select_related(*CASE)


def _in_words(rows: Any) -> list[InWords]:
    return [InWords(row, say_series(row.series)) for row in rows]
