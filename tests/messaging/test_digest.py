"""The overview: what can wait comes together, once, without what was taken back; and it ends with one click."""

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging import sending
from piano.messaging.channels.email.composing import compose
from piano.messaging.digest.gathering import next_digest
from piano.messaging.digest.links import LIVES, leave_link, person_behind
from piano.messaging.digest.wishes import wish_together
from piano.messaging.models import Message, MessageState
from piano.messaging.outbox import cancel_owed, owe
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.sweeps import close_overviews, send_messages
from piano.messaging.words import Words, words_for
from quarters.models import User
from requests.invariants import broken
from tests import clock as machine
from tests.conftest import Cast
from tests.messaging.conftest import Sink

pytestmark = pytest.mark.django_db
WORDS = "thanks"


@pytest.fixture(autouse=True)
def news() -> Iterator[Reason]:
    """Something that can wait, with the words of an answered worry."""
    values = lambda pk, who: {"day": f"Tag {pk}"}  # noqa: E731
    due = lambda pk: pk != 99  # noqa: E731
    yield REASONS.setdefault("news", Reason("news", "b", due, values, template="worry_taken_care_of", can_wait=True))
    del REASONS["news"]


@pytest.fixture
def reader(cast: Cast) -> User:
    return wishing(cast.volunteer.user, "daily")


def wishing(person: User, waits: str) -> User:
    wish_together(person, waits=waits, now=clock.now())
    return person


def tell(person: User, now: dt.datetime, number: int = 1, **fields: Any) -> Message:
    return owe(reason="news", subject=f"visit:{number}", recipient=person, now=now, **fields)


def overview() -> Message:
    return Message.objects.get(reason="digest")


def states() -> list[str]:
    return list(Message.objects.filter(reason="news").order_by("pk").values_list("state", flat=True))


def send_at(moment: dt.datetime) -> None:
    with machine.at(moment + dt.timedelta(seconds=1)):
        send_messages()


def test_two_things_of_a_day_come_in_one_mail_the_next_morning(reader: User, now: dt.datetime, sink: Sink) -> None:
    tell(reader, now, 1), tell(reader, now, 2)
    send_messages()
    assert sink.mails == []
    assert overview().not_before == clock.at(clock.local(now).date() + dt.timedelta(days=1), dt.time(9))
    send_at(overview().not_before)
    assert len(sink.mails) == 1
    assert all(f"am Tag {number} um einen Anruf gebeten" in sink.texts[0] for number in (1, 2))
    assert sink.texts[0].count("Guten Tag") == 1
    assert "Ihre Übersicht: 2 Nachrichten" in str(overview_words().subject)
    close_overviews()
    assert states() == ["sent", "sent"]
    assert {one.sent_at for one in Message.objects.all()} == {overview().sent_at}


def overview_words() -> Any:
    Message.objects.filter(reason="news").update(state="handover")
    return words_for(overview())


def test_the_next_days_things_are_another_overview(reader: User, now: dt.datetime, sink: Sink) -> None:
    tell(reader, now, 1)
    tell(reader, now + dt.timedelta(days=1), 2)
    assert Message.objects.filter(reason="digest").count() == 2
    send_at(Message.objects.get(subject="visit:1").not_before)
    close_overviews()
    assert states() == ["sent", "gathered"]


def test_what_was_taken_back_is_left_out(reader: User, now: dt.datetime, sink: Sink) -> None:
    tell(reader, now, 1), tell(reader, now, 2), tell(reader, now, 99)
    assert cancel_owed(subject="visit:1") == 1
    send_at(overview().not_before)
    assert "Tag 2" in sink.texts[0]
    assert "Tag 1" not in sink.texts[0]
    assert "Tag 99" not in sink.texts[0], "nor what is over by itself"
    close_overviews()
    assert states() == ["cancelled", "sent", "cancelled"]


def test_without_any_line_no_mail_goes(reader: User, now: dt.datetime, sink: Sink) -> None:
    tell(reader, now)
    cancel_owed(subject="visit:1")
    send_at(overview().not_before)
    assert sink.mails == []
    assert overview().state == MessageState.CANCELLED


def test_the_same_is_gathered_once(reader: User, now: dt.datetime) -> None:
    assert tell(reader, now) == tell(reader, now)
    assert Message.objects.count() == 2, "the line and its overview"


def test_a_refused_overview_is_tried_again_with_what_is_still_owed(reader: User, now: dt.datetime, sink: Sink) -> None:
    tell(reader, now, 1), tell(reader, now, 2)
    sink.answer = "451 later"
    send_at(overview().not_before)
    assert states() == ["handover", "handover"]
    assert cancel_owed(subject="visit:1") == 0, "it is under way; it will not be repeated"
    sink.answer = "250 OK"
    send_at(overview().not_before)
    assert "Tag 2" in sink.texts[0]
    assert "Tag 1" not in sink.texts[0]


def test_a_line_whose_words_take_too_long_is_not_lost(
    reader: User, now: dt.datetime, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_for_long(pk: int, recipient: Any) -> dict[str, Any]:
        until = time.monotonic() + 5
        while time.monotonic() < until:
            pass
        return {"day": f"Tag {pk}"}

    monkeypatch.setitem(REASONS, "news", dataclasses.replace(REASONS["news"], context=write_for_long))
    monkeypatch.setattr(sending, "REASON_SECONDS", 0.2)
    tell(reader, now)
    send_at(overview().not_before)
    assert states() == ["gathered"]
    assert (overview().state, overview().last_error) == (MessageState.DUE, "TakesTooLong")


def test_what_comes_while_the_overview_leaves_goes_alone(reader: User, now: dt.datetime, sink: Sink) -> None:
    tell(reader, now, 1)
    send_at(overview().not_before)
    late = tell(reader, now, 2)
    assert late.state == MessageState.DUE, "its overview has left"
    Message.objects.filter(pk=late.pk).update(state="gathered", not_before=overview().not_before)
    close_overviews()
    assert states() == ["sent", "due"]


def test_nothing_waits_past_its_end(reader: User, now: dt.datetime) -> None:
    assert tell(reader, now, expires_at=now + dt.timedelta(hours=3)).state == MessageState.DUE


def test_what_cannot_wait_never_waits(reader: User, now: dt.datetime) -> None:
    assert owe(reason="arranged_person", subject="assignment:1", recipient=reader, now=now).state == MessageState.DUE


@pytest.mark.parametrize(("waits", "state"), [("now", "due"), ("never", "cancelled"), ("weekly", "gathered")])
def test_each_wish_is_kept(cast: Cast, now: dt.datetime, waits: str, state: str) -> None:
    assert tell(wishing(cast.volunteer.user, waits), now).state == state


def test_once_a_week_is_on_monday(cast: Cast, now: dt.datetime) -> None:
    person = wishing(cast.volunteer.user, "weekly")
    found = clock.local(next_digest(person, after=now))
    assert (found.weekday(), found.hour, (found.date() - clock.local(now).date()).days) == (0, 9, 7)


def test_no_overview_comes_on_sundays(reader: User, now: dt.datetime) -> None:
    saturday = clock.at(clock.local(now).date() + dt.timedelta(days=5), dt.time(12))
    assert clock.local(next_digest(reader, after=saturday)).weekday() == 0


@pytest.mark.parametrize("day", [dt.date(2027, 3, 26), dt.date(2026, 10, 23)])
def test_nine_is_nine_after_both_clock_changes(reader: User, day: dt.date) -> None:
    found = next_digest(reader, after=clock.at(day + dt.timedelta(days=1), dt.time(12)))
    assert clock.local(found).time() == dt.time(9)
    assert not clock.is_holiday(clock.local(found).date())


def test_who_is_called_has_no_overview(cast: Cast, now: dt.datetime) -> None:
    person = wishing(cast.volunteer.user, "daily")
    person.reach = "phone"
    assert tell(person, now).state == MessageState.DUE


def test_who_wants_none_any_more_gets_what_was_gathered(reader: User, now: dt.datetime) -> None:
    tell(reader, now)
    wishing(reader, "now")
    assert states() == ["due"]


def test_an_overview_is_in_her_language_in_all_its_parts(reader: User, now: dt.datetime) -> None:
    User.objects.filter(pk=reader.pk).update(language="tr")
    tell(reader, now)
    Message.objects.filter(reason="news").update(state="handover")
    words = words_for(overview())
    assert words.language == "tr"
    assert "Guten Tag" not in words.body


def test_a_mail_program_ends_it_with_one_click(reader: User, now: dt.datetime, sink: Sink) -> None:
    tell(reader, now)
    send_at(overview().not_before)
    mail = sink.mails[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(mail["List-Unsubscribe"]).replace("\n", "").split(">")[0].strip("< ")
    program = Client(enforce_csrf_checks=True)
    path = "/uebersicht/" + address.partition("/uebersicht/")[2]
    assert program.get(path).status_code == 200
    assert User.objects.get(pk=reader.pk).waits == "daily", "a GET ends nothing"
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert User.objects.get(pk=reader.pk).waits == "never"
    assert program.post(path).status_code == 200, "twice is once"


def test_what_can_wait_may_be_ended_from_its_own_mail_as_well(cast: Cast, now: dt.datetime) -> None:
    message = tell(cast.volunteer.user, now)
    headers = compose(message, words_for(message)).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_matters_cannot_be_ended_by_a_click(cast: Cast, now: dt.datetime) -> None:
    message = owe(reason="arranged_person", subject="assignment:1", recipient=cast.volunteer.user, now=now)
    headers = compose(message, overview_of_nothing()).extra_headers
    assert "List-Unsubscribe-Post" not in headers
    assert headers["List-Unsubscribe"].startswith("<mailto:")


def overview_of_nothing() -> Any:
    return Words("Betreff", "Guten Tag,\n\nText\n")


def test_a_bent_or_old_link_has_a_kind_page_and_does_nothing(reader: User, now: dt.datetime, client: Client) -> None:
    path = "/uebersicht/" + leave_link(reader).partition("/uebersicht/")[2]
    for bad in (path[:-2] + ("A/" if path[-2] != "A" else "B/"),):
        answer = client.post(bad)
        assert answer.status_code == 404
        assert "Dieser Link gilt nicht mehr" in answer.content.decode()
    token = path.rstrip("/").rpartition("/")[2]
    assert person_behind(token, now=now + LIVES) == reader
    assert person_behind(token, now=now + LIVES + dt.timedelta(days=2)) is None
    assert User.objects.get(pk=reader.pk).waits == "daily"


def test_lines_are_neither_late_nor_forgotten(reader: User, now: dt.datetime, sink: Sink) -> None:
    tell(reader, now)
    assert "I6" not in {one.code for one, _ in broken()}
    with machine.at(overview().not_before + dt.timedelta(minutes=20)):
        assert "I6" in {one.code for one, _ in broken()}, "the overview itself is late"
        send_messages()
        assert "I6" in {one.code for one, _ in broken()}, "nobody has closed it"
        close_overviews()
        assert "I6" not in {one.code for one, _ in broken()}
