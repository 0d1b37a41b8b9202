"""What a channel is: one small way to hand a message to a person. Knows no state of the outbox; the outbox knows no channel.

A channel is a folder beside this file whose package exposes `CHANNEL`. Nothing else has to be told of it.
"""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from piano.messaging.models import Message
    from piano.messaging.reasons import Reason
    from piano.messaging.words import Words

MARGIN_SECONDS = 25  # more than any channel's `network_seconds`: what the fence wants of a lease


class NotDelivered(Exception):
    """The channel said no, or nothing before the words were given to it. `is_final`: every further try here fails too."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Unclear(Exception):
    """The words were given to the channel and no answer came: they may have been accepted."""


@dataclass(frozen=True)
class Receipt:
    """`reference` is what the channel calls the hand-over, and what its later receipts name; may be empty."""

    reference: str = ""


class Channel(ABC):
    """The defaults of all channels. An object is shared by the threads of a process: what belongs to one line is kept per thread.

    `label` is German. `rank`: which is tried first where a person has no wish of her own. `at_once`: so many hand-overs side by
    side in a process; `per_second`: at most so many in all processes together, None without limit. `network_seconds` bounds one
    `open` and one `hand_over` together. `is_by_wish`: only for who asked for it, never as a second way. `is_spoken`: it is heard, so
    never for who only writes.
    """

    name = ""
    label = ""
    rank = 50
    at_once = 1
    per_second: float | None = None
    network_seconds = 18
    is_by_wish = False
    is_spoken = False

    @property
    def takes_key(self) -> bool:
        """Whether a second hand-over with the same key does nothing."""
        return False

    @abstractmethod
    def reaches(self, user: Any) -> bool:
        """Whether the person has an address of this kind."""

    def carries(self, reason: "Reason") -> bool:
        """Whether messages of this reason may go this way at all."""
        is_other = (reason.is_by_mail_alone and self.name != "email") or (reason.is_on_paper and self.name != "letter")
        has_no_room = reason.is_a_sheet and self.name not in ("email", "letter", "phone")
        return not (reason.is_rung or is_other or has_no_room)

    def is_in_time(self, expires_at: dt.datetime | None, *, at: dt.datetime) -> bool:
        """Whether what goes this way at a moment gets there before it is over."""
        return True

    def open(self) -> None:  # noqa: B027  many have nothing to do
        """Makes sure that somebody listens, before the last question whether the message is owed. Raises `NotDelivered`."""

    def is_open(self) -> bool:
        """Whether `open` has nothing to do, at once and without asking anybody."""
        return False

    @abstractmethod
    def hand_over(self, message: "Message", words: "Words", *, key: str) -> Receipt:
        """Gives the words away, outside any transaction. `key` is the same at every try. Raises `NotDelivered`, `Unclear`."""

    def shown(self, message: "Message", words: "Words") -> str:
        """What arrives this way, for the page that shows all messages."""
        return f"{words.subject}\n\n{words.body}"

    def was_accepted(self, key: str) -> bool | None:
        """Asked after an unclear hand-over: True, False, or None where the channel cannot say. May use the network."""
        return None

    def close(self) -> None:  # noqa: B027
        """The thread is done for now. Never raises."""


class ByHand(Channel):
    """A human does it: there is nothing to hand over."""

    def shown(self, message: "Message", words: "Words") -> str:
        """Without links: they are neither said nor printed."""
        from piano.messaging.words import without_links  # tables are there only now

        return "\n\n".join([words.subject, *without_links(words.body)])

    @abstractmethod
    def lay_out(self, message: "Message", *, now: dt.datetime) -> None:
        """Puts the message before a human, under the message's lock."""

    def hand_over(self, message: "Message", words: "Words", *, key: str) -> Receipt:
        """No machine does it."""
        raise NotDelivered("by hand", is_final=True)
