"""Rows that hold from one day until another, which is the first on which they hold no more; without it they go on."""

import datetime as dt
from typing import Any

from django.db.models import Q


def holds_on(day: Any) -> Q:
    """Over `valid_from` and `valid_until`; `day` is a day, or a reference to one."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gt=day))


def holds(row: Any, day: dt.date) -> bool:
    """The same of one loaded row."""
    return bool(row.valid_from <= day and (row.valid_until is None or day < row.valid_until))
