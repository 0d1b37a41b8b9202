"""From claimed to sent: the fence, the hand-over, the mark. No network inside a transaction, never a silent end.

Each channel has lanes of its own, so that one that answers slowly holds up no other. A lane is a thread with its own connection
to the database and its own line; a single lane runs in the caller's thread.
"""

import logging
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import Error as DatabaseTrouble
from django.db import connection, transaction

from piano.kit import clock
from piano.kit.faults import point
from piano.kit.logs import whereabouts
from piano.kit.tracing import tracing
from piano.messaging import attempts, pace
from piano.messaging.ahead import Batch, Ready
from piano.messaging.attempts import Taken
from piano.messaging.channels import Channel, NotDelivered, Unclear, channel_named
from piano.messaging.claiming import (
    BATCH,
    MARGIN,
    Claim,
    claim_due,
    claim_left_behind,
    claim_soon_over,
    give_back,
    waiting,
)
from piano.messaging.fence import is_plainly_owed, pass_fence
from piano.messaging.limits import TakesTooLong, ends_within
from piano.messaging.models import Message, MessageClass, MessageState
from piano.messaging.onward import put_off
from piano.messaging.words import Words

logger = logging.getLogger("piano.messaging")
RUN_SECONDS = 4.0  # of one sweep; short, so that other sweeps never wait long for this one
BATCH_SECONDS = 20.0  # of one claim: well within its lease
REASON_SECONDS = 5.0  # for what a reason's own functions do
MARK_TRIES, MARK_PAUSE_SECONDS = 30, 1.0  # while the database is away, nobody else takes the row either
SLOW_SECONDS = 2.0  # of a hand-over: from then on its mark waits for nothing


def send_due(*, classes: Collection[str], seconds: float = RUN_SECONDS) -> int:
    """Claims batch after batch and hands each row over, for a few seconds, urgent ones first. Returns how many were claimed."""
    ends = time.monotonic() + seconds
    lanes = [
        Lane(channel_named(name), tuple(classes), ends)
        for name, count in waiting(classes=classes).items()
        for _ in range(_lanes(channel_named(name), count))
    ]
    if len(lanes) < 2 or connection.in_atomic_block:  # inside a transaction nobody else sees what is due
        return sum(lane.run() for lane in lanes)
    with ThreadPoolExecutor(len(lanes)) as pool:
        futures = [pool.submit(lane.run_beside) for lane in lanes[1:]]
        return lanes[0].run() + sum(future.result() for future in futures)


def _lanes(channel: Channel, count: int) -> int:
    return min(channel.at_once, -(-count // BATCH))


class ChannelDown(Exception):
    """The channel does not answer at all: nobody else need try now."""


@dataclass
class Lane:
    """One line of a channel, from the first claim to the end of the run: at any moment at most one row is in hand-over.

    `taken`: what the channel took last and is not marked yet. The next one's beginning marks it in the same breath; before
    anything that may take longer it is marked by itself. `too_slow`: reasons of which one took too long in this run.
    """

    channel: Channel
    classes: tuple[str, ...]
    ends: float
    taken: Taken | None = field(default=None, init=False)
    too_slow: set[str] = field(default_factory=set, init=False)

    def run_beside(self) -> int:
        """In a thread: its connection to the database ends with it."""
        try:
            return self.run()
        finally:
            connection.close()

    def run(self) -> int:
        done = 0
        try:
            for claims in iter(self._claim, []):
                done += len(claims)
                self._send_batch(claims)
        except ChannelDown:
            logger.warning("channel %s does not answer", self.channel.name)
        finally:
            self.channel.close()
        return done

    def _claim(self) -> list[Claim]:
        if time.monotonic() > self.ends:
            return []
        left = claim_left_behind(classes=self.classes, channel=self.channel.name)
        return left or claim_due(classes=self.classes, channel=self.channel.name)

    def _send_batch(self, claims: list[Claim]) -> None:
        """Hands over as many as fit into the lease; the rest goes back untouched. Raises `ChannelDown`."""
        try:
            self._send_each(claims)
        finally:
            self._mark()

    def _send_each(self, claims: list[Claim]) -> None:
        ends, batch, left = time.monotonic() + BATCH_SECONDS, Batch(claims), list(claims)
        while left:
            if time.monotonic() > ends or not pace.wait_for(self.channel, until=ends):
                give_back(left)
                self._let_go_of_what_is_soon_over()
                return
            claim = left.pop(0)
            try:
                with tracing(claim.trace):
                    self._send_guarded(claim, batch)
            except ChannelDown:
                self._leave(left)
                raise
            left.sort(key=lambda one: one.reason in self.too_slow)  # others do not wait for more of its kind

    def _leave(self, claims: list[Claim]) -> None:
        """Nobody listens: urgent ones take another way now, the others wait here and do not count it as a try."""
        give_back([claim for claim in claims if claim.message_class != MessageClass.URGENT])
        for claim in claims:
            if claim.message_class == MessageClass.URGENT:
                _put_off(claim, "no line", is_final=False)
        self._let_go_of_what_is_soon_over()

    def _let_go_of_what_is_soon_over(self) -> None:
        """Nobody listens, or it goes too slowly: what could end before it has its turn takes another way, at last a person calls."""
        self._mark()
        for claim in claim_soon_over(classes=self.classes, channel=self.channel.name):
            _put_off(claim, "no turn in time", is_final=True)

    def _send_guarded(self, claim: Claim, batch: Batch) -> None:
        """The boundary around one row: its failure, whatever defect it comes from, is counted and named, and the others go on."""
        try:
            self._open(claim)
            self._send(claim, batch)
        except NotDelivered as error:
            _put_off(claim, str(error), is_final=error.is_final)
        except Unclear as error:
            _leave_unclear(claim, str(error))
        except ChannelDown:
            raise
        except DatabaseTrouble as error:
            logger.error("message %s: the database did not answer (%s)", claim.message_id, whereabouts(error))
            connection.close_if_unusable_or_obsolete()
        except (Exception, TakesTooLong) as error:
            if isinstance(error, TakesTooLong):
                self.too_slow.add(claim.reason)
            logger.error("message %s failed: %s", claim.message_id, whereabouts(error))
            _put_off(claim, type(error).__name__, is_final=False)

    def _open(self, claim: Claim) -> None:
        if self.channel.is_open():
            return
        self._mark()
        try:
            self.channel.open()
        except NotDelivered as error:
            _put_off(claim, str(error), is_final=error.is_final)
            raise ChannelDown() from error

    def _send(self, claim: Claim, batch: Batch) -> None:
        ready = batch.ready(claim)
        passed: tuple[Message, Words] | None
        if ready is not None and self._passes_at_once(claim, ready):
            passed = (ready.message, ready.words)
        else:
            self._mark()
            passed = self._passes_slowly(claim)
        if passed is None:
            return
        began = time.monotonic()
        reference = self._hand_over(*passed, key=claim.key)
        self.taken = Taken(claim.message_id, claim.token, claim.channel, reference, claim.trace)
        if self.channel.per_second is not None or time.monotonic() - began > SLOW_SECONDS:
            self._mark()

    def _hand_over(self, message: Message, words: Words, *, key: str) -> str:
        """What the channel calls it. A channel's own defect says nothing of whether the words have left: that is unclear, not refused."""
        try:
            receipt = self.channel.hand_over(message, words, key=key)
        except (NotDelivered, Unclear, DatabaseTrouble):
            raise
        except Exception as error:
            logger.error("message %s: the channel broke off: %s", message.pk, whereabouts(error))
            raise Unclear(type(error).__name__) from error
        return "".join(filter(str.isprintable, receipt.reference))  # another's words: no table holds them all

    def _passes_at_once(self, claim: Claim, ready: Ready) -> bool:
        """Begins it, and marks the one before. False when it wants a closer look."""
        with ends_within(REASON_SECONDS):
            is_owed = is_plainly_owed(ready)
        if not is_owed:
            return False
        taken = self.taken
        point("before_fence_commit")
        if taken:
            point("before_mark")
        marked, is_ours = attempts.turn(claim.message_id, claim.token, claim.channel, margin=MARGIN, after=taken)
        self.taken = None
        if taken:
            _note_sent(taken, marked)
        if is_ours:
            point("after_fence")
        return is_ours

    def _passes_slowly(self, claim: Claim) -> tuple[Message, Words] | None:
        known = self.channel.was_accepted(claim.key) if claim.unclear_count else None
        if known:
            attempts.mark_accepted(claim.message_id, claim.token, claim.channel, claim.key, was_unclear=True)
            return None
        with ends_within(REASON_SECONDS):
            return pass_fence(claim, is_no_copy=known is False or self.channel.takes_key)

    def _mark(self) -> None:
        taken, self.taken = self.taken, None
        if taken:
            _mark_sent(taken)


def _mark_sent(taken: Taken) -> None:
    """The message is out: a database that is away for a moment is asked again, since a lost mark means a second copy."""
    point("before_mark")
    for last in (False,) * (MARK_TRIES - 1) + (True,):
        try:
            marked = attempts.mark_accepted(taken.message_id, taken.token, taken.channel, taken.reference)
            break
        except DatabaseTrouble:
            if last:
                raise
            connection.close()
            time.sleep(MARK_PAUSE_SECONDS)
    point("after_mark")
    _note_sent(taken, marked)


def _note_sent(taken: Taken, marked: bool) -> None:
    with tracing(taken.trace):
        logger.info("message %s %s", taken.message_id, "sent" if marked else "sent after its lease was over")


def _leave_unclear(claim: Claim, error: str) -> None:
    """Ends the lease at once: the next claim counts the interrupted hand-over, and the fence decides what follows."""
    rows = Message.objects.filter(pk=claim.message_id, lease_token=claim.token, state=MessageState.HANDOVER)
    rows.update(lease_until=clock.now(), last_error=f"unclear: {error}"[:300])
    logger.warning("message %s: no answer to the hand-over (%s)", claim.message_id, error)


def _put_off(claim: Claim, error: str, *, is_final: bool) -> None:
    """In a transaction of its own; nothing when the row is no longer ours."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
        message = rows.filter(pk=claim.message_id, lease_token=claim.token).first()
        if message is not None:
            put_off(message, error, is_final=is_final, now=clock.now())
    logger.warning("message %s was not delivered: %s", claim.message_id, error)
