"""A batch is read together and sent one by one: the same words, fewer questions, never two messages on the way at once."""

import dataclasses
import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from piano.messaging import ahead, attempts, sending
from piano.messaging.ahead import Batch
from piano.messaging.channels.email.mail import Email
from piano.messaging.claiming import claim_due
from piano.messaging.models import Attempt, Message, MessageState
from piano.messaging.outbox import owe
from piano.messaging.reasons import REASONS, ReadTogether, Reason
from piano.messaging.sending import send_due
from piano.messaging.sweeps import send_messages
from piano.messaging.words import Words, words_for
from requests.models import Assignment
from tests.conftest import Cast
from tests.factories import make_visit
from tests.messaging.conftest import Sink
from tests.requests.errands import make_going

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_else(cast: Cast) -> None:
    Message.objects.all().delete()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is."""
    monkeypatch.setattr(ahead, "BELIEVED_SECONDS", 60.0)
    monkeypatch.setattr(ahead, "PREPARING_SECONDS", 60.0)


def owe_thanks(cast: Cast, count: int, now: dt.datetime) -> list[Message]:
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(count)]
    Message.objects.all().delete()
    return [
        owe(reason="thanks", subject=f"visit:{visit.pk}", recipient=cast.volunteers[0].user, now=now)
        for visit in visits
    ]


def read(batch: Batch) -> dict[int, Words]:
    ready = {claim.message_id: batch.ready(claim) for claim in batch.claims}
    return {pk: one.words for pk, one in ready.items() if one is not None}


def questions(owed: Callable[[Cast, int, dt.datetime], Any], count: int, cast: Cast, now: dt.datetime) -> int:
    owed(cast, count, now)
    batch = Batch(claim_due(classes="b"))
    with CaptureQueriesContext(connection) as asked:
        assert len(read(batch)) == count
    return len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]])


def owe_reminders(cast: Cast, count: int, now: dt.datetime) -> list[Message]:
    """Each with a date for the calendar; of one visit, again and again."""
    going = Assignment.objects.first() or make_going(cast, now)[1]
    Message.objects.all().delete()
    about = {"reason": "reminder_tenant", "subject": f"assignment:{going.pk}", "recipient": cast.tenant.user}
    return [owe(**about, slot=str(number), now=now) for number in range(count)]


@pytest.mark.parametrize("owed", [owe_thanks, owe_reminders])
def test_a_batch_of_twenty_asks_as_often_as_a_batch_of_two(cast: Cast, now: dt.datetime, owed: Any) -> None:
    assert questions(owed, 20, cast, now) == questions(owed, 2, cast, now)


def test_what_is_read_together_is_said_as_if_it_were_read_alone(cast: Cast, now: dt.datetime) -> None:
    messages = owe_thanks(cast, 3, now)
    together = read(Batch(claim_due(classes="b")))
    assert together == {message.pk: words_for(message) for message in messages}
    assert len(set(together)) == 3


@pytest.mark.parametrize("name", sorted(name for name, one in REASONS.items() if isinstance(one.context, ReadTogether)))
def test_a_row_that_is_gone_is_missed_like_any_other(name: str, cast: Cast) -> None:
    with pytest.raises(KeyError):
        REASONS[name].context(10**9, cast.tenant.user)


def test_one_that_cannot_be_prepared_holds_up_no_other(cast: Cast, now: dt.datetime, sink: Sink) -> None:
    first, broken, last = owe_thanks(cast, 3, now)
    Message.objects.filter(pk=broken.pk).update(subject="visit:987654321")
    send_messages()
    assert sink.accepted == [first.message_id, last.message_id]
    broken.refresh_from_db()
    assert (broken.state, broken.last_error) == (MessageState.DUE, "KeyError")


def test_words_that_are_too_old_are_made_anew(
    cast: Cast, now: dt.datetime, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe_thanks(cast, 1, now)
    monkeypatch.setattr(ahead, "BELIEVED_SECONDS", 0.0)
    monkeypatch.setattr(attempts, "turn", None)  # is not asked
    send_messages()
    assert len(sink.accepted) == 1


def on_the_way(*states: str) -> int:
    return Message.objects.filter(state__in=states).count()


def test_at_no_moment_are_two_on_the_way(
    cast: Cast, now: dt.datetime, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a process that dies leaves at most one that may arrive twice."""
    owe_thanks(cast, 5, now)
    seen, hand_over = [], Email.hand_over

    def counted(self: Email, *args: Any, **how: Any) -> Any:
        seen.append((on_the_way("handover"), on_the_way("sent")))
        return hand_over(self, *args, **how)

    monkeypatch.setattr(Email, "hand_over", counted)
    send_messages()
    assert seen == [(1, sent) for sent in range(5)]
    assert on_the_way("sent") == 5


def test_what_took_long_is_marked_before_the_next_is_thought_about(
    cast: Cast, now: dt.datetime, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what a reason thinks about could outlast the lease, and a second copy would go without any fault."""
    owe_thanks(cast, 2, now)
    seen: list[int] = []
    judged = sending.is_plainly_owed
    monkeypatch.setattr(sending, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(
        sending, "is_plainly_owed", lambda ready: (seen.append(on_the_way("handover")), judged(ready))[1]
    )
    send_messages()
    assert seen == [0, 0]


def test_what_was_taken_is_marked_before_a_new_line_is_opened(
    cast: Cast, now: dt.datetime, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening may last longer than a lease."""
    owe_thanks(cast, 2, now)
    seen, open_line = [], Email.open

    def counted(self: Email) -> None:
        seen.append(on_the_way("handover"))
        open_line(self)

    monkeypatch.setattr("piano.messaging.channels.email.pool.MAILS", 1)
    monkeypatch.setattr(Email, "open", counted)
    send_messages()
    assert seen == [0, 0]


def test_it_is_marked_also_when_the_next_one_breaks(cast: Cast, now: dt.datetime, sink: Sink) -> None:
    first, _ = owe_thanks(cast, 2, now)
    Message.objects.exclude(pk=first.pk).update(reason="no_such_reason")
    send_due(classes="b")
    first.refresh_from_db()
    assert first.state == MessageState.SENT


def test_who_has_left_meanwhile_gets_nothing(
    cast: Cast, now: dt.datetime, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After her row was read."""
    (message,) = owe_thanks(cast, 1, now)
    turn = attempts.turn

    def leave(*args: Any, **how: Any) -> Any:
        type(message.recipient).objects.filter(pk=message.recipient_id).update(is_active=False)
        return turn(*args, **how)

    monkeypatch.setattr(attempts, "turn", leave)
    send_messages()
    message.refresh_from_db()
    assert (message.state, sink.accepted) == (MessageState.CANCELLED, [])


@pytest.mark.parametrize(
    ("changed", "may"),
    [
        ({}, True),
        ({"state": "cancelled"}, False),
        ({"lease_token": None}, False),
        ({"unclear_count": 1}, False),
        ({"channel": "sms"}, False),
        ({"expires_at": dt.timedelta()}, False),
        ({"lease_until": dt.timedelta(seconds=20)}, False),
    ],
    ids=str,
)
def test_a_row_begins_only_while_it_is_ours_and_owed(
    cast: Cast, now: dt.datetime, changed: dict[str, Any], may: bool
) -> None:
    (message,) = owe_thanks(cast, 1, now)
    (claim,) = claim_due(classes="b")
    values = {name: clock.now() + one if isinstance(one, dt.timedelta) else one for name, one in changed.items()}
    Message.objects.update(**values)
    margin = dt.timedelta(seconds=25)
    assert attempts.turn(message.pk, claim.token, "email", margin=margin, after=None) == (False, may)
    assert message.attempts.count() == int(may)


@pytest.fixture
def endless(cast: Cast, now: dt.datetime, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reason whose words are never done. What a first message imports and reads once, is: the others shall be quick."""
    owe_thanks(cast, 1, now)
    send_messages()
    Message.objects.all().delete()
    sink.accepted.clear()

    def turn_in_a_circle(pk: int, recipient: Any) -> dict[str, Any]:
        while True:
            pass

    reason = Reason("endless", "b", lambda pk: True, turn_in_a_circle, template="thanks")
    monkeypatch.setitem(REASONS, "endless", reason)
    monkeypatch.setattr(ahead, "PREPARING_SECONDS", 0.2)
    monkeypatch.setattr(sending, "REASON_SECONDS", 0.5)


@pytest.mark.usefixtures("endless")
def test_words_without_end_hold_up_no_other_and_are_counted(cast: Cast, now: dt.datetime, sink: Sink) -> None:
    first, poisoned, last = owe_thanks(cast, 3, now)
    Message.objects.filter(pk=poisoned.pk).update(reason="endless")
    send_messages()
    assert sink.accepted == [first.message_id, last.message_id]
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.attempt, poisoned.last_error) == (MessageState.DUE, 1, "TakesTooLong")


@pytest.mark.usefixtures("endless")
def test_after_the_first_without_end_the_others_go_before_more_of_its_kind(
    cast: Cast, now: dt.datetime, sink: Sink
) -> None:
    """Ten of a kind would hold up their neighbours for most of a minute."""
    rows = owe_thanks(cast, 5, now)
    Message.objects.filter(pk__in=[row.pk for row in rows[:3]]).update(reason="endless")
    send_messages()
    assert sink.accepted == [row.message_id for row in rows[3:]]
    tried = Attempt.objects.order_by("pk").values_list("message__reason", flat=True)
    assert list(tried) == ["endless", "thanks", "thanks", "endless", "endless"]


def test_a_reason_that_never_says_whether_it_is_owed_is_ended(
    cast: Cast, now: dt.datetime, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where its words are ready, and the fence is not asked."""

    def think_for_long(pk: int) -> bool:
        until = time.monotonic() + 5
        while time.monotonic() < until:
            pass
        return True

    monkeypatch.setitem(REASONS, "thanks", dataclasses.replace(REASONS["thanks"], is_still_due=think_for_long))
    monkeypatch.setattr(sending, "REASON_SECONDS", 0.2)
    (message,) = owe_thanks(cast, 1, now)
    send_messages()
    message.refresh_from_db()
    assert (message.state, message.last_error, sink.accepted) == (MessageState.DUE, "TakesTooLong", [])


def test_reminders_are_read_together_and_say_what_they_say_alone(cast: Cast, now: dt.datetime) -> None:
    """Of who goes, behind her own link, and of who is visited."""
    for _ in range(2):
        make_going(cast, now)
    Message.objects.exclude(reason__startswith="reminder_").delete()
    Message.objects.update(not_before=now)
    messages = list(Message.objects.select_related("recipient"))
    together = read(Batch(claim_due(classes="b")))
    assert {message.reason for message in messages} == {"reminder_tenant", "reminder_person", "reminder_soon"}
    assert {pk: words.body for pk, words in together.items()} == {one.pk: words_for(one).body for one in messages}
    assert {pk: words.attachments for pk, words in together.items()} == {
        one.pk: words_for(one).attachments for one in messages
    }
    assert any(words.attachments for words in together.values())
