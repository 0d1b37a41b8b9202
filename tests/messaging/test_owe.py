"""A message is owed once, in the transaction of its cause, at an hour at which the person may be disturbed."""

import datetime as dt
import threading
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from piano.kit import clock
from piano.kit.sweeps import CHANNEL
from piano.messaging.models import Channel, Message, MessageState
from piano.messaging.outbox import cancel_owed, owe
from piano.messaging.phone_list import last_call_time
from quarters.models import Reach, User
from tests.factories import make_user
from tests.messaging.conftest import make_message

pytestmark = pytest.mark.django_db


def local(day: str, time: str) -> dt.datetime:
    return clock.at(dt.date.fromisoformat(day), dt.time.fromisoformat(time))


MONDAY_9, FRIDAY_15 = local("2027-03-08", "09:00"), local("2027-03-05", "15:00")
SUNDAY_17 = local("2027-03-07", "17:00")


def test_the_row_holds_who_why_and_when_but_no_words(person: User, now: dt.datetime) -> None:
    message = make_message(person)
    assert (message.state, message.channel, message.not_before) == (MessageState.DUE, Channel.EMAIL, now)
    assert not {field.name for field in Message._meta.fields} & {"body", "text", "words", "context"}


def test_owing_again_returns_the_same_row(person: User) -> None:
    assert make_message(person) == make_message(person)
    assert Message.objects.count() == 1


def test_another_slot_is_another_message(person: User) -> None:
    assert make_message(person, slot="1") != make_message(person, slot="2")


def test_what_was_taken_back_can_be_owed_anew(person: User) -> None:
    first = make_message(person)
    assert cancel_owed(subject="offer:1") == 1
    assert make_message(person) != first


def test_the_database_itself_refuses_a_second_row(person: User) -> None:
    message = make_message(person)
    message.pk, message.message_id = None, "<other@example>"
    with pytest.raises(IntegrityError, match="message_owed_once"), transaction.atomic():
        message.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_owed() -> None:
    with pytest.raises(AssertionError, match="transaction of its cause"):
        owe(reason="note", subject="offer:1", recipient=make_user(), now=clock.now())


@pytest.mark.django_db(transaction=True)
def test_two_connections_that_owe_the_same_at_once_share_one_row() -> None:
    person, barrier, ids = make_user(), threading.Barrier(4), []

    def run() -> None:
        connection.ensure_connection()
        barrier.wait(20)
        ids.append(make_message(person).pk)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(ids) == 4
    assert len(set(ids)) == Message.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "channel"),
    [
        ({"reach": Reach.EMAIL}, Channel.EMAIL),
        ({"reach": Reach.EMAIL, "email": None}, Channel.PHONE),
        ({"reach": Reach.PHONE}, Channel.PHONE),
        ({"reach": Reach.PHONE, "phone": ""}, Channel.EMAIL),
        ({"reach": Reach.PHONE, "phone": "", "email": None}, Channel.PHONE),
    ],
)
def test_the_channel_is_the_one_the_person_wishes_and_has(fields: dict[str, Any], channel: str) -> None:
    assert make_message(make_user(**fields)).channel == channel


def test_in_quiet_hours_a_mail_waits_for_the_morning(person: User) -> None:
    night = local("2027-03-08", "22:30")
    assert make_message(person, not_before=night).not_before == local("2027-03-09", "08:00")


def test_an_urgent_message_waits_for_nobodys_morning(person: User) -> None:
    night = local("2027-03-08", "22:30")
    assert make_message(person, "alarm", not_before=night).not_before == night


def test_a_call_falls_into_calling_hours() -> None:
    person = make_user(reach=Reach.PHONE)
    assert make_message(person, not_before=SUNDAY_17).not_before == MONDAY_9


def test_a_call_that_would_come_too_late_is_made_before(person: User) -> None:
    person.reach, ends = Reach.PHONE, MONDAY_9
    message = make_message(person, now=local("2027-03-01", "10:00"), not_before=SUNDAY_17, expires_at=ends)
    assert message.not_before == FRIDAY_15


def test_a_call_is_never_moved_before_now(person: User) -> None:
    person.reach, now = Reach.PHONE, local("2027-03-06", "12:00")
    message = make_message(person, now=now, not_before=SUNDAY_17, expires_at=MONDAY_9)
    assert message.not_before == now


def test_the_last_calling_hours_skip_holidays() -> None:
    assert last_call_time(local("2027-03-29", "12:00")) == local("2027-03-25", "15:00")  # Easter Monday, Good Friday


@pytest.mark.django_db(transaction=True)
def test_owing_wakes_the_engine_when_it_commits() -> None:
    person, parameters = make_user(), connection.get_connection_params()
    known = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)}
    with psycopg.connect(**known, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            owe(reason="note", subject="offer:1", recipient=person, now=clock.now())
            assert not list(listener.notifies(timeout=0.1))
        assert list(listener.notifies(timeout=5, stop_after=1))
