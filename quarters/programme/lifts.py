"""A way to the event for whoever does not get there alone. What becomes of the wish, the room above says: it registers `on_wanted`
and `on_gone`; this room knows nothing of help requests.
"""

import datetime as dt
from collections.abc import Callable

from quarters.models import Lift, Registration

Hook = Callable[[Registration, dt.datetime], None]
_wanted: list[Hook] = []
_gone: list[Hook] = []


def on_wanted(hook: Hook) -> Hook:
    """Called in the transaction in which somebody who wants a lift gets her place, with the event locked."""
    _wanted.append(hook)
    return hook


def on_gone(hook: Hook) -> Hook:
    """Called in the transaction in which she gives it back, or the event is called off."""
    _gone.append(hook)
    return hook


def ask_for_lift(registration: Registration, *, now: dt.datetime) -> None:
    if registration.lift == Lift.WANTED:
        for hook in _wanted:
            hook(registration, now)


def no_lift(registration: Registration, *, now: dt.datetime) -> None:
    if registration.lift == Lift.WANTED:
        for hook in _gone:
            hook(registration, now)
