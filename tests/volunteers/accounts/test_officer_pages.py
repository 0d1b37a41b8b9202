"""What officers decide: expenses, hours, accounts, allowances. Only of their own association, never about themselves."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Organisation, User
from tests.conftest import Cast
from tests.factories import make_organisation, make_user, make_volunteer
from tests.quarters.ideas.making import make_staff
from tests.volunteers.accounts.making import keep_accounts, make_account, make_officer, make_photo
from volunteers.accounts.booking import grant
from volunteers.accounts.efforts import enter_effort
from volunteers.accounts.expenses import enter_km, enter_outlay
from volunteers.models import Allowance, Expense, TimeAccount, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def association(cast: Cast, now: dt.datetime) -> Organisation:
    return keep_accounts(cast.volunteer.association, now=now)


@pytest.fixture
def officer(association: Organisation) -> User:
    return make_officer(association)


@pytest.fixture
def office(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def here(association: Organisation, end: str = "") -> str:
    return f"/verein/{association.slug}/zeit/{end}"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def km(person: User, association: Organisation, now: dt.datetime) -> Expense:
    return enter_km(person=person, association=association, day=now.date(), km=10, purpose="visit", now=now)


def test_the_desk_is_empty_at_first(office: Client, association: Organisation) -> None:
    assert page(office, here(association)).count("Nichts zu prüfen") == 2


def test_an_expense_is_read_with_its_receipt_and_approved(
    office: Client, association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    said = {"day": now.date(), "cents": 480, "purpose": "post", "photo": make_photo(), "now": now}
    row = enter_outlay(person=cast.volunteer.user, association=association, **said)  # type: ignore[arg-type]
    address = here(association, f"auslagen/{row.reference}/")
    assert "Porto und Papier" in page(office, address)
    assert office.get(f"{address}beleg/")["Content-Type"] == "image/webp"
    assert office.post(address, {"answer": "nein"}).status_code == 422
    assert office.post(address, {"answer": "ja"}).status_code == 302
    assert Expense.objects.get().state == "approved"
    office.post(f"{address}ruecknahme/")
    assert Expense.objects.get().state == "entered"


def test_nobody_decides_about_her_own_expense(
    office: Client, association: Organisation, officer: User, cast: Cast, now: dt.datetime
) -> None:
    row = km(make_volunteer(cast.district, [], association=association, user=officer).user, association, now)
    answer = office.post(here(association, f"auslagen/{row.reference}/"), {"answer": "ja"})
    assert answer.status_code == 409
    assert "jemand anders" in answer.content.decode()
    assert "jemand anders" in page(office, here(association))


def test_hours_are_agreed_to(office: Client, association: Organisation, cast: Cast, now: dt.datetime) -> None:
    row = enter_effort(
        person=cast.volunteer.user, association=association, kind="office", day=now.date(), minutes=60, now=now
    )
    office.post(here(association, f"stunden/{row.reference}/"), {"antwort": "ja"})
    assert TimeAccount.objects.get(owner=cast.volunteer.user).minutes == 60
    answer = office.post(here(association, f"stunden/{row.reference}/"), {"antwort": "nein"}, follow=True)
    assert "schon entschieden" in answer.content.decode()


def test_an_account_is_opened_by_name_and_number_credited_and_booked_back(
    office: Client, association: Organisation, cast: Cast
) -> None:
    who = {"family_name": "wagner", "phone": cast.tenant.user.phone}
    assert office.post(here(association, "konten/"), {**who, "phone": "0561 1"}).status_code == 409
    assert office.post(here(association, "konten/"), who).status_code == 302
    row = TimeAccount.objects.get(owner=cast.tenant.user)
    address = here(association, f"konten/{row.reference}/")
    assert office.post(address, {"minutes": "0", "reason": ""}).status_code == 422
    office.post(address, {"minutes": "60", "reason": "Willkommen"})
    assert "Gutschrift des Vereins: Willkommen" in page(office, address)
    booked = row.postings.get().booking
    office.post(here(association, f"buchungen/{booked.reference}/zurueck/"), {"konto": row.reference})
    row.refresh_from_db()
    assert row.minutes == 0
    assert office.get(f"{address}auszug/")["Content-Type"] == "application/pdf"


def test_the_bookings_of_an_account_are_in_pages_the_latest_day_first(
    office: Client,
    association: Organisation,
    cast: Cast,
    officer: User,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = make_account(association, now=now, owner=cast.tenant.user)
    for days in (0, 2, 1):
        grant(row, minutes=60, reason=f"Tag {days}", by=officer, now=now + dt.timedelta(days=days))
    monkeypatch.setattr("piano.kit.paging.SIZE", 2)
    address = here(association, f"konten/{row.reference}/")
    first, last = page(office, address), page(office, f"{address}?seite=99")
    assert [first.find(f"Tag {days}") > 0 for days in (2, 1, 0)] == [True, True, False]
    assert first.find("Tag 2") < first.find("Tag 1")
    assert "Tag 0" in last
    assert 'href="?seite=2" rel="next"' in first
    assert 'href="?seite=1" rel="prev"' in last


def test_the_accounts_stand_by_name_after_those_of_all(
    office: Client, association: Organisation, now: dt.datetime
) -> None:
    names = ["Oster", "Özdemir", "von Berg", "Zimmer"]
    for name in reversed(names):
        make_account(association, now=now, owner=make_user(given_name="Uta", family_name=name))
    listed = page(office, here(association, "konten/"))
    places = [
        listed.find(words) for words in ("Der Verein selbst", "Gemeinsamer Topf", *(f"Uta {name}" for name in names))
    ]
    assert places == sorted(places)
    assert min(places) > 0
    assert "seite=" not in listed


def test_hardship_is_read_by_officers_alone(
    office: Client, association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    row = make_account(association, now=now, owner=cast.tenant.user)
    office.post(here(association, f"konten/{row.reference}/haerte/"), {"antwort": "ja"})
    assert "Härtefall" in page(office, here(association, "konten/"))
    office.force_login(cast.tenant.user)
    assert "Härte" not in page(office, "/meine/zeitkonto/")


def test_a_rule_begins_the_accounts(client: Client, cast: Cast) -> None:
    association = cast.volunteer.association
    client.force_login(make_officer(association))
    assert "führt noch keine Zeitkonten" in page(client, here(association, "konten/"))
    said = {"unit": Unit.POINTS, "points_per_hour": "2", "step_minutes": "15", "lowest_minutes": "0"}
    assert client.post(here(association, "regel/"), {**said, "step_minutes": "0"}).status_code == 422
    assert client.post(here(association, "regel/"), said).status_code == 302
    assert "Der Verein selbst" in page(client, here(association, "konten/"))


def test_an_allowance_stops_at_the_ceiling_and_warns_before(
    office: Client, association: Organisation, cast: Cast
) -> None:
    said = {"person": cast.volunteer.user.reference, "kind": "honorary", "cents": "800", "purpose": "Vorstand"}
    answer = office.post(here(association, "pauschalen/"), said, follow=True).content.decode()
    assert "noch 160" in answer
    assert "Grenze nah" in answer
    answer = office.post(here(association, "pauschalen/"), {**said, "cents": "160,01"})
    assert answer.status_code == 409
    assert "Es sind noch 160" in answer.content.decode()
    office.post(here(association, f"pauschalen/{Allowance.objects.get().reference}/weg/"))
    assert office.post(here(association, "pauschalen/"), {**said, "cents": "960"}).status_code == 302


def test_whoever_has_an_office_can_be_given_an_allowance(office: Client, association: Organisation) -> None:
    colleague, stranger = make_officer(association), make_officer(make_organisation())
    address = here(association, "pauschalen/")
    assert stranger.reference not in page(office, address)
    said = {"person": colleague.reference, "kind": "honorary", "cents": "100", "purpose": "Vorstand"}
    assert office.post(address, said).status_code == 302
    assert office.post(address, {**said, "person": stranger.reference}).status_code == 422
    colleague.roles.update(valid_until=clock.today())
    assert office.post(address, said).status_code == 422


def test_an_association_decides_its_rate_and_takes_back_what_lies_ahead(
    office: Client, association: Organisation, now: dt.datetime
) -> None:
    address, ahead = here(association, "satz/"), now.date() + dt.timedelta(days=9)
    assert "Heute: 30 Cent" in page(office, address)
    said = {"cents": "25", "source": "Beschluss vom 3. November"}
    assert office.post(address, {**said, "valid_from": "2026-01-01"}).status_code == 409
    assert office.post(address, {**said, "cents": "0", "valid_from": ahead.isoformat()}).status_code == 422
    for day in (now.date(), ahead):
        assert office.post(address, {**said, "valid_from": day.isoformat()}).status_code == 302
    assert "Heute: 25 Cent" in page(office, address)
    assert "Schon beschlossen" in page(office, address)
    for day, words in ((ahead, "Zurückgenommen"), (now.date(), "gilt schon")):
        assert words in office.post(f"{address}{day.isoformat()}/weg/", follow=True).content.decode()
    assert "Schon beschlossen" not in page(office, address)


def test_the_year_for_the_insurer_names_nobody(
    office: Client, association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    km(cast.volunteer.user, association, now)
    table = office.get(here(association, "jahr/csv/")).content.decode()
    assert "Kilometer;Fahrt zu jemandem;10;km" in table
    assert "Kaya" not in table
    assert office.get(here(association, "jahr/pdf/?jahr=2020"))["Content-Type"] == "application/pdf"
    assert office.get(here(association, "jahr/xls/")).status_code == 404


def test_another_associations_desk_is_not_there(
    client: Client, association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    row, account = km(cast.volunteer.user, association, now), make_account(association, now=now)
    grant(account, minutes=60, reason="Willkommen", by=make_officer(association), now=now)
    ends = [
        "",
        "regel/",
        "satz/",
        f"auslagen/{row.reference}/",
        "jahr/pdf/",
        "konten/",
        f"konten/{account.reference}/",
        "pauschalen/",
    ]
    for person in (make_officer(keep_accounts(now=now)), make_staff(), cast.helper, cast.volunteer.user):
        client.force_login(person)
        assert {client.get(here(association, end)).status_code for end in ends} == {404}
        assert client.post(here(association, f"auslagen/{row.reference}/"), {"answer": "ja"}).status_code == 404


def test_a_nul_in_a_field_is_no_error_of_ours(
    office: Client, association: Organisation, cast: Cast, officer: User
) -> None:
    row = make_account(association, now=clock.now(), owner=cast.volunteer.user)
    made = grant(row, minutes=60, reason="Dank", by=officer, now=clock.now())
    address = here(association, f"buchungen/{made.reference}/zurueck/")
    assert office.post(address, {"grund": "a\x00b", "konto": "\x00"}).status_code == 302
