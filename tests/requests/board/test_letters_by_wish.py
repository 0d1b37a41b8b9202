"""Messages on paper for who wishes them: laid out for a day, printed with a list, posted by a human, taken back; or called."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.channels.letter import days
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.channels.letter.post import clear_letters
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.sweeps import send_messages
from quarters.models import Reach, User
from requests.arranged.visits import assign_person, cancel_visit
from requests.board import posting
from requests.models import Visit
from requests.people.farewell import record_death
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request, make_window

pytestmark = pytest.mark.django_db
PAGE = "/leitstand/briefe/"
Ints = tuple[int, ...]
MONDAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def monday() -> None:
    machine.travel_to(clock.at(MONDAY, dt.time(10)))


def wish_letters(cast: Cast) -> User:
    """The tenant wishes letters, and has a telephone."""
    person = cast.tenant.user
    person.reach, person.email = Reach.LETTER, None
    person.save()
    return person


@pytest.fixture
def reader(cast: Cast) -> User:
    return wish_letters(cast)


def ask(cast: Cast, *, in_days: int = 7) -> Visit:
    """Her request is there: a confirmation is owed."""
    visit = make_request(cast.tenant, cast.shop, window=make_window(days=in_days)).visits.get()
    send_messages()
    return visit


def arrange(cast: Cast, *, in_days: int = 7) -> Message:
    visit = ask(cast, in_days=in_days)
    drive_visits()
    visit.refresh_from_db()
    assign_person(visit, person=cast.volunteers[0].user, start=visit.wish_window.lower, by=cast.helper, now=clock.now())
    send_messages()
    return Message.objects.get(reason="arranged_tenant", recipient=cast.tenant.user)


def batch(cast: Cast) -> posting.Batch:
    (found,) = posting.waiting_batches(cast.helper, now=clock.now())
    return found


def way(step: str, cast: Cast, day: dt.date = MONDAY) -> str:
    return f"{PAGE}{cast.district.slug}/{day:%Y-%m-%d}/{step}/"


# When


@pytest.mark.parametrize(
    ("today", "time", "day"),
    [
        ((2026, 11, 30), (13, 59), (2026, 11, 30)),
        ((2026, 11, 30), (14, 0), (2026, 12, 1)),
        ((2026, 12, 4), (15, 0), (2026, 12, 7)),
        ((2026, 12, 5), (9, 0), (2026, 12, 7)),
        ((2026, 12, 24), (15, 0), (2026, 12, 28)),
    ],
)
def test_letters_leave_on_working_days_until_two(today: Ints, time: Ints, day: Ints) -> None:
    assert days.batch_day(clock.at(dt.date(*today), dt.time(*time))) == dt.date(*day)


def test_the_post_takes_working_days_as_the_operator_says(settings: Any) -> None:
    assert days.arrives_on(dt.date(2026, 12, 4)) == dt.date(2026, 12, 8)
    settings.POST_DAYS = 4
    assert days.arrives_on(dt.date(2026, 12, 4)) == dt.date(2026, 12, 10)


# Laid out


def test_who_wishes_letters_has_her_messages_laid_out_for_the_day(cast: Cast, reader: User) -> None:
    ask(cast)
    message = Message.objects.get(recipient=reader)
    assert (message.channel, message.state, message.letter.day) == ("letter", MessageState.TO_POST, MONDAY)
    assert not Call.objects.exists()


def test_what_is_over_before_the_post_comes_is_called_instead(cast: Cast, reader: User) -> None:
    message = arrange(cast, in_days=2)
    assert (message.state, message.channel) == (MessageState.ON_LIST, "phone")
    assert Call.objects.filter(message=message).exists()


def test_what_has_time_goes_on_paper(cast: Cast, reader: User) -> None:
    assert arrange(cast, in_days=4).state == MessageState.TO_POST


def test_without_a_house_of_hers_she_is_called(cast: Cast, reader: User) -> None:
    cast.tenant.building = None
    cast.tenant.save()
    ask(cast)
    assert Message.objects.get(recipient=reader).channel == "phone"


def test_nobody_gets_paper_who_did_not_wish_it(cast: Cast) -> None:
    cast.tenant.user.email, cast.tenant.user.phone = None, ""
    cast.tenant.user.save()
    arrange(cast)
    assert not PaperLetter.objects.exists()


def test_a_letter_that_lies_until_it_would_be_too_late_is_called(cast: Cast, reader: User) -> None:
    message = arrange(cast, in_days=4)
    machine.travel_to(clock.at(MONDAY + dt.timedelta(days=1), dt.time(15)))
    assert clear_letters(now=clock.now()) == 1
    message.refresh_from_db()
    assert (message.state, message.channel) == (MessageState.ON_LIST, "phone")
    assert [letter.message.reason for letter in PaperLetter.objects.all()] == ["request_received"]


def test_what_is_called_off_leaves_the_tray(cast: Cast, reader: User) -> None:
    visit = ask(cast)
    cancel_visit(visit, by=cast.helper, now=clock.now())
    assert posting.waiting_batches(cast.helper, now=clock.now()) == []
    assert set(Message.objects.filter(recipient=reader).values_list("state", flat=True)) == {MessageState.CANCELLED}


def test_nobody_writes_to_the_dead(cast: Cast, reader: User) -> None:
    ask(cast)
    record_death(cast.tenant, died_on=clock.today(), by=cast.helper, now=clock.now())
    assert posting.waiting_batches(cast.helper, now=clock.now()) == []


# Chosen


def test_she_chooses_letters_herself(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(email="frau@example.org")
    client.force_login(User.objects.get(pk=cast.tenant.user_id))
    page = client.get("/konto/nachrichten/").content.decode()
    assert f"als Brief an {', '.join(cast.tenant.user.postal_lines)}" in page
    client.post("/konto/nachrichten/", {"reach": "letter"})
    cast.tenant.user.refresh_from_db()
    assert cast.tenant.user.reach == Reach.LETTER


def test_a_helper_chooses_them_for_her(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    reference = cast.tenant.user.reference
    assert '<option value="letter"' in client.get(f"/leitstand/menschen/{reference}/").content.decode()
    from django.urls import reverse

    client.post(reverse("requests:how_to_talk", args=[reference]), {"language": "de", "reach": "letter"})
    cast.tenant.user.refresh_from_db()
    assert cast.tenant.user.reach == Reach.LETTER
