"""What follows a visit or a search: who is called, by whom, and in which order."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Call, Message
from piano.messaging.phone_list import no_answer, reach_person
from piano.messaging.sweeps import send_messages
from quarters.models import User
from requests.arranged.afterwards import acknowledge_report, report_visit
from requests.arranged.visits import accept_offer
from requests.board.call_list import load_call_list
from requests.board.page import load_board
from requests.board.reading import Filters
from requests.finding.decisions import return_visit
from requests.models import Assignment, Report, Visit
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_visit
from tests.requests.errands import CANARY, make_going, way

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(cast: Cast, now: dt.datetime) -> Assignment:
    return make_going(cast, now)[1]


def report(assignment: Assignment, after: str, *, hour: int = 11, note: str = "wirkte traurig") -> Report:
    """Told on the day of the visit at this hour."""
    day = clock.local(assignment.planned_window.lower).date()
    machine.travel_to(clock.at(day, dt.time(hour)))
    values = {"took_place": True, "minutes": 50, "note": note, "after": after}
    return report_visit(assignment.visit, by=assignment.person, now=clock.now(), **values)  # type: ignore[arg-type]


def reasons() -> set[str]:
    return set(Message.objects.exclude(state="cancelled").values_list("reason", flat=True))


def test_all_is_well_and_nobody_is_called(assignment: Assignment) -> None:
    row = report(assignment, "fine")
    assert (row.needs_call, row.after) == (False, "fine")
    assert not {"please_call", "please_call_duty", "ask_again"} & reasons()


def test_who_ticks_that_all_is_well_and_writes_of_danger_is_taken_at_her_word(assignment: Assignment) -> None:
    row = report(assignment, "fine", note="sie atmet komisch")
    assert (row.needs_call, row.after) == (True, "today")
    assert "please_call" in reasons()


def test_next_week_stands_on_the_phone_list_in_a_week(cast: Cast, assignment: Assignment) -> None:
    report(assignment, "next_week")
    message = Message.objects.get(reason="ask_again")
    assert (message.recipient, message.channel) == (cast.tenant.user, "phone")
    assert load_call_list(cast.helper, now=clock.now()) == []
    machine.travel_to(message.not_before + dt.timedelta(minutes=1))
    send_messages()
    (row,) = [row for row in load_call_list(cast.helper, now=clock.now()) if row.person == cast.tenant.user]
    assert "nachfragen" in row.calls[0][1].body
    assert message.not_before - assignment.planned_window.upper >= dt.timedelta(days=6, hours=20)


@pytest.mark.parametrize("after", ["today", "danger"])
def test_in_office_hours_the_helpers_call(cast: Cast, assignment: Assignment, after: str) -> None:
    make_care_worker(cast.district)
    assert report(assignment, after).needs_call
    assert Message.objects.get(reason="please_call").recipient == cast.helper
    assert "please_call_duty" not in reasons()


def test_in_the_evening_whoever_has_duty_calls(cast: Cast, assignment: Assignment) -> None:
    nurse = make_care_worker(cast.district)
    report(assignment, "today", hour=19)
    message = Message.objects.get(reason="please_call_duty")
    assert (message.recipient, message.message_class) == (nurse, "a")
    assert "please_call" not in reasons()


def test_without_anybody_on_duty_the_helpers_hear_it_in_the_evening_too(cast: Cast, assignment: Assignment) -> None:
    report(assignment, "today", hour=19)
    assert Message.objects.get(reason="please_call").recipient == cast.helper


def test_a_danger_stands_first_on_the_board(cast: Cast, assignment: Assignment) -> None:
    report(assignment, "danger")
    (row,) = load_board(user=cast.helper, now=clock.now(), filters=Filters()).columns[0].rows[:1]
    assert row.is_emergency
    assert "traurig" not in row.title + row.meta


def test_who_reports_danger_reads_112(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, assignment = make_going(cast, now)
    with machine.at(assignment.planned_window.upper):
        form = {"took_place": "yes", "minutes": "60", "note": "", "after": "danger"}
        page = client.post(way(offer, "bericht"), form, follow=True).content.decode()
        assert "Rufen Sie jetzt 112 an" in page
        acknowledge_report(Report.objects.get(), by=cast.helper, now=clock.now())
        assert "Rufen Sie jetzt 112 an" not in client.get(way(offer)).content.decode()


def test_an_answer_that_was_not_offered_is_refused(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, assignment = make_going(cast, now)
    with machine.at(assignment.planned_window.upper):
        answer = client.post(way(offer, "bericht"), {"took_place": "yes", "minutes": "60", "after": "112"})
    assert answer.status_code == 422


@pytest.fixture
def nurse(client: Client, cast: Cast, assignment: Assignment) -> User:
    """She has duty, is signed in and is asked to call in the evening."""
    nurse = make_care_worker(cast.district)
    report(assignment, "today", hour=19)
    client.force_login(nurse)
    return nurse


def test_on_duty_she_reads_whom_to_call_and_ticks_it_off(client: Client, nurse: User, assignment: Assignment) -> None:
    address = f"/bereitschaft/sorge/{assignment.visit.reference}/"
    room = client.get("/bereitschaft/").content.decode()
    assert address in room
    assert CANARY not in room
    page = client.get(address).content.decode()
    assert CANARY in page
    assert "wirkte traurig" in page
    assert client.get(f"{address}erledigt/").status_code == 302
    assert client.post(f"{address}erledigt/").headers["Location"] == "/bereitschaft/"
    assert Report.objects.get().acknowledged_at
    assert client.get(address).status_code == 404
    told = Message.objects.get(reason="worry_taken_care_of")
    assert told.recipient == assignment.person


def test_nobody_else_reads_a_worry(client: Client, cast: Cast, nurse: User, assignment: Assignment) -> None:
    address = f"/bereitschaft/sorge/{assignment.visit.reference}/"
    for stranger in (make_care_worker(cast.district), cast.helper, assignment.person):
        client.force_login(stranger)
        assert client.get(address).status_code in (403, 404)
        assert client.post(f"{address}erledigt/").status_code in (403, 404)
    assert Report.objects.get().acknowledged_at is None


@pytest.fixture
def returned(cast: Cast, now: dt.datetime) -> Visit:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    visit = return_visit(visit, by=cast.helper, now=now, reason="niemand da")
    send_messages()
    return visit


def call_of(returned: Visit) -> Call:
    return Call.objects.get(message__reason="nobody_found_call", message__subject=f"visit:{returned.pk}")


def test_nobody_found_is_said_by_a_call_first(cast: Cast, returned: Visit) -> None:
    assert call_of(returned).message.recipient == cast.tenant.user
    assert "nobody_found" not in reasons()
    (row,) = [row for row in load_call_list(cast.helper, now=clock.now()) if row.person == cast.tenant.user]
    assert "Das liegt nicht an Ihnen" in row.calls[0][1].body


def test_then_comes_the_letter(cast: Cast, returned: Visit, now: dt.datetime) -> None:
    for _ in range(2):
        reach_person(call_of(returned), by=cast.helper, now=now)
    letter = Message.objects.get(reason="nobody_found")
    assert (letter.recipient, letter.channel) == (cast.tenant.user, "email")


def test_who_is_not_reached_gets_the_letter_too(cast: Cast, returned: Visit, now: dt.datetime) -> None:
    for _ in range(3):
        assert "nobody_found" not in reasons()
        no_answer(call_of(returned), by=cast.helper, now=now)
    assert "nobody_found" in reasons()


def test_who_reads_no_mails_hears_it_once(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(reach="phone")
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return_visit(visit, by=cast.helper, now=now, reason="niemand da")
    send_messages()
    reach_person(call_of(visit), by=cast.helper, now=now)
    assert "nobody_found" not in reasons()


def test_who_has_no_telephone_gets_the_letter_at_once(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(phone="")
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return_visit(visit, by=cast.helper, now=now, reason="niemand da")
    assert Message.objects.get(reason="nobody_found").channel == "email"


def test_the_question_says_who_reads_the_answer(client: Client, cast: Cast, assignment: Assignment) -> None:
    report(assignment, "fine")
    client.force_login(cast.tenant.user)
    page = client.get(f"/meine/anfragen/{assignment.visit.help_request.reference}/").content.decode()
    assert "Das liest nur Frau R. vom Treff." in page
    assert "Nein, bitte rufen Sie mich an" in page


def test_a_late_yes_after_a_return_stops_nothing_that_was_said(cast: Cast, returned: Visit, now: dt.datetime) -> None:
    """Taken up again and found: the letter that nobody was found is owed no more."""
    from requests.finding.decisions import search_again

    search_again(returned, by=cast.helper, now=now)
    volunteer = cast.volunteer.user
    offer = returned.offers.get(person=volunteer)
    offer.state = "expired"
    offer.save()
    accept_offer(offer, by=volunteer, now=now)
    assert not Call.objects.filter(message__reason="nobody_found_call", state="open").exists()
