"""What became of each try. Every function here changes the attempt and its message together, and asks for nothing else."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from piano.kit import clock
from piano.messaging.models import Attempt, Message, Outcome

BEGIN = """
WITH moved AS (UPDATE messaging_message SET state = 'handover' WHERE id = %(message)s)
INSERT INTO messaging_attempt (message_id, channel, number, started_at, outcome, reference, error)
VALUES (%(message)s, %(channel)s, %(number)s, piano_now(), 'open', '', '')
"""
TURN = """
WITH sent AS (
  UPDATE messaging_message SET state = 'sent', sent_at = piano_now(), lease_until = NULL, lease_token = NULL, last_error = ''
   WHERE id = %(taken)s AND lease_token = %(taken_token)s AND state = 'handover' RETURNING id),
ended AS (
  UPDATE messaging_attempt SET outcome = 'sent', ended_at = piano_now(), reference = %(reference)s
   WHERE message_id = %(taken)s AND channel = %(channel)s AND outcome = 'open' AND EXISTS (SELECT FROM sent)),
moved AS (
  UPDATE messaging_message m SET state = 'handover'
   WHERE id = %(message)s AND lease_token = %(token)s AND state = 'claimed' AND channel = %(channel)s AND unclear_count = 0
     AND lease_until >= piano_now() + %(margin)s AND (expires_at IS NULL OR expires_at > piano_now())
     AND EXISTS (SELECT FROM {people} p WHERE p.id = m.recipient_id AND p.is_active)
  RETURNING id, attempt),
begun AS (
  INSERT INTO messaging_attempt (message_id, channel, number, started_at, outcome, reference, error)
  SELECT id, %(channel)s, attempt, piano_now(), 'open', '', '' FROM moved RETURNING id)
SELECT EXISTS (SELECT FROM sent), EXISTS (SELECT FROM begun)
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


@dataclass(frozen=True)
class Taken:
    """What its channel took a moment ago, and what the channel calls it."""

    message_id: int
    token: uuid.UUID
    channel: str
    reference: str
    trace: str = ""


def turn(
    message_id: int, token: uuid.UUID, channel: str, *, margin: dt.timedelta, after: Taken | None
) -> tuple[bool, bool]:
    """Marks what went before as accepted, and begins the next on the same channel, in one statement: at no moment are both in
    hand-over. Returns whether the one was still ours, and whether the other may go.

    It may not, and nothing of it has changed, when it is no first hand-over, the row is not ours, its lease ends within the
    margin, its time is over or its recipient has left: then the fence looks closer.
    """
    values: dict[str, Any] = {"message": message_id, "token": token, "channel": channel, "margin": margin}
    values |= {"taken": after and after.message_id, "taken_token": after and after.token}
    values |= {"reference": after and after.reference[:120]}
    with connection.cursor() as cursor:
        cursor.execute(TURN.format(people=get_user_model()._meta.db_table), values)
        marked, begun = cursor.fetchone()
    return marked, begun


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
