"""The telephone intake: what the page knows, says and asks again."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.gateway.description import read_description
from piano.messaging.reasons import REASONS
from piano.messaging.routes import first_channel
from quarters.models import Building, Consent, Reach, Resident
from quarters.people.residents import record_consent
from requests.models import HelpRequest
from requests.states import RequestState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_category, make_district, make_request, make_resident, make_user

pytestmark = pytest.mark.django_db
URL = "/leitstand/anruf/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def a_call(**fields: str) -> dict[str, str]:
    form = {"family_name": "Brandt", "phone": "0561 8123401", "category": "shop", "agreed": "on", "words": "Brot"}
    return {**form, "form_token": str(uuid.uuid4()), **fields}


def of_tenant(cast: Cast, **fields: str) -> dict[str, str]:
    return a_call(person=cast.tenant.user.reference, family_name="", phone="", **fields)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_cursor_waits_in_the_search(desk: Client) -> None:
    assert 'id="suche-text"' in text_of(desk.get(URL)).split("autofocus")[0].rsplit("<input", 1)[1]


def test_searching_works_with_the_button_alone(desk: Client, cast: Cast) -> None:
    page = text_of(desk.get(URL, {"suche": "Wagner"}))
    assert f"?person={cast.tenant.user.reference}" in page


def test_the_found_come_as_a_fragment_while_typing(desk: Client, cast: Cast) -> None:
    found = text_of(desk.get(f"{URL}suche/", {"suche": "Wagner"}))
    assert "Erna Wagner" in found
    assert "<html" not in found


def test_nobody_found_begins_a_new_person_with_what_was_typed(desk: Client) -> None:
    page = text_of(desk.get(URL, {"suche": "Frau Ilse Brandt", "neu": "ja"}))
    assert 'value="Brandt"' in page
    assert '<option value="Frau" selected>' in page


def test_a_known_person_shows_what_is_open_and_what_is_usual(desk: Client, cast: Cast) -> None:
    record_consent(person=cast.tenant.user, purpose="help", language="de", now=clock.now())
    make_request(cast.tenant, cast.shop)
    page = text_of(desk.get(URL, {"person": cast.tenant.user.reference}))
    assert "Schon offen" in page
    assert "Meistens: Einkaufen" in page
    assert "Sie müssen nichts vorlesen" in page


def test_a_person_of_a_foreign_district_is_not_there(desk: Client) -> None:
    stranger = make_resident(make_district())
    assert desk.get(URL, {"person": stranger.user.reference}).status_code == 404
    assert desk.post(URL, a_call(person=stranger.user.reference)).status_code == 404


def test_a_known_person_is_asked_for_no_name(desk: Client, cast: Cast) -> None:
    desk.post(URL, of_tenant(cast))
    assert HelpRequest.objects.get().resident == cast.tenant
    assert Resident.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"family_name": ""}, "Bitte den Namen schreiben"),
        ({"phone": ""}, "Nummer für den Rückruf"),
        ({"phone": "keine"}, "keine Telefonnummer"),
        ({"category": ""}, "wobei geholfen werden soll"),
        ({"agreed": ""}, "einverstanden"),
        ({"when": "day"}, "Bitte den Tag schreiben"),
        ({"part": "exact"}, "Bitte die Uhrzeit schreiben"),
        ({"wish_time": "31.2."}, "gibt es nicht: 31.2."),
        ({"hints": "Rollator"}, "ob wir das weitersagen dürfen"),
        ({"outcome": "information", "family_name": "", "words": ""}, "worum es ging"),
    ],
)
def test_what_is_missing_is_named_and_nothing_typed_is_lost(
    desk: Client, fields: dict[str, str], sentence: str
) -> None:
    page = desk.post(URL, a_call(street="Gartenweg", **fields))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'value="Gartenweg"' in text_of(page)
    assert not HelpRequest.objects.exists()


def test_a_time_that_is_over_is_said_as_a_conflict(desk: Client) -> None:
    yesterday = clock.today() - dt.timedelta(days=1)
    page = desk.post(URL, a_call(when="day", day=yesterday.isoformat()))
    assert page.status_code == 409
    assert "Brot" in text_of(page)


def test_a_time_in_words_becomes_the_window(desk: Client) -> None:
    day = clock.today() + dt.timedelta(days=3)
    desk.post(URL, a_call(wish_time=f"{day:%d.%m.} 10-12 Uhr"))
    window = HelpRequest.objects.get().visits.get().wish_window
    assert (window.lower, window.upper) == (clock.at(day, dt.time(10)), clock.at(day, dt.time(12)))


def test_a_chosen_time_beats_the_words(desk: Client) -> None:
    desk.post(URL, a_call(wish_time="heute", when="tomorrow"))
    tomorrow = clock.today() + dt.timedelta(days=1)
    assert clock.local(HelpRequest.objects.get().visits.get().wish_window.lower).date() == tomorrow


def test_what_is_said_to_repeat_becomes_a_series(desk: Client) -> None:
    """Read back while it is typed, and kept as it was understood."""
    words = {"wish_time": "jeden Dienstag 10 Uhr"}
    read = desk.post("/leitstand/anruf/pruefung/", a_call(**words))
    assert "jeden Dienstag, 10:00 Uhr, zum ersten Mal am Dienstag" in text_of(read)
    desk.post(URL, a_call(**words))
    help_request = HelpRequest.objects.get()
    series = help_request.series.get()
    assert (series.rule, series.starts) == ("FREQ=WEEKLY;BYDAY=TU", dt.time(10))
    assert help_request.wish_time.startswith("jeden Dienstag, 10:00 Uhr, zum ersten Mal")


def test_words_that_name_no_day_are_kept(desk: Client) -> None:
    desk.post(URL, a_call(wish_time="vor dem Frost"))
    assert HelpRequest.objects.get().wish_time == "vor dem Frost"


def test_somebody_is_picked_up_before_an_appointment(desk: Client) -> None:
    make_category("doc", name="Zum Arzt", minutes_from=120, minutes_to=180)
    day = clock.today() + dt.timedelta(days=2)
    desk.post(URL, a_call(category="doc", when="day", day=day.isoformat(), part="exact", time="10:30"))
    window = HelpRequest.objects.get().visits.get().wish_window
    assert window.lower == clock.at(day, dt.time(9, 45))


def test_a_deadline_ends_the_window(desk: Client) -> None:
    day = clock.today() + dt.timedelta(days=2)
    desk.post(URL, a_call(wish_time=f"Frist {day:%d.%m.}"))
    taken = HelpRequest.objects.get()
    assert taken.deadline_on == day
    assert clock.local(taken.visits.get().wish_window.upper).date() == day


def test_today_is_urgent_and_a_humans_mark_counts(desk: Client) -> None:
    desk.post(URL, a_call(when="today"))
    desk.post(URL, a_call(urgency="soon"))
    assert list(HelpRequest.objects.order_by("pk").values_list("urgency", flat=True)) == ["urgent", "soon"]


def test_hints_are_kept_with_their_own_agreement(desk: Client) -> None:
    desk.post(URL, a_call(hints="Rollator", may_tell_hints="on"))
    assert HelpRequest.objects.get().hints == "Rollator"
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"help", "health"}


def test_the_house_the_floor_and_the_lift_are_kept(desk: Client, cast: Cast) -> None:
    desk.post(URL, a_call(street="Gartenstr.", house_number="4", postcode="34125", floor="2. Stock", lift="no"))
    building = Building.objects.get(street="Gartenstraße")
    assert (building.has_lift, building.postcode, building.district) == (False, "34125", cast.district)
    assert Resident.objects.get(building=building).floor == "2. Stock"


def test_a_language_that_is_needed_is_noted(desk: Client) -> None:
    desk.post(URL, a_call(language="so", needs_language="on"))
    taken = HelpRequest.objects.get()
    assert taken.needs_language == "so"
    assert not taken.resident.speaks_german
    drive_visits()


def test_a_time_is_said_back_while_typing(desk: Client) -> None:
    page = text_of(desk.post(f"{URL}pruefung/", {"wish_time": "morgen vormittags"}))
    assert "Verstanden:" in page
    assert "vormittags" in page
    assert "gibt es nicht" in text_of(desk.post(f"{URL}pruefung/", {"wish_time": "31.2."}))


def test_a_referral_says_the_number_and_leads_to_the_next_call(desk: Client) -> None:
    answer = desk.post(URL, a_call(outcome="landlord", words="Heizung kalt"), follow=True)
    assert "tel:+49561000001" in text_of(answer)
    assert "Nächster Anruf" in text_of(answer)


def test_the_receipt_names_it_and_leads_to_the_next_call(desk: Client) -> None:
    page = text_of(desk.post(URL, a_call(), follow=True))
    assert HelpRequest.objects.get().reference in page
    assert "Nächster Anruf" in page


def test_a_call_is_taken_back_from_its_receipt(desk: Client) -> None:
    desk.post(URL, a_call())
    taken = HelpRequest.objects.get()
    page = text_of(desk.post(f"{URL}{taken.reference}/ruecknahme/", follow=True))
    taken.refresh_from_db()
    assert taken.state == RequestState.WITHDRAWN
    assert "Zurückgenommen" in page
    assert desk.post(f"{URL}{taken.reference}/ruecknahme/").status_code == 302


def test_taking_back_needs_the_own_district(client: Client, cast: Cast) -> None:
    taken = make_request(make_resident(make_district(), make_user()), cast.shop)
    client.force_login(cast.helper)
    assert client.post(f"{URL}{taken.reference}/ruecknahme/").status_code == 404


@pytest.mark.parametrize("path", ["", "suche/", "pruefung/"])
def test_nobody_else_answers_the_telephone(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.tenant.user)
    answer = client.post(f"{URL}{path}") if path == "pruefung/" else client.get(f"{URL}{path}")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("typed", "end", "kept"),
    [
        ("in 14 Tagen am {day}, 13-16 Uhr", "13:00 bis 16:00 Uhr", False),
        ("{day} bis ca. {later}", "", True),
    ],
)
def test_the_time_is_kept_as_it_was_meant(desk: Client, typed: str, end: str, kept: bool) -> None:
    day = clock.today() + dt.timedelta(days=14)
    words = typed.format(day=f"{day:%d.%m.}", later=f"{day + dt.timedelta(days=9):%d.%m.}")
    desk.post(URL, a_call(wish_time=words))
    taken = HelpRequest.objects.get().wish_time
    assert taken.startswith(words) == kept
    assert clock.say_day(day) in taken
    assert end in taken


@pytest.mark.parametrize(
    "query", ["person=%00", "nacht=%00", "suche=%00", "neu&suche=%00", "person=" + "9" * 400, "nacht=x"]
)
def test_an_address_that_somebody_bent_breaks_nothing(client: Client, cast: Cast, query: str) -> None:
    client.force_login(cast.helper)
    assert client.get(f"/leitstand/anruf/?{query}").status_code in (200, 404)
    bent = {"person": "\x00", "category": "\x00", "district": "\x00", "wish_time": "\x00"}
    assert client.post("/leitstand/anruf/pruefung/", bent).status_code in (200, 404)
    assert client.post("/leitstand/anruf/", bent).status_code in (404, 422)
    assert client.post("/leitstand/anruf/pruefung/", bent | {"person": ""}).status_code == 200


MOBILE_LINE = '{"url": "http://127.0.0.1:9/", "body": {"to": "{to}", "text": "{text}"}}'


def test_how_she_hears_of_it_is_said_in_the_call(desk: Client, settings: Any) -> None:
    settings.GATEWAYS = {"sms": read_description(MOBILE_LINE)}
    desk.post(URL, a_call(phone="0170 5550104", tells_by="sms"))
    assert Resident.objects.get(user__family_name="Brandt").user.reach == Reach.SMS


def test_letters_need_a_house(desk: Client) -> None:
    assert "Für Briefe brauchen wir" in text_of(desk.post(URL, a_call(tells_by="letter")))
    desk.post(URL, a_call(tells_by="letter", street="Rothenbergstraße", house_number="3"))
    assert Resident.objects.get(user__family_name="Brandt").user.reach == Reach.LETTER


def test_a_landline_gets_no_short_message_and_without_a_provider_nobody_does(desk: Client, settings: Any) -> None:
    settings.GATEWAYS = {"sms": read_description(MOBILE_LINE)}
    assert "Nur ein Handy bekommt SMS" in text_of(desk.post(URL, a_call(tells_by="sms")))
    settings.GATEWAYS = {}
    assert '<option value="sms"' not in text_of(desk.get(URL, {"neu": "ja", "suche": "Brandt"}))


def test_who_says_nothing_and_has_no_mail_is_called_first_also_on_a_mobile(desk: Client, settings: Any) -> None:
    settings.GATEWAYS = {"sms": read_description(MOBILE_LINE)}
    desk.post(URL, a_call(phone="0170 5550104"))
    person = Resident.objects.get(user__family_name="Brandt").user
    assert first_channel(REASONS["reminder_tenant"], person) == "phone"
