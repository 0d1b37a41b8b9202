"""Whoever means no good: guessing, filling a date alone, words that want to be more than words."""

import datetime as dt
import secrets
from urllib.parse import urlencode

import pytest
from django.test import Client
from icalendar import Calendar

from piano.kit import clock
from piano.kit.links import sign
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import Event, MeetingPoint, Registration, RegistrationState, Seat, User
from quarters.programme.changing import call_off
from quarters.programme.links import token_for
from quarters.programme.views.register import MOST_OF_ONE
from tests.factories import make_helper
from tests.quarters.programme.conftest import make_event, sign_up

MARKUP = "<script>alert(1)</script>"
BREAKS = "Essen\r\nBEGIN:VALARM\nBcc: wer@example.org"


def register(event: Event, number: int = 0, *, address: str = "", **data: str) -> int:
    """From an address of this date's own, unless another one is named: limits outlive a test."""
    said = {"name": f"Erna Wagner {number}", "phone": f"0561 1234{number:02d}", "email": ""}
    body = urlencode({**said, **data})
    client = Client(REMOTE_ADDR=address or f"2001:db8:{event.pk % 9999}:{secrets.randbelow(9999)}::1")
    answer = client.post(f"/termine/{event.reference}/anmelden/", body, "application/x-www-form-urlencoded")
    return answer.status_code


def test_one_address_does_not_fill_a_date_alone(point: MeetingPoint) -> None:
    event, address = make_event(point, capacity=50), f"2001:db9:1:{secrets.randbelow(9999)}::1"
    tries = [register(event, number, address=address) for number in range(MOST_OF_ONE + 2)]
    assert tries == [302] * MOST_OF_ONE + [422] * 2
    assert Registration.objects.filter(event=event).count() == MOST_OF_ONE
    assert register(make_event(point), 99, address=address) == 302
    assert register(event, 98) == 302


def test_a_machine_fills_the_hidden_field_and_registers_nobody(event: Event) -> None:
    assert register(event, website="x") == 302
    assert register(event, name="Wagner: https://evil.example") == 302
    assert not Registration.objects.exists()
    assert not User.objects.filter(family_name__startswith="Wagner").exists()


def test_nobody_guesses_her_way_into_a_registration(event: Event) -> None:
    row = sign_up(event)
    real = token_for(row)
    forged = [
        real[:-1] + ("A" if real[-1] != "A" else "B"),
        real.partition(":")[0],
        sign("quarters.idea.own", r=row.reference, p=row.person_id),
        "x" * 2000,
        "%00",
    ]
    for token in forged:
        for end in ("", "absage/", "zusage/", "doch/"):
            address = f"/termine/anmeldung/{row.reference}/{token}/{end}"
            answer = Client().post(address) if end else Client().get(address)
            assert answer.status_code in (400, 404), address
    row.refresh_from_db()
    assert row.state == RegistrationState.REGISTERED


def test_words_stay_words_on_every_page(point: MeetingPoint) -> None:
    event = make_event(point, title=MARKUP, about=MARKUP, place=MARKUP, has_meal=True, max_companions=1)
    register(event, name=MARKUP, companion_1=MARKUP, allergies=MARKUP)
    helper = Client()
    helper.force_login(make_helper(point.district))
    call_off(event, note=MARKUP, now=clock.now())
    planned = f"/termine/planen/{event.reference}/"
    public = ("/termine/", f"/termine/monat/{event.starts_at:%Y-%m}/", event.get_absolute_url(), "/termine/planen/")
    for address in (*public, planned, f"{planned}aendern/", f"{planned}wer-ist-da/", f"{planned}kueche/"):
        page = helper.get(address).content.decode()
        assert MARKUP not in page, address
        assert "&lt;script&gt;" in page, address
    for paper in (f"{planned}wer-ist-da/?blatt=1", f"{planned}kueche/?blatt=1", f"{event.get_absolute_url()}aushang/"):
        assert helper.get(paper).content.startswith(b"%PDF"), paper


def test_a_title_is_one_line_and_begins_no_line_of_its_own(point: MeetingPoint) -> None:
    helper, day = Client(), clock.today() + dt.timedelta(days=7)
    helper.force_login(make_helper(point.district))
    said = {"meeting_point": point.pk, "kind": "group", "title": BREAKS, "day": day.isoformat(), "place": BREAKS}
    said |= {"starts": "10:00", "ends": "11:00", "slot_minutes": "0", "needs_registration": "on"}
    assert helper.post("/termine/planen/neu/", {**said, "gesehen": "1"}).status_code == 302
    event = Event.objects.get()
    assert event.title == "Essen BEGIN:VALARM Bcc: wer@example.org"
    row = sign_up(event)
    words = words_for(Message.objects.get(subject=f"registration:{row.pk}", reason="event_registered"))
    assert event.title in words.subject


def test_a_calendar_holds_one_event_whatever_its_words(point: MeetingPoint) -> None:
    make_event(point, title=BREAKS, place=BREAKS)
    (entry,) = Calendar.from_ical(Client().get("/termine.ics").content).walk("VEVENT")
    assert not entry.subcomponents
    assert not {"BCC", "ATTENDEE", "ORGANIZER"} & set(entry)


@pytest.mark.parametrize(
    ("field", "status"),
    [("companion_9", 302), ("companion_" + "9" * 5000, 302), ("companion_٣", 302), ("companion_1", 422)],
)
def test_a_field_that_nobody_offered_breaks_nothing(point: MeetingPoint, field: str, status: int) -> None:
    event = make_event(point, max_companions=1)
    assert register(event, **{field: "A\x00nna"}) == status
    assert all("\x00" not in name for name in Seat.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    "query",
    [
        "nach=%00",
        "nach=0001-01-01T00:00:00%2B14:00~1",
        "nach=9999-12-31T23:59:59-14:00~1",
        "nach=2026-12-01T00:00~" + "9" * 17,
        "nach=2026-12-01T00:00:00~-1",
        "stadtteil=%00",
        "treffpunkt=%00x",
        "art=" + "x" * 9000,
        "sprache[]=de",
    ],
)
def test_an_address_that_nobody_wrote_is_a_page(event: Event, query: str) -> None:
    for address in ("/termine/", "/termine.ics", "/termine/monat/"):
        assert Client().get(f"{address}?{query}").status_code == 200, address
