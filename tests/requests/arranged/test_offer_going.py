"""After a yes: what one sees, giving up, and the report."""

import datetime as dt

import pytest
from django.test import Client

from quarters.models import Consent
from requests.arranged.visits import accept_offer, cancel_visit, decline_offer, give_up_assignment
from requests.finding.decisions import assign_by_hand
from requests.models import Assignment, HelpRequest, Offer, Report, Visit
from requests.states import AssignmentState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_volunteer
from tests.requests.errands import CANARY, make_going, make_offers, way

pytestmark = pytest.mark.django_db


@pytest.fixture
def going(cast: Cast, now: dt.datetime) -> tuple[Offer, Assignment]:
    return make_going(cast, now)


def read(client: Client, offer: Offer) -> str:
    return client.get(way(offer)).content.decode()


def test_health_hints_need_the_consent_that_names_them(
    client: Client, cast: Cast, going: tuple[Offer, Assignment], now: dt.datetime
) -> None:
    request = HelpRequest.objects.get()
    request.hints = "Braucht den Rollator"
    request.save()
    assert "Rollator" not in read(client, going[0])
    Consent.objects.create(person=cast.tenant.user, purpose="health", wording_version="1", language="de", given_at=now)
    assert "Rollator" in read(client, going[0])


def test_the_way_is_told_without_a_map(client: Client, going: tuple[Offer, Assignment]) -> None:
    assert "150\u00a0m, zu Fuß etwa 3 Minuten" in read(client, going[0])


def test_the_others_see_nothing_of_it(client: Client, going: tuple[Offer, Assignment]) -> None:
    other = Offer.objects.exclude(pk=going[0].pk).first()
    assert other is not None
    page = read(client, other)
    assert CANARY not in page
    assert "Jemand war schneller" in page


def test_who_declined_in_writing_and_agreed_by_telephone_sees_the_visit(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    offer = make_offers(cast)[0]
    decline_offer(offer, by=offer.person, now=now)
    assign_by_hand(offer.visit, person=offer.person, start=offer.proposed_start, by=cast.helper, now=now)
    assert CANARY in read(client, offer)


def test_giving_up_is_thanked_for_and_closes_the_address(client: Client, going: tuple[Offer, Assignment]) -> None:
    answer = client.post(way(going[0], "ruecktritt"), {"reason": "krank"}, follow=True)
    page = answer.content.decode()
    assert "Danke, dass Sie Bescheid gesagt haben" in page
    assert CANARY not in page
    assert Visit.objects.get().state == VisitState.OPEN


def test_giving_up_twice_changes_nothing(client: Client, going: tuple[Offer, Assignment]) -> None:
    assert [client.post(way(going[0], "ruecktritt")).status_code for _ in range(2)] == [302, 302]
    assert Assignment.objects.get().state == AssignmentState.CANCELLED


def test_a_reason_that_is_too_long_keeps_what_was_typed(client: Client, going: tuple[Offer, Assignment]) -> None:
    answer = client.post(way(going[0], "ruecktritt"), {"reason": "krank " * 60})
    assert answer.status_code == 422
    assert "krank krank" in answer.content.decode()
    assert Assignment.objects.get().state == AssignmentState.PLANNED


def test_after_the_visit_one_reports_instead_of_giving_up(client: Client, going: tuple[Offer, Assignment]) -> None:
    with machine.at(going[1].planned_window.upper):
        assert "Ich kann doch nicht" not in read(client, going[0])
        assert client.post(way(going[0], "ruecktritt")).status_code == 409
    assert Assignment.objects.get().state == AssignmentState.PLANNED


def test_somebody_else_can_say_yes_after_it_was_given_up(cast: Cast, now: dt.datetime) -> None:
    """The whole second round, to the end."""
    offer, assignment = make_going(cast, now)
    give_up_assignment(assignment, by=offer.person, now=now)
    make_volunteer(cast.district, [cast.shop])
    drive_visits()
    asked = Offer.objects.select_related("person").filter(visit=offer.visit, state="open").order_by("-pk")
    assert offer.person not in [one.person for one in asked], "who gave it up is not asked again"
    second = asked[0]
    accept_offer(second, by=second.person, now=now)
    assert Assignment.objects.get(state=AssignmentState.PLANNED).person == second.person


def test_a_visit_that_was_called_off_says_so(
    client: Client, cast: Cast, going: tuple[Offer, Assignment], now: dt.datetime
) -> None:
    cancel_visit(going[0].visit, by=cast.tenant.user, now=now)
    page = read(client, going[0])
    assert "nicht mehr gebraucht" in page
    assert CANARY not in page


def test_before_the_visit_there_is_no_report(client: Client, going: tuple[Offer, Assignment]) -> None:
    assert client.get(way(going[0], "bericht")).headers["Location"] == way(going[0])
    answer = client.post(way(going[0], "bericht"), {"took_place": "yes", "minutes": "60"})
    assert answer.status_code == 409
    assert not Report.objects.exists()


def test_the_report_begins_with_the_planned_minutes(client: Client, going: tuple[Offer, Assignment]) -> None:
    with machine.at(going[1].planned_window.upper):
        page = client.get(way(going[0], "bericht")).content.decode()
    assert 'value="60"' in page
    assert "Ja, ich war dort" in page


def test_a_report_is_thanked_for(client: Client, going: tuple[Offer, Assignment]) -> None:
    form = {"took_place": "yes", "minutes": "75", "note": "Alles da", "after": "today"}
    with machine.at(going[1].planned_window.upper):
        answer = client.post(way(going[0], "bericht"), form, follow=True)
    assert "Danke, dass Sie dort waren" in answer.content.decode()
    report = Report.objects.get()
    assert (report.took_place, report.minutes, report.note, report.needs_call) == (True, 75, "Alles da", True)
    assert report.reported_by == going[0].person


def test_a_visit_that_did_not_happen_is_thanked_for_too(client: Client, going: tuple[Offer, Assignment]) -> None:
    with machine.at(going[1].planned_window.upper):
        answer = client.post(way(going[0], "bericht"), {"took_place": "no", "minutes": "60"}, follow=True)
    assert "Wir rufen die Person an" in answer.content.decode()
    assert Visit.objects.get().state == VisitState.MISSED


@pytest.mark.parametrize(
    ("field", "value"), [("took_place", ""), ("minutes", ""), ("minutes", "0"), ("minutes", "800"), ("note", "x" * 501)]
)
def test_an_unclear_report_names_the_field(
    client: Client, going: tuple[Offer, Assignment], field: str, value: str
) -> None:
    form = {"took_place": "yes", "minutes": "60", "note": "Sie sang", field: value}
    with machine.at(going[1].planned_window.upper):
        answer = client.post(way(going[0], "bericht"), form)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not Report.objects.exists()


def test_a_second_report_leads_to_the_thanks(client: Client, going: tuple[Offer, Assignment]) -> None:
    with machine.at(going[1].planned_window.upper):
        for _ in range(2):
            assert client.post(way(going[0], "bericht"), {"took_place": "yes", "minutes": "60"}).status_code == 302
    assert Report.objects.count() == 1
