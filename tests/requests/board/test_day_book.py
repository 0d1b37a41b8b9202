"""The numbered log: what came in stands there by itself, without gaps; what is closed stays as it was."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from piano.kit import clock
from requests.board.daybook import DayNotOver, add_note, close_book, write_missing
from requests.models import DayBook, DayLine, HelpRequest, LineKind
from requests.sweeps import keep_day_books
from requests.wishes.referrals import refer_call
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request, make_resident
from tests.pdf import is_pdf_ua, words_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def numbers(**of: Any) -> list[int]:
    return list(DayLine.objects.filter(**of).order_by("book__day", "number").values_list("number", flat=True))


def today() -> dt.date:
    return clock.today()


def url(cast: Cast, way: str = "", day: dt.date | None = None) -> str:
    return f"/leitstand/protokoll/{cast.district.slug}/{day or today()}/{way}"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def test_what_comes_in_is_numbered_in_order_of_time(cast: Cast, now: dt.datetime) -> None:
    asked = make_request(cast.tenant, cast.shop)
    referral = refer_call(kind="landlord", words="Heizung", district=cast.district, by=cast.helper, now=now + DAY / 24)
    assert keep_day_books() == 2
    lines = DayLine.objects.order_by("number").values_list("number", "kind", "reference")
    assert list(lines) == [(1, LineKind.REQUEST, asked.reference), (2, LineKind.REFERRAL, referral.reference)]
    assert keep_day_books() == 0


def test_each_district_counts_for_itself(cast: Cast) -> None:
    other = make_district()
    for resident in (cast.tenant, make_resident(other), make_resident(cast.district)):
        make_request(resident, cast.shop)
    keep_day_books()
    assert numbers(book__district=cast.district) == [1, 2]
    assert numbers(book__district=other) == [1]


def test_each_day_begins_at_one(cast: Cast, now: dt.datetime) -> None:
    make_request(cast.tenant, cast.shop)
    keep_day_books()
    machine.travel_to(now + DAY)
    make_request(cast.tenant, cast.shop)
    keep_day_books()
    assert numbers() == [1, 1]
    assert DayBook.objects.count() == 2


def test_a_night_without_an_engine_loses_nothing(cast: Cast, now: dt.datetime) -> None:
    add_note(cast.district, words="Beginn", by=cast.helper, now=now)
    make_request(cast.tenant, cast.shop)
    machine.travel_to(now + 2 * DAY)
    keep_day_books()
    assert DayLine.objects.get(kind=LineKind.REQUEST).book.day == clock.local(now).date()


def test_closing_writes_first_what_is_still_missing(cast: Cast, now: dt.datetime) -> None:
    make_request(cast.tenant, cast.shop)
    book = close_book(cast.district, today(), by=cast.helper, now=now)
    assert (book.closed_by, book.closed_at) == (cast.helper, now)
    assert numbers(book=book) == [1]


def test_after_closing_everything_goes_to_the_next_day(cast: Cast, now: dt.datetime) -> None:
    close_book(cast.district, today(), by=cast.helper, now=now)
    make_request(cast.tenant, cast.shop)
    keep_day_books()
    line = add_note(cast.district, words="Nachtrag", by=cast.helper, now=now)
    assert line.book.day == today() + DAY
    assert numbers(book__day=today()) == []
    assert numbers(book__day=today() + DAY) == [1, 2]


def test_closing_twice_keeps_the_first_name(cast: Cast, now: dt.datetime) -> None:
    close_book(cast.district, today(), by=cast.helper, now=now)
    again = close_book(cast.district, today(), by=make_helper(cast.district), now=now + DAY / 24)
    assert again.closed_by == cast.helper


def test_a_day_to_come_is_not_closed(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(DayNotOver):
        close_book(cast.district, today() + DAY, by=cast.helper, now=now)


@pytest.mark.parametrize("change", ["number", "words", "gone", "late", "gap", "reopened"])
def test_the_database_itself_refuses_to_change_a_log(cast: Cast, now: dt.datetime, change: str) -> None:
    line = add_note(cast.district, words="Erster", by=cast.helper, now=now)
    other = DayBook.objects.create(district=cast.district, day=today() - DAY, closed_at=now)
    does = {
        "number": lambda: DayLine.objects.update(number=7),
        "words": lambda: DayLine.objects.update(words="anders"),
        "gone": lambda: DayLine.objects.all().delete(),
        "late": lambda: DayLine.objects.create(book=other, number=1, kind="note", at=now),
        "gap": lambda: DayLine.objects.create(book=line.book, number=3, kind="note", at=now),
        "reopened": lambda: DayBook.objects.filter(pk=other.pk).update(closed_at=None),
    }[change]
    with pytest.raises(IntegrityError), transaction.atomic():
        does()
    assert DayLine.objects.get().words == "Erster"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap_and_no_double(cast: Cast) -> None:
    for _ in range(5):
        make_request(cast.tenant, cast.shop)
    barrier, now = threading.Barrier(6), clock.now()

    def run(number: int) -> None:
        connection.ensure_connection()
        barrier.wait(20)
        try:
            if number % 2:
                add_note(cast.district, words=str(number), by=cast.helper, now=now)
            else:
                write_missing(cast.district, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, range(6)))
    assert numbers() == list(range(1, 9))


def test_the_page_shows_the_lines_and_a_helper_adds_one(desk: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    keep_day_books()
    response = desk.post(url(cast, "eintrag/"), {"words": "Schlüssel liegt im Treff"}, follow=True)
    page = response.content.decode()
    assert cast.tenant.user.addressed_name in page
    assert "Schlüssel liegt im Treff" in page
    assert "Nummer 2" in page


def test_the_printed_log_says_number_time_who_and_whether_it_is_closed(desk: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop, words="Insulin #geheim")
    keep_day_books()
    desk.post(url(cast, "abschluss/"))
    response = desk.get(url(cast, "blatt/"))
    words = words_of(response.content)
    assert is_pdf_ua(response.content)
    assert response.headers["Cache-Control"] == "no-store"
    for part in ("1 10:00", cast.tenant.user.addressed_name, "Abgeschlossen am", cast.helper.full_name, "im Internet"):
        assert part in words
    assert "Insulin" not in words


def test_a_line_whose_request_is_erased_keeps_its_number(desk: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    keep_day_books()
    DayLine.objects.filter(kind=LineKind.NOTE).count()
    HelpRequest.objects.update(reference="ANDERE")
    assert "gelöscht" in words_of(desk.get(url(cast, "blatt/")).content)


def test_an_empty_line_names_the_field(desk: Client, cast: Cast) -> None:
    response = desk.post(url(cast, "eintrag/"), {"words": ""})
    assert response.status_code == 422
    assert "Bitte schreiben Sie etwas auf" in response.content.decode()


def test_tomorrow_cannot_be_closed_from_the_page(desk: Client, cast: Cast) -> None:
    close_book(cast.district, today(), by=cast.helper, now=clock.now())
    add_note(cast.district, words="Nachtrag", by=cast.helper, now=clock.now())
    assert desk.post(url(cast, "abschluss/", today() + DAY)).status_code == 409


@pytest.mark.parametrize("way", ["", "blatt/", "eintrag/", "abschluss/"])
def test_the_log_of_another_district_is_not_there(client: Client, cast: Cast, way: str) -> None:
    add_note(cast.district, words="geheim", by=cast.helper, now=clock.now())
    client.force_login(make_helper(make_district()))
    send = client.post if way in ("eintrag/", "abschluss/") else client.get
    assert send(url(cast, way), {"words": "x"}).status_code == 404
    client.force_login(cast.tenant.user)
    assert send(url(cast, way), {"words": "x"}).status_code == 403


@pytest.mark.parametrize("day", ["gestern", "2026-02-31", "9999-12-31"])
def test_a_day_that_does_not_exist_is_not_there(desk: Client, cast: Cast, day: str) -> None:
    assert desk.get(f"/leitstand/protokoll/{cast.district.slug}/{day}/").status_code == 404
