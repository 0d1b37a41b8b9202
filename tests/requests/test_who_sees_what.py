"""„Warum nicht?“ tells nothing that is nobody's business; the board can be read over a shoulder."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Block, KinKind, Role, RoleKind, User
from quarters.people.kinship import note_kin
from requests.arranged.visits import accept_offer
from requests.finding import decisions
from requests.finding.decisions import NotAChoice, take_over
from requests.finding.why_not import left_out
from requests.models import Assignment, HelpRequest, Visit
from requests.sweeps import drive_visits
from requests.wishes.intake import Caller
from requests.wishes.needs import note_needs
from requests.wishes.referrals import refer_call
from tests.conftest import Cast
from tests.factories import make_category, make_organisation, make_request, make_user, make_volunteer
from tests.requests.asking import text_of
from volunteers.joining import register_interest
from volunteers.models import Absence, Recognition, Volunteer

pytestmark = pytest.mark.django_db
NOT_A_CHOICE = "steht hierfür nicht zur Wahl"


@pytest.fixture
def kept_out(cast: Cast, now: dt.datetime) -> list[Volunteer]:
    """Blocked, suspended, without a certificate; all of one association of their own."""
    club = make_organisation()
    blocked, suspended, unproven = [
        make_volunteer(cast.district, [cast.shop], association=club, user=make_user(family_name=name))
        for name in ("Aalt", "Baum", "Cohn")
    ]
    Block.objects.create(person=cast.tenant.user, other=blocked.user, created_at=now)
    Volunteer.objects.filter(pk=suspended.pk).update(state="paused")
    unproven.evidence.all().delete()
    return [blocked, suspended, unproven]


@pytest.fixture
def visit(cast: Cast) -> Visit:
    found = make_request(cast.tenant, cast.shop).visits.get()
    drive_visits()
    return take_over(found, by=cast.helper, now=clock.now())


def said(visit: Visit, reader: User) -> dict[str, tuple[str, str]]:
    chosen = [offer.person.reference for offer in visit.offers.all()]
    rows = left_out(visit, reader=User.objects.get(pk=reader.pk), chosen=chosen, now=clock.now())
    return {row.name.split()[-1]: (row.reason, row.detail) for row in rows}


def test_blocked_suspended_and_unproven_read_the_same(cast: Cast, kept_out: list[Volunteer], visit: Visit) -> None:
    assert said(visit, cast.helper) == dict.fromkeys(("Aalt", "Baum", "Cohn"), (NOT_A_CHOICE, ""))


def test_only_the_coordinator_of_her_association_sees_which(
    cast: Cast, kept_out: list[Volunteer], visit: Visit, now: dt.datetime
) -> None:
    role = {"user": cast.helper, "kind": RoleKind.COORDINATOR, "valid_from": dt.date(2025, 1, 1)}
    Role.objects.create(organisation=make_organisation(), **role)
    assert not any(detail for _reason, detail in said(visit, cast.helper).values()), "of another association"
    Role.objects.create(organisation=kept_out[0].association, **role)
    details = {name: detail for name, (_reason, detail) in said(visit, cast.helper).items()}
    assert details == {
        "Aalt": "beide sollen sich nicht begegnen",
        "Baum": "pausiert oder gesperrt",
        "Cohn": "ein Nachweis fehlt oder ist abgelaufen",
    }


def test_kinship_and_recognition_read_the_same_as_a_block(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    kin, _unknown = [
        make_volunteer(cast.district, [cast.shop], user=make_user(family_name=name)) for name in ("Haas", "Igel")
    ]
    Recognition.objects.create(volunteer=kin, authority="Magistrat", valid_from=dt.date(2025, 1, 1))
    note_kin(kin.user, cast.tenant.user, kind=KinKind.FAMILY, by=cast.helper, now=now)
    note_needs(visit, wants_gender="", uses_relief=True, by=cast.helper, now=now)
    told = said(visit, cast.helper)
    assert {name: told[name] for name in ("Haas", "Igel")} == dict.fromkeys(("Haas", "Igel"), (NOT_A_CHOICE, ""))


def test_what_anybody_may_know_is_said(cast: Cast, visit: Visit) -> None:
    other = make_category()
    for name, fields in (("Dorn", {}), ("Eich", {"max_distance_m": 1}), ("Fink", {}), ("Gans", {"weekly_minutes": 1})):
        kinds = [other] if name == "Dorn" else [cast.shop]
        volunteer = make_volunteer(cast.district, kinds, user=make_user(family_name=name), **fields)
        if name == "Fink":
            day = clock.today()
            Absence.objects.create(volunteer=volunteer, first_day=day, last_day=day + dt.timedelta(days=60))
    assert {name: reason for name, (reason, _detail) in said(visit, cast.helper).items()} == {
        "Dorn": "macht diese Hilfe nicht",
        "Eich": "wohnt zu weit weg",
        "Fink": "ist dann nicht da",
        "Gans": "die Woche ist voll",
    }


def test_the_page_says_no_more(client: Client, cast: Cast, kept_out: list[Volunteer], visit: Visit) -> None:
    client.force_login(cast.helper)
    page = text_of(client.get(f"/leitstand/anfragen/{visit.help_request.reference}/"))
    assert page.count(NOT_A_CHOICE) == 3
    assert "begegnen" not in page
    assert "Nachweis" not in page
    assert "gesperrt" not in page


def test_by_hand_the_same_words(cast: Cast, kept_out: list[Volunteer], visit: Visit) -> None:
    start = visit.wish_window.lower
    for volunteer in kept_out:
        with pytest.raises(NotAChoice, match=NOT_A_CHOICE):
            decisions.assign_by_hand(visit, person=volunteer.user, start=start, by=cast.helper, now=clock.now())
    assert not Assignment.objects.exists()


@pytest.fixture
def busy_board(cast: Cast, now: dt.datetime) -> Client:
    """A row of most kinds, each with a name of its own."""
    User.objects.filter(pk=cast.tenant.user.pk).update(family_name="Kanarienvogel", given_name="Konrad")
    cast.tenant.refresh_from_db()
    first = make_request(
        cast.tenant, cast.shop, hints="Insulin im Kühlschrank", wish_time="nach der Dialyse", source="phone"
    )
    make_request(cast.tenant, cast.shop, wish_time="nach der Dialyse", source="phone")
    drive_visits()
    offer = first.visits.get().offers.select_related("person").order_by("pk")[0]
    User.objects.filter(pk=offer.person_id).update(family_name="Wellensittich")
    Volunteer.objects.update(shows_family_name=True)
    accept_offer(offer, by=offer.person, now=clock.now())
    for kind in ("emergency", "landlord"):
        caller = Caller("Fr. Nachtigall", "+491705550104")
        refer_call(kind=kind, words="x", district=cast.district, by=cast.helper, now=now, caller=caller)
    register_interest(name="Ines Rotkehlchen", district=cast.district, now=now, email="i@example.org", words="")
    client = Client()
    client.force_login(cast.helper)
    return client


def test_with_the_shield_only_initials_are_shown(busy_board: Client) -> None:
    open_page = busy_board.get("/leitstand/").content.decode()
    assert "Nachtigall" in open_page
    assert "Wellensittich" in open_page
    assert busy_board.post("/leitstand/sichtschutz/", {"an": "1"}).status_code == 302
    page = busy_board.get("/leitstand/").content.decode()
    for name in ("Kanarienvogel", "Konrad", "Wellensittich", "Nachtigall", "Rotkehlchen"):
        assert name not in page, name
    assert "Vielleicht ein Notfall: N." in text_of(busy_board.get("/leitstand/"))
    fragment = busy_board.get("/leitstand/", headers={"HX-Request": "true"}).content.decode()
    assert "Nachtigall" not in fragment
    busy_board.post("/leitstand/sichtschutz/", {})
    assert "Nachtigall" in busy_board.get("/leitstand/").content.decode()


def test_no_words_of_health_stand_in_rows(busy_board: Client) -> None:
    page = text_of(busy_board.get("/leitstand/"))
    assert "Dialyse" not in page
    assert "Insulin" not in page
    assert "Hinweise: 1" in page
    assert HelpRequest.objects.filter(wish_time="nach der Dialyse").exists()
