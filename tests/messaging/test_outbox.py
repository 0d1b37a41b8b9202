"""What is owed: once, in time, on the right way, and taken back with its cause."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.outbox import cancel_owed, owe
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def night_of(now: dt.datetime) -> dt.datetime:
    return clock.at(clock.local(now).date(), dt.time(23))


def owed(cast: Cast, now: dt.datetime, reason: str = "arranged_tenant", **fields: object) -> Message:
    return owe(reason=reason, subject="assignment:1", recipient=cast.tenant.user, now=now, **fields)  # type: ignore[arg-type]


def test_the_same_thing_is_owed_once(cast: Cast, now: dt.datetime) -> None:
    assert owed(cast, now) == owed(cast, now)
    assert Message.objects.count() == 1


def test_the_database_holds_it_to_once(cast: Cast, now: dt.datetime) -> None:
    message = owed(cast, now)
    message.pk, message.message_id = None, "<another@id>"
    with pytest.raises(IntegrityError, match="message_owed_once"), transaction.atomic():
        message.save(force_insert=True)


def test_another_slot_is_another_message(cast: Cast, now: dt.datetime) -> None:
    assert owed(cast, now, slot="1") != owed(cast, now, slot="2")


def test_at_night_a_usual_message_waits_for_eight(cast: Cast, now: dt.datetime) -> None:
    message = owed(cast, night_of(now))
    assert clock.local(message.not_before).time() == dt.time(8)


def test_at_night_an_urgent_one_does_not_wait(cast: Cast, now: dt.datetime) -> None:
    assert owed(cast, night_of(now), reason="called_off").not_before == night_of(now)


def test_own_quiet_hours_are_kept(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.quiet_from, cast.tenant.user.quiet_until = dt.time(9), dt.time(11)
    assert clock.local(owed(cast, now).not_before).time() == dt.time(11)


def test_who_is_reached_by_phone_is_called_within_calling_hours(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.reach = "phone"
    message = owed(cast, clock.at(clock.local(now).date(), dt.time(13)))
    assert message.channel == "phone"
    assert clock.local(message.not_before).time() == dt.time(15)


def test_without_an_address_it_goes_by_phone(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.email = None
    assert owed(cast, now).channel == "phone"


def test_what_was_taken_back_may_be_owed_again(cast: Cast, now: dt.datetime) -> None:
    first = owed(cast, now)
    assert cancel_owed(subject="assignment:1") == 1
    assert owed(cast, now) != first
    first.refresh_from_db()
    assert first.state == MessageState.CANCELLED


def test_what_was_sent_is_not_taken_back(cast: Cast, now: dt.datetime) -> None:
    owed(cast, now)
    Message.objects.update(state=MessageState.SENT)
    assert cancel_owed(subject="assignment:1") == 0
