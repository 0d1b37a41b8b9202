"""The outbox's own sweeps. Urgent messages have a queue and a worker to themselves, so nothing makes them wait."""

from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging import stuck
from piano.messaging.channels.letter import post
from piano.messaging.digest import reason as reason
from piano.messaging.digest.lines import close_lines, pass_on_lines
from piano.messaging.models import MessageClass
from piano.messaging.sending import send_due


@sweep(queue="urgent", every=5)
def send_urgent_messages() -> int:
    return send_due(classes=[MessageClass.URGENT])


@sweep(queue="normal", every=5)
def send_messages() -> int:
    """Urgent ones too, and first: while the others are drained, they wait for no other process."""
    return send_due(classes=list(MessageClass.values))


@sweep(queue="bulk", every=30)
def give_up_messages() -> int:
    return stuck.give_up_messages(now=clock.now())


@sweep(queue="bulk", every=30)
def close_overviews() -> int:
    return close_lines() + pass_on_lines(now=clock.now())


@sweep(queue="bulk", every=60)
def clear_phone_list() -> int:
    return stuck.clear_phone_list(now=clock.now())


@sweep(queue="bulk", every=60)
def clear_letters() -> int:
    """What is no longer owed leaves the tray; what would come too late by now is called instead."""
    return post.clear_letters(now=clock.now())
