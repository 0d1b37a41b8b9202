"""One case on the helper's desk: what it shows, each step, and what is refused."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from quarters.models import User
from requests.arranged import afterwards, visits
from requests.board.case import load_case
from requests.models import Assignment, Feedback, HelpRequest, Offer, Report, Visit
from requests.states import AssignmentState, OfferState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import allow_care, make_care_worker, make_district, make_helper, make_request, make_volunteer

pytestmark = pytest.mark.django_db
STEPS = ("weitere", "person", "zusage", "bereitschaft", "entscheidung", "suche", "rueckgabe", "absage", "ruecktritt")
CHOICES = (
    "haus",
    "termin",
    "stelle",
    "selbst",
    "dringend",
    "preis",
    "preis/ruecknahme",
    "pflegedienst",
    "ausnahme",
    "nein",
)
BY_HAND = ("antwort", "frage/ruecknahme", "zusage/ruecknahme")
LATER_STEPS = ("bericht", "sorge", "dank", "rueckmeldung")


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


@pytest.fixture
def wish(cast: Cast) -> HelpRequest:
    """Three are asked."""
    taken = make_request(cast.tenant, cast.shop, words="Brot und Milch", hints="Rollator")
    drive_visits()
    return taken


@pytest.fixture
def stuck(wish: HelpRequest) -> HelpRequest:
    """The three said no: a helper decides."""
    for offer in Offer.objects.all():
        visits.decline_offer(offer, by=offer.person, now=clock.now())
    return wish


@pytest.fixture
def going(wish: HelpRequest) -> Assignment:
    offer = Offer.objects.order_by("pk")[0]
    visits.accept_offer(offer, by=offer.person, now=clock.now())
    return Assignment.objects.get()


def path(help_request: HelpRequest, step: str = "") -> str:
    return f"/leitstand/anfragen/{help_request.reference}/{step + '/' if step else ''}"


def shown(desk: Client, help_request: HelpRequest) -> str:
    return desk.get(path(help_request)).content.decode()


def state_of(help_request: HelpRequest) -> str:
    return str(Visit.objects.get(help_request=help_request).state)


def another_volunteer(cast: Cast) -> User:
    return make_volunteer(cast.district, [cast.shop]).user


def test_the_case_shows_the_wish_and_the_person(desk: Client, wish: HelpRequest, cast: Cast) -> None:
    page = shown(desk, wish)
    for words in ("Brot und Milch", "Rollator", cast.tenant.user.full_name, wish.reference, "Angefragt"):
        assert words in page


def test_who_was_asked_stands_there_with_reasons(desk: Client, wish: HelpRequest) -> None:
    page = shown(desk, wish)
    for offer in Offer.objects.select_related("person"):
        assert offer.person.full_name in page
        assert offer.reasons[0] in page
    assert "Antwort bis" in page


def test_the_log_tells_what_happened_in_words(stuck: HelpRequest) -> None:
    words = [line.words for line in load_case(stuck, now=clock.now()).log]
    name = Offer.objects.order_by("pk")[0].person.full_name
    assert words[-1] == "Aufgenommen"
    assert f"{name} gefragt" in words
    assert f"{name}: Abgelehnt" in words
    assert words[0] == "Sie entscheiden"


def test_the_case_asks_a_bounded_number_of_queries(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    for _ in range(8):
        another_volunteer(cast)
    desk.get(path(stuck))
    with CaptureQueriesContext(connection) as queries:
        desk.get(path(stuck))
    assert len(queries) <= 60, "\n".join(query["sql"][:120] for query in queries)


@pytest.mark.parametrize("step", ["", *STEPS, *LATER_STEPS, *CHOICES, *BY_HAND])
def test_a_foreign_case_is_not_there(client: Client, wish: HelpRequest, step: str) -> None:
    client.force_login(make_helper(make_district()))
    answer = client.post(path(wish, step)) if step else client.get(path(wish))
    assert answer.status_code == 404
    assert state_of(wish) == VisitState.OFFERED


@pytest.mark.parametrize("step", [*STEPS, *LATER_STEPS, *CHOICES, *BY_HAND])
def test_looking_changes_nothing(desk: Client, wish: HelpRequest, step: str) -> None:
    assert desk.get(path(wish, step)).status_code == 405


def test_the_next_people_are_asked(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    person = another_volunteer(cast)
    desk.post(path(stuck, "weitere"))
    assert Offer.objects.get(state=OfferState.OPEN).person == person


def test_one_chosen_person_is_asked(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    another_volunteer(cast)
    chosen = another_volunteer(cast)
    assert chosen.full_name in shown(desk, stuck)
    desk.post(path(stuck, "person"), {"person": chosen.reference})
    assert Offer.objects.get(state=OfferState.OPEN).person == chosen


def test_a_yes_by_telephone_is_kept(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    chosen = another_volunteer(cast)
    desk.post(path(stuck, "zusage"), {"person": chosen.reference})
    assert Assignment.objects.get().person == chosen
    assert state_of(stuck) == VisitState.ARRANGED


@pytest.mark.parametrize("step", ["person", "zusage"])
def test_nobody_is_sent_who_may_not_go(desk: Client, stuck: HelpRequest, cast: Cast, step: str) -> None:
    answer = desk.post(path(stuck, step), {"person": cast.helper.reference})
    assert answer.status_code == 409
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("typed", ["", "niemand", "\x00", "9" * 40])
def test_an_unknown_person_is_not_there(desk: Client, stuck: HelpRequest, typed: str) -> None:
    assert desk.post(path(stuck, "person"), {"person": typed}).status_code == 404


def test_who_is_on_call_is_asked(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    worker = make_care_worker(cast.district)
    desk.post(path(stuck, "dringend"))
    desk.post(path(stuck, "preis"), {"price": "35 € je Einsatz", "price_agreed": "on"})
    desk.post(path(stuck, "bereitschaft"))
    assert Offer.objects.get(state=OfferState.OPEN).person == worker


def test_nobody_on_call_is_said(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    allow_care(stuck.visits.get(), by=cast.helper)
    answer = desk.post(path(stuck, "bereitschaft"))
    assert answer.status_code == 409
    assert "niemand Bereitschaft" in answer.content.decode()


def test_a_step_that_is_too_late_says_so_and_shows_how_it_stands(desk: Client, wish: HelpRequest) -> None:
    answer = desk.post(path(wish, "weitere"))
    assert answer.status_code == 409
    assert "inzwischen anders" in answer.content.decode()
    assert "Antwort bis" in answer.content.decode()


def test_the_helper_stops_the_asking(desk: Client, wish: HelpRequest) -> None:
    desk.post(path(wish, "entscheidung"))
    assert state_of(wish) == VisitState.DECISION
    assert not Offer.objects.filter(state=OfferState.OPEN).exists()


def test_returning_needs_a_reason_that_stays_typed(desk: Client, stuck: HelpRequest) -> None:
    answer = desk.post(path(stuck, "rueckgabe"), {"reason": " "})
    assert answer.status_code == 422
    assert "Bitte schreiben Sie einen Grund dazu." in answer.content.decode()
    long = desk.post(path(stuck, "rueckgabe"), {"reason": "viel " * 60})
    assert long.status_code == 422
    assert "viel viel" in long.content.decode()


def test_a_returned_case_asks_for_a_call_and_is_searched_again(desk: Client, stuck: HelpRequest) -> None:
    desk.post(path(stuck, "rueckgabe"), {"reason": "Niemand spricht Somali"})
    assert state_of(stuck) == VisitState.RETURNED
    assert "Niemand spricht Somali" in shown(desk, stuck)
    desk.post(path(stuck, "suche"))
    assert state_of(stuck) == VisitState.OPEN


def test_the_tenant_calls_it_off(desk: Client, going: Assignment, wish: HelpRequest) -> None:
    desk.post(path(wish, "absage"))
    going.refresh_from_db()
    assert (state_of(wish), going.state) == (VisitState.CANCELLED, AssignmentState.CANCELLED)


def test_who_would_go_calls_off_and_the_search_resumes(desk: Client, going: Assignment, wish: HelpRequest) -> None:
    desk.post(path(wish, "ruecktritt"))
    assert state_of(wish) == VisitState.OPEN


def test_a_report_by_telephone_is_possible_once_the_visit_began(
    desk: Client, going: Assignment, wish: HelpRequest
) -> None:
    report = {"took_place": "yes", "minutes": "45", "note": "hat sich gefreut"}
    assert "Bericht am Telefon" not in shown(desk, wish)
    assert desk.post(path(wish, "bericht"), report).status_code == 409
    with machine.at(going.planned_window.upper):
        assert "Bericht am Telefon" in shown(desk, wish)
        bad = desk.post(path(wish, "bericht"), {**report, "minutes": "viele"})
        assert bad.status_code == 422
        assert "hat sich gefreut" in bad.content.decode()
        desk.post(path(wish, "bericht"), report)
    assert Report.objects.get().minutes == 45


@pytest.fixture
def over(going: Assignment) -> Visit:
    with machine.at(going.planned_window.upper):
        values = {"took_place": True, "minutes": 60, "note": "wirkte traurig", "needs_call": True}
        afterwards.report_visit(going.visit, by=going.person, now=clock.now(), **values)  # type: ignore[arg-type]
    return going.visit


def test_a_worry_is_read_and_ticked(desk: Client, over: Visit, wish: HelpRequest) -> None:
    assert "Bitte heute noch anrufen" in shown(desk, wish)
    assert "wirkte traurig" in shown(desk, wish)
    desk.post(path(wish, "sorge"))
    assert Report.objects.get().acknowledged_at
    assert "Bitte heute noch anrufen" not in shown(desk, wish)


def test_how_it_was_is_told_by_telephone(desk: Client, over: Visit, wish: HelpRequest) -> None:
    assert desk.post(path(wish, "rueckmeldung"), {"words": "sehr nett"}).status_code == 422
    desk.post(path(wish, "rueckmeldung"), {"was_good": "yes", "words": "sehr nett"})
    feedback = Feedback.objects.get()
    assert (feedback.was_good, feedback.words) == (True, "sehr nett")


def test_thanks_are_read(desk: Client, over: Visit, wish: HelpRequest, cast: Cast) -> None:
    afterwards.give_feedback(over, by=cast.tenant.user, was_good=True, words="Danke!", now=clock.now())
    assert "Danke!" in shown(desk, wish)
    desk.post(path(wish, "dank"))
    assert Feedback.objects.get().read_at


def test_without_a_report_there_is_nothing_to_tick(desk: Client, wish: HelpRequest) -> None:
    assert desk.post(path(wish, "sorge")).status_code == 404
    assert desk.post(path(wish, "dank")).status_code == 404


def test_the_same_click_twice_is_one_step(desk: Client, stuck: HelpRequest, cast: Cast) -> None:
    another_volunteer(cast)
    form = {"form_token": str(uuid.uuid4())}
    first, second = desk.post(path(stuck, "weitere"), form), desk.post(path(stuck, "weitere"), form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Offer.objects.filter(state=OfferState.OPEN).count() == 1


def test_a_wish_whose_time_is_over_is_not_searched_again(desk: Client, stuck: HelpRequest) -> None:
    desk.post(path(stuck, "rueckgabe"), {"reason": "Niemand"})
    with machine.at(clock.now() + dt.timedelta(days=9)):
        answer = desk.post(path(stuck, "suche"))
    assert answer.status_code == 409
    assert "neue Anfrage" in answer.content.decode()
