"""The lines of an overview: taken along at the fence, where what is no longer owed falls out; told when the mail is out, and each
sent on its own next way when it reached nobody.
"""

import datetime as dt
import logging
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from piano.kit.languages import EASY, UNCHECKED
from piano.kit.logs import whereabouts
from piano.messaging import attempts
from piano.messaging.digest.gathering import DIGEST, read_subject
from piano.messaging.digest.links import leave_link
from piano.messaging.digest.waits import Waits
from piano.messaging.models import FINAL_STATES, Channel, Message, MessageState, Outcome
from piano.messaging.onward import give_up
from piano.messaging.settling import for_a_while, release, settle_guarded
from piano.messaging.words import words_for

logger = logging.getLogger("piano.messaging")
OPEN = (MessageState.GATHERED, MessageState.HANDOVER)
OVER = """
  SELECT m.id, d.state, d.sent_at
    FROM messaging_message m
    JOIN messaging_message d ON d.reason = 'digest' AND d.recipient_id = m.recipient_id
     AND d.subject = 'digest:' || (m.recipient_id * 100000000::bigint
                                   + to_char(m.not_before AT TIME ZONE 'Europe/Berlin', 'YYYYMMDD')::bigint)
   WHERE NOT EXISTS (SELECT FROM messaging_message o WHERE o.reason = 'digest' AND o.subject = d.subject AND o.id > d.id)
     AND {which}
   ORDER BY m.id
"""
LATE = "m.state = 'gathered' AND d.state = ANY(%(final)s)"
TOLD = "m.state = 'handover' AND m.lease_until IS NULL AND d.state IN ('sent', 'delivered', 'unclear', 'expired', 'cancelled')"
UNTOLD = "m.state = 'handover' AND m.lease_until IS NULL AND d.state IN ('failed', 'given_up')"
CLOSE = """
WITH over AS ({over} FOR UPDATE OF m SKIP LOCKED)
UPDATE messaging_message m
   SET state = CASE WHEN m.state = 'gathered' THEN 'due' ELSE over.state END,
       sent_at = CASE WHEN m.state = 'gathered' THEN NULL ELSE over.sent_at END
  FROM over WHERE m.id = over.id
"""
AT_ONCE = 100
LEFT_OVER = "{over} LIMIT %(at_once)s FOR UPDATE OF m SKIP LOCKED"


def lines_of(subject_id: int) -> QuerySet[Message]:
    """What is gathered for this overview and not told yet."""
    person, start, end = read_subject(subject_id)
    rows = Message.objects.filter(recipient=person, state__in=OPEN, lease_until=None)
    return rows.filter(not_before__gte=start, not_before__lt=end).order_by("pk")


def has_lines(subject_id: int) -> bool:
    return lines_of(subject_id).exists()


def take_along(subject_id: int, now: dt.datetime) -> None:
    """From here on they are being handed over. Locks them, passing by what somebody is just taking back; what is no longer owed
    ends, and so does a line that has no words. In the fence's transaction.
    """
    rows = lines_of(subject_id).select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
    for line in rows:
        if settle_guarded(line, now=now):
            continue
        if not _said(line):
            release(line, MessageState.DUE)
        elif line.state == MessageState.GATHERED:
            line.state = MessageState.HANDOVER
            line.save(update_fields=["state"])


def untell(subject_id: int) -> None:
    """The overview came back: what it told is open again. A line that has a try or a call of its own was told otherwise. Locks them."""
    person, start, end = read_subject(subject_id)
    told = Message.objects.filter(recipient=person, channel=Channel.EMAIL, not_before__gte=start, not_before__lt=end)
    told = told.filter(state__in=[MessageState.SENT, MessageState.DELIVERED, MessageState.UNCLEAR])
    alone = told.filter(attempts=None, call=None).exclude(reason=DIGEST).order_by("pk")
    ids = list(alone.select_for_update(of=("self",)).values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids).update(state=MessageState.HANDOVER, sent_at=None)


def about_digest(subject_id: int, recipient: Any) -> dict[str, Any]:
    rows = lines_of(subject_id).filter(state=MessageState.HANDOVER).select_related("recipient")
    return {
        "lines": [said for said in map(_said, rows) if said],
        "is_weekly": recipient.waits == Waits.WEEKLY,
        "link": leave_link(recipient),
    }


def _said(line: Message) -> dict[str, str]:
    """Subject and words without the greeting; empty when they cannot be made."""
    try:
        with transaction.atomic():
            words = words_for(line)
    except Exception as error:  # one defect spoils no other line
        logger.error("message %s has no words: %s", line.pk, whereabouts(error))
        return {}
    body = words.body.strip()
    if words.language == EASY:
        body = body.removesuffix(UNCHECKED).strip()
    greeting, _, rest = body.partition("\n\n")
    return {"subject": words.subject, "body": rest or greeting}


def close_lines() -> int:
    """Lines end as their overview ended; what came too late for it goes alone, at once. Returns how many."""
    over = OVER.format(which=f"(({LATE}) OR ({TOLD}))")
    with connection.cursor() as cursor:
        cursor.execute(CLOSE.format(over=over), {"final": list(FINAL_STATES)})
        return cursor.rowcount


def pass_on_lines(*, now: dt.datetime) -> int:
    """What an overview should have told that reached nobody goes on, each on its own next way, at last to the phone list. Locks the
    lines, but no busy ones. Returns how many.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LEFT_OVER.format(over=OVER.format(which=UNTOLD)), {"at_once": AT_ONCE})
            ids = [row[0] for row in cursor.fetchall()]
        lines, done = Message.objects.filter(pk__in=ids).select_related("recipient").order_by("pk"), 0
        for line in for_a_while(lines):
            attempts.end(line, Outcome.FAILED, "overview failed")
            give_up(line, now=now)
            done += 1
    return done
