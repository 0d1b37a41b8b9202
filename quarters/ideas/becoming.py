"""An idea that is to become an association is handed on. Who founds it, the room above says; this one knows nothing of it.

`begin(initiative, by=, now=)` makes the founding, or finds the one that was made, and returns the page of it: for a helper, or
for whoever runs the idea.
"""

import datetime as dt
from collections.abc import Callable

from quarters.models import Initiative, User

Begin = Callable[..., str]
_begin: list[Begin] = []


def register_founding(begin: Begin) -> None:
    _begin[:] = [begin]


def can_be_founded() -> bool:
    return bool(_begin)


def begin_founding(idea: Initiative, *, by: User | None, now: dt.datetime) -> str:
    """The address of the page on which the founding goes on. `by` is the helper, None for whoever runs it."""
    return _begin[0](idea, by=by, now=now)
