"""The helper's room: what needs a person now, only of the own districts, and the telephone."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from quarters.models import Consent, Resident, Role, RoleKind
from requests.models import HelpRequest, Referral
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast, make_cast
from tests.factories import make_district, make_helper, make_request, make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def call_form(cast: Cast, **fields: str) -> dict[str, str]:
    form = {
        "family_name": "Brandt",
        "phone": "0561 8123401",
        "category": "shop",
        "agreed": "on",
        "words": "Brot und Milch",
        "form_token": str(uuid.uuid4()),
    }
    return {**form, **fields}


def test_the_heading_names_the_quarters_of_a_few_and_counts_those_of_many(desk: Client, cast: Cast) -> None:
    assert "Heute im Quartier: Rothenditmold</h1>" in desk.get("/leitstand/").content.decode()
    for number in range(3):
        district = make_district(name=f"Viertel {number}")
        Role.objects.create(user=cast.helper, kind=RoleKind.HELPER, district=district, valid_from=dt.date(2025, 1, 1))
    assert "Heute in 4 Stadtteilen</h1>" in desk.get("/leitstand/").content.decode()


def test_the_board_shows_who_is_looked_for(desk: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    drive_visits()
    page = desk.get("/leitstand/").content.decode()
    assert "Frau W., Einkaufen" in page
    assert "3 gefragt" in page


def test_the_board_asks_few_questions(desk: Client, cast: Cast) -> None:
    from django.db import connection

    for _ in range(5):
        make_request(cast.tenant, cast.shop)
    drive_visits()
    desk.get("/leitstand/")
    with CaptureQueriesContext(connection) as queries:
        desk.get("/leitstand/")
    assert len(queries) <= 12, "\n".join(query["sql"][:160] for query in queries)


def test_health_words_stay_off_the_board(desk: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop, hints="Rollator")
    assert "Rollator" not in desk.get("/leitstand/").content.decode()


def test_a_foreign_district_is_not_there(client: Client, cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    client.force_login(make_helper(make_district()))
    assert "Frau W." not in client.get("/leitstand/").content.decode()
    assert client.get(f"/leitstand/anfragen/{help_request.reference}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/leitstand/", "/leitstand/anruf/", "/leitstand/anrufe/", "/leitstand/menschen/", "/bereitschaft/"]
)
def test_a_tenant_is_not_let_in(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.tenant.user)
    assert client.get(path).status_code == 403


def test_nothing_new_is_a_silent_answer(desk: Client, cast: Cast) -> None:
    from requests.board.waiting import count_board

    version = count_board(cast.helper, now=clock.now())[0]
    assert desk.get("/leitstand/stand/", {"stand": version}).status_code == 204
    make_request(cast.tenant, cast.shop)
    assert desk.get("/leitstand/stand/", {"stand": "alt"}).status_code == 200


def test_name_and_number_are_enough(desk: Client, cast: Cast) -> None:
    response = desk.post("/leitstand/anruf/", call_form(cast))
    taken = HelpRequest.objects.get()
    assert response.headers["Location"] == f"/leitstand/anruf/{taken.reference}/"
    assert (taken.source, taken.asked_by, taken.district) == ("phone", cast.helper, cast.district)
    assert taken.resident.user.phone == "+495618123401"


def test_the_agreement_read_aloud_is_kept(desk: Client, cast: Cast) -> None:
    desk.post("/leitstand/anruf/", call_form(cast))
    consent = Consent.objects.get()
    assert (consent.read_out_by, consent.language) == (cast.helper, "de")
    assert consent.wording_version


def test_without_an_agreement_nothing_is_kept(desk: Client, cast: Cast) -> None:
    page = desk.post("/leitstand/anruf/", call_form(cast, agreed=""))
    assert page.status_code == 422
    assert "Brot und Milch" in page.content.decode()
    assert not HelpRequest.objects.exists()


def test_the_caller_is_somebody_else(desk: Client, cast: Cast) -> None:
    desk.post(
        "/leitstand/anruf/",
        call_form(
            cast, caller_name="Sevgi Yıldız", caller_relation="Tochter", phone="", caller_phone="+49 561/81 23 402"
        ),
    )
    taken = HelpRequest.objects.get()
    assert (taken.caller_name, taken.caller_phone) == ("Sevgi Yıldız", "+495618123402")


def test_an_emergency_shows_112_and_is_not_kept_as_a_request(desk: Client, cast: Cast) -> None:
    page = desk.post("/leitstand/anruf/", call_form(cast, words="starke Schmerzen in der Brust", anyway="on"))
    assert page.status_code == 422
    assert 'href="tel:112"' in page.content.decode()
    assert not HelpRequest.objects.exists()


def test_an_emergency_becomes_a_referral_on_top_of_the_board(desk: Client, cast: Cast) -> None:
    desk.post("/leitstand/anruf/", call_form(cast, words="starke Schmerzen in der Brust", outcome="emergency"))
    assert Referral.objects.get().kind == "emergency"
    assert "Vielleicht ein Notfall" in desk.get("/leitstand/").content.decode()


def test_a_landlords_duty_goes_on_when_the_helper_has_read_it(desk: Client, cast: Cast) -> None:
    form = call_form(cast, words="Wasser läuft von der Decke, bitte jemand zum Wischen")
    assert desk.post("/leitstand/anruf/", form).status_code == 422
    desk.post("/leitstand/anruf/", {**form, "anyway": "on"})
    assert HelpRequest.objects.count() == 1


def test_the_same_form_twice_is_one_call(desk: Client, cast: Cast) -> None:
    form = call_form(cast)
    first, second = desk.post("/leitstand/anruf/", form), desk.post("/leitstand/anruf/", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert HelpRequest.objects.count() == 1


def test_a_known_person_has_her_usual_wish_chosen(desk: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    page = desk.get(f"/leitstand/anruf/?person={cast.tenant.user.reference}").content.decode()
    assert '<option value="shop" selected>' in page


@pytest.mark.parametrize(("typed", "family"), [("Yildiz", "Yıldız"), ("Mueler", "Müller"), ("rothenbergstr", "Wagner")])
def test_typing_mistakes_are_forgiven(cast: Cast, typed: str, family: str) -> None:
    from quarters.people.people_search import find_people

    cast.tenant.user.family_name = family
    cast.tenant.user.save()
    assert cast.tenant in find_people(typed, district_ids=[cast.district.pk])


@pytest.mark.parametrize("typed", ["0561 8123401", "(0561) 81 23 401", "+49 561 8123401", "8123401", "3401"])
def test_a_number_is_found_in_every_spelling(cast: Cast, typed: str) -> None:
    from quarters.people.people_search import find_people

    cast.tenant.user.phone = "+495618123401"
    cast.tenant.user.save()
    assert find_people(typed, district_ids=[cast.district.pk]) == [cast.tenant]


def test_people_of_foreign_districts_are_not_found(cast: Cast) -> None:
    from quarters.people.people_search import find_people

    make_resident(make_district())
    assert find_people("Wagner", district_ids=[cast.district.pk]) == [cast.tenant]
    assert Resident.objects.count() == 2


def test_a_helper_returns_a_case_with_a_reason(client: Client) -> None:
    cast = make_cast(volunteers=0)
    visit = make_request(cast.tenant, cast.shop).visits.get()
    drive_visits()
    client.force_login(cast.helper)
    path = f"/leitstand/anfragen/{visit.help_request.reference}/rueckgabe/"
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "Niemand spricht Somali"})
    visit.refresh_from_db()
    assert visit.state == VisitState.RETURNED


def test_a_decision_that_is_too_late_says_so(desk: Client, cast: Cast, now: dt.datetime) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    drive_visits()
    page = desk.post(f"/leitstand/anfragen/{help_request.reference}/weitere/")
    assert page.status_code == 409
    assert "inzwischen anders" in page.content.decode()
