"""Every sheet: what it says, who may have it, and that nobody on the way keeps it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Consent
from quarters.people.residents import record_consent
from requests.arranged.visits import accept_offer, cancel_visit
from requests.models import Assignment, HelpRequest
from requests.states import VisitState
from requests.sweeps import drive_visits
from requests.wishes.costs import costs_with
from requests.wishes.phrases import PHRASES
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_category, make_district, make_helper, make_request, make_resident, make_window
from tests.pdf import count_pages, is_pdf_ua, size_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def arranged(cast: Cast, **wish: Any) -> Assignment:
    """Somebody said yes to a visit of today."""
    wish = {"window": make_window(days=0, starts=14, ends=17), "hints": "Rollator", **wish}
    visit = make_request(cast.tenant, cast.shop, **wish).visits.get()
    drive_visits()
    offer = visit.offers.select_related("person").order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=clock.now())
    return Assignment.objects.select_related("person").get(visit=visit)


def address(cast: Cast, name: str, reference: str = "") -> str:
    case = f"/leitstand/anfragen/{reference}/"
    return {
        "slip": "/leitstand/zettel/vordruck/",
        "day": "/leitstand/tagesblatt/",
        "first visit": f"{case}erstbesuch/blatt/",
        "visit": f"{case}besuchszettel/",
        "letter": f"{case}brief/",
        "week": "/einsatz/woche/blatt/",
    }[name]


def said(response: Any) -> str:
    assert response.status_code == 200
    return words_of(response.content)


@pytest.mark.parametrize("name", ["slip", "day", "first visit", "visit", "letter"])
def test_a_helper_gets_a_tagged_sheet_that_nobody_keeps(desk: Client, cast: Cast, name: str) -> None:
    response = desk.get(address(cast, name, arranged(cast).visit.help_request.reference))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("inline;")
    assert is_pdf_ua(response.content)
    assert cast.tenant.user.family_name not in response.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["slip", "day", "first visit", "visit", "letter"])
def test_nobody_else_gets_a_helpers_sheet(client: Client, cast: Cast, name: str) -> None:
    url = address(cast, name, arranged(cast).visit.help_request.reference)
    assert client.get(url).status_code == 302
    client.force_login(cast.tenant.user)
    assert client.get(url).status_code == 403
    client.force_login(cast.volunteer.user)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("name", ["first visit", "visit", "letter"])
def test_a_helper_of_another_district_finds_nothing(client: Client, cast: Cast, name: str) -> None:
    client.force_login(make_helper(make_district()))
    assert client.get(address(cast, name, arranged(cast).visit.help_request.reference)).status_code == 404


def test_the_slip_asks_in_the_order_in_which_it_is_typed(desk: Client, cast: Cast) -> None:
    response = desk.get(address(cast, "slip"))
    words = said(response)
    order = [
        "gleich 112 anrufen",
        "Vorname, Nachname",
        "Telefon",
        "Straße",
        "Wobei brauchen",
        "Wann passt",
        "Was sollen",
        "Was machen",
        "Unterschrift der Person",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert size_of(response.content) == (148, 210)
    assert count_pages(response.content) == 2  # front and back
    assert count_pages(desk.get(address(cast, "slip"), {"schrift": "gross"}).content) == 2


def test_the_back_of_the_slip_has_every_need_and_every_phrase_to_tick(desk: Client, cast: Cast) -> None:
    words = said(desk.get(address(cast, "slip")))
    back = words[words.index("Unterschrift der Person") :]
    for part in ("schreiben, nicht anrufen", "Gebärdensprache", "laut und deutlich", "einfach und in kurzen Sätzen"):
        assert part in back
    assert not [phrase for phrase in PHRASES.values() if str(phrase) not in back]
    assert "Am besten in dieser Sprache" in back


def test_the_visit_sheet_names_time_way_outlay_and_two_signatures(desk: Client, cast: Cast) -> None:
    assignment = arranged(cast)
    response = desk.get(address(cast, "visit", assignment.visit.help_request.reference))
    words = said(response)
    for part in ("Angekommen um", "Kilometer", "Auslagen", "Wer dort war", "Wer besucht wurde", "Ausweis", "0412"):
        assert part in words
    assert cast.tenant.user.addressed_name in words
    assert count_pages(response.content) == 1


def test_no_health_hint_stands_on_a_sheet_that_is_carried_about(client: Client, cast: Cast) -> None:
    record_consent(person=cast.tenant.user, purpose=Consent.ConsentPurpose.HEALTH, language="de", now=clock.now())
    assignment = arranged(cast)
    reference = assignment.visit.help_request.reference
    client.force_login(cast.helper)
    sheets = [said(client.get(address(cast, name, reference))) for name in ("day", "visit", "letter", "first visit")]
    client.force_login(assignment.person)
    sheets.append(said(client.get(address(cast, "week"))))
    sheets.append(said(client.get(f"/einsatz/{assignment.visit.reference}/besuchszettel/")))
    assert not [words for words in sheets if "Rollator" in words]


def test_before_a_yes_there_is_no_visit_sheet(desk: Client, cast: Cast) -> None:
    asked = make_request(cast.tenant, cast.shop)
    assert desk.get(address(cast, "visit", asked.reference)).status_code == 404


def test_who_goes_prints_the_own_sheet_and_nobody_else_does(client: Client, cast: Cast) -> None:
    assignment = arranged(cast)
    url = f"/einsatz/{assignment.visit.reference}/besuchszettel/"
    assert client.get(url).status_code == 302
    client.force_login(assignment.person)
    assert cast.tenant.user.addressed_name in said(client.get(url))
    other = next(one for one in cast.volunteers if one.user_id != assignment.person_id)
    client.force_login(other.user)
    assert client.get(url).status_code == 404


def test_somebody_who_was_only_asked_gets_no_sheet(client: Client, cast: Cast) -> None:
    visit = make_request(cast.tenant, cast.shop).visits.get()
    drive_visits()
    offer = visit.offers.select_related("person")[0]
    client.force_login(offer.person)
    assert client.get(f"/einsatz/{offer.reference}/besuchszettel/").status_code == 404


def test_a_day_after_the_visit_the_sheet_is_gone(client: Client, cast: Cast) -> None:
    assignment = arranged(cast)
    client.force_login(assignment.person)
    machine.travel_to(assignment.planned_window.upper + dt.timedelta(hours=25))
    assert client.get(f"/einsatz/{assignment.visit.reference}/besuchszettel/").status_code == 404


def test_the_week_lists_the_own_visits_alone(client: Client, cast: Cast) -> None:
    assignment = arranged(cast)
    client.force_login(assignment.person)
    words = said(client.get(address(cast, "week")))
    assert cast.tenant.user.addressed_name in words
    assert clock.say_day(assignment.planned_window.lower) in words
    other = next(one for one in cast.volunteers if one.user_id != assignment.person_id)
    client.force_login(other.user)
    assert "Noch ist alles frei" in said(client.get(address(cast, "week")))


def test_the_day_shows_who_goes_who_waits_and_the_numbers(desk: Client, cast: Cast) -> None:
    assignment = arranged(cast)
    waiting = make_request(make_resident(cast.district), make_category("walk", name="Spaziergang"))
    words = said(desk.get(address(cast, "day")))
    for part in (assignment.person.full_name, cast.tenant.user.addressed_name, "112", "116 117", "GWG-Reparatur"):
        assert part in words
    assert waiting.category.name in words


def test_the_day_shows_nothing_of_another_district(client: Client, cast: Cast) -> None:
    arranged(cast)
    client.force_login(make_helper(make_district()))
    words = said(client.get(address(cast, "day")))
    assert cast.tenant.user.family_name not in words
    assert "Heute ist niemand unterwegs" in words


def test_a_cancelled_visit_is_not_on_the_day(desk: Client, cast: Cast) -> None:
    assignment = arranged(cast)
    cancel_visit(assignment.visit, by=cast.helper, now=clock.now(), reason="")
    assert "Heute ist niemand unterwegs" in said(desk.get(address(cast, "day")))


def test_the_letter_says_who_comes_and_what_to_do_when_unsure(desk: Client, cast: Cast) -> None:
    assignment = arranged(cast)
    response = desk.get(address(cast, "letter", assignment.visit.help_request.reference))
    words = said(response)
    assert f"{assignment.person.volunteer.announced_name} kommt zu Ihnen" in words
    assert "Tür zu lassen und anrufen" in words
    assert cast.tenant.building is not None
    assert cast.tenant.building.street in words
    assert count_pages(response.content) == 1
    assert is_pdf_ua(response.content)


@pytest.mark.parametrize(
    ("end", "sentence"), [(False, "Wir suchen jemanden, ohne Ihren Namen"), (True, "Niemand kommt")]
)
def test_the_letter_says_how_it_stands(desk: Client, cast: Cast, end: bool, sentence: str) -> None:
    asked = make_request(cast.tenant, cast.shop)
    if end:
        cancel_visit(asked.visits.get(), by=cast.helper, now=clock.now(), reason="")
    assert sentence in said(desk.get(address(cast, "letter", asked.reference)))


@pytest.mark.parametrize("state", [state for state in VisitState if state != VisitState.ARRANGED])
def test_the_letter_has_words_for_every_state(desk: Client, cast: Cast, state: str) -> None:
    asked = make_request(cast.tenant, cast.shop)
    asked.visits.update(state=state, ended_at=clock.now())
    assert "Guten Tag Frau Wagner" in said(desk.get(address(cast, "letter", asked.reference)))


def test_a_tenant_prints_the_own_letter_alone(client: Client, cast: Cast) -> None:
    asked: HelpRequest = make_request(cast.tenant, cast.shop)
    url = f"/meine/anfragen/{asked.reference}/brief/"
    client.force_login(cast.tenant.user)
    assert asked.reference in said(client.get(url))
    client.force_login(make_resident(cast.district).user)
    assert client.get(url).status_code == 404


def test_the_letter_is_in_large_print_unless_somebody_wants_it_small(desk: Client, cast: Cast) -> None:
    from requests.prints.letter import confirmation
    from requests.progress import standing_of, with_visits

    make_request(cast.tenant, cast.shop)
    standing = standing_of(with_visits(HelpRequest.objects.all()).get())
    assert confirmation(standing, today=clock.today()).large
    url = address(cast, "letter", standing.help_request.reference)
    assert desk.get(url).content != desk.get(url, {"schrift": "normal"}).content


def test_the_letter_says_what_the_association_takes_that_sends_somebody(desk: Client, cast: Cast) -> None:
    assignment = arranged(cast)
    page = Client()
    page.force_login(cast.tenant.user)
    costs = costs_with(assignment.visit.help_request, cast.volunteer.association)
    assert costs
    reference = assignment.visit.help_request.reference
    assert costs in page.get(f"/meine/anfragen/{reference}/").content.decode()
    assert costs in said(desk.get(address(cast, "letter", reference)))
