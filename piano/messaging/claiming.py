"""Taking messages from the outbox: a lease on the row itself, committed before anything leaves the process."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection, transaction

from piano.kit.faults import point

LEASE = dt.timedelta(seconds=60)
MARGIN = dt.timedelta(seconds=25)  # more than all network timeouts of one hand-over together
BATCH = 20
GIVES_UP_AFTER = 8

CLAIM = """
WITH picked AS (
  SELECT id FROM messaging_message
   WHERE not_before <= piano_now() AND attempt < %(most)s AND message_class = ANY(%(classes)s)
     AND (state = 'due' OR (state IN ('claimed', 'handover') AND lease_until < piano_now()))
   ORDER BY priority, not_before, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
UPDATE messaging_message m
   SET unclear_count = unclear_count + (m.state = 'handover')::int,
       state = 'claimed', lease_until = piano_now() + %(lease)s, attempt = attempt + 1, lease_token = gen_random_uuid()
  FROM picked p WHERE m.id = p.id
RETURNING m.id, m.lease_token, m.unclear_count
"""


@dataclass(frozen=True)
class Claim:
    """A message that is ours until the lease ends. `unclear_count`: how often a hand-over may have happened unseen."""

    message_id: int
    token: uuid.UUID
    unclear_count: int


def claim_due(*, classes: list[str], batch: int = BATCH, lease: dt.timedelta = LEASE) -> list[Claim]:
    """Claims due rows and those whose lease is over, most urgent first; commits. Any number of claimers at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, {"most": GIVES_UP_AFTER, "classes": classes, "batch": batch, "lease": lease})  # type: ignore[dict-item]
        claims = [Claim(*row) for row in cursor.fetchall()]
        point("before_claim_commit")
    point("after_claim")
    return claims
