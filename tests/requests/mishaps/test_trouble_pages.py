"""The checklist at the door, the board in red, „Es ist niemand gekommen“, „Ich weiß Bescheid“, and whoever has duty."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from piano.kit import clock
from requests.arranged.visits import assign_person, cancel_visit, give_up_assignment
from requests.links import visit_link
from requests.mishaps.troubles import nobody_came, nobody_opens
from requests.models import Assignment, Outcome, Trouble, TroubleKind, TroubleStep, Visit
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper, make_visit
from tests.requests.arranged.test_sign_off_pages import signed_in
from tests.requests.errands import path_of
from tests.requests.mishaps.test_trouble import MINUTE, going

__all__ = ["going"]
pytestmark = pytest.mark.django_db
CONTACT = "+4956177665544"


@pytest.fixture
def door(cast: Cast, going: Assignment) -> Any:
    """She stands at the door, with a contact person known."""
    cast.tenant.contact_name, cast.tenant.contact_phone = "Petra Tochter", CONTACT
    cast.tenant.save()
    with machine.at(going.planned_window.lower):
        yield path_of(visit_link(going)) + "tuer/"


def begin(way: str) -> Client:
    client = Client()
    client.post(way)
    return client


def test_before_the_visit_there_is_no_such_button(going: Assignment) -> None:
    way = path_of(visit_link(going))
    assert "Niemand öffnet: Schritt" not in Client().get(way).content.decode()
    assert Client().post(f"{way}tuer/").status_code == 409


def test_the_contact_person_is_shown_only_while_nobody_opens(door: str) -> None:
    page = path_of(door)[: -len("tuer/")]
    assert CONTACT not in Client().get(page).content.decode()
    client = begin(door)
    assert f'href="tel:{CONTACT}"' in client.get(door).content.decode()
    client.post(f"{door}ende/", {"outcome": "opened"})
    assert client.get(door).status_code == 302
    assert CONTACT not in client.get(page).content.decode()


def test_a_get_begins_nothing(door: str) -> None:
    assert Client().get(door).status_code == 302
    assert not Trouble.objects.exists()


def test_a_tick_stands_on_the_page_with_its_time(door: str) -> None:
    client = begin(door)
    page = client.post(f"{door}schritt/", {"step": "rang"}, follow=True).content.decode()
    assert f"getan um {clock.say_time(clock.now())}" in page


def test_what_is_sent_again_from_a_bad_network_counts_once(door: str) -> None:
    client, token = begin(door), str(uuid.uuid4())
    for _ in range(3):
        answer = client.post(f"{door}schritt/", {"step": "rang", "form_token": token})
        assert answer.status_code == 302
    assert TroubleStep.objects.count() == 1


@pytest.mark.parametrize(
    ("action", "sent"), [("schritt", {"step": "tanzen"}), ("ende", {}), ("ende", {"outcome": "came"})]
)
def test_what_is_not_on_the_list_is_refused(door: str, action: str, sent: dict[str, str]) -> None:
    assert begin(door).post(f"{door}{action}/", sent).status_code == 422


def test_what_only_we_may_end_is_not_offered_at_the_door(door: str) -> None:
    client = begin(door)
    assert "112 ist da" not in client.get(door).content.decode()
    assert client.post(f"{door}ende/", {"outcome": "emergency"}).status_code == 422


def test_somebody_else_finds_no_door(cast: Cast, going: Assignment, door: str) -> None:
    begin(door)
    stranger = signed_in(cast.volunteers[1].user)
    assert stranger.get(reverse("requests:door", args=[going.visit.reference])).status_code == 404


def test_the_board_shows_it_in_red_until_it_is_settled(cast: Cast, door: str) -> None:
    helper, client = signed_in(cast.helper), begin(door)
    client.post(f"{door}schritt/", {"step": "phoned"})
    board = helper.get(reverse("requests:board")).content.decode()
    assert 'data-state="alarm"' in board
    assert "Niemand öffnet" in board
    assert f"{clock.say_time(clock.now())} Angerufen" in board
    client.post(f"{door}ende/", {"outcome": "opened"})
    assert "Niemand öffnet" not in helper.get(reverse("requests:board")).content.decode()


def test_each_tick_changes_the_boards_version(cast: Cast, door: str) -> None:
    helper, client = signed_in(cast.helper), begin(door)
    version = reverse("requests:board_version")
    stand = helper.get(reverse("requests:board")).context["board"].version
    assert helper.get(version, {"stand": stand}).status_code == 204
    client.post(f"{door}schritt/", {"step": "rang"})
    assert helper.get(version, {"stand": stand}).status_code == 200


def test_the_helper_ticks_and_settles_for_her(cast: Cast, door: str) -> None:
    begin(door)
    trouble, helper = Trouble.objects.get(), signed_in(cast.helper)
    args = [trouble.visit.help_request.reference, trouble.reference]
    helper.post(reverse("requests:trouble_step", args=args), {"step": "contact"})
    assert trouble.steps.get().by == cast.helper
    case = helper.get(reverse("requests:board_request", args=args[:1])).content.decode()
    assert "steht an der Tür" in case
    sent = {f"{trouble.reference}-outcome": "emergency", f"{trouble.reference}-trouble_words": "Feuerwehr öffnet"}
    page = helper.post(reverse("requests:trouble_end", args=args), sent, follow=True).content.decode()
    assert "Feuerwehr öffnet" in page
    assert Visit.objects.get().state == VisitState.MISSED


def test_the_helper_has_to_choose_how_it_ended(cast: Cast, door: str) -> None:
    begin(door)
    trouble = Trouble.objects.get()
    args = [trouble.visit.help_request.reference, trouble.reference]
    assert signed_in(cast.helper).post(reverse("requests:trouble_end", args=args), {}).status_code == 422


def test_another_districts_helper_knows_of_nothing(cast: Cast, door: str) -> None:
    begin(door)
    trouble, other = Trouble.objects.get(), signed_in(make_helper(make_district()))
    args = [trouble.visit.help_request.reference, trouble.reference]
    for name in ("trouble_step", "trouble_end"):
        assert other.post(reverse(f"requests:{name}", args=args), {"step": "rang"}).status_code == 404
    assert "Niemand öffnet" not in other.get(reverse("requests:board")).content.decode()


def test_a_trouble_of_another_case_is_not_there(cast: Cast, door: str) -> None:
    begin(door)
    other = make_visit(cast.tenant, cast.shop)
    args = [other.help_request.reference, Trouble.objects.get().reference]
    assert signed_in(cast.helper).post(reverse("requests:trouble_step", args=args), {"step": "rang"}).status_code == 404


def test_the_tenant_says_that_nobody_came(cast: Cast, going: Assignment) -> None:
    tenant = signed_in(cast.tenant.user)
    page = reverse("requests:mine_detail", args=[going.visit.help_request.reference])
    way = reverse("requests:mine_nobody_came", args=[going.visit.help_request.reference])
    with machine.at(going.planned_window.lower + 10 * MINUTE):
        assert "Es ist niemand gekommen" not in tenant.get(page).content.decode()
        assert tenant.post(way).status_code == 409
    with machine.at(going.planned_window.lower + 16 * MINUTE):
        assert "Es ist niemand gekommen" in tenant.get(page).content.decode()
        assert "Wir kümmern uns" in tenant.post(way, follow=True).content.decode()
        assert "Niemand gekommen" in signed_in(cast.helper).get(reverse("requests:board")).content.decode()


def test_nobody_says_it_for_a_stranger(cast: Cast, going: Assignment) -> None:
    way = reverse("requests:mine_nobody_came", args=[going.visit.help_request.reference])
    with machine.at(going.planned_window.lower + 16 * MINUTE):
        assert signed_in(cast.volunteers[1].user).post(way).status_code == 404
        assert Client().post(way).status_code == 302


def test_by_phone_it_is_the_same(cast: Cast, going: Assignment) -> None:
    helper, reference = signed_in(cast.helper), going.visit.help_request.reference
    with machine.at(going.planned_window.lower + 16 * MINUTE):
        page = helper.post(reverse("requests:nobody_came_for", args=[reference]), follow=True).content.decode()
        assert "anrufen und fragen, ob alles gut ist" in page
        helper.post(reverse("requests:nobody_opens_for", args=[reference]))
    assert set(Trouble.objects.values_list("kind", flat=True)) == {"nobody_came", "door"}


def test_where_nobody_was_to_come_there_is_nothing_to_say(cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    way = reverse("requests:nobody_came_for", args=[visit.help_request.reference])
    assert signed_in(cast.helper).post(way).status_code == 404


def test_one_tap_says_that_she_stays_at_home(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    cancel_visit(going.visit, by=cast.tenant.user, now=now)
    way, client = path_of(visit_link(going)), Client()
    assert "Ich weiß Bescheid" in client.get(way).content.decode()
    client.get(f"{way}gelesen/")
    assert Trouble.objects.get().is_open, "a mail scanner has followed the link"
    page = client.post(f"{way}gelesen/", follow=True).content.decode()
    assert "Ich weiß Bescheid" not in page
    assert Trouble.objects.get().outcome == Outcome.REACHED


def test_the_answer_on_the_telephone_is_written_down(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    give_up_assignment(going, by=going.person, now=now)
    trouble, helper = Trouble.objects.get(), signed_in(cast.helper)
    args = [trouble.visit.help_request.reference, trouble.reference]
    helper.post(reverse("requests:trouble_end", args=args), {f"{trouble.reference}-outcome": "other_day"})
    assert Visit.objects.get().state == VisitState.DECISION


def test_who_has_duty_settles_it_at_night(cast: Cast, now: dt.datetime) -> None:
    worker = make_care_worker(cast.district)
    start = clock.at(clock.local(now).date(), dt.time(20))
    visit = make_visit(cast.tenant, cast.shop, window=(start, start + dt.timedelta(hours=1)))
    row = assign_person(visit, person=cast.volunteer.user, start=start, by=cast.helper, now=now)
    trouble = nobody_opens(row, by=row.person, now=start)
    client = signed_in(worker)
    way = reverse("requests:duty_trouble", args=[trouble.reference])
    with machine.at(start + 6 * MINUTE):
        assert client.get(way).status_code == 404, "nobody has told her"
        drive_visits()
        assert "Niemand öffnet" in client.get(reverse("requests:on_call")).content.decode()
        page = client.get(way).content.decode()
        assert cast.tenant.user.addressed_name in page
        assert "Wer geht hin" in page
        Trouble.objects.update(kind=TroubleKind.GAVE_UP)
        page = client.get(way).content.decode()
        assert "Hat abgesagt" in page
        assert "Wer geht hin" not in page, "she is not on her way"
        Trouble.objects.update(kind=TroubleKind.DOOR)
        client.post(f"{way}schritt/", {"step": "contact"})
        assert client.post(f"{way}ende/", {}).status_code == 422
        client.post(f"{way}ende/", {f"{trouble.reference}-outcome": "opened"})
        assert client.get(way).status_code == 404, "it is over"
    assert Trouble.objects.get().ended_by == worker


def test_a_sheet_of_the_day_after_nobody_came_has_no_mark_on_the_volunteer(cast: Cast, going: Assignment) -> None:
    moment = going.planned_window.lower + 16 * MINUTE
    trouble = nobody_came(going, by=cast.tenant.user, now=moment)
    with machine.at(moment):
        card = signed_in(cast.helper).get(reverse("requests:person", args=[going.person.reference])).content.decode()
    assert trouble.get_kind_display() not in card
