"""The hours at work: as a message is owed, and once more as it is handed over. The urgent passes always."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from piano.kit import clock
from piano.messaging.channels.letter.days import batch_day
from piano.messaging.gateway.description import read_description
from piano.messaging.models import Attempt, Call, Message, MessageState
from piano.messaging.outbox import owe
from piano.messaging.sending import send_due
from piano.messaging.times.days import Rule
from piano.messaging.times.models import WritingHours
from piano.messaging.times.rules import forget_rules, may_be_read_at, rule_for, set_hours
from requests.invariants import broken
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request
from tests.messaging.conftest import Sink

pytestmark = pytest.mark.django_db
EVERY = ["a", "b", "c"]
EIGHT, TEN, SIX, NIGHT = dt.time(8), dt.time(10), dt.time(18), dt.time(20)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget_rules()
    yield
    forget_rules()


@pytest.fixture
def provider(settings: Any) -> None:
    settings.GATEWAYS = {"sms": read_description('{"url": "https://sms.example/"}')}


def the_hours(now: dt.datetime, channel: str = "email", **times: Any) -> WritingHours:
    row, _ = WritingHours.objects.get_or_create(
        channel=channel, message_class="b", defaults={"opens": dt.time(8), "closes": dt.time(20)}
    )
    for name, value in times.items():
        setattr(row, name, value)
    set_hours(row, now=now)
    return row


def owed(cast: Cast, now: dt.datetime, reason: str = "arranged_tenant", **fields: Any) -> Message:
    return owe(reason=reason, subject="assignment:1", recipient=cast.tenant.user, now=now, **fields)


def sunday_of(now: dt.datetime, hour: int) -> dt.datetime:
    """The Sunday before the Monday on which tests begin."""
    return clock.at(clock.local(now).date() - dt.timedelta(days=1), dt.time(hour))


def test_what_the_panel_says_holds_at_once(cast: Cast, now: dt.datetime) -> None:
    the_hours(now, opens=dt.time(11))
    assert clock.local(owed(cast, now).not_before).time() == dt.time(11)


def test_the_urgent_passes_whatever_the_panel_says(cast: Cast, now: dt.datetime) -> None:
    the_hours(now, opens=dt.time(19), closes=dt.time(20))
    cast.tenant.user.no_sundays = True
    for moment in (now, sunday_of(now, 3)):
        assert owed(cast, moment, "called_off", slot=str(moment.timestamp())).not_before == moment


def test_the_urgent_leaves_at_three_at_night(cast: Cast, now: dt.datetime, sink: Sink) -> None:
    make_request(cast.tenant, cast.shop)
    Message.objects.update(message_class="a")
    with machine.at(clock.at(clock.local(now).date() + dt.timedelta(days=6), dt.time(3))):
        send_due(classes=EVERY)
    assert len(sink.mails) == 1, "on a Sunday"


def test_nobody_can_write_hours_for_the_urgent(now: dt.datetime) -> None:
    with pytest.raises(IntegrityError, match="never_hold_the_urgent"), transaction.atomic():
        WritingHours.objects.create(channel="email", message_class="a", opens=dt.time(8), closes=dt.time(9))


def test_each_channel_has_its_own_hours(cast: Cast, now: dt.datetime, provider: None) -> None:
    cast.tenant.user.phone = "+491705550104"
    assert owed(cast, sunday_of(now, 8)).not_before == sunday_of(now, 8), "a mail disturbs nobody"
    cast.tenant.user.reach = "sms"
    assert owed(cast, sunday_of(now, 8), slot="sms").not_before == sunday_of(now, 10)


def test_not_on_sundays_waits_for_monday(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.no_sundays = True
    assert owed(cast, sunday_of(now, 12)).not_before == clock.at(clock.local(now).date(), dt.time(8))


def test_a_reminder_that_would_be_too_late_goes_before(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.no_sundays = True
    friday, evening = sunday_of(now, 12) - dt.timedelta(days=2), sunday_of(now, 18)
    early = clock.at(clock.local(now).date(), dt.time(7))
    message = owed(cast, friday, not_before=evening, expires_at=early)
    assert (message.channel, message.not_before) == ("email", evening - dt.timedelta(days=1))


def test_another_channel_takes_what_one_would_bring_too_late(cast: Cast, now: dt.datetime, provider: None) -> None:
    cast.tenant.user.reach, cast.tenant.user.phone = "sms", "+491705550104"
    message = owed(cast, sunday_of(now, 8), expires_at=sunday_of(now, 9))
    assert (message.channel, message.not_before) == ("email", sunday_of(now, 8))


def test_where_no_channel_may_disturb_in_time_somebody_calls(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.no_sundays = True
    message = owed(cast, sunday_of(now, 12), expires_at=sunday_of(now, 13))
    assert (message.channel, message.not_before) == ("phone", sunday_of(now, 12))


def test_her_wish_of_this_minute_holds_for_what_is_owed_already(cast: Cast, now: dt.datetime, sink: Sink) -> None:
    make_request(cast.tenant, cast.shop)
    type(cast.tenant.user).objects.filter(pk=cast.tenant.user.pk).update(quiet_until=dt.time(12))
    send_due(classes=EVERY)
    message = Message.objects.get()
    assert (message.state, message.attempt, sink.mails) == (MessageState.DUE, 0, [])
    assert clock.local(message.not_before).time() == dt.time(12)
    with machine.at(message.not_before + dt.timedelta(seconds=1)):
        send_due(classes=EVERY)
    assert len(sink.mails) == 1


def test_at_hand_over_too_late_goes_on_to_somebody_who_calls(cast: Cast, now: dt.datetime, sink: Sink) -> None:
    make_request(cast.tenant, cast.shop)
    Message.objects.update(expires_at=now + dt.timedelta(hours=1))
    type(cast.tenant.user).objects.filter(pk=cast.tenant.user.pk).update(quiet_until=dt.time(12))
    send_due(classes=EVERY)
    assert sink.mails == []
    assert Call.objects.get().message == Message.objects.get()
    assert Attempt.objects.get().error == "not to be disturbed until after its end"


def test_the_check_finds_what_went_out_in_her_quiet_hours(cast: Cast, now: dt.datetime, sink: Sink) -> None:
    make_request(cast.tenant, cast.shop)
    send_due(classes=EVERY)
    assert "I12" not in {invariant.code for invariant, _ in broken()}
    WritingHours.objects.all().delete()
    type(cast.tenant.user).objects.filter(pk=cast.tenant.user.pk).update(quiet_until=dt.time(12))
    assert "I12" in {invariant.code for invariant, _ in broken()}
    type(cast.tenant.user).objects.filter(pk=cast.tenant.user.pk).update(times_wished_at=now + dt.timedelta(hours=1))
    assert "I12" not in {invariant.code for invariant, _ in broken()}, "she wished for it afterwards"


def test_the_panel_says_each_row_in_words(now: dt.datetime) -> None:
    row = the_hours(now, sunday_opens=dt.time(10), sunday_closes=dt.time(18))
    assert row.in_words == "Montag bis Samstag 8:00 bis 20:00 Uhr, sonntags und an Feiertagen 10:00 bis 18:00 Uhr"
    row.sunday_opens = row.sunday_closes = None
    assert row.in_words.endswith("sonntags und an Feiertagen nicht")


def test_a_call_waits_for_her_own_hours(cast: Cast, now: dt.datetime) -> None:
    person, today = cast.tenant.user, clock.local(now).date()
    person.reach, person.phone, person.quiet_until = "phone", "+49561123456", dt.time(11)
    assert owed(cast, now).not_before == clock.at(today, dt.time(11))
    person.quiet_from = dt.time(15)
    late = owed(cast, clock.at(today, dt.time(13)), slot="2").not_before
    assert late == clock.at(today + dt.timedelta(days=1), dt.time(11)), "the afternoon is hers"


def test_who_can_never_be_called_in_the_offices_hours_is_called_in_them(cast: Cast, now: dt.datetime) -> None:
    person = cast.tenant.user
    person.reach, person.phone, person.quiet_from, person.quiet_until = "phone", "+495611", dt.time(9), dt.time(19)
    assert owed(cast, now).not_before == now


# One source


def test_each_way_that_can_wait_has_its_row_and_nothing_else_says_the_hours() -> None:
    ways = set(WritingHours.objects.values_list("channel", "message_class"))
    written = {(channel, kind) for channel in ("email", "sms", "push") for kind in "bc"}
    assert ways == written | {("letter", "b"), ("voice", "b")}
    assert rule_for("sms", "b") == Rule((EIGHT, NIGHT), (TEN, SIX))
    assert rule_for("email", "c") == Rule((EIGHT, NIGHT), None)
    WritingHours.objects.all().delete()
    forget_rules()
    assert {rule_for(channel, kind) for channel, kind in ways} == {Rule((EIGHT, NIGHT), (EIGHT, NIGHT))}


def test_letters_go_to_the_post_until_the_hour_of_their_row(now: dt.datetime) -> None:
    morning = clock.at(dt.date(2026, 11, 30), dt.time(11))
    assert batch_day(morning) == dt.date(2026, 11, 30)
    row = the_hours(now, "letter", closes=dt.time(10))
    assert batch_day(morning) == dt.date(2026, 12, 1)
    assert row.in_words == "Was bis 10:00 Uhr da ist, geht am selben Werktag zur Post"


def test_a_call_by_a_machine_that_can_wait_keeps_the_hours_of_its_row(cast: Cast, now: dt.datetime) -> None:
    settled = {"channel": "voice", "recipient": cast.tenant.user}
    sunday = sunday_of(now, 9)
    assert may_be_read_at(sunday, message_class="b", **settled) == sunday_of(now, 10)
    assert may_be_read_at(sunday, message_class="a", **settled) == sunday
