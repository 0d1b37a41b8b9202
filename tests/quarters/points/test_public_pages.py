"""`/treffpunkte/`: where it is, whether it is open, who runs it, and where an old one went."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from helpers.models import Away, Helper
from piano.kit import clock
from quarters.models import MeetingPoint, Quarter
from tests.conftest import Cast
from tests.factories import make_district, make_organisation

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/treffpunkte/rothenberg/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_says_where_when_and_how_one_gets_in(client: Client, point: MeetingPoint) -> None:
    said = page(client)
    for words in (
        "Heute geöffnet bis 17 Uhr.",
        "Rothenbergstraße 1, 34127 Kassel",
        "Rothenberg, Bus 27",
        "ohne Stufe",
        "ja, auch mit Rollstuhl",
        "piano e.V.",
        "seit 1. Januar 2020",
        "Hier spricht man: Deutsch, Türkisch",
        "tel:+49561123",
    ):
        assert words in said, words
    assert '<svg class="map"' in said


def test_a_point_that_nobody_knows_is_not_there(client: Client, point: MeetingPoint) -> None:
    assert client.get("/treffpunkte/nirgends/").status_code == 404


def test_a_reason_for_a_closed_day_is_said_ahead_and_today(client: Client, point: MeetingPoint) -> None:
    point.office_days.create(day=clock.today(), note="Betriebsausflug")
    point.office_days.create(day=clock.today() + dt.timedelta(days=7), opens=dt.time(11), closes=dt.time(12))
    said = page(client)
    assert "Heute zu: Betriebsausflug." in said
    assert "11 bis 12 Uhr" in said


def test_the_list_says_it_too(client: Client, point: MeetingPoint, van: MeetingPoint) -> None:
    said = page(client, "/treffpunkte/")
    assert "Heute geöffnet bis 17 Uhr." in said
    assert "Am Markt" in said


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    client: Client, cast: Cast, point: MeetingPoint, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        other = MeetingPoint.objects.create(name=f"Treff {number}", slug=f"t{number}", district=cast.district)
        other.tenures.create(street="Weg 1")
        other.office_hours.create(weekday=0, opens=dt.time(9), closes=dt.time(17))
    with django_assert_max_num_queries(9):
        page(client, "/treffpunkte/")


@pytest.mark.parametrize("query", ["Rothenberg", "rotenberg", "Mattenberg", "Rothenbergstrasse", "Rothenditmold"])
def test_it_is_found_by_name_street_and_everyday_name(client: Client, point: MeetingPoint, query: str) -> None:
    Quarter.objects.create(district=point.district, name="Mattenberg", slug="mattenberg")
    MeetingPoint.objects.create(name="Ganz woanders", slug="w", district=make_district())
    said = page(client, f"/treffpunkte/?suche={query}")
    assert "1 Treffpunkt gefunden" in said
    assert "Treff am Rothenberg" in said


def test_nothing_found_says_what_to_do(client: Client, point: MeetingPoint) -> None:
    assert "haben wir nichts gefunden" in page(client, "/treffpunkte/?suche=Xyzzy")


def test_history_stays_right(client: Client, point: MeetingPoint) -> None:
    """Who runs it on a day is that day's row: yesterday's below, today's above, tomorrow's announced."""
    today = clock.today()
    point.tenures.update(valid_until=today)
    point.tenures.create(operator=make_organisation(name="DRK"), street="Neuer Weg 2", valid_from=today)
    said = page(client)
    above, below = said.split("Früher")
    assert "Neuer Weg 2" in above
    assert "DRK" in above
    assert "piano e.V." not in above
    assert "Rothenbergstraße 1, piano e.V." in below


def test_a_move_is_told_before(client: Client, point: MeetingPoint) -> None:
    moves = clock.today() + dt.timedelta(days=1)
    point.tenures.update(valid_until=moves)
    point.tenures.create(street="Neuer Weg 2", valid_from=moves)
    said = page(client)
    assert "Rothenbergstraße 1, 34127" in said
    assert f"Ab {clock.say_date(moves, with_year=True)}" in said


def test_two_operators_at_one_time_are_impossible(point: MeetingPoint) -> None:
    with pytest.raises(IntegrityError, match="never_overlap"), transaction.atomic():
        point.tenures.create(street="Woanders 2", valid_from=dt.date(2024, 1, 1), valid_until=dt.date(2024, 2, 1))
    point.tenures.create(street="Davor 2", valid_until=dt.date(2020, 1, 1))
    assert point.tenures.count() == 2


def test_an_old_one_says_where_it_went(client: Client, point: MeetingPoint, van: MeetingPoint) -> None:
    MeetingPoint.objects.filter(pk=point.pk).update(valid_until=clock.today(), moved_to=van)
    said = page(client)
    assert "gibt es seit dem" in said
    assert "Jetzt: Kaffeemobil" in said
    assert "/treffpunkte/kaffeemobil/" in said
    assert "Heute geöffnet" not in said
    assert "Treff am Rothenberg" not in page(client, "/treffpunkte/")


def test_one_that_is_not_there_yet_says_from_when(client: Client, point: MeetingPoint) -> None:
    MeetingPoint.objects.filter(pk=point.pk).update(valid_from=clock.today() + dt.timedelta(days=3))
    assert "Öffnet am" in page(client)


def test_one_that_drives_shows_todays_stop_first(client: Client, van: MeetingPoint) -> None:
    said = page(client, "/treffpunkte/kaffeemobil/")
    assert "Heute 14 bis 16 Uhr: Am Markt" in said
    assert said.index("Am Markt") < said.index("Vor der Schule")


def test_on_a_day_off_it_says_why_it_does_not_come(client: Client, van: MeetingPoint) -> None:
    van.office_days.create(day=clock.today(), note="Werkstatt")
    said = page(client, "/treffpunkte/kaffeemobil/")
    assert "Heute nicht: Am Markt (<bdi>Werkstatt</bdi>)" in said


def test_a_helper_is_named_only_when_she_wishes_it(client: Client, cast: Cast, point: MeetingPoint) -> None:
    own, name = Client(), f"/leitstand/treffpunkte/{point.slug}/name/"
    own.force_login(cast.helper)
    assert "Hier treffen Sie" not in page(client)
    own.post(name, {"name": "ja"})
    assert f"Hier treffen Sie: <strong>{cast.helper.given_name}</strong>" in page(client)
    away = Away.objects.create(
        person=cast.helper, first_day=clock.today(), last_day=clock.today(), noted_at=clock.now()
    )
    assert "Hier treffen Sie" not in page(client)
    away.delete()
    Helper.objects.update(until=clock.today())
    assert "Hier treffen Sie" not in page(client)
    Helper.objects.update(until=None)
    own.post(name, {"name": "nein"})
    assert "Hier treffen Sie" not in page(client)


def test_letters_come_back_to_todays_address(point: MeetingPoint) -> None:
    today = clock.today()
    point.tenures.update(valid_until=today)
    assert not MeetingPoint.objects.at_an_address(today).exists()
    point.tenures.create(street="Neuer Weg 2", postcode="34125", valid_from=today)
    found = MeetingPoint.objects.at_an_address(today).get()
    assert (found.street, found.postcode) == ("Neuer Weg 2", "34125")
    assert MeetingPoint.objects.at_an_address(today - dt.timedelta(days=1)).get().street == "Rothenbergstraße 1"
