"""Two ways of sending that ours is not, in a process to be killed: `python -m tests.faults.naive_sender mark_first`."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402  after setup

from piano.kit import clock  # noqa: E402
from piano.messaging.channels import channel_named  # noqa: E402
from piano.messaging.models import Message, MessageState  # noqa: E402
from piano.messaging.words import words_for  # noqa: E402


def mark_first() -> None:
    """Marks, then sends: a crash between them loses the mail."""
    line = channel_named("email")
    line.open()
    for message in Message.objects.select_related("recipient").filter(state=MessageState.DUE):
        words = words_for(message)
        Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=clock.now())
        line.hand_over(message, words, key="")


def in_one_transaction() -> None:
    """Sends inside the transaction that marks: a crash sends all of it again, unmarked."""
    line = channel_named("email")
    line.open()
    with transaction.atomic():
        for message in Message.objects.select_for_update(of=("self",)).filter(state=MessageState.DUE):
            line.hand_over(message, words_for(message), key="")
            Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=clock.now())


if __name__ == "__main__":
    {"mark_first": mark_first, "in_one_transaction": in_one_transaction}[sys.argv[-1]]()
