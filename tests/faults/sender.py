"""One round of sending in a process of its own: `python -m tests.faults.sender [mark_first | in_one_transaction]`.

The two named strategies are the negative controls: what others do, and what a crash makes of it.
"""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402  after setup

from piano.kit import clock  # noqa: E402
from piano.kit.faults import point  # noqa: E402
from piano.messaging.email import Line  # noqa: E402
from piano.messaging.models import Message, MessageState  # noqa: E402
from piano.messaging.sending import send_due  # noqa: E402
from piano.messaging.words import words_for  # noqa: E402


def mark_first() -> None:
    """Marks, then sends: a crash between them loses the mail."""
    line = Line()
    for message in Message.objects.select_related("recipient").filter(state=MessageState.DUE):
        Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=clock.now())
        point("after_fence")
        line.open()
        line.hand_over(message, words_for(message))


def in_one_transaction() -> None:
    """Sends a batch inside the transaction that marks it: a crash sends all of it again, unmarked."""
    line = Line()
    with transaction.atomic():
        for message in Message.objects.select_for_update(of=("self",)).filter(state=MessageState.DUE):
            line.open()
            line.hand_over(message, words_for(message))
            Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=clock.now())
        point("before_mark")


if __name__ == "__main__":
    strategy = {"mark_first": mark_first, "in_one_transaction": in_one_transaction}.get(sys.argv[-1])
    if strategy:
        strategy()
    else:
        while send_due(classes=["a", "b", "c"]):
            pass
