"""What became of each try. Every function here changes the attempt and its message together, and asks for nothing else."""

import uuid
from typing import Any

from django.db import connection

from piano.kit import clock
from piano.messaging.models import Attempt, Message, Outcome

BEGIN = """
WITH moved AS (UPDATE messaging_message SET state = 'handover' WHERE id = %(message)s)
INSERT INTO messaging_attempt (message_id, channel, number, started_at, outcome, reference, error)
VALUES (%(message)s, %(channel)s, %(number)s, piano_now(), 'open', '', '')
"""
MARK = """
WITH moved AS (
  UPDATE messaging_message SET state = 'sent', sent_at = piano_now(), lease_until = NULL, lease_token = NULL, last_error = ''
   WHERE id = %(message)s AND lease_token = %(token)s AND state = ANY(%(states)s) RETURNING id),
ended AS (
  UPDATE messaging_attempt SET outcome = 'sent', ended_at = piano_now(), reference = %(reference)s
   WHERE message_id = %(message)s AND channel = %(channel)s AND outcome = ANY(%(outcomes)s)
     AND EXISTS (SELECT FROM moved))
SELECT count(*) FROM moved
"""


def begin(message: Message) -> None:
    """The message goes to hand-over, and the try is written down. In the fence's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, {"message": message.pk, "channel": message.channel, "number": message.attempt})


def mark_accepted(
    message_id: int, token: uuid.UUID, channel: str, reference: str, *, was_unclear: bool = False
) -> bool:
    """The channel took it. False when the row is no longer ours. `was_unclear`: it said so when it was asked later."""
    states, outcomes = ["handover"], ["open"]
    if was_unclear:
        states, outcomes = ["claimed"], ["open", "unclear"]
    values: dict[str, Any] = {"message": message_id, "token": token, "channel": channel, "reference": reference[:120]}
    with connection.cursor() as cursor:
        cursor.execute(MARK, values | {"states": states, "outcomes": outcomes})
        return bool(cursor.fetchone()[0])


def end(message: Message, outcome: Outcome, error: str) -> None:
    """The open try of a message ends badly; one that failed before its hand-over is written down now. Under the message's lock."""
    now = clock.now()
    ended = {"outcome": outcome, "ended_at": now, "error": error[:80]}
    if not Attempt.objects.filter(message=message, outcome=Outcome.OPEN).update(**ended):
        Attempt.objects.create(
            message=message, channel=message.channel, number=message.attempt, started_at=now, **ended
        )


def leave_open_ones_unclear(message: Message) -> int:
    """Nobody came back from these tries. Returns on how many of this channel nobody knows what became of them."""
    Attempt.objects.filter(message=message, outcome=Outcome.OPEN).update(outcome=Outcome.UNCLEAR, ended_at=clock.now())
    elsewhere = (
        Attempt.objects.filter(message=message, outcome=Outcome.UNCLEAR).exclude(channel=message.channel).count()
    )
    return message.unclear_count - elsewhere


def tried_in_vain(message: Message, *, is_in_hurry: bool = False) -> set[str]:
    """The channels that cannot reach her, and the present one; in a hurry also those that did not do so at once."""
    bad = [Outcome.FAILED, Outcome.UNCLEAR] + ([Outcome.PUT_OFF] if is_in_hurry else [])
    rows = Attempt.objects.filter(message=message, outcome__in=bad)
    return set(rows.values_list("channel", flat=True)) | {message.channel}
