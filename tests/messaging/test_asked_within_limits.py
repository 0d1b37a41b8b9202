"""A reason that never says whether something is still owed holds up neither who tidies up nor anybody else."""

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator

import pytest

from piano.kit import clock
from piano.messaging import settling
from piano.messaging.channels.letter import post
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.limits import TakesTooLong, ends_within
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.outbox import owe
from piano.messaging.reasons import REASONS
from piano.messaging.settling import settle_guarded
from piano.messaging.stuck import clear_phone_list, give_up_messages
from tests.conftest import Cast
from tests.factories import make_visit

pytestmark = pytest.mark.django_db
asked: list[int] = []


def think_for_long(pk: int) -> bool:
    """In a circle, though not for ever: the test shall end where nobody ends it."""
    asked.append(pk)
    until = time.monotonic() + 3
    while time.monotonic() < until:
        pass
    return False


@pytest.fixture(autouse=True)
def endless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    asked.clear()
    reason = dataclasses.replace(REASONS["thanks"], name="endless", is_still_due=think_for_long)
    monkeypatch.setitem(REASONS, "endless", reason)
    monkeypatch.setattr(settling, "ASKED_SECONDS", 0.1)
    yield
    settling._not_asked.clear()


def owe_endless(cast: Cast, **fields: object) -> Message:
    visit = make_visit(cast.tenant, cast.shop)
    Message.objects.exclude(reason__in=["endless", "thanks"]).delete()
    message = owe(reason="endless", subject=f"visit:{visit.pk}", recipient=cast.volunteer.user, now=clock.now())
    Message.objects.filter(pk=message.pk).update(**fields)
    return message


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_whose_tries_are_used_up_goes_to_a_person(cast: Cast, now: dt.datetime) -> None:
    message = owe_endless(cast, attempt=8)
    assert give_up_messages(now=now) == 1
    assert state_of(message) == MessageState.ON_LIST


def test_a_letter_stays_in_its_tray(cast: Cast, now: dt.datetime) -> None:
    message = owe_endless(cast, state="to_post", channel="letter")
    PaperLetter.objects.create(message=message, day=clock.local(now).date())
    assert post.clear_letters(now=now) == 0
    assert state_of(message) == MessageState.TO_POST


def test_it_is_not_asked_again_at_once(cast: Cast, now: dt.datetime) -> None:
    owe_endless(cast, attempt=8)
    give_up_messages(now=now)
    for _ in range(3):
        clear_phone_list(now=now)
    assert len(asked) == 1
    assert Call.objects.count() == 1


def test_what_is_over_by_the_clock_leaves_all_the_same(cast: Cast, now: dt.datetime) -> None:
    message = owe_endless(cast, attempt=8)
    give_up_messages(now=now)
    Message.objects.update(expires_at=now)
    clear_phone_list(now=now)
    assert (state_of(message), Call.objects.count()) == (MessageState.EXPIRED, 0)


def test_who_goes_through_many_stops_after_a_while(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the locks of the first do not wait for the last; the next sweep has the others."""
    monkeypatch.setattr(settling, "AT_WORK_SECONDS", 0.0)
    for _ in range(3):
        owe_endless(cast, attempt=8)
    assert [give_up_messages(now=now) for _ in range(4)] == [1, 1, 1, 0]


def test_a_limit_further_out_is_not_forgiven(cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "ASKED_SECONDS", 60.0)
    message = Message.objects.select_related("recipient").get(pk=owe_endless(cast).pk)
    with pytest.raises(TakesTooLong), ends_within(0.1):
        settle_guarded(message, now=now)
    assert settling._not_asked == {}
