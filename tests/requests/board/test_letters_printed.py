"""Letters of a day on paper: a list in front, one sheet for each envelope, the address in its window."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.kit.printing import set_pdf
from quarters.models import User
from requests.prints.batch import batch_sheets
from tests import clock as machine
from tests.conftest import Cast
from tests.pdf import count_pages, is_pdf_ua, place_of, words_of
from tests.requests.board.test_letters_by_wish import MONDAY, ask, batch, way, wish_letters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> None:
    machine.travel_to(clock.at(MONDAY, dt.time(10)))


@pytest.fixture
def reader(cast: Cast) -> User:
    return wish_letters(cast)


def test_one_pdf_has_the_list_and_a_sheet_for_each_envelope(client: Client, cast: Cast, reader: User) -> None:
    ask(cast)
    ask(cast)  # two messages, one envelope
    client.force_login(cast.helper)
    answer = client.get(way("druck", cast), {"bis": batch(cast).last})
    said = words_of(answer.content)
    assert (answer.status_code, count_pages(answer.content), is_pdf_ua(answer.content)) == (200, 2, True)
    assert "1 Umschlag." in said
    assert said.count("Wir haben Ihre Anfrage") == 2
    assert said.count(f"Guten Tag {reader.addressed_name}") == 1
    assert "http" not in said
    assert "no-store" in answer["Cache-Control"]


def test_the_address_stands_in_the_window(cast: Cast, reader: User) -> None:
    """DIN 5008 form B: 20 mm from the left, 45 mm from the top, 85 by 45 mm; the address begins after 17.7 mm."""
    ask(cast)
    _cover, letter = batch_sheets(batch(cast), now=clock.now())
    left, top, right, bottom = place_of(set_pdf(letter), reader.full_name)
    assert 20 <= left < right <= 105
    assert 45 + 17.7 <= top < bottom <= 90


@pytest.mark.parametrize("large", [True, False])
def test_large_print_and_small(cast: Cast, reader: User, large: bool) -> None:
    ask(cast)
    sheets = batch_sheets(batch(cast), now=clock.now(), large=large)
    assert sheets[1].large is large
    assert is_pdf_ua(set_pdf(*sheets))


def test_pages_are_counted_for_each_letter(cast: Cast, reader: User) -> None:
    for _ in range(6):
        ask(cast)
    made = set_pdf(*batch_sheets(batch(cast), now=clock.now()))
    assert "1 / 2" in words_of(made) or "1 / 3" in words_of(made)
