"""What leaves the house, when, and what does not leave it any more."""

import datetime as dt
import logging

import pytest
from django.core import mail

from piano.kit import clock
from piano.messaging.claiming import claim_due
from piano.messaging.fence import pass_fence
from piano.messaging.models import Call, Channel, Message, MessageState
from piano.messaging.outbox import cancel_owed
from piano.messaging.reasons import REASONS
from piano.messaging.sending import send_due
from quarters.models import Reach, User
from tests import clock as machine
from tests.factories import make_user
from tests.messaging.conftest import EVERYTHING, NORMAL, URGENT, World, after, make_message
from tests.sink import Sink

pytestmark = pytest.mark.django_db


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def test_a_mail_carries_the_rows_message_id_and_says_that_a_machine_wrote_it(sink: Sink, person: User) -> None:
    message = make_message(person)
    assert send_due(classes=[NORMAL]) == 1
    (received,) = sink.mails
    assert received["Message-ID"] == message.message_id
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Reply-To"] == "hilfe@piano.example"
    assert received["To"] == person.email
    assert received.get_content_type() == "text/plain"
    assert received["Subject"] == "Heute um 10 Uhr: Einkaufen bei Frau W."
    row = Message.objects.get()
    assert (row.state, row.sent_at, row.lease_token) == (MessageState.SENT, clock.now(), None)


def test_sent_is_sent_once(sink: Sink, person: User) -> None:
    make_message(person)
    assert [send_due(classes=EVERYTHING) for _ in range(3)] == [1, 0, 0]
    assert len(sink.mails) == 1


def test_many_mails_go_over_one_line(sink: Sink, person: User) -> None:
    for number in range(30):
        make_message(person, slot=str(number))
    assert send_due(classes=[NORMAL]) == 30
    assert len(sink.copies) == 30


def test_words_are_plain_text_and_a_subject_is_one_line(world: World, person: User) -> None:
    world.category = "O'Neill & Söhne\r\nBcc: alle@example.org"
    make_message(person)
    send_due(classes=[NORMAL])
    (sent,) = mail.outbox
    assert sent.subject == "Heute um 10 Uhr: O'Neill & Söhne"
    assert "O'Neill & Söhne" in sent.body
    assert sent.recipients() == [person.email]


def test_nothing_goes_before_its_time(person: User, now: dt.datetime) -> None:
    make_message(person, not_before=now + dt.timedelta(hours=1))
    assert send_due(classes=EVERYTHING) == 0
    after(minutes=61)
    assert send_due(classes=EVERYTHING) == 1
    assert len(mail.outbox) == 1


def test_nothing_goes_after_its_end(person: User, now: dt.datetime) -> None:
    message = make_message(person, expires_at=now + dt.timedelta(hours=1))
    after(hours=1)
    send_due(classes=EVERYTHING)
    assert (state_of(message), mail.outbox) == (MessageState.EXPIRED, [])


def test_nothing_goes_when_its_cause_is_over(world: World, person: User) -> None:
    message, world.is_due = make_message(person), False
    send_due(classes=EVERYTHING)
    assert (state_of(message), mail.outbox) == (MessageState.CANCELLED, [])


def test_nothing_goes_to_somebody_who_is_no_longer_with_us(person: User) -> None:
    message = make_message(person)
    User.objects.update(is_active=False)
    send_due(classes=EVERYTHING)
    assert (state_of(message), mail.outbox) == (MessageState.CANCELLED, [])


def test_what_was_taken_back_does_not_go(person: User) -> None:
    make_message(person)
    cancel_owed(subject="offer:1", reason="alarm")
    assert Message.objects.get().state == MessageState.DUE
    cancel_owed(subject="offer:1")
    assert send_due(classes=EVERYTHING) == 0


def test_a_hand_over_under_way_is_not_counted_as_taken_back_nor_repeated(person: User) -> None:
    message = make_message(person)
    lease = clock.now() + dt.timedelta(seconds=10)
    Message.objects.update(state=MessageState.HANDOVER, lease_until=lease, attempt=1)
    assert cancel_owed(subject="offer:1") == 0
    after(seconds=11)
    send_due(classes=EVERYTHING)
    assert (state_of(message), mail.outbox) == (MessageState.EXPIRED, [])


def test_taken_in_the_night_a_mail_waits_and_loses_no_try(person: User) -> None:
    message = make_message(person)
    evening = clock.at(clock.today(), dt.time(21))
    machine.travel_to(evening)
    send_due(classes=EVERYTHING)
    message.refresh_from_db()
    assert (message.state, message.attempt, mail.outbox) == (MessageState.DUE, 0, [])
    assert clock.local(message.not_before).time() == dt.time(8)


def test_an_urgent_mail_goes_at_night(person: User) -> None:
    machine.travel_to(clock.at(clock.today(), dt.time(3)))
    make_message(person, "alarm")
    send_due(classes=[URGENT])
    assert len(mail.outbox) == 1


def test_urgent_ones_go_first(person: User, now: dt.datetime) -> None:
    make_message(person, not_before=now - dt.timedelta(hours=2))
    make_message(person, "alarm")
    send_due(classes=EVERYTHING)
    first = Message.objects.get(message_id=mail.outbox[0].extra_headers["Message-ID"])
    assert first.reason == "alarm"


def test_who_is_reached_by_phone_is_on_the_list(person: User) -> None:
    make_message(make_user(reach=Reach.PHONE))
    send_due(classes=EVERYTHING)
    call = Call.objects.get()
    assert (call.message.state, call.message.channel, mail.outbox) == (MessageState.ON_LIST, Channel.PHONE, [])


def test_a_person_whose_address_is_gone_is_called(person: User) -> None:
    make_message(person)
    User.objects.update(email=None)
    send_due(classes=EVERYTHING)
    assert Call.objects.get().message.state == MessageState.ON_LIST


def test_a_poison_row_stops_no_other_and_its_words_stay_out_of_the_log(
    world: World, person: User, caplog: pytest.LogCaptureFixture
) -> None:
    world.poison = {1}
    poison = make_message(person, subject="offer:1")
    for number in range(2, 12):
        make_message(person, subject=f"offer:{number}")
    with caplog.at_level(logging.INFO, logger="piano"):
        send_due(classes=EVERYTHING)
    assert len(mail.outbox) == 10
    poison.refresh_from_db()
    assert (poison.state, poison.attempt, poison.last_error) == (MessageState.DUE, 1, "RuntimeError")
    assert f"message {poison.pk} failed: RuntimeError at conftest.py" in caplog.text
    assert "Geheim" not in caplog.text
    assert person.family_name not in caplog.text


def test_a_reason_that_nobody_knows_is_kept_for_a_person_instead_of_dropped(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_message(person)
    monkeypatch.delitem(REASONS, "note")
    for _ in range(8):
        send_due(classes=EVERYTHING)
        after(hours=12)
        machine.travel_to(clock.at(clock.today() + dt.timedelta(days=1), dt.time(10)))
    assert Call.objects.get().message.state == MessageState.ON_LIST


@pytest.mark.parametrize("seconds", [-1, 24])
def test_a_lease_that_is_over_or_too_short_for_the_network_hands_nothing_over(person: User, seconds: int) -> None:
    make_message(person)
    (claim,) = claim_due(classes=EVERYTHING, lease=dt.timedelta(seconds=seconds))
    assert pass_fence(claim) is None
    assert Message.objects.get().state == MessageState.CLAIMED


def test_an_older_token_hands_nothing_over(person: User) -> None:
    make_message(person)
    (old,) = claim_due(classes=EVERYTHING)
    after(seconds=61)
    (new,) = claim_due(classes=EVERYTHING)
    assert pass_fence(old) is None
    assert pass_fence(new) is not None
