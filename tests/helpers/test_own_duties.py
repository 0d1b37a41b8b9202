"""`/bereitschaft/dienste/`: a care worker or helper takes up, hands over, asks for a swap, is away; and nobody else's."""

import pytest
from django.db import connection
from django.test import Client

from helpers.errors import DutyIsOver, NotYourDuty
from helpers.models import Away, Duty, HandoverNote, Swap
from helpers.on_duty import handover
from helpers.on_duty.starting import take_up
from quarters.models import User
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district
from tests.helpers.rota import at, make_colleague, make_colleagues, make_duty, make_service

pytestmark = pytest.mark.django_db
OWN = "/bereitschaft/dienste/"


@pytest.fixture(autouse=True)
def noon(db: None) -> None:
    machine.travel_to(at(0, 12))


@pytest.fixture
def people(cast: Cast) -> list[User]:
    return make_colleagues(make_service(cast.district), 3)


@pytest.fixture
def page(client: Client, people: list[User]) -> Client:
    client.force_login(people[0])
    return client


def read(page: Client, address: str = OWN) -> str:
    answer = page.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_without_a_duty_it_says_whom_to_ask(page: Client) -> None:
    assert "Kein Dienst in den nächsten sechs Wochen" in read(page)


def test_she_takes_up_and_says_that_it_rings(page: Client, people: list[User]) -> None:
    duty = make_duty(people[0])
    assert "Ich habe übernommen" not in read(page, f"{OWN}{duty.reference}/")
    machine.travel_to(at(0, 21, 45))
    assert "Ich habe übernommen" in read(page, f"{OWN}{duty.reference}/")
    assert page.post(f"{OWN}{duty.reference}/uebernahme/", {"forwarding": "on"}).status_code == 302
    found = Duty.objects.get()
    assert (found.taken_up_at, found.forwarding_checked_at) == (at(0, 21, 45), at(0, 21, 45))
    assert "Die Rufumleitung ist geprüft." in read(page, f"{OWN}{duty.reference}/")


def test_too_early_is_answered_kindly(page: Client, people: list[User]) -> None:
    duty = make_duty(people[0])
    answer = page.post(f"{OWN}{duty.reference}/uebernahme/")
    assert answer.status_code == 409
    assert "Bitte kurz vor Beginn übernehmen" in answer.content.decode()


def test_the_handover_is_read_by_the_next_one_alone(page: Client, people: list[User], client: Client) -> None:
    first, second = make_duty(people[0]), make_duty(people[1], 1, 6, 14)
    machine.travel_to(at(1, 5, 30))
    words = {"words": "Schlüssel liegt im Büro."}
    assert page.post(f"{OWN}{first.reference}/uebergabe/", words).status_code == 302
    assert "Schlüssel" not in read(page)  # her own note stands on her duty's page
    client.force_login(people[2])
    assert "Schlüssel" not in read(client)
    assert client.post(f"{OWN}{first.reference}/gelesen/").status_code == 409
    client.force_login(people[1])
    assert "Schlüssel liegt im Büro." in read(client)
    assert "Schlüssel liegt im Büro." in read(client, f"{OWN}{second.reference}/")
    assert client.post(f"{OWN}{first.reference}/gelesen/").status_code == 302
    note = HandoverNote.objects.get()
    assert (note.read_by, note.read_at) == (people[1], at(1, 5, 30))


def test_the_note_is_sealed_in_the_table(people: list[User]) -> None:
    duty = make_duty(people[0])
    handover.write_note(duty, words="Schlüssel", by=people[0], now=at(0, 23))
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM helpers_handovernote")
        assert "Schlüssel" not in str(cursor.fetchone()[0])


def test_a_note_is_the_own_one_and_not_for_ever(people: list[User]) -> None:
    duty = make_duty(people[0])
    with pytest.raises(NotYourDuty):
        handover.write_note(duty, words="x", by=people[1], now=at(0, 23))
    with pytest.raises(DutyIsOver):
        handover.write_note(duty, words="x", by=people[0], now=at(1, 18, 1))
    handover.write_note(duty, words="x", by=people[0], now=at(1, 17))
    assert handover.notes_for(people[1], now=at(1, 17)) == []  # no duty of hers


def test_a_note_written_anew_is_unread_again(people: list[User]) -> None:
    duty = make_duty(people[0])
    make_duty(people[1], 1, 6, 14)
    note = handover.write_note(duty, words="x", by=people[0], now=at(1, 5))
    handover.read_note(note, by=people[1], now=at(1, 5, 30))
    again = handover.write_note(duty, words="y", by=people[0], now=at(1, 6))
    assert (again.pk, again.read_at, again.read_by) == (note.pk, None, None)


def test_who_read_it_first_stays_known(people: list[User]) -> None:
    make_duty(people[1], 1, 6, 14)
    make_duty(people[2], 1, 6, 14, is_deputy=True)
    note = handover.write_note(make_duty(people[0]), words="x", by=people[0], now=at(1, 5))
    for reader, minute in ((people[1], 10), (people[2], 20), (people[1], 30)):
        handover.read_note(note, by=reader, now=at(1, 6, minute))
    found = HandoverNote.objects.get()
    assert (found.read_by, found.read_at) == (people[1], at(1, 6, 10))


def test_only_notes_of_the_last_two_days_and_of_those_before_are_read(people: list[User]) -> None:
    """Her duty begins on Thursday at 6: Monday's night ended before the two days, Tuesday's did not, and Thursday's comes later."""
    make_duty(people[1], 3, 6, 14)
    for day in (0, 1, 3):
        handover.write_note(make_duty(people[0], day), words=str(day), by=people[0], now=at(day + 1, 5))
    assert [note.words for note in handover.notes_for(people[1], now=at(3, 6))] == ["1"]


def test_ones_own_words_are_no_news(people: list[User]) -> None:
    handover.write_note(make_duty(people[0]), words="x", by=people[0], now=at(1, 5))
    make_duty(people[0], 1, 6, 14)
    assert handover.notes_for(people[0], now=at(1, 6)) == []


def test_another_team_does_not_read_it(people: list[User]) -> None:
    handover.write_note(make_duty(people[0]), words="x", by=people[0], now=at(1, 5))
    stranger = make_colleague(make_service(make_district()))
    make_duty(stranger, 1, 6, 14)
    assert handover.notes_for(stranger, now=at(1, 6)) == []


def test_a_note_without_words_or_with_too_many_is_asked_again(page: Client, people: list[User]) -> None:
    duty = make_duty(people[0])
    machine.travel_to(at(0, 23))
    for words in ("", "x" * 2001):
        assert page.post(f"{OWN}{duty.reference}/uebergabe/", {"words": words}).status_code == 422
    assert not HandoverNote.objects.exists()


def test_she_asks_and_takes_the_question_back(page: Client, people: list[User]) -> None:
    duty = make_duty(people[0])
    address = f"{OWN}{duty.reference}/tausch/"
    assert page.post(address, {}).status_code == 422
    assert page.post(address, {"people": [people[1].reference, people[2].reference]}).status_code == 302
    assert "noch keine Antwort" in read(page, f"{OWN}{duty.reference}/")
    assert "Tausch gefragt" in read(page)
    for _ in range(2):
        assert page.post(f"{address}ruecknahme/").status_code == 302
    assert Swap.objects.get().state == "withdrawn"


def test_whoever_is_asked_finds_it_on_her_page_and_answers(page: Client, people: list[User], client: Client) -> None:
    duty = make_duty(people[0])
    page.post(f"{OWN}{duty.reference}/tausch/", {"people": [people[1].reference]})
    client.force_login(people[1])
    assert "Anja Ahrens fragt" in read(client)
    address = f"/bereitschaft/tausch/{Swap.objects.get().asks.get().reference}/"
    client.force_login(people[2])
    assert client.get(address).status_code == 404
    client.force_login(people[1])
    assert client.post(address, {"antwort": "ja"}).status_code == 302
    assert Duty.objects.get().person == people[1]


def test_days_away_free_duties_and_can_be_taken_back(page: Client, people: list[User]) -> None:
    make_duty(people[0], 2)
    values = {"first_day": "2026-12-02", "last_day": "2026-12-03"}
    assert page.post(f"{OWN}abwesend/", values).status_code == 302
    assert not Duty.objects.exists()
    html = read(page)
    assert "Ein Dienst ist jetzt frei" in html
    assert "Mittwoch, 2. Dezember – Donnerstag, 3. Dezember" in html
    page.post(f"{OWN}abwesend/{Away.objects.get().pk}/weg/")
    assert not Away.objects.exists()


@pytest.mark.parametrize(
    ("first", "last"),
    [("", "2026-12-03"), ("2026-12-03", "2026-12-02"), ("2026-11-01", "2026-11-02"), ("2026-12-01", "2028-12-01")],
)
def test_days_away_that_cannot_be_are_asked_again(page: Client, first: str, last: str) -> None:
    assert page.post(f"{OWN}abwesend/", {"first_day": first, "last_day": last}).status_code == 422
    assert not Away.objects.exists()


def test_a_colleagues_duty_is_not_there(page: Client, people: list[User]) -> None:
    duty = make_duty(people[1])
    for end in ("", "uebernahme/", "uebergabe/", "tausch/", "tausch/ruecknahme/"):
        ask = page.get if not end else page.post
        assert ask(f"{OWN}{duty.reference}/{end}").status_code == 404


@pytest.mark.parametrize("who", ["volunteer", "tenant"])
def test_who_has_no_duties_does_not_come_in(client: Client, cast: Cast, who: str) -> None:
    client.force_login(cast.volunteer.user if who == "volunteer" else cast.tenant.user)
    assert client.get(OWN).status_code == 403


def test_a_helper_has_the_page_too(client: Client, cast: Cast) -> None:
    Duty.objects.create(person=cast.helper, district=cast.district, window=(at(0, 18), at(0, 22)))
    client.force_login(cast.helper)
    assert "Nachbarschaftshilfe Rothenditmold" in read(client)


def test_taking_up_in_the_room_of_duty_is_one_click_away(page: Client, people: list[User]) -> None:
    duty = make_duty(people[0])
    assert f"{OWN}{duty.reference}/" in read(page, "/bereitschaft/")
    take_up(duty, by=people[0], now=at(0, 21, 30))
    assert "Übernommen" in read(page, f"{OWN}{duty.reference}/")
