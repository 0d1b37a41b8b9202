"""The choices on the helper's desk: each form leads on, says what is missing and keeps what was typed."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Resident
from requests.arranged.visits import accept_offer
from requests.models import Assignment, CareAgreement, Decision, HelpRequest, Offer, Visit
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_request, make_volunteer, make_window
from tests.requests.errands import CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


@pytest.fixture
def stuck(cast: Cast) -> HelpRequest:
    """Nobody may: a helper decides."""
    for volunteer in cast.volunteers:
        volunteer.categories.clear()
    cast.tenant.user.family_name = CANARY
    cast.tenant.user.save()
    taken = make_request(cast.tenant, cast.shop, words="Brot und Milch")
    drive_visits()
    return taken


def path(help_request: HelpRequest, step: str = "") -> str:
    return f"/leitstand/anfragen/{help_request.reference}/{step + '/' if step else ''}"


def state_of(help_request: HelpRequest) -> str:
    return str(Visit.objects.get(help_request=help_request).state)


def typed(moment: dt.datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%dT%H:%M}"


def test_the_choices_stand_there_in_their_order(desk: Client, stuck: HelpRequest) -> None:
    page = desk.get(path(stuck)).content.decode()
    places = [
        page.index(words)
        for words in (
            "Persönlich jemanden fragen",
            "Im Haus fragen (Aushang, Treff)",
            "Anderen Termin vorschlagen",
            "An eine Stelle vermitteln",
            "Ausnahmsweise selbst gehen",
        )
    ]
    assert places == sorted(places)


def test_the_notice_names_nobody(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    page = desk.get(path(stuck, "aushang")).content.decode()
    assert "Einkaufen" in page
    for canary in (CANARY, "Brot", cast.tenant.building.house_number + "</", stuck.reference + "<"):  # type: ignore[union-attr]
        assert canary not in page


def test_asked_in_the_house(desk: Client, stuck: HelpRequest) -> None:
    desk.post(path(stuck, "haus"))
    assert Decision.objects.get().kind == "house"
    assert "Im Haus gefragt" in desk.get(path(stuck)).content.decode()


def test_another_time_as_agreed_on_the_phone(desk: Client, stuck: HelpRequest) -> None:
    start, end = make_window(days=6)
    bad = desk.post(path(stuck, "termin"), {"other_start": typed(end), "other_end": typed(start)})
    assert bad.status_code == 422
    assert typed(end) in bad.content.decode()
    desk.post(path(stuck, "termin"), {"other_start": typed(start), "other_end": typed(end)})
    assert Visit.objects.get().wish_window.lower == start


def test_an_agency_needs_the_person_to_know(desk: Client, stuck: HelpRequest) -> None:
    bad = desk.post(path(stuck, "stelle"), {"agency": "Pflegestützpunkt"})
    assert bad.status_code == 422
    assert 'value="Pflegestützpunkt"' in bad.content.decode()
    desk.post(path(stuck, "stelle"), {"agency": "Pflegestützpunkt", "agency_told": "on"})
    assert state_of(stuck) == VisitState.REFERRED
    assert "Pflegestützpunkt" in desk.get(path(stuck)).content.decode()


def test_going_oneself_is_counted_before_the_next_time(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    start = typed(make_window()[0])
    assert desk.post(path(stuck, "selbst"), {"myself_start": start}).status_code == 422
    desk.post(path(stuck, "selbst"), {"myself_start": start, "myself_reason": "niemand da"})
    assert Assignment.objects.get().person == cast.helper
    other = make_request(cast.tenant, cast.shop)
    drive_visits()
    assert "einmal jemand vom Treffpunkt selbst gegangen" in " ".join(desk.get(path(other)).content.decode().split())


def test_an_exception_needs_a_reason_and_somebody_of_the_list(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    said = {
        "exception_person": cast.volunteer.user.reference,
        "exception_start": typed(make_window()[0]),
        "exception_reason": "kennt sie",
        "exception_do": "ask",
    }
    assert "hat diese Hilfeart nicht angekreuzt" in desk.get(path(stuck)).content.decode()
    assert desk.post(path(stuck, "ausnahme"), said | {"exception_reason": ""}).status_code == 422
    assert desk.post(path(stuck, "ausnahme"), said | {"exception_person": cast.helper.reference}).status_code == 422
    desk.post(path(stuck, "ausnahme"), said)
    assert Offer.objects.get().person == cast.volunteer.user


def test_an_exception_by_phone_is_arranged_at_once(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    said = {
        "exception_person": cast.volunteer.user.reference,
        "exception_start": typed(make_window()[0]),
        "exception_reason": "kennt sie",
        "exception_do": "assign",
    }
    desk.post(path(stuck, "ausnahme"), said)
    assert Assignment.objects.get().person == cast.volunteer.user


def test_a_no_on_the_phone_leaves_the_list(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    person = make_volunteer(cast.district, [cast.shop]).user
    desk.post(path(stuck, "nein"), {"person": person.reference})
    assert Offer.objects.get().state == OfferState.DECLINED


def test_the_own_care_service_stands_first(desk: Client, stuck: HelpRequest) -> None:
    desk.post(path(stuck, "dringend"))
    own = {"care_service_name": "Pflege mit Herz", "care_service_phone": "0561 334455"}
    desk.post(path(stuck, "pflegedienst"), own)
    assert Resident.objects.get().care_service_phone == "+49561334455"
    page = desk.get(path(stuck)).content.decode()
    assert "Zuerst den eigenen Pflegedienst nennen" in page
    price = {"price": "35 € je Einsatz", "price_agreed": "on"}
    assert desk.post(path(stuck, "preis"), price).status_code == 422
    desk.post(path(stuck, "preis"), price | {"own_service_first": "on"})
    assert CareAgreement.objects.get().own_service_first
    desk.post(path(stuck, "preis/ruecknahme"))
    assert CareAgreement.objects.get().withdrawn_at


def test_a_number_that_is_none_is_said(desk: Client, stuck: HelpRequest) -> None:
    answer = desk.post(path(stuck, "pflegedienst"), {"care_service_name": "PHB", "care_service_phone": "abc"})
    assert answer.status_code == 409
    assert 'value="PHB"' in answer.content.decode()


@pytest.fixture
def asked(cast: Cast) -> HelpRequest:
    taken = make_request(cast.tenant, cast.shop)
    drive_visits()
    return taken


def test_answers_by_phone_of_who_was_asked(desk: Client, asked: HelpRequest) -> None:
    first, second, third = Offer.objects.order_by("pk")
    desk.post(path(asked, "antwort"), {"offer": first.reference, "answer": "no"})
    desk.post(path(asked, "frage/ruecknahme"), {"offer": second.reference})
    desk.post(path(asked, "antwort"), {"offer": third.reference, "answer": "yes"})
    states = list(Offer.objects.order_by("pk").values_list("state", flat=True))
    assert states == [OfferState.DECLINED, OfferState.WITHDRAWN, OfferState.ACCEPTED]
    assert Assignment.objects.get().person == third.person


def test_an_offer_of_another_case_is_not_there(desk: Client, asked: HelpRequest, cast: Cast) -> None:
    other = make_request(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.filter(visit__help_request=other)[0]
    for step in ("antwort", "frage/ruecknahme"):
        assert desk.post(path(asked, step), {"offer": offer.reference, "answer": "yes"}).status_code == 404


def test_a_yes_is_taken_back_with_a_reason(desk: Client, asked: HelpRequest, now: dt.datetime) -> None:
    offer = Offer.objects.order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=now)
    assert desk.post(path(asked, "zusage/ruecknahme"), {}).status_code == 422
    desk.post(path(asked, "zusage/ruecknahme"), {"take_back_reason": "Verwechslung"})
    assert state_of(asked) == VisitState.DECISION
