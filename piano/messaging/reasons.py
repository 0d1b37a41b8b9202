"""Why somebody is written to. Rooms above register their reasons; this room imports none of them."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from piano.messaging.models import MessageClass


@dataclass(frozen=True)
class ReadTogether:
    """A `context`, or an `attach`, whose rows are read for a whole batch with the queries of one: `read(ids)` finds what is there of
    them, by id, in no language; `say(row, recipient)` makes the values of it, or what goes along, in the language of the moment.
    Raises `KeyError` for a row that is gone.
    """

    read: Callable[[Collection[int]], Mapping[int, Any]]
    say: Callable[[Any, Any], Any]

    def __call__(self, subject_id: int, recipient: Any) -> Any:
        return self.say(self.read([subject_id])[subject_id], recipient)


@dataclass(frozen=True)
class Reason:
    """`is_still_due(subject_id)` is asked at the fence; `context(subject_id, recipient)` makes the words' values.

    `template` is a name below `templates/messages/` without its ending; smaller `priority` goes first. What `is_called`
    is said by a human on the phone, however the person wishes to hear from us. `after_call(subject_id, recipient, now)` runs
    in the transaction in which that call ends, reached or given up. What `is_said_along` makes no call by itself: it is told
    when the person is called for something else. `attach(subject_id, recipient)` makes what goes along with a mail.

    What `can_wait` goes into the overview of whoever wishes one; an overview itself goes `is_by_mail_alone`. What `is_on_paper` is
    a letter for whoever it is owed to, however she wishes to hear from us; without an address, somebody calls. What `is_a_sheet` hangs
    on a wall: a mail brings it along, else it lies in an envelope; only without both of these somebody calls.
    `take_along(subject_id, now)` is asked at the fence, in its transaction, before anything else; `untell(subject_id)` when it came
    back after all, in the transaction that notes it.

    A reason with `on_key` is spoken by a machine and goes no other way: another ring follows, or whoever owes it goes on.
    `on_key(subject_id, recipient, key, now)` does what a pressed key means, in its own transaction and harmless when repeated,
    and returns what is said back; it may raise a `DomainError`. `rings_at(recipient, now)` is the number, "" for none.
    `on_unheard(subject_id, recipient, now)` is done when the provider says that nobody heard it, in the same way.
    """

    name: str
    message_class: str
    is_still_due: Callable[[int], bool]
    context: Callable[[int, Any], dict[str, Any]]
    template: str = ""
    priority: int = 5
    is_said_along: bool = False
    is_called: bool = False
    after_call: Callable[[int, Any, dt.datetime], None] | None = None
    attach: Callable[[int, Any], Sequence[Any]] | None = None
    can_wait: bool = False
    is_by_mail_alone: bool = False
    is_on_paper: bool = False
    is_a_sheet: bool = False
    take_along: Callable[[int, dt.datetime], None] | None = None
    untell: Callable[[int], None] | None = None
    on_key: Callable[[int, Any, str, dt.datetime], str] | None = None
    rings_at: Callable[[Any, dt.datetime], str] | None = None
    on_unheard: Callable[[int, Any, dt.datetime], None] | None = None

    @property
    def is_rung(self) -> bool:
        return self.on_key is not None

    @property
    def is_urgent(self) -> bool:
        return self.message_class == MessageClass.URGENT


REASONS: dict[str, Reason] = {}


def register(reason: Reason) -> Reason:
    """Makes a reason known under its name. Raises `ValueError` for a name that is taken."""
    if reason.name in REASONS:
        raise ValueError(f"reason {reason.name} is registered twice")
    REASONS[reason.name] = reason
    return reason


def said_along() -> list[str]:
    """The names of the reasons for which nobody is called."""
    return [reason.name for reason in REASONS.values() if reason.is_said_along]


def reason_of(message: Any) -> Reason:
    """The reason registered under its name; of an invented message the one that it brings along. Raises `KeyError`."""
    return message.sample or REASONS[message.reason]
