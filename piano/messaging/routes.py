"""Which ways a message may go: her wish first, then what reaches her, at last the phone list."""

from collections.abc import Iterator
from typing import Any

from piano.messaging.channels import Channel, all_channels
from piano.messaging.reasons import Reason

LAST_RESORT = "phone"
READS_MAIL = (
    "email",
    "push",
)  # whoever has a device for it opens what comes along; anybody else gets it on paper first


def route(reason: Reason, recipient: Any) -> Iterator[str]:
    """The names of the channels in the order in which they are tried. Asks a channel only when the ones before it failed."""
    if reason.is_called:
        yield LAST_RESORT
        return
    if reason.is_on_paper:
        yield from (name for name, way in all_channels().items() if _may(way, reason, recipient))
        return
    if reason.is_a_sheet:
        yield from _with_a_sheet(reason, recipient)
        return
    wish = all_channels().get(recipient.reach)
    if wish and _may(wish, reason, recipient) and (wish.name != LAST_RESORT or recipient.phone):
        yield wish.name
    for channel in all_channels().values():
        if channel is not wish and _is_second_way(channel, recipient) and _may(channel, reason, recipient):
            yield channel.name
    if wish and wish.name == LAST_RESORT and not recipient.phone:
        yield wish.name


def _with_a_sheet(reason: Reason, recipient: Any) -> Iterator[str]:
    order = ("email", "letter") if recipient.reach in READS_MAIL else ("letter", "email")
    yield from (name for name in order if _may(all_channels()[name], reason, recipient))


def first_channel(reason: Reason, recipient: Any) -> str:
    return next(route(reason, recipient), LAST_RESORT)


def next_channel(reason: Reason, recipient: Any, *, tried: set[str]) -> str:
    """The next one that was not tried in vain; after all of them, the phone list."""
    return next((name for name in route(reason, recipient) if name not in tried), LAST_RESORT)


def _is_second_way(channel: Channel, recipient: Any) -> bool:
    """Who only writes takes whatever can be read before somebody has to find her."""
    return recipient.only_writes or not channel.is_by_wish


def _may(channel: Channel, reason: Reason, recipient: Any) -> bool:
    """Nothing is spoken to somebody who only writes; the phone list then means a visit or a letter (`LAST_RESORT`)."""
    is_heard = not (channel.is_spoken and recipient.only_writes)
    return is_heard and channel.carries(reason) and channel.reaches(recipient)
