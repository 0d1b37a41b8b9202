"""Members come and go under numbers that are given once; only officers read them; what must not stay goes."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.kit.printing.odt import as_odt
from piano.privacy.erasing import ERASERS, erase_batch
from quarters.models import OrganisationKind, Role, RoleKind
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_organisation, make_user
from tests.pdf import is_pdf_ua
from tests.volunteers.clubs.making import make_club, make_member, make_officer
from tests.volunteers.clubs.test_papers import odt_words
from volunteers.clubs.board import elect, give_key, step_down, take_key
from volunteers.clubs.board_papers import change_of_board
from volunteers.clubs.errors import (
    GuardianMissing,
    LastKey,
    LeavesBeforeJoining,
    NoAddress,
    NotThisFamily,
    TooLateToReturn,
)
from volunteers.clubs.members import call_fees, change, come_back, leave, waive
from volunteers.models import BoardTerm, Fee, Member, Renewal

pytestmark = pytest.mark.django_db


def test_a_number_is_never_given_twice(now: dt.datetime) -> None:
    club = make_club()
    assert [make_member(club, name).number for name in ("A", "B")] == [1, 2]
    Member.objects.filter(number=2).delete()
    assert make_member(club, "C").number == 3
    assert make_member(make_club(), "D").number == 1


def test_a_child_needs_a_guardian_who_agreed() -> None:
    club = make_club()
    with pytest.raises(GuardianMissing):
        make_member(club, is_minor=True, guardian="Mutter")
    assert make_member(club, is_minor=True, guardian="Mutter", guardian_agreed_on=clock.today()).number == 1


def test_a_family_is_of_this_association_and_pays_through_one_member() -> None:
    club = make_club()
    head, stranger = make_member(club), make_member(make_club())
    child = make_member(club, "Kind", family=head)
    for wrong in (stranger, child):
        with pytest.raises(NotThisFamily):
            make_member(club, "X", family=wrong)
    with pytest.raises(NotThisFamily):
        change(head, family=make_member(club, "Y"))


def test_fees_follow_kind_and_family_and_are_called_once() -> None:
    club = make_club(supporter_fee_cents=6000)
    head = make_member(club)
    make_member(club, "Kind", family=head)
    make_member(club, "Förderin", kind="supporting")
    make_member(club, "Allein", joined_on=dt.date(2026, 5, 1))
    make_member(club, "Später", joined_on=dt.date(2027, 1, 1))
    assert [call_fees(club, year=2026) for _ in range(2)] == [3, 0]
    assert dict(Fee.objects.values_list("member__name", "cents")) == {
        "Grete Mai": 3600,
        "Förderin": 6000,
        "Allein": 2400,
    }
    assert Fee.objects.get(member__name="Allein").due_on == dt.date(2026, 5, 1)
    assert call_fees(club, year=2027) == 4


def test_a_waived_fee_is_owed_no_more_and_a_paid_one_stays_paid(now: dt.datetime) -> None:
    club = make_club()
    make_member(club)
    call_fees(club, year=2026)
    fee = Fee.objects.get()
    assert waive(waive(fee, now=now), now=now).waived_on == clock.today()
    Fee.objects.update(waived_on=None, paid_on=clock.today())
    assert waive(fee, now=now).waived_on is None


def erase(*names: str) -> None:
    for name in names:
        erase_batch(ERASERS[name], now=clock.now())


def test_an_exit_keeps_name_number_and_fees_and_loses_the_rest_after_three_months(cast: Cast, now: dt.datetime) -> None:
    club = make_club()
    row = make_member(club, street="Weg 1", phone="+49561", email="g@example.org", person=make_user())
    call_fees(club, year=2026)
    leave(row, on=clock.today(), now=now)
    for days, is_there in ((90, True), (93, False)):
        with machine.at(now + dt.timedelta(days=days)):
            erase("members_contact")
        row.refresh_from_db()
        assert bool(row.street and row.phone and row.email and row.person) is is_there
    assert (row.name, row.number, row.fees.count()) == ("Grete Mai", 1, 1)
    with machine.at(now + dt.timedelta(days=3660)):
        erase("fees", "members")
    assert not Member.objects.exists()
    assert not Fee.objects.exists()


def test_an_exit_is_taken_back_until_the_rest_may_be_gone(now: dt.datetime) -> None:
    row = make_member(make_club())
    with pytest.raises(LeavesBeforeJoining):
        leave(row, on=dt.date(2024, 1, 1), now=now)
    leave(row, on=clock.today(), now=now)
    assert come_back(row, now=now).left_on is None
    leave(row, on=clock.today(), now=now)
    with pytest.raises(TooLateToReturn):
        come_back(row, now=now + dt.timedelta(days=95))


def test_an_election_replaces_who_was_there_gives_the_key_and_minds_the_register(now: dt.datetime) -> None:
    club, today = make_club(board_years=2), clock.today()
    by = make_officer(club)
    old, new = (
        make_member(club, name, email=f"{name}@example.org", joined_on=dt.date(2024, 1, 1)) for name in ("alt", "neu")
    )
    elect(old, office="chair", on=today - dt.timedelta(days=700), by=by, now=now)
    first = elect(new, office="chair", on=today, votes_yes=12, by=by, now=now)
    assert elect(new, office="chair", on=today, by=by, now=now) == first
    assert BoardTerm.objects.get(member=old).left_on == today
    elect(old, office="treasurer", on=today, by=by, now=now)
    step_down(BoardTerm.objects.get(member=old, left_on=None), on=today, now=now)
    old.refresh_from_db()
    new.refresh_from_db()
    keys = Role.objects.valid_on(today).filter(organisation=club, kind=RoleKind.ASSOCIATION_OFFICER)
    assert {role.user for role in keys} == {by, new.person}
    assert first.ends_on == today.replace(year=today.year + 2)
    assert set(Renewal.objects.filter(done_on=None).values_list("kind", flat=True)) == {"board", "register"}


def test_nobody_locks_the_last_door_behind_her(now: dt.datetime) -> None:
    club, today = make_club(), clock.today()
    member = make_member(club, email="einzige@example.org")
    term = elect(member, office="chair", on=today, by=make_user(), now=now)
    for verb in (lambda: step_down(term, on=today, now=now), lambda: leave(member, on=today, now=now)):
        with pytest.raises(LastKey):
            verb()
    assert BoardTerm.objects.get().left_on is None
    give_key(make_member(club, "Büro", email="buero@example.org"), now=now)
    member.refresh_from_db()
    leave(member, on=today, now=now)
    assert not Role.objects.valid_on(today).filter(user=member.person, organisation=club).exists()
    with pytest.raises(LastKey):
        take_key(Member.objects.get(name="Büro"), now=now)


def test_without_an_address_there_is_no_key(now: dt.datetime) -> None:
    with pytest.raises(NoAddress):
        give_key(make_member(make_club()), now=now)


def test_no_one_but_the_own_officers_reads_a_member(cast: Cast, client: Client) -> None:
    """As an attack: everybody who has some role, also of the same association, tries every page that names a member."""
    club = make_club()
    member = make_member(club, "Geheim Halten")
    coordinator, landlord, other, past = (make_user() for _ in range(4))
    since, until = dt.date(2025, 1, 1), clock.today()
    roles = [(coordinator, RoleKind.COORDINATOR, club, None), (past, RoleKind.ASSOCIATION_OFFICER, club, until)]
    roles += [(landlord, RoleKind.GWG_STAFF, make_organisation(OrganisationKind.LANDLORD), None)]
    roles += [(other, RoleKind.ASSOCIATION_OFFICER, make_club(), None)]
    for user, kind, organisation, end in roles:
        Role.objects.create(user=user, kind=kind, organisation=organisation, valid_from=since, valid_until=end)
    here = f"/verein/{club.slug}/"
    pages = [here, f"{here}mitglieder/", f"{here}mitglieder/{member.reference}/", f"{here}vorstand/", f"{here}kasse/"]
    for user in (coordinator, landlord, other, past, cast.helper, cast.volunteer.user, cast.tenant.user, make_user()):
        client.force_login(user)
        found = [client.get(page) for page in pages]
        assert {answer.status_code for answer in found} <= {403, 404}, user
        assert not any("Geheim" in answer.content.decode() for answer in found)
    client.force_login(other)
    own = f"/verein/{Role.objects.get(user=other).organisation.slug}/"
    assert client.get(f"{own}mitglieder/{member.reference}/").status_code == 404
    assert client.get(f"{own}mitglieder/?suche=Geheim").status_code == 200
    assert "Geheim" not in client.get(f"{own}mitglieder/").content.decode()
    client.force_login(make_officer(club))
    assert "Geheim Halten" in client.get(f"{here}mitglieder/").content.decode()


def test_a_form_cannot_reach_into_another_association(client: Client) -> None:
    club, other = make_club(), make_club()
    stranger = make_member(other, email="s@example.org")
    client.force_login(make_officer(club))
    here = f"/verein/{club.slug}/"
    today = clock.today().isoformat()
    posts = [
        ("vorstand/", {"member": stranger.pk, "office": "chair", "on": today}),
        ("zugang/", {"member": stranger.pk}),
        ("buero/", {"member": stranger.pk, "day": today, "starts": "09:00", "ends": "10:00"}),
        ("mitglieder/neu/", {"name": "N", "kind": "active", "joined_on": today, "family": stranger.pk}),
    ]
    assert [client.post(here + page, said).status_code for page, said in posts] == [422] * 4
    assert not stranger.terms.exists()
    assert not stranger.office_duties.exists()


def test_the_pages_of_a_member_work(client: Client) -> None:
    club = make_club()
    client.force_login(make_officer(club))
    here = f"/verein/{club.slug}/mitglieder/"
    said = {"name": "Neu Dabei", "kind": "active", "joined_on": "2026-01-02", "phone": "0561 123456"}
    assert client.post(f"{here}neu/", said).status_code == 302
    row = Member.objects.get()
    assert (row.number, row.phone) == (1, "+49561123456")
    assert client.post(f"{here}neu/", {**said, "is_minor": "on"}).status_code == 409
    assert client.post(f"{here}{row.reference}/", {**said, "name": ""}).status_code == 422
    assert client.post(f"{here}{row.reference}/austritt/", {"on": "2026-12-31"}).status_code == 302
    assert "Austritt zum 31. Dezember 2026" in client.get(f"{here}{row.reference}/").content.decode()
    assert client.post(f"{here}{row.reference}/ruecknahme/").status_code == 302
    assert client.get(f"{here}?suche=1").content.decode().count("Neu Dabei") == 1


def test_verein_stands_in_the_menu_of_officers_alone(cast: Cast, client: Client) -> None:
    club = make_club()
    client.force_login(make_officer(club))
    answer = client.get("/verein/")
    assert answer.headers["Location"] == f"/verein/{club.slug}/"
    assert ">Verein<" in client.get(answer.headers["Location"]).content.decode()
    client.force_login(cast.helper)
    assert ">Verein<" not in client.get("/leitstand/").content.decode()


def test_the_register_hears_who_acts_now_and_who_does_no_more(now: dt.datetime, client: Client) -> None:
    club, by = make_club(register_number="VR 4711"), make_user()
    before, after = make_member(club, "Grete Mai"), make_member(club, "Olga Neu", street="Weg 3")
    elect(before, office="chair", on=clock.today() - dt.timedelta(days=300), by=by, now=now)
    elect(after, office="chair", on=clock.today(), by=by, now=now)
    said = odt_words(as_odt(change_of_board(club, on=clock.today())))
    assert "Vorsitz Olga Neu Weg 3" in said
    assert "Nicht mehr zum Vorstand gehören: Amt Name bis Vorsitz Grete Mai" in said
    assert "VR 4711" in said
    client.force_login(make_officer(club))
    here = f"/verein/{club.slug}/vorstand/anmeldung/"
    assert is_pdf_ua(client.get(f"{here}pdf/").content)
    assert client.get(f"{here}odt/").status_code == 200
    assert client.get(f"{here}docx/").status_code == 404
