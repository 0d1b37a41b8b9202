"""Notices for the door and the stairwell: one page, tagged, with a number to tear off and nobody's name."""

import datetime as dt
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils import translation

from piano.kit import clock
from piano.kit.printing import set_notice
from quarters.models import District, MeetingPoint
from quarters.points.notices import event_notice, wanted_notice, week_notice
from quarters.points.reading import show, told
from tests.conftest import Cast
from tests.pdf import count_pages

pytestmark = pytest.mark.django_db


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    assert len(document) == 1
    assert b"pdfuaid" in pdf, "no PDF/UA"
    return " ".join(document[0].get_textpage().get_text_bounded().replace("\xa0", " ").split())


def shown(point: MeetingPoint) -> Any:
    now = clock.now()
    return show(told(MeetingPoint.objects.filter(pk=point.pk), clock.local(now).date()).get(), now)


def test_the_week_hangs_on_the_door(point: MeetingPoint) -> None:
    point.office_days.create(
        day=clock.today() + dt.timedelta(days=1), opens=dt.time(9), closes=dt.time(10), note="Fest"
    )
    said = words_of(set_notice(week_notice(shown(point))))
    for words in (
        "Treff am Rothenberg",
        "Montag",
        "9 bis 17 Uhr",
        "(Fest)",
        "Rothenbergstraße 1",
        "Bus 27",
        "Türkisch",
    ):
        assert words in said, words
    assert said.count("0561 123") > 8, "strips to tear off"


def test_one_that_drives_hangs_out_its_route(van: MeetingPoint) -> None:
    said = words_of(set_notice(week_notice(shown(van))))
    assert "14 bis 16 Uhr, Am Markt" in said


def test_it_is_printed_in_the_language_that_is_asked_for(client: Client, cast: Cast, point: MeetingPoint) -> None:
    client.force_login(cast.helper)
    answer = client.get("/leitstand/treffpunkte/rothenberg/aushang/?sprache=tr")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Pazartesi" in words_of(answer.content)
    assert "Montag" in words_of(client.get("/leitstand/treffpunkte/rothenberg/aushang/?sprache=xx").content)


def test_an_arabic_one_is_tagged_too(point: MeetingPoint) -> None:
    with translation.override("ar"):
        assert b"pdfuaid" in set_notice(week_notice(shown(point)))


def test_an_event_is_told_in_plain_values() -> None:
    notice = event_notice(
        title="Gemeinsam kochen",
        when="Dienstag, 1. Dezember, 12:00 Uhr",
        where="Treff Nord",
        rows=[("Kosten", "3 Euro")],
        link="https://piano.example/termine/ABC/",
        phone="+49561999",
    )
    said = words_of(set_notice(notice))
    for words in ("Gemeinsam kochen", "12:00 Uhr", "Treff Nord", "3 Euro", "0561 999"):
        assert words in said, words


def test_words_are_never_markup() -> None:
    said = words_of(set_notice(event_notice(title="#panic() $x$ *fett*", when="@jetzt", where="[hier]", link="")))
    assert "#panic() $x$ *fett*" in said


def test_too_much_to_say_stays_on_one_page() -> None:
    rows = [(f"Montag {number}", "9 bis 12 Uhr und 14 bis 17 Uhr") for number in range(14)]
    pdf = set_notice(event_notice(title="x" * 80, when="heute", where="hier", rows=rows, link="https://a.example"))
    assert count_pages(pdf) == 1
    assert all(day in words_of(pdf) for day, _hours in rows)


def test_what_has_no_room_is_left_out_and_the_sheet_says_how_much() -> None:
    rows = [(f"Tag {number}", "9 bis 12 Uhr") for number in range(60)]
    said = words_of(
        set_notice(event_notice(title="Woche", when="heute", where="hier", rows=rows, link="https://a.example"))
    )
    left_out = [day for day, _hours in rows if f"{day} 9" not in said]
    assert 0 < len(left_out) < 50
    assert f"Und noch {len(left_out)} mehr" in said
    assert "0561" in said


def test_a_week_with_everything_to_say_is_one_page(point: MeetingPoint) -> None:
    MeetingPoint.objects.update(
        about="Kaffee und Kuchen. " * 20, hours="Mittagstisch, bitte am Tag davor anmelden. " * 4
    )
    for ahead in range(4):
        point.office_days.create(
            day=clock.today() + dt.timedelta(days=ahead), note="Handwerker im ganzen Haus, bis abends"
        )
    for language in ("de", "ru", "ar"):
        with translation.override(language):
            assert count_pages(set_notice(week_notice(shown(point)))) == 1, language


def test_helping_hands_are_looked_for_by_quarter_and_kind(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    District.objects.update(phone="+49561880088")
    assert "Aushang öffnen" in client.get("/leitstand/aushang/").content.decode()
    answer = client.get("/leitstand/aushang/?stadtteil=rothenditmold&art=shop")
    said = words_of(answer.content)
    for words in ("Rothenditmold", "Einkaufen", "0561 880088"):
        assert words in said, words
    assert "Wagner" not in said
    assert client.get("/leitstand/aushang/?stadtteil=nirgends").headers["Content-Type"].startswith("text/html")


def test_of_whoever_needs_help_the_sheet_knows_nothing() -> None:
    assert set(wanted_notice.__kwdefaults__ or {}) == {"kind", "phone"}
