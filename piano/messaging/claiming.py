"""Taking messages from the outbox: a lease on the row itself, committed before anything leaves the process.

Rows whose sweeper never came back are taken one at a time: one that kills its process takes no neighbours with it.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from piano.kit.faults import point
from piano.messaging.models import Message, MessageState

LEASE = dt.timedelta(seconds=60)
MARGIN = dt.timedelta(seconds=25)  # more than all network steps of one hand-over together (email.NETWORK_SECONDS)
BATCH = 20
GIVES_UP_AFTER = 8
FRESH = "state = 'due'"
LEFT_BEHIND = "state IN ('claimed', 'handover') AND lease_until <= piano_now()"

CLAIM = """
WITH picked AS (
  SELECT id FROM messaging_message
   WHERE not_before <= piano_now() AND attempt < %(most)s AND message_class = ANY(%(classes)s) AND {which}
   ORDER BY priority, not_before, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED),
taken AS (
  UPDATE messaging_message m
     SET unclear_count = unclear_count + (m.state = 'handover')::int,
         state = 'claimed', lease_until = piano_now() + %(lease)s, attempt = attempt + 1, lease_token = gen_random_uuid()
    FROM picked p WHERE m.id = p.id
  RETURNING m.id, m.lease_token, m.channel, m.priority, m.not_before)
SELECT id, lease_token, channel FROM taken ORDER BY priority, not_before, id
"""


@dataclass(frozen=True)
class Claim:
    """A message that is ours until the lease ends or somebody else holds another token."""

    message_id: int
    token: uuid.UUID
    channel: str


def claim_due(*, classes: list[str], batch: int = BATCH, lease: dt.timedelta = LEASE) -> list[Claim]:
    """Claims due rows, most urgent first, and commits; when none is due, one whose lease is over.

    Any number of claimers at once get different rows. An interrupted hand-over is counted in `unclear_count`.
    """
    limits: dict[str, Any] = {"most": GIVES_UP_AFTER, "classes": [str(one) for one in classes], "lease": lease}
    return _claim(FRESH, limits | {"batch": batch}) or _claim(LEFT_BEHIND, limits | {"batch": 1})


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
