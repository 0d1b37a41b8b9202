"""Conversations under four eyes: each time for one person, and nobody but whoever leads them learns who comes, or what for."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.sweeps import send_messages
from piano.messaging.words import words_for
from quarters.models import Event, EventKind, MeetingPoint, Registration, RegistrationState
from quarters.programme.calendars import invitation_of
from quarters.programme.changing import change_facts
from quarters.programme.errors import HostStays, SlotIsTaken, TooManyCompanions
from quarters.programme.planning import Facts
from quarters.programme.registering import Wishes, give_back
from quarters.programme.repeating import facts_of
from quarters.programme.slots import slots_of
from quarters.programme.waiting import move_up
from tests.factories import make_helper, make_user
from tests.quarters.programme.conftest import make_event, sign_up


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def talk(point: MeetingPoint) -> Event:
    """Two times of half an hour, led by a helper of the district."""
    host = make_helper(point.district)
    return make_event(
        point, kind=EventKind.COUNSELLING, title="Schulden und Sucht", slot_minutes=30, minutes=60, host=host
    )


def test_conversations_are_taken_one_by_one_and_a_free_one_goes_to_who_waits(
    point: MeetingPoint, now: dt.datetime
) -> None:
    event = make_event(point, kind=EventKind.COUNSELLING, slot_minutes=30, minutes=60, host=make_user())
    first, second, third = [sign_up(event) for _ in range(3)]
    assert (first.slot_at, second.slot_at) == (event.starts_at, event.starts_at + dt.timedelta(minutes=30))
    assert third.state == RegistrationState.WAITING
    assert [slot.is_free for slot in slots_of(event)] == [False, False]
    give_back(second, now=now)
    move_up(now=now)
    third.refresh_from_db()
    assert (third.state, third.slot_at) == (RegistrationState.ASKED, second.slot_at)


def test_of_conversations_only_the_host_reads_names(point: MeetingPoint) -> None:
    host, other = make_helper(point.district), make_helper(point.district)
    event = make_event(point, kind=EventKind.COUNSELLING, slot_minutes=30, host=host)
    row = sign_up(event, make_user(family_name="Geheim"))
    clients = {}
    for who in (host, other):
        clients[who] = Client()
        clients[who].force_login(who)
    address = f"/termine/planen/{event.reference}/"
    assert "Geheim" in clients[host].get(address).content.decode()
    page = clients[other].get(address).content.decode()
    assert "Geheim" not in page
    assert "belegt" in page
    assert clients[other].get(f"{address}wer-ist-da/").status_code == 403
    assert clients[other].post(f"{address}anmeldungen/{row.reference}/absage/").status_code == 403
    assert "Geheim" not in Client().get(event.get_absolute_url()).content.decode()


def test_nobody_else_finds_a_name_anywhere(talk: Event) -> None:
    row = sign_up(talk, make_user(family_name="Geheim", email="geheim@example.org"))
    month = f"{clock.local(talk.starts_at):%Y-%m}"
    planned = f"/termine/planen/{talk.reference}/"
    everywhere = [
        "/termine/", f"/termine/monat/{month}/", "/termine.ics", f"/treffpunkte/{talk.meeting_point.slug}/termine.ics",
        talk.get_absolute_url(), f"{talk.get_absolute_url()}anmelden/", f"/stadtteile/{talk.meeting_point.district.slug}/",
        "/termine/planen/", planned, f"{planned}anmelden/", "/termine/zahlen/",
    ]  # fmt: skip
    other = client_of(make_helper(talk.meeting_point.district))
    for address in everywhere:
        page = other.get(address).content.decode()
        assert "Geheim" not in page, address
        assert row.reference not in page, address


def test_the_lists_and_the_papers_are_for_whoever_leads_it(talk: Event) -> None:
    row = sign_up(talk)
    planned = f"/termine/planen/{talk.reference}/"
    other, host = client_of(make_helper(talk.meeting_point.district)), client_of(talk.host)
    for way in ("wer-ist-da/", "wer-ist-da/?blatt=1"):
        assert other.get(planned + way).status_code == 403
        assert host.get(planned + way).status_code == 200
    posts = (f"anmeldungen/{row.reference}/absage/", f"anmeldungen/{row.reference}/zusage/", "wer-ist-da/ohne-namen/")
    for way in (*posts, f"wer-ist-da/{row.seats.get().pk}/"):
        assert other.post(planned + way).status_code == 403, way
    row.refresh_from_db()
    assert row.state == RegistrationState.REGISTERED


def test_what_is_written_says_no_word_of_what_it_is_about(talk: Event) -> None:
    caller = make_user(email=None, phone="+49561123456", reach="phone")
    for person in (make_user(email="erna@example.org"), caller):
        row = sign_up(talk, person)
        for message in Message.objects.filter(subject=f"registration:{row.pk}"):
            words = words_for(message)
            assert "Schulden" not in words.subject + words.body
            assert talk.meeting_point.name in words.subject + words.body
        assert b"Schulden" not in invitation_of(row.pk, person)[0].content
    send_messages()
    assert not any("Schulden" in one.subject + one.body for one in mail.outbox)


def test_a_colleague_learns_by_a_name_and_a_number_of_nobody(talk: Event) -> None:
    known = make_user(given_name="Erna", family_name="Wagner", email=None, phone="+49561123456")
    sign_up(talk, known)
    other = client_of(make_helper(talk.meeting_point.district))
    free = [slot.starts_at.isoformat() for slot in slots_of(talk) if slot.is_free]
    said = {"name": "Erna Wagner", "phone": "0561 123456", "slot": free[0]}
    answer = other.post(f"/termine/planen/{talk.reference}/anmelden/", said)
    assert answer.status_code == 302
    assert Registration.objects.filter(event=talk).values("person").distinct().count() == 2


def test_nor_by_an_address(talk: Event) -> None:
    sign_up(talk, make_user(email="erna@example.org"))
    other = client_of(make_helper(talk.meeting_point.district))
    free = [slot.starts_at.isoformat() for slot in slots_of(talk) if slot.is_free]
    said = {"name": "Erna", "email": "erna@example.org", "slot": free[0]}
    assert other.post(f"/termine/planen/{talk.reference}/anmelden/", said).status_code == 302
    assert client_of(talk.host).post(f"/termine/planen/{talk.reference}/anmelden/", said).status_code == 409


def test_of_two_for_one_time_one_gets_it(talk: Event, now: dt.datetime) -> None:
    first = sign_up(talk, wishes=Wishes(slot_at=talk.starts_at))
    with pytest.raises(SlotIsTaken):
        sign_up(talk, wishes=Wishes(slot_at=talk.starts_at))
    with pytest.raises(SlotIsTaken):
        sign_up(talk, wishes=Wishes(slot_at=talk.starts_at + dt.timedelta(minutes=10)))
    assert first.slot_at == talk.starts_at
    with pytest.raises(TooManyCompanions):
        sign_up(talk, None, "Anna")


def test_nobody_makes_herself_the_one_who_reads_the_names(talk: Event, now: dt.datetime) -> None:
    facts, other = vars(facts_of(talk)), make_helper(talk.meeting_point.district)
    sign_up(talk)
    for host in (other, make_user()):
        with pytest.raises(HostStays):
            change_facts(talk, Facts(**{**facts, "host": host}), by=other, now=now)
    change_facts(talk, Facts(**{**facts, "title": "Beratung"}), by=other, now=now)
    assert change_facts(talk, Facts(**{**facts, "host": other}), by=talk.host, now=now).host == other


def test_who_has_left_is_followed_by_a_colleague(talk: Event, now: dt.datetime) -> None:
    other = make_helper(talk.meeting_point.district)
    sign_up(talk)
    talk.host.is_active = False  # type: ignore[union-attr]
    talk.host.save()  # type: ignore[union-attr]
    assert change_facts(talk, Facts(**{**vars(facts_of(talk)), "host": other}), by=other, now=now).host == other
