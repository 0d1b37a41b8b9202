"""An incident: written down, added to, decided; read by few, never by whom it is about, each look on record."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from quarters.models import User
from requests.incidents import acts
from requests.incidents.access import incidents_for, who_may_be_let_in
from requests.models import Incident, IncidentLook, IncidentStep
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper
from tests.requests.people.test_suspending import make_coordinator

pytestmark = pytest.mark.django_db
WORDS = "Hat nach der Geheimzahl gefragt, sagt Frau Kanarienvogel"


def make_incident(cast: Cast, now: dt.datetime, *, about: User | None = None) -> Incident:
    person = about or cast.volunteer.user
    return acts.write_down(district=cast.district, about=person, what=WORDS, by=cast.helper, now=now)


def page_of(incident: Incident) -> str:
    return f"/leitstand/vorfaelle/{incident.reference}/"


def test_a_helper_writes_it_down_from_the_card(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    person = cast.volunteer.user.reference
    assert cast.volunteer.user.full_name in client.get(f"/leitstand/vorfaelle/neu/?person={person}").content.decode()
    sent = {"what": WORDS, "district": cast.district.pk, "person": person}
    assert client.post("/leitstand/vorfaelle/neu/", {**sent, "what": ""}).status_code == 422
    client.post("/leitstand/vorfaelle/neu/", sent)
    row = Incident.objects.get()
    assert (row.about, row.opened_by, row.what) == (cast.volunteer.user, cast.helper, WORDS)


def test_its_words_lie_encrypted(cast: Cast, now: dt.datetime) -> None:
    make_incident(cast, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM requests_incident")
        assert "Kanarienvogel" not in str(cursor.fetchone()[0])


def test_nobody_is_let_in_by_a_tap_too_early(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_incident(cast, now)
    make_helper(cast.district)
    client.force_login(cast.helper)
    assert '<option value="">Bitte wählen</option>' in client.get(page_of(row)).content.decode()
    assert client.post(f"{page_of(row)}leser/", {"wer": ""}).status_code == 409
    assert row.readers.count() == 1


def test_nobody_else_of_the_same_district_reads_it_until_let_in(client: Client, cast: Cast, now: dt.datetime) -> None:
    row, other = make_incident(cast, now), make_helper(cast.district)
    client.force_login(other)
    assert client.get(page_of(row)).status_code == 404
    assert WORDS not in client.get("/leitstand/vorfaelle/").content.decode()
    acts.let_in(row, person=other, by=cast.helper, now=now)
    assert "Geheimzahl" in client.get(page_of(row)).content.decode()
    assert acts.shut_out(row, person=other, by=cast.helper, now=now)
    assert client.get(page_of(row)).status_code == 404


def test_each_look_is_a_row(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_incident(cast, now)
    client.force_login(cast.helper)
    client.get(page_of(row))
    client.get(page_of(row))
    assert list(IncidentLook.objects.values_list("person", flat=True)) == [cast.helper.pk] * 2


def test_the_person_whom_it_is_about_never_reads_it(cast: Cast, now: dt.datetime) -> None:
    other = make_helper(cast.district)
    row = make_incident(cast, now, about=other)
    assert other not in who_may_be_let_in(row)
    with pytest.raises(acts.NotForHer):
        acts.let_in(row, person=other, by=cast.helper, now=now)
    with pytest.raises(acts.AboutYourself):
        make_incident(cast, now, about=cast.helper)
    row.readers.create(person=other, added_at=now)
    assert not incidents_for(other).exists()


def test_the_coordination_can_be_let_in(client: Client, cast: Cast, now: dt.datetime) -> None:
    row, office = make_incident(cast, now), make_coordinator(cast)
    client.force_login(cast.helper)
    client.post(f"{page_of(row)}leser/", {"wer": office.reference})
    client.force_login(office)
    assert client.get(page_of(row)).status_code == 200
    stranger = cast.tenant.user.reference
    assert client.post(f"{page_of(row)}leser/", {"wer": stranger}).status_code == 409


def test_steps_are_added_and_it_is_decided_once(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = make_incident(cast, now)
    client.force_login(cast.helper)
    assert client.post(f"{page_of(row)}schritt/", {"words": ""}).status_code == 422
    client.post(f"{page_of(row)}schritt/", {"words": "Mit beiden gesprochen"})
    assert IncidentStep.objects.get().words == "Mit beiden gesprochen"
    client.post(f"{page_of(row)}entscheidung/", {"decided": "talked", "decision": "Geht weiter"})
    acts.decide(row, decided="talked", words="x", by=cast.helper, now=now)
    assert Incident.objects.get().decision == "Geht weiter"
    answer = client.post(f"{page_of(row)}entscheidung/", {"decided": "ended", "decision": "x"})
    assert answer.status_code == 409


def test_who_is_let_in_hears_it_without_a_word_of_it_and_both_stay_on_record(cast: Cast, now: dt.datetime) -> None:
    row, other = make_incident(cast, now), make_helper(cast.district)
    acts.let_in(row, person=other, by=cast.helper, now=now)
    acts.let_in(row, person=other, by=cast.helper, now=now)
    message = Message.objects.get(reason="incident_to_read")
    words = words_for(message)
    assert message.recipient == other
    assert [
        part for part in (cast.volunteer.user.family_name, "Geheimzahl") if part in words.subject + words.body
    ] == []
    assert acts.shut_out(row, person=other, by=cast.helper, now=now)
    assert not acts.shut_out(row, person=other, by=cast.helper, now=now)
    assert [step.words for step in row.steps.all()] == [
        f"Liest jetzt mit: {other.full_name}",
        f"Liest nicht mehr mit: {other.full_name}",
    ]
    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED


def test_nobody_shuts_out_whoever_wrote_it_down(cast: Cast, now: dt.datetime) -> None:
    row, other = make_incident(cast, now), make_helper(cast.district)
    acts.let_in(row, person=other, by=cast.helper, now=now)
    assert not acts.shut_out(row, person=cast.helper, by=other, now=now)
    assert incidents_for(cast.helper).exists()


def test_one_that_nobody_reads_any_more_falls_to_the_district(cast: Cast, now: dt.datetime) -> None:
    row, other = make_incident(cast, now), make_helper(cast.district)
    elsewhere = make_helper(make_district())
    assert not incidents_for(other).exists()
    cast.helper.roles.update(valid_until=clock.today())
    assert list(incidents_for(other)) == [row]
    assert not incidents_for(elsewhere).exists()
    Incident.objects.update(about=other)
    assert not incidents_for(other).exists()


CARE = "/bereitschaft/vorfaelle/"


def care_data(cast: Cast, *readers: User) -> dict[str, object]:
    return {"what": WORDS, "district": cast.district.pk, "readers": [one.pk for one in readers]}


def test_a_care_worker_writes_one_down_for_whom_she_names(client: Client, cast: Cast) -> None:
    nurse, other = make_care_worker(cast.district), make_helper(cast.district)
    client.force_login(nurse)
    assert other.full_name in client.get(f"{CARE}neu/").content.decode()
    assert client.post(f"{CARE}neu/", care_data(cast)).status_code == 422
    client.post(f"{CARE}neu/", care_data(cast, cast.helper))
    row = Incident.objects.get()
    assert (row.opened_by, [one.person for one in row.readers.all()]) == (nurse, [cast.helper])
    assert Message.objects.get(reason="incident_to_read").recipient == cast.helper
    assert list(incidents_for(cast.helper)) == [row]
    assert not incidents_for(other).exists()


def test_the_care_worker_sees_that_it_is_read_and_not_what_follows(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    nurse = make_care_worker(cast.district)
    row = acts.write_down(district=cast.district, about=None, what=WORDS, by=nurse, now=now, readers=[cast.helper])
    acts.note_step(row, words="Mit der Leitung gesprochen", by=cast.helper, now=now)
    client.force_login(nurse)
    page = client.get(CARE).content.decode()
    assert cast.helper.full_name in page
    assert "Leitung gesprochen" not in page
    assert client.get(page_of(row)).status_code == 403


def test_nobody_elses_stands_on_her_list_and_no_stranger_can_be_named(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    make_incident(cast, now)
    client.force_login(make_care_worker(cast.district))
    assert "Sie haben noch nichts aufgeschrieben." in client.get(CARE).content.decode()
    for stranger in (cast.tenant.user, cast.volunteer.user, make_helper(make_district())):
        assert client.post(f"{CARE}neu/", care_data(cast, stranger)).status_code == 422
    client.force_login(cast.helper)
    assert client.get(f"{CARE}neu/").status_code == 403


def test_the_person_whom_it_is_about_is_not_among_those_named(cast: Cast, now: dt.datetime) -> None:
    other = make_helper(cast.district)
    with pytest.raises(acts.NotForHer):
        acts.write_down(district=cast.district, about=other, what=WORDS, by=cast.helper, now=now, readers=[other])
