"""`/termine/` for everybody: finding a date, registering without an account, and the page behind the link."""

import datetime as dt

from django.core import mail
from django.test import Client

from piano.messaging.sweeps import send_messages
from quarters.models import Event, MeetingPoint, PaperCode, Registration, RegistrationState, Seat, User
from quarters.programme.links import token_for
from quarters.programme.slots import slots_of
from quarters.signing.paper_codes import make_code
from tests.conftest import Cast
from tests.quarters.programme.conftest import make_event, sign_up

PHONE = {"name": "Erna Wagner", "phone": "0561 123456", "email": ""}


def post(event: Event, client: Client | None = None, **data: str) -> object:
    return (client or Client()).post(f"/termine/{event.reference}/anmelden/", {**PHONE, **data})


def test_the_programme_shows_what_is_ahead(event: Event) -> None:
    page = Client().get("/termine/").content.decode()
    assert "Mittagstisch" in page
    assert "mit Anmeldung" in page


def test_somebody_without_an_account_registers_with_name_and_number(event: Event) -> None:
    answer = post(event)
    row = Registration.objects.get(event=event)
    assert answer.url == f"/termine/anmeldung/{row.reference}/{token_for(row)}/"
    assert (row.person.full_name, row.person.phone, row.state) == ("Erna Wagner", "+49561123456", "registered")
    assert "Sie sind angemeldet" in Client().get(answer.url).content.decode()


def test_who_writes_an_address_gets_the_confirmation_in_her_language(event: Event) -> None:
    client = Client(headers={"accept-language": "en"})
    answer = post(event, client, phone="", email="erna@example.org")
    assert answer.url == f"/termine/{event.reference}/danke/"
    send_messages()
    assert [one.to for one in mail.outbox] == [["erna@example.org"]]
    row = Registration.objects.get(event=event)
    assert row.person.language == "en"
    assert f"/termine/anmeldung/{row.reference}/" in mail.outbox[0].body


def test_the_link_never_acts_by_itself_and_gives_the_place_back_on_a_click(event: Event) -> None:
    row = sign_up(event)
    address = f"/termine/anmeldung/{row.reference}/{token_for(row)}/"
    assert Client().get(address).status_code == 200
    assert Client().get(f"{address}absage/").status_code == 405
    row.refresh_from_db()
    assert row.state == RegistrationState.REGISTERED
    assert Client().post(f"{address}absage/").status_code == 302
    row.refresh_from_db()
    assert row.state == RegistrationState.CANCELLED
    assert "Doch wieder anmelden" in Client().get(address).content.decode()


def test_a_link_of_another_registration_opens_nothing(event: Event) -> None:
    row, other = sign_up(event), sign_up(event)
    assert Client().get(f"/termine/anmeldung/{row.reference}/{token_for(other)}/").status_code == 404
    assert Client().post(f"/termine/anmeldung/{row.reference}/{token_for(other)}/absage/").status_code == 404


def test_without_a_way_to_reach_her_nobody_registers(event: Event) -> None:
    answer = post(event, phone="")
    assert answer.status_code == 422
    assert "Bitte schreiben Sie Telefon oder E-Mail" in answer.content.decode()
    assert not Registration.objects.exists()


def test_an_address_that_is_registered_already_is_answered_like_a_new_one(event: Event) -> None:
    first, second = (post(event, phone="", email="erna@example.org") for _ in range(2))
    assert first.url == second.url
    assert Registration.objects.count() == User.objects.count() == 1


def test_who_registers_twice_by_number_is_told_so(event: Event) -> None:
    post(event)
    answer = post(event)
    assert answer.status_code == 409
    assert "schon angemeldet" in answer.content.decode()
    assert Registration.objects.count() == 1


def test_too_many_companions_are_refused_in_plain_words(point: MeetingPoint) -> None:
    event = make_event(point, max_companions=1)
    answer = post(event, companion_1="Anna", companion_2="Bert")
    assert answer.status_code == 409
    assert "höchstens eine Person" in answer.content.decode()
    assert "Anna" in answer.content.decode()


def test_nobody_learns_by_a_number_who_comes_to_a_conversation(point: MeetingPoint) -> None:
    event = make_event(point, slot_minutes=30)
    slots = [one.starts_at.isoformat() for one in slots_of(event)]
    first, second = (post(event, slot=slot) for slot in slots[:2])
    assert (first.status_code, second.status_code) == (302, 302)
    assert Registration.objects.values("person").distinct().count() == 2


def test_a_conversation_that_was_just_taken_is_said_so(point: MeetingPoint) -> None:
    event = make_event(point, slot_minutes=30)
    taken = sign_up(event).slot_at
    answer = post(event, slot=taken.isoformat())
    assert answer.status_code == 422
    assert "gerade vergeben" in answer.content.decode()
    assert "belegt" in Client().get(event.get_absolute_url()).content.decode()


def test_a_session_from_paper_reads_the_programme_and_plans_nothing(cast: Cast, event: Event, now: dt.datetime) -> None:
    client = Client()
    client.force_login(cast.tenant.user)
    make_code(cast.tenant.user, by=cast.helper, now=now)
    session = client.session
    session["paper_code"] = PaperCode.objects.get().pk
    session.save()
    assert client.get("/termine/").status_code == 200
    assert client.get(event.get_absolute_url()).status_code == 200
    for way in ("", "neu/", "noch-einmal/", f"{event.reference}/"):
        assert client.get(f"/termine/planen/{way}").status_code == 403
    assert client.get("/termine/zahlen/").status_code == 403


def test_a_neighbour_who_comes_along_is_said_to_be_one(point: MeetingPoint) -> None:
    post(make_event(point, welcomes_neighbours=True), companion_1="Hilde")
    assert dict(Seat.objects.values_list("name", "is_neighbour")) == {"Erna Wagner": False, "Hilde": True}


def test_a_session_from_paper_registers_nobody_by_itself(cast: Cast, event: Event, now: dt.datetime) -> None:
    client = Client()
    client.force_login(cast.tenant.user)
    make_code(cast.tenant.user, by=cast.helper, now=now)
    session = client.session
    session["paper_code"] = PaperCode.objects.get().pk
    session.save()
    assert client.post(f"/termine/{event.reference}/anmelden/", {"companion_9": ""}).status_code == 422
    assert not Registration.objects.exists()
