"""A tenant's own requests: what she sees, what she can do, and what nobody else can."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from piano.messaging.models import Message
from requests.arranged.afterwards import report_visit
from requests.arranged.visits import accept_offer, give_up_assignment
from requests.board.page import load_board
from requests.board.reading import Filters
from requests.finding.searching import give_back
from requests.models import Assignment, Feedback, HelpRequest, Referral, ReferralKind, Visit
from requests.states import RequestState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import (
    agree_as_called,
    allow_care,
    make_care_worker,
    make_request,
    make_resident,
    make_user,
    make_visit,
    make_window,
)
from tests.requests.asking import CHECK, WHEN, address, post, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(client: Client, cast: Cast) -> Client:
    client.force_login(cast.tenant.user)
    return client


def arrange(cast: Cast, now: dt.datetime, **wish: object) -> Assignment:
    visit = make_visit(cast.tenant, cast.shop, **wish)
    drive_visits()
    offer = visit.offers.select_related("person").order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=now)
    return Assignment.objects.select_related("visit__help_request", "person").get(visit=visit)


def done(cast: Cast, now: dt.datetime) -> Visit:
    assignment = arrange(cast, now)
    after = assignment.planned_window.upper
    values = {"minutes": 55, "note": "", "needs_call": False}
    report_visit(assignment.visit, by=assignment.person, took_place=True, now=after, **values)  # type: ignore[arg-type]
    return Visit.objects.select_related("help_request").get()


def page_of(help_request: HelpRequest, more: str = "") -> str:
    return f"/meine/anfragen/{help_request.reference}/{more}"


def act(client: Client, help_request: HelpRequest, more: str, **fields: str) -> HttpResponse:
    data = {"form_token": str(uuid.uuid4())} | fields
    return client.post(page_of(help_request, more), data)  # type: ignore[return-value]


def test_nobody_looks_without_signing_in(client: Client, cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    for way in ("/meine/", page_of(help_request)):
        assert client.get(way).headers["Location"].startswith("/konto/login/")


@pytest.mark.parametrize("more", ["", "absage/", "rueckmeldung/", "termin/"])
def test_other_peoples_requests_do_not_exist(client: Client, cast: Cast, more: str) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    client.force_login(make_resident(cast.district, make_user()).user)
    response = client.get(page_of(help_request)) if not more else act(client, help_request, more)
    assert response.status_code == 404
    assert Visit.objects.get().state == VisitState.OPEN


def test_a_helper_opens_requests_on_the_board_not_here(client: Client, cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop, by=cast.helper, source="phone")
    client.force_login(cast.helper)
    assert client.get(page_of(help_request)).status_code == 404


def test_an_unknown_number_does_not_exist(tenant: Client) -> None:
    assert tenant.get("/meine/anfragen/GIBTSNICHT/").status_code == 404


@pytest.mark.parametrize("more", ["absage/", "rueckmeldung/", "termin/"])
def test_looking_changes_nothing(tenant: Client, cast: Cast, more: str) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    assert tenant.get(page_of(help_request, more)).status_code == 405


def test_without_a_request_the_list_shows_the_way(tenant: Client) -> None:
    page = tenant.get("/meine/")
    assert "Gerade ist keine Anfrage offen" in text_of(page)
    assert 'href="/hilfe/"' in page.content.decode()


def test_the_list_says_what_happens_next(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    arrange(cast, now)
    make_request(cast.tenant, cast.shop)
    page = text_of(tenant.get("/meine/"))
    assert "Wir suchen gerade jemanden" in page
    assert "kommt zu Ihnen" in page


def test_the_list_needs_few_queries_however_long_it_is(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tenant.get("/meine/")
        return len(queries)

    arrange(cast, now)
    few = count()
    for days in (4, 5, 6):
        arrange(cast, now, window=make_window(days))
        make_request(cast.tenant, cast.shop)
    assert count() == few <= 12


def test_the_page_needs_few_queries(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    help_request = arrange(cast, now).visit.help_request
    with CaptureQueriesContext(connection) as queries:
        tenant.get(page_of(help_request))
    assert len(queries) <= 14


def test_while_we_search_nobody_is_named(tenant: Client, cast: Cast) -> None:
    page = text_of(tenant.get(page_of(make_request(cast.tenant, cast.shop))))
    assert "ohne Ihren Namen zu nennen" in page
    assert "Kaya" not in page


def test_who_comes_is_announced_with_badge_and_number_to_call(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    assignment = arrange(cast, now)
    page = text_of(tenant.get(page_of(assignment.visit.help_request)))
    for said in (
        "Wir haben gesucht, ohne Ihren Namen zu nennen",
        f"{assignment.person.volunteer.announced_name} kommt zu Ihnen",
        str(assignment.person.volunteer.association),
        "mit Foto und der Nummer 0412",
        "Unsicher? Tür zu lassen und anrufen. Wir fragen nie nach Bankkarte oder Geheimzahl.",
    ):
        assert said in page


def test_a_care_worker_is_announced_with_her_service(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    worker = make_care_worker(cast.district)
    visit = allow_care(make_visit(cast.tenant, cast.shop, urgency="urgent"), by=cast.helper)
    cast.volunteer.__class__.objects.all().delete()
    drive_visits()
    accept_offer(agree_as_called(visit.offers.get(person=worker)), by=worker, now=now)
    page = text_of(tenant.get(page_of(visit.help_request)))
    assert "Anja Pflegt kommt zu Ihnen" in page
    assert str(worker.care_worker.service.organisation) in page


def test_when_somebody_cannot_come_the_page_says_that_we_search_on(
    tenant: Client, cast: Cast, now: dt.datetime
) -> None:
    assignment = arrange(cast, now)
    give_up_assignment(assignment, by=assignment.person, now=now)
    page = text_of(tenant.get(page_of(assignment.visit.help_request)))
    assert "Wir suchen schon weiter" in page
    assert "kommt zu Ihnen" not in page


def test_when_nobody_was_found_it_is_nobodys_fault(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    give_back(Visit.objects.select_related("help_request").get(), now=now, reason="niemand frei")
    page = text_of(tenant.get(page_of(visit.help_request)))
    assert "Wir haben diesmal niemanden gefunden." in page
    assert "Das liegt nicht an Ihnen. Frau R. ruft Sie an und überlegt mit Ihnen weiter." in page


def test_the_moving_part_comes_alone_and_only_when_something_changed(
    tenant: Client, cast: Cast, now: dt.datetime
) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    known = tenant.get(page_of(help_request)).content.decode().split("?stand=")[1].split('"')[0]
    ask = {"HTTP_HX_REQUEST": "true"}
    assert tenant.get(page_of(help_request), {"stand": known}, **ask).status_code == 204
    drive_visits()
    offer = help_request.visits.get().offers.select_related("person").order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=now)
    changed = tenant.get(page_of(help_request), {"stand": known}, **ask)
    assert "kommt zu Ihnen" in text_of(changed)
    assert "<html" not in changed.content.decode()
    assert "HX-Request" in changed.headers["Vary"]


def test_calling_off_stops_everything(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    help_request = arrange(cast, now).visit.help_request
    response = act(tenant, help_request, "absage/", reason="Meine Tochter kommt")
    assert response.status_code == 302
    assert HelpRequest.objects.get().state == RequestState.WITHDRAWN
    assert "Niemand kommt, und alle wissen Bescheid." in text_of(tenant.get(page_of(help_request)))


def test_calling_off_twice_is_once(tenant: Client, cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    token = str(uuid.uuid4())
    answers = [act(tenant, help_request, "absage/", form_token=token).status_code for _ in range(2)]
    assert answers == [302, 302]


def test_the_old_date_stays_until_the_new_request_is_sent(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    old = arrange(cast, now).visit.help_request
    assert act(tenant, old, "termin/").headers["Location"] == address(WHEN)
    assert "Der bisherige bleibt" in text_of(tenant.get(address(WHEN)))
    assert post(tenant, WHEN, when="next_week").headers["Location"] == address("fuer-wen-wo")
    assert tenant.get(address(CHECK)).status_code == 200
    assert HelpRequest.objects.get().state == RequestState.ARRANGED
    post(tenant, CHECK)
    assert sorted(HelpRequest.objects.values_list("state", flat=True)) == [
        RequestState.SEARCHING,
        RequestState.WITHDRAWN,
    ]
    assert HelpRequest.objects.latest("pk").wish == old.wish


def test_what_has_ended_cannot_be_moved(tenant: Client, cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    act(tenant, help_request, "absage/")
    assert act(tenant, help_request, "termin/").status_code == 409


def test_after_the_visit_the_page_asks_whether_all_was_well(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    help_request = done(cast, now).help_request
    assert "War alles gut?" in text_of(tenant.get(page_of(help_request)))
    assert act(tenant, help_request, "rueckmeldung/", was_good="yes", words="Vielen Dank!").status_code == 302
    assert Feedback.objects.get().words == "Vielen Dank!"
    assert "War alles gut?" not in text_of(tenant.get(page_of(help_request)))


def test_no_answer_keeps_the_words(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    help_request = done(cast, now).help_request
    response = act(tenant, help_request, "rueckmeldung/", words="Sie war so freundlich")
    assert response.status_code == 422
    assert "Bitte wählen Sie eine Antwort." in text_of(response)
    assert "Sie war so freundlich" in text_of(response)


def test_no_thanks_before_the_visit(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    help_request = arrange(cast, now).visit.help_request
    assert act(tenant, help_request, "rueckmeldung/", was_good="yes").status_code == 409
    assert not Feedback.objects.exists()


def test_words_of_danger_in_the_thanks_are_answered_by_the_number(tenant: Client, cast: Cast, now: dt.datetime) -> None:
    help_request = done(cast, now).help_request
    act(tenant, help_request, "rueckmeldung/", was_good="no", words="Ich bekomme keine Luft")
    assert "112" in text_of(tenant.get(page_of(help_request))).split("Ist das ein Notfall?")[1]


def test_danger_in_the_thanks_stands_first_on_the_board_and_reaches_no_volunteer(
    tenant: Client, cast: Cast, now: dt.datetime
) -> None:
    help_request = done(cast, now).help_request
    act(tenant, help_request, "rueckmeldung/", was_good="yes", words="Danke! Aber jetzt bekomme ich keine Luft")
    referral = Referral.objects.get(kind=ReferralKind.EMERGENCY)
    assert (referral.resident, referral.done_at) == (cast.tenant, None)
    assert not Message.objects.filter(reason="thanks").exists()
    board = load_board(user=cast.helper, now=clock.now(), filters=Filters())
    assert board.columns[0].rows[0].title.startswith("Vielleicht ein Notfall")


def test_danger_as_the_reason_for_calling_off_stands_on_the_board(tenant: Client, cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    act(tenant, help_request, "absage/", reason="bin gestürzt, kann nicht aufstehen")
    assert Referral.objects.get().kind == ReferralKind.EMERGENCY
    assert "Ist das ein Notfall?" in text_of(tenant.get(page_of(help_request)))


def test_the_page_can_be_printed_as_a_confirmation(tenant: Client, cast: Cast) -> None:
    page = tenant.get(page_of(make_request(cast.tenant, cast.shop)))
    assert "Dieses Blatt ist Ihre Bestätigung." in text_of(page)
    assert "data-print" in page.content.decode()
