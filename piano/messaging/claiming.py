"""Taking messages from the outbox: a lease on the row itself, committed before anything leaves the process.

Rows whose sweeper never came back are taken one at a time: one that kills its process takes no neighbours with it.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from piano.kit.faults import point
from piano.messaging.channels import all_channels
from piano.messaging.channels.base import MARGIN_SECONDS
from piano.messaging.models import Message, MessageClass, MessageState

LEASE = dt.timedelta(seconds=60)
MARGIN = dt.timedelta(seconds=MARGIN_SECONDS)
BATCH = 20
GIVES_UP_AFTER = 8
FRESH = "state = 'due'"
SOON_OVER = f"{FRESH} AND expires_at < piano_now() + interval '30 minutes'"
LEFT_BEHIND = "state IN ('claimed', 'handover') AND lease_until < piano_now()"

CLAIM = """
WITH picked AS (
  SELECT id FROM messaging_message
   WHERE not_before <= piano_now() AND attempt < %(most)s AND message_class = ANY(%(classes)s) AND channel = %(channel)s AND {which}
   ORDER BY priority, not_before, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED),
taken AS (
  UPDATE messaging_message m
     SET unclear_count = unclear_count + (m.state = 'handover')::int,
         state = 'claimed', lease_until = piano_now() + %(lease)s, attempt = attempt + 1, lease_token = gen_random_uuid()
    FROM picked p WHERE m.id = p.id
  RETURNING m.id, m.lease_token, m.channel, m.message_class, m.unclear_count, m.message_id, m.trace, m.reason, m.priority, m.not_before)
SELECT id, lease_token, channel, message_class, unclear_count, message_id, trace, reason FROM taken ORDER BY priority, not_before, id
"""

WAITING = """
SELECT channel, (SELECT count(*) FROM (
         SELECT 1 FROM messaging_message m
          WHERE m.channel = c.channel AND not_before <= piano_now() AND attempt < %(most)s
            AND message_class = ANY(%(classes)s) AND ({fresh} OR ({left_behind}))
          LIMIT 200) found)
  FROM unnest(%(channels)s::varchar[]) AS c(channel)
"""


@dataclass(frozen=True)
class Claim:
    """A message that is ours until the lease ends or somebody else holds another token."""

    message_id: int
    token: uuid.UUID
    channel: str
    message_class: str
    unclear_count: int
    name: str
    trace: str = ""
    reason: str = ""

    @property
    def key(self) -> str:
        """The same at every try, for channels that recognise a second copy."""
        return self.name.strip("<>")


def waiting(*, classes: Collection[str]) -> dict[str, int]:
    """How many rows wait on each channel, counted no further than needed to say how many lines are worth opening."""
    known = [str(one) for one in classes]
    limits: dict[str, Any] = {"most": GIVES_UP_AFTER, "classes": known, "channels": list(all_channels())}
    with connection.cursor() as cursor:
        cursor.execute(WAITING.format(fresh=FRESH, left_behind=LEFT_BEHIND), limits)
        return {name: count for name, count in cursor.fetchall() if count}


def claim_due(
    *, classes: Collection[str], channel: str = "email", batch: int = BATCH, lease: dt.timedelta = LEASE
) -> list[Claim]:
    """Claims due rows of a channel, most urgent first, and commits; when none is due, one whose lease is over.

    Any number of claimers at once get different rows. An interrupted hand-over is counted in `unclear_count`.
    """
    limits = _limits(classes, channel, lease)
    return _claim(FRESH, limits | {"batch": batch}) or _claim(LEFT_BEHIND, limits | {"batch": 1})


def claim_left_behind(*, classes: Collection[str], channel: str) -> list[Claim]:
    """One whose lease is over, however many are due: it has waited longest."""
    return _claim(LEFT_BEHIND, _limits(classes, channel, LEASE) | {"batch": 1})


def claim_soon_over(*, classes: Collection[str], channel: str) -> list[Claim]:
    """Usual ones that are due, in the order of their turns, and would be over before somebody who is told now could call."""
    usual = [one for one in classes if one == MessageClass.NORMAL]
    return _claim(SOON_OVER, _limits(usual, channel, LEASE) | {"batch": BATCH}) if usual else []


def _limits(classes: Collection[str], channel: str, lease: dt.timedelta) -> dict[str, Any]:
    known = [str(one) for one in classes]
    return {"most": GIVES_UP_AFTER, "classes": known, "channel": str(channel), "lease": lease}


def _claim(which: str, limits: dict[str, Any]) -> list[Claim]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM.format(which=which), limits)
        claims = [Claim(*row) for row in cursor.fetchall()]
        point("before_claim_commit")
    point("after_claim")
    return claims


def give_back(claims: list[Claim]) -> None:
    """Returns rows that were claimed and never begun: due again at once, and not counted as a try."""
    Message.objects.filter(lease_token__in=[claim.token for claim in claims], state=MessageState.CLAIMED).update(
        state=MessageState.DUE, attempt=F("attempt") - 1, lease_until=None, lease_token=None
    )
