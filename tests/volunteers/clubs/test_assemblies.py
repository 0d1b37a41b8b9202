"""Assemblies: invited to in time, by mail and by letter, reminded of before the last day, and written down."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from tests.factories import make_user
from tests.pdf import is_pdf_ua, words_of
from tests.volunteers.clubs.making import make_club, make_member, make_officer
from volunteers.clubs import assemblies
from volunteers.clubs.assembly_papers import by_letter, by_mail
from volunteers.clubs.errors import NoMinutesYet, NotToday
from volunteers.clubs.reminding import remind_to_invite
from volunteers.clubs.renewing import plan, plan_assembly
from volunteers.clubs.rules import last_day_to_invite
from volunteers.models import Assembly, Renewal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "last"), [(14, dt.date(2026, 11, 15)), (1, dt.date(2026, 11, 28))])
def test_neither_the_day_of_sending_nor_that_of_the_assembly_counts(days: int, last: dt.date) -> None:
    assert last_day_to_invite(dt.date(2026, 11, 30), days) == last


def test_too_late_is_warned_of_and_in_time_is_not(now: dt.datetime) -> None:
    club, today, by = make_club(notice_days=14), clock.today(), make_user()
    row = assemblies.call(club, kind="ordinary", held_at=now + dt.timedelta(days=15), place="Treff", agenda="Wahl")
    assert "Noch einzuladen" in assemblies.warning(row, on=today)
    assert "verstrichen" in assemblies.warning(row, on=today + dt.timedelta(days=1))
    with pytest.raises(NotToday):
        assemblies.note_invited(row, on=today + dt.timedelta(days=1), by=by, now=now)
    row = assemblies.note_invited(row, on=today, by=by, now=now)
    assert assemblies.warning(row, on=today) == ""
    row.invited_on = today + dt.timedelta(days=1)
    assert "Zu spät eingeladen" in assemblies.warning(row, on=today)


def test_a_later_change_of_the_statute_does_not_move_what_was_called(now: dt.datetime) -> None:
    club = make_club(notice_days=14)
    row = assemblies.call(club, kind="extra", held_at=now + dt.timedelta(days=30), place="Treff", agenda="x")
    club.club_rules.notice_days = 28
    club.club_rules.save()
    assert assemblies.last_day(row) == clock.today() + dt.timedelta(days=15)


def test_minutes_come_afterwards_and_plan_the_next_assembly(now: dt.datetime) -> None:
    club, by = make_club(), make_user()
    row = assemblies.call(club, kind="ordinary", held_at=now, place="Treff", agenda="Wahl")
    plan(club, "assembly", due_on=clock.today(), every_months=12)
    said = {"leader": "A", "minute_taker": "B", "present": 12, "minutes": "Beschlossen: 12 Ja", "by": by}
    with pytest.raises(NoMinutesYet):
        assemblies.write_minutes(row, **said, now=now - dt.timedelta(hours=1))
    for _ in range(2):
        assemblies.write_minutes(row, **said, now=now)
    due = clock.today().replace(year=clock.today().year + 1)
    assert list(Renewal.objects.filter(done_on=None).values_list("due_on", flat=True)) == [due]


def test_the_minutes_of_last_year_leave_this_years_assembly_open(now: dt.datetime) -> None:
    club, last = make_club(), now - dt.timedelta(days=340)
    row = assemblies.call(club, kind="ordinary", held_at=last, place="Treff", agenda="Wahl")
    due = plan_assembly(club, last_on=clock.local(last).date())
    assemblies.write_minutes(row, leader="A", minute_taker="B", present=9, minutes="x", by=make_user(), now=now)
    due.refresh_from_db()
    assert due.done_on is None


def test_the_pages_of_an_assembly_work(client: Client, now: dt.datetime) -> None:
    club = make_club()
    make_member(club)
    client.force_login(make_officer(club))
    here = f"/verein/{club.slug}/versammlungen/"
    day = (clock.today() + dt.timedelta(days=40)).isoformat()
    said = {"kind": "ordinary", "day": day, "time": "18:00", "place": "Treff", "agenda": "Bericht\nWahl"}
    page = client.post(here, said).headers["Location"]
    assert client.post(here, {**said, "day": "bald"}).status_code == 422
    assert "Spätester Tag zum Abschicken" in client.get(page).content.decode()
    assert client.post(f"{page}eingeladen/", {"on": clock.today().isoformat()}).status_code == 302
    assert client.post(f"{page}eingeladen/", {"on": day}).status_code == 409
    for kind, word in (("einladung", "2. Wahl"), ("anwesenheit", "Grete Mai"), ("protokoll", "Beschlüsse")):
        assert word in words_of(client.get(f"{page}papier/{kind}/pdf/").content)
        assert client.get(f"{page}papier/{kind}/odt/").status_code == 200
    minutes = {"leader": "A", "minute_taker": "B", "present": "3", "minutes": "x"}
    assert client.post(f"{page}protokoll/", minutes).status_code == 409
    Assembly.objects.update(held_at=now)
    assert client.post(f"{page}protokoll/", minutes).status_code == 302
    assert client.post(f"{page}protokoll/", {**minutes, "present": "viele"}).status_code == 422


def call(club: object, now: dt.datetime, *, days: int) -> Assembly:
    return assemblies.call(  # type: ignore[arg-type]
        club, kind="ordinary", held_at=now + dt.timedelta(days=days), place="Treff", agenda="Bericht\nWahl"
    )


def test_officers_are_told_in_three_steps_before_the_last_day_to_invite(now: dt.datetime) -> None:
    club = make_club(notice_days=14)
    officer = make_officer(club)
    make_officer(make_club())
    row = call(club, now, days=40)  # the last day is in 25 days
    said = []
    for day in range(30):
        for _ in range(2):
            remind_to_invite(now=now + dt.timedelta(days=day))
        if Message.objects.count() > len(said):
            said.append(day)
    assert said == [11, 18, 23]
    assert set(Message.objects.values_list("recipient", "subject")) == {(officer.pk, f"assembly:{row.pk}")}
    words = words_for(Message.objects.first())
    assert "Einladungen zur Mitgliederversammlung" in words.body
    assert clock.say_date(assemblies.last_day(row), with_year=True) in words.body


def test_nobody_is_told_once_the_invitations_have_left(now: dt.datetime) -> None:
    club = make_club(notice_days=14)
    officer = make_officer(club)
    row = call(club, now, days=20)
    assemblies.note_invited(row, on=clock.today(), by=officer, now=now)
    assert remind_to_invite(now=now) == 0
    assert not Message.objects.exists()


def test_every_member_of_that_day_is_invited_by_mail_or_by_letter(now: dt.datetime) -> None:
    club, today = make_club(), clock.today()
    make_member(club, "Grete Mai", street="Weg 3, 34117 Kassel")
    make_member(club, "Otto Juni", email="otto@example.org")
    make_member(club, "Kind Juni", email="otto@example.org")
    make_member(club, "Später Dabei", joined_on=today + dt.timedelta(days=3))
    row = call(club, now, days=30)
    assert [one.name for one in by_letter(row, on=today)] == ["Grete Mai"]
    assert by_mail(row, on=today) == ["otto@example.org"]


def test_letters_have_the_address_and_a_mail_opens_with_nobodys_address_in_sight(
    now: dt.datetime, client: Client
) -> None:
    club = make_club()
    row = call(club, now, days=30)
    client.force_login(make_officer(club))
    page = f"/verein/{club.slug}/versammlungen/{row.reference}/"
    assert client.get(f"{page}briefe/").status_code == 302
    make_member(club, "Grete Mai", street="Weg 3, 34117 Kassel")
    make_member(club, "Otto Juni", email="otto&to=x@example.org")
    pdf = client.get(f"{page}briefe/").content
    assert is_pdf_ua(pdf)
    said = words_of(pdf)
    assert all(words in said for words in ("Grete Mai", "34117 Kassel", "2. Wahl"))
    assert "Otto Juni" not in said
    shown = client.get(page).content.decode()
    assert 'href="mailto:?bcc=otto%26to%3Dx@example.org&amp;subject=' in shown
    client.force_login(make_officer(make_club()))
    assert client.get(f"{page}briefe/").status_code == 404
