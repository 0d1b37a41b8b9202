"""The planners' side: who may, what cannot be is answered in plain words, names stay where they belong."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from piano.kit import clock
from quarters.models import Event, EventKind, MeetingPoint, OrganisationKind, Registration, Role, RoleKind
from quarters.programme.changing import call_off
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_organisation, make_user
from tests.quarters.programme.conftest import make_event, make_point, sign_up

PLAN = {"kind": "group", "title": "Stricken", "starts": "10:00", "ends": "11:00", "repeats": "", "slot_minutes": "0"}


def plan(client: Client, point: MeetingPoint, **data: Any) -> Any:
    day = f"{clock.today().replace(year=clock.today().year + 1):%Y}-03-02"
    return client.post("/termine/planen/neu/", {**PLAN, "meeting_point": point.pk, "day": day, **data})


def test_a_helper_plans_a_date_and_everybody_reads_it(helper: Client, point: MeetingPoint) -> None:
    answer = plan(helper, point, price="3,50", card_price="2", languages=["de", "tr"])
    event = Event.objects.get()
    assert answer.url == f"/termine/planen/{event.reference}/"
    assert (event.price_cents, event.card_price_cents, event.languages) == (350, 200, ["de", "tr"])
    page = Client().get(event.get_absolute_url()).content.decode()
    assert "Kostet 3,50 €, mit der Kassel-Karte 2 €." in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"ends": "09:00"}, "Das Ende liegt vor dem Anfang"),
        ({"day": "2020-01-01"}, "Dieser Tag ist schon vorbei"),
        ({"repeats": "1"}, "Bis wann soll sich der Termin wiederholen?"),
        ({"needs_registration": "on", "capacity": "0"}, "Mindestens ein Platz"),
        ({"day": "2027-02-31"}, "Diesen Tag gibt es nicht"),
        ({"needs_registration": "on", "capacity": "zehn"}, "Bitte schreiben Sie eine Zahl"),
        ({"needs_registration": "on", "capacity": "5001"}, "Mehr als 5000 Plätze"),
        ({"max_companions": "7"}, "eine Zahl von 0 bis 6"),
        ({"closes_hours": "-1"}, "eine Zahl von 0 bis 720"),
        ({"price": "drei"}, "den Preis in Euro, zum Beispiel 3,50"),
        ({"price": "-3"}, "den Preis in Euro, zum Beispiel 3,50"),
        ({"price": "501"}, "Mehr als 500 Euro"),
        ({"price": "2", "card_price": "3"}, "Mit der Kassel-Karte kostet es höchstens so viel"),
        ({"kind": "counselling", "slot_minutes": "30"}, "Wer berät?"),
        ({"card_price": "3"}, "Mit der Kassel-Karte kostet es höchstens so viel"),
    ],
)
def test_what_cannot_be_is_answered_at_its_field(
    helper: Client, point: MeetingPoint, data: dict[str, str], words: str
) -> None:
    answer = plan(helper, point, **data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Stricken" in answer.content.decode()
    assert not Event.objects.exists()


def test_on_a_silent_day_a_planner_is_asked_once_and_may_leave_it_out(helper: Client, point: MeetingPoint) -> None:
    series = {"day": "2027-03-19", "repeats": "1", "last_day": "2027-04-02"}
    answer = plan(helper, point, **series)
    assert answer.status_code == 422
    assert "stiller Feiertag" in answer.content.decode()
    plan(helper, point, **series, gesehen="1", aus="2027-03-26")
    assert [f"{one.series_day}" for one in Event.objects.order_by("series_day")] == ["2027-03-19", "2027-04-02"]


def test_another_districts_dates_are_not_there(helper: Client) -> None:
    event = make_event(make_point())
    sign_up(event)
    for way in ("", "aendern/", "anmelden/", "wer-ist-da/", "kueche/"):
        assert helper.get(f"/termine/planen/{event.reference}/{way}").status_code == 404


def test_the_landlords_people_read_counts_and_no_names(event: Event) -> None:
    user = make_user()
    landlord = make_organisation(OrganisationKind.LANDLORD)
    Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from="2025-01-01")
    client = Client()
    client.force_login(user)
    sign_up(event, make_user(family_name="Geheim"))
    assert client.get("/termine/zahlen/").status_code == 200
    assert "Geheim" not in client.get("/termine/zahlen/").content.decode()
    assert client.get(f"/termine/planen/{event.reference}/").status_code == 404
    assert event.reference not in client.get("/termine/planen/").content.decode()


def test_who_calls_is_registered_by_a_helper(helper: Client, event: Event) -> None:
    data = {"name": "Erna Wagner", "phone": "0561 123456"}
    assert helper.post(f"/termine/planen/{event.reference}/anmelden/", data).status_code == 302
    row = Registration.objects.get()
    assert (row.way, row.person.full_name) == ("phone", "Erna Wagner")
    again = helper.post(f"/termine/planen/{event.reference}/anmelden/", data)
    assert again.status_code == 409
    assert "schon angemeldet" in again.content.decode()


def test_a_date_is_called_off_and_taken_back_with_one_button_each(helper: Client, event: Event) -> None:
    address = f"/termine/planen/{event.reference}/"
    sign_up(event)
    sign_up(event)
    helper.post(f"{address}absage/", {"note": "Die Köchin ist krank."})
    page = helper.get(address).content.decode()
    assert "Noch weiß es niemand. Ab 10:10 Uhr bekommen 2 Menschen Nachricht." in page
    assert "Die Köchin ist krank." in Client().get(event.get_absolute_url()).content.decode()
    helper.post(f"{address}doch/")
    event.refresh_from_db()
    assert not event.is_cancelled


def test_the_programme_is_narrowed_by_its_address(point: MeetingPoint) -> None:
    make_event(point, title="Suppe", is_step_free=True, languages=("tr",))
    make_event(make_point(district=make_district()), title="Yoga", kind=EventKind.HEALTH, price_cents=200)
    for query, found, missing in (
        ("art=health", "Yoga", "Suppe"),
        (f"stadtteil={point.district.slug}", "Suppe", "Yoga"),
        (f"treffpunkt={point.slug}", "Suppe", "Yoga"),
        ("sprache=tr", "Suppe", "Yoga"),
        ("stufenlos=1", "Suppe", "Yoga"),
        ("kostenlos=1", "Suppe", "Yoga"),
    ):
        page = Client().get(f"/termine/?{query}").content.decode()
        assert (found in page, missing in page) == (True, False), query
    page = Client().get("/termine/?art=nichts&nach=kaputt&sprache=xx").content.decode()
    assert "Suppe" in page
    assert "Yoga" in page


def test_many_dates_come_page_by_page_with_few_queries(point: MeetingPoint) -> None:
    event = make_event(point)
    rows = [
        Event(**{**_columns(event), "reference": f"R{number:09d}", "title": f"Nr. {number:02d}."})
        for number in range(70)
    ]
    Event.objects.bulk_create(rows)
    Client().get("/termine/")
    with CaptureQueriesContext(connection) as queries:
        page = Client().get("/termine/").content.decode()
    assert len(queries) <= 10
    seen, pages = page.count('class="event"'), 1
    while found := re.search(r'href="\?nach=([^"]+)"', page):
        page = Client().get(f"/termine/?nach={found[1]}").content.decode()
        seen, pages = seen + page.count('class="event"'), pages + 1
    assert pages == 3
    assert seen == 71


def _columns(event: Event) -> dict[str, Any]:
    return {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields if field.name != "id"}


def test_a_foreign_reader_finds_the_dates_with_a_stable_id_and_a_sequence(event: Event) -> None:
    def entry() -> Any:
        calendar = Calendar.from_ical(Client().get("/termine.ics").content)
        (found,) = calendar.walk("VEVENT")
        return found

    before = entry()
    call_off(event, now=clock.now())
    after = entry()
    assert before["uid"] == after["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert (str(before["status"]), str(after["status"])) == ("CONFIRMED", "CANCELLED")
    assert before.decoded("dtstart") == event.starts_at
    assert "Musterstraße 1" in str(before["location"])
    point = Client().get(f"/treffpunkte/{event.meeting_point.slug}/termine.ics")
    assert len(Calendar.from_ical(point.content).walk("VEVENT")) == 1


def test_a_month_is_a_page_and_a_paper(event: Event) -> None:
    month = f"{clock.local(event.starts_at):%Y-%m}"
    assert "Mittagstisch" in Client().get(f"/termine/monat/{month}/").content.decode()
    assert Client().get(f"/termine/monat/{month}/blatt/").content.startswith(b"%PDF")
    assert Client().get(f"/termine/{event.reference}/aushang/").content.startswith(b"%PDF")
    for wrong in ("2026-13", "1900-01", "kaputt"):
        assert Client().get(f"/termine/monat/{wrong}/").status_code == 404


def test_all_later_dates_of_a_series_are_called_off_with_one_tick(helper: Client, point: MeetingPoint) -> None:
    plan(helper, point, repeats="1", last_day=f"{clock.today().year + 1}-03-23")
    first, second, *rest = Event.objects.order_by("starts_at")
    address = f"/termine/planen/{second.reference}/"
    assert "Auch alle späteren Termine dieser Reihe" in helper.get(address).content.decode()
    helper.post(f"{address}absage/", {"rest": "on"})
    assert "zusammen 3 Termine" in helper.get(address).content.decode()
    assert Event.objects.standing().get() == first
    assert len(rest) == 2
    assert "3 Termine finden statt" in helper.post(f"{address}doch/", follow=True).content.decode()
    assert Event.objects.standing().count() == 4


def test_a_resident_who_calls_is_herself_and_a_stranger_with_her_name_is_not(cast: Cast, now: dt.datetime) -> None:
    tenant = cast.tenant.user
    tenant.phone = "+49561123456"
    tenant.save(update_fields=["phone"])
    mine, elsewhere = make_event(make_point(district=cast.district)), make_event(make_point())
    said = {"name": tenant.full_name, "phone": "0561 123456"}
    for who, event in ((cast.helper, mine), (make_helper(elsewhere.meeting_point.district), elsewhere)):
        client = Client()
        client.force_login(who)
        assert client.post(f"/termine/planen/{event.reference}/anmelden/", said).status_code == 302
    Client().post(f"/termine/{mine.reference}/anmelden/", {**said, "email": ""})
    assert [row.event for row in Registration.objects.filter(person=tenant)] == [mine]
    assert Registration.objects.filter(event=mine).count() == 2
