"""Letters that a human has posted, or has not after all; who sees them, and who hears that they wait."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import Attempt, Call, Message, MessageState, Outcome
from piano.messaging.sweeps import send_messages
from quarters.models import Role, RoleKind, User
from requests.arranged.visits import cancel_visit
from requests.board import posting
from requests.board.page import load_board
from requests.board.reading import Filters
from requests.board.waiting import count_board
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.requests.board.test_letters_by_wish import MONDAY, PAGE, ask, batch, way, wish_letters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> None:
    machine.travel_to(clock.at(MONDAY, dt.time(10)))


@pytest.fixture
def reader(cast: Cast) -> User:
    return wish_letters(cast)


def test_posted_letters_are_sent_and_who_posted_them_is_kept(client: Client, cast: Cast, reader: User) -> None:
    ask(cast)
    client.force_login(cast.helper)
    bis = batch(cast).last
    for _ in range(2):
        assert client.post(way("eingeworfen", cast), {"bis": bis}).status_code == 302
    letter = PaperLetter.objects.get()
    assert (letter.posted_by, letter.posted_at) == (cast.helper, clock.now())
    assert letter.message.state == MessageState.SENT
    assert Attempt.objects.get(channel="letter").outcome == Outcome.SENT
    assert "Doch nicht eingeworfen" in client.get(PAGE).content.decode()


def test_a_mistake_is_taken_back_and_they_wait_again(client: Client, cast: Cast, reader: User) -> None:
    now = clock.now()
    ask(cast)
    client.force_login(cast.helper)
    client.post(way("eingeworfen", cast), {"bis": batch(cast).last})
    stamp = {"um": PaperLetter.objects.get().posted_at.isoformat()}  # type: ignore[union-attr]
    for _ in range(2):
        client.post(f"{PAGE}{cast.district.slug}/ruecknahme/", stamp)
    assert batch(cast).letters[0].message.state == MessageState.TO_POST
    assert PaperLetter.objects.get().posted_by is None
    assert (PaperLetter.objects.get().taken_back_by, batch(cast).taken_back) == (cast.helper, PaperLetter.objects.get())
    assert (
        f"doch nicht eingeworfen: {clock.say_moment(now)}, {cast.helper.full_name}" in client.get(PAGE).content.decode()
    )
    assert client.post(f"{PAGE}{cast.district.slug}/ruecknahme/", {"um": "x"}).status_code == 404
    client.post(way("eingeworfen", cast), {"bis": batch(cast).last})
    assert Message.objects.get(recipient=reader).state == MessageState.SENT


def test_what_was_laid_out_after_the_page_was_read_is_not_posted(client: Client, cast: Cast, reader: User) -> None:
    ask(cast)
    bis = batch(cast).last
    ask(cast)
    client.force_login(cast.helper)
    client.post(way("eingeworfen", cast), {"bis": bis})
    assert [letter.pk > bis for letter in batch(cast).letters] == [True]


def test_what_was_withdrawn_between_printing_and_posting_is_not_sent(client: Client, cast: Cast, reader: User) -> None:
    visit = ask(cast)
    ask(cast)
    bis = batch(cast).last
    cancel_visit(visit, by=cast.helper, now=clock.now())
    client.force_login(cast.helper)
    client.post(way("eingeworfen", cast), {"bis": bis})
    assert Message.objects.filter(state=MessageState.SENT, channel="letter").count() == 1


def test_what_is_no_longer_owed_is_not_sent_though_nobody_took_it_back(cast: Cast, reader: User) -> None:
    ask(cast)
    found = batch(cast)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert posting.post_batch(found, by=cast.helper, now=clock.now()) == 0
    assert Message.objects.get(recipient=reader).state == MessageState.CANCELLED


def test_a_foreign_helper_sees_prints_and_posts_nothing(client: Client, cast: Cast, reader: User) -> None:
    ask(cast)
    bis = batch(cast).last
    client.force_login(make_helper(make_district()))
    assert reader.family_name not in client.get(PAGE).content.decode()
    assert client.get(way("druck", cast), {"bis": bis}).status_code == 404
    assert client.post(way("eingeworfen", cast), {"bis": bis}).status_code == 404
    assert client.post(f"{PAGE}{cast.district.slug}/ruecknahme/", {"um": "x"}).status_code == 404
    assert PaperLetter.objects.get().posted_at is None


def test_another_role_in_the_district_opens_no_letter_of_it(client: Client, cast: Cast, reader: User) -> None:
    ask(cast)
    helper, bis = make_helper(make_district()), batch(cast).last
    role = {"organisation": helper.helper.employer, "district": cast.district, "valid_from": dt.date(2025, 1, 1)}
    Role.objects.create(user=helper, kind=RoleKind.COORDINATOR, **role)
    client.force_login(helper)
    assert client.post(way("eingeworfen", cast), {"bis": bis}).status_code == 404
    stamp = {"um": clock.now().isoformat()}
    assert client.post(f"{PAGE}{cast.district.slug}/ruecknahme/", stamp).status_code == 404


def test_letters_of_another_district_are_found_by_nobody_else(cast: Cast, reader: User) -> None:
    ask(cast)
    other, found = make_helper(make_district()), batch(cast)
    asked = {"slug": cast.district.slug, "day": found.day, "up_to": found.last, "now": clock.now()}
    assert posting.find_batch(cast.helper, **asked) is not None
    assert posting.find_batch(other, **asked) is None


def test_a_day_that_is_none_and_an_empty_batch_are_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    assert client.get(f"{PAGE}{cast.district.slug}/2026-02-31/druck/", {"bis": 1}).status_code == 404
    assert client.get(way("druck", cast), {"bis": "x"}).status_code == 404
    assert "Gerade liegt kein Brief hier" in client.get(PAGE).content.decode()


def test_the_board_says_that_letters_wait_and_since_when(cast: Cast, reader: User) -> None:
    before = count_board(cast.helper, now=clock.now())[0]
    ask(cast)
    assert count_board(cast.helper, now=clock.now())[0] != before
    (row,) = [row for row in _rows(cast) if "Brief" in row.title]
    assert (row.title, row.tag) == ("1 Brief: drucken und einwerfen", "")
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    (row,) = [row for row in _rows(cast) if "Brief" in row.title]
    assert row.tag == "seit Montag, 30. November"


def _rows(cast: Cast) -> list[Any]:
    board = load_board(user=cast.helper, now=clock.now(), filters=Filters())
    return list(board.columns[0].rows)


def test_the_board_counts_envelopes(cast: Cast, reader: User) -> None:
    ask(cast)
    ask(cast)
    assert PaperLetter.objects.count() == 2
    assert [row.title for row in _rows(cast) if "Brief" in row.title] == ["1 Brief: drucken und einwerfen"]


def test_letters_of_yesterday_are_said_to_the_helpers_once_a_day(cast: Cast, reader: User) -> None:
    ask(cast)
    assert posting.remind_helpers(now=clock.now()) == 0
    machine.travel_to(clock.at(MONDAY + dt.timedelta(days=1), dt.time(9)))
    for _ in range(2):
        posting.remind_helpers(now=clock.now())
    assert [one.recipient for one in Message.objects.filter(reason="letters_lie")] == [cast.helper]


def test_who_wishes_letters_is_told_by_letter_after_the_call_and_not_twice(cast: Cast, reader: User) -> None:
    from requests.finding.decisions import return_visit

    visit = ask(cast)
    drive_visits()
    visit.refresh_from_db()
    return_visit(visit, by=cast.helper, now=clock.now(), reason="niemand frei")
    send_messages()
    from piano.messaging.phone_list import reach_person

    reach_person(Call.objects.get(message__reason="nobody_found_call"), by=cast.helper, now=clock.now())
    send_messages()
    assert Message.objects.get(reason="nobody_found").state == MessageState.TO_POST
    assert not Message.objects.filter(reason="nobody_found_on_paper").exists()
