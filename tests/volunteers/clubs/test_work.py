"""Office duty, the numbered log, assemblies, the matrix and the dates of an association."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Who
from tests.conftest import Cast
from tests.factories import make_category, make_user
from tests.pdf import is_pdf_ua, words_of
from tests.volunteers.clubs.making import make_club, make_member, make_officer
from volunteers.clubs.errors import DayClosed, NotForLay
from volunteers.clubs.office import close_day, close_past_days, write_line
from volunteers.clubs.reminding import remind
from volunteers.clubs.renewing import finish, plan, plan_tax, reopen
from volunteers.clubs.rules import decide_scope
from volunteers.models import ClubBook, ClubLine, Renewal, Scope

pytestmark = pytest.mark.django_db


def test_lines_are_numbered_through_the_year_of_each_association(now: dt.datetime) -> None:
    club, other, by = make_club(), make_club(), make_user()
    for words in ("Anruf", "Brief"):
        write_line(club, words=words, by=by, now=now)
    write_line(other, words="Besuch", by=by, now=now)
    later = write_line(club, words="neues Jahr", by=by, now=now + dt.timedelta(days=365))
    assert [str(one) for one in ClubLine.objects.filter(association=club)] == ["1/2026", "2/2026", "1/2027"]
    assert str(later) == "1/2027"


def test_a_closed_day_takes_no_more_lines_and_what_comes_stands_in_the_next(now: dt.datetime) -> None:
    club, by, today = make_club(), make_user(), clock.today()
    write_line(club, words="Anruf", by=by, now=now)
    book = close_day(club, today, by=by, now=now)
    assert close_day(club, today, by=make_user(), now=now + dt.timedelta(minutes=5)).closed_at == book.closed_at
    assert write_line(club, words="spät", by=by, now=now).book.day == today + dt.timedelta(days=1)
    with pytest.raises(DayClosed):
        close_day(club, today + dt.timedelta(days=2), by=by, now=now)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE volunteers_clubline SET number = 9",
        "UPDATE volunteers_clubline SET words = ''",
        "DELETE FROM volunteers_clubline",
        "UPDATE volunteers_clubbook SET closed_at = NULL WHERE closed_at IS NOT NULL",
        "INSERT INTO volunteers_clubline (association_id, book_id, year, number, words, at) "
        "SELECT association_id, id, 2026, 2, '', now() FROM volunteers_clubbook WHERE closed_at IS NOT NULL",
        "INSERT INTO volunteers_clubline (association_id, book_id, year, number, words, at) "
        "SELECT association_id, id, 2026, 7, '', now() FROM volunteers_clubbook WHERE closed_at IS NULL",
    ],
)
def test_the_database_itself_keeps_the_log(now: dt.datetime, sql: str) -> None:
    club, by = make_club(), make_user()
    write_line(club, words="Anruf", by=by, now=now)
    close_day(club, clock.today(), by=by, now=now)
    ClubBook.objects.create(association=club, day=clock.today() + dt.timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert ClubLine.objects.get().words == "Anruf"


def test_who_wrote_it_may_end_her_account(now: dt.datetime) -> None:
    club, by = make_club(), make_user()
    write_line(club, words="Anruf", by=by, now=now)
    by.delete()
    assert ClubLine.objects.get().by is None


def test_what_nobody_closed_is_closed_in_the_night(now: dt.datetime) -> None:
    club = make_club()
    write_line(club, words="Anruf", by=make_user(), now=now)
    assert close_past_days(now=now) == 0
    assert close_past_days(now=now + dt.timedelta(days=1)) == 1
    assert ClubBook.objects.get().closed_at is not None


def test_the_book_is_written_closed_and_printed_on_its_pages(client: Client) -> None:
    club, today = make_club(), clock.today().isoformat()
    client.force_login(make_officer(club))
    here = f"/verein/{club.slug}/protokoll/"
    assert client.post(here, {"words": "Frau K. sucht eine Begleitung"}).status_code == 302
    assert client.post(here, {"words": " "}).status_code == 422
    assert "1/2026" in client.get(f"{here}{today}/").content.decode()
    assert client.post(f"{here}{today}/abschluss/").status_code == 302
    pdf = client.get(f"{here}{today}/blatt/").content
    assert is_pdf_ua(pdf)
    assert "Abgeschlossen am" in words_of(pdf)
    assert client.get(f"{here}morgen/").status_code == 404


def test_the_matrix_is_written_where_the_search_reads_it(cast: Cast, client: Client) -> None:
    """What follows from `Scope` for who is found stands in tests/volunteers/test_could.py."""
    club = cast.volunteer.association
    client.force_login(make_officer(club))
    page = f"/verein/{club.slug}/angebot/"
    assert client.post(page, {"shop": Scope.NOT_OFFERED}).status_code == 302
    assert Scope.objects.get(association=club, category=cast.shop).who == Scope.NOT_OFFERED
    row = client.get(page).content.decode().split("<tbody>")[1].split("</tr>")[0]
    assert [("✓" in cell) for cell in row.split("<td>")[1:]] == [False, False, False, True]
    assert "eigene Regel" in row
    assert client.post(page, {"shop": "jeder"}).status_code == 422
    assert decide_scope(club, {"shop": Scope.NOT_OFFERED}) == 0
    assert decide_scope(club, {"shop": ""}) == 1
    assert not Scope.objects.exists()


def test_care_stays_with_professionals(cast: Cast) -> None:
    make_category("care", level="P", who=Who.PROFESSIONAL)
    with pytest.raises(NotForLay):
        decide_scope(cast.volunteer.association, {"care": Who.LAY})
    assert decide_scope(cast.volunteer.association, {"care": Scope.NOT_OFFERED}) == 1


def test_what_is_done_comes_again_and_is_taken_back(now: dt.datetime) -> None:
    club, by, today = make_club(), make_user(), clock.today()
    row = plan_tax(club, notice_on=today)
    assert row.due_on == today.replace(year=today.year + 3)
    for _ in range(2):
        finish(row, on=today, by=by, now=now)
    assert Renewal.objects.filter(done_on=None).count() == 1
    assert reopen(row).done_on is None
    assert Renewal.objects.get() == row


def test_dates_are_said_to_officers_in_three_steps_and_once_each(now: dt.datetime) -> None:
    club, today = make_club(), clock.today()
    officer = make_officer(club)
    make_officer(make_club())
    row = plan(club, "tax", due_on=today + dt.timedelta(days=30))
    for _ in range(2):
        remind(now=now)
    assert list(Message.objects.values_list("reason", "recipient", "slot")) == [("club_renewal", officer.pk, "30")]
    assert row.association == club


def test_the_first_page_says_what_is_due(client: Client, now: dt.datetime) -> None:
    club, today = make_club(), clock.today()
    make_member(club)
    client.force_login(make_officer(club))
    page = f"/verein/{club.slug}/"
    row = plan(club, "tax", due_on=today - dt.timedelta(days=1), every_months=36)
    assert "überfällig" in client.get(page).content.decode()
    assert client.post(f"{page}fristen/{row.reference}/erledigt/").status_code == 302
    assert client.post(f"{page}fristen/{row.reference}/ruecknahme/").status_code == 302
    assert client.post(page, {"kind": "other", "words": "Kita fragen", "due_on": today.isoformat()}).status_code == 302
    assert client.post(page, {"kind": "other", "due_on": "x"}).status_code == 422
    assert "Kita fragen" in client.get(page).content.decode()
    rules = client.get(f"{page}regeln/")
    assert rules.status_code == 200
    said = {
        "fee_cents": "30,50",
        "family_fee_cents": "40",
        "supporter_fee_cents": "0",
        "fee_due_month": "4",
        "notice_days": "21",
    }
    said |= {"board_years": "2", "seat": "Kassel"}
    assert client.post(f"{page}regeln/", said).status_code == 302
    club.club_rules.refresh_from_db()
    assert (club.club_rules.fee_cents, club.club_rules.notice_days) == (3050, 21)
    assert client.post(f"{page}regeln/", {**said, "notice_days": "0"}).status_code == 422
