"""The countdown on the board, „Ich kümmere mich darum“, and the question whether it is still needed."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from requests.arranged.visits import cancel_visit
from requests.models import Visit
from requests.states import VisitState
from requests.sweeps import drive_visits
from requests.urgency.phone_tree import add_to_tree
from requests.urgency.urgent import say_left
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import (
    allow_care,
    make_category,
    make_district,
    make_helper,
    make_resident,
    make_visit,
    make_window,
)
from tests.requests.asking import text_of

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def cast(db: None, _morning: None) -> Cast:
    return make_cast(volunteers=0)


@pytest.fixture
def urgent(cast: Cast) -> Visit:
    """Ten o'clock; wanted until two, for an hour: who comes leaves at 12:15 at the latest."""
    visit = make_visit(cast.tenant, cast.shop, urgency="urgent", window=make_window(days=0, starts=11, ends=14))
    drive_visits()
    return Visit.objects.get(pk=visit.pk)


def case(visit: Visit, way: str = "") -> str:
    return f"/leitstand/anfragen/{visit.help_request.reference}/{way}"


@pytest.fixture
def board(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (135, "noch 2 Stunden 15 Minuten bis zum Aufbruch"),
        (60, "noch 1 Stunde bis zum Aufbruch"),
        (1, "noch 1 Minute bis zum Aufbruch"),
        (0, "Zeit zum Aufbruch ist um"),
        (-5, "Zeit zum Aufbruch ist um"),
    ],
)
def test_the_countdown_is_said_in_words(minutes: int, words: str) -> None:
    assert say_left(minutes * MINUTE) == words
    assert say_left(minutes * MINUTE + MINUTE / 2) == words or minutes == 0 or minutes == -5


def test_the_countdown_runs_to_the_departure_and_not_to_the_appointment(board: Client, urgent: Visit) -> None:
    assert "noch 2 Stunden 15 Minuten bis zum Aufbruch" in text_of(board.get("/leitstand/"))
    machine.travel_to(clock.now() + 10 * MINUTE)
    assert board.get(case(urgent, "frist/")).content.decode() == "noch 2 Stunden 5 Minuten bis zum Aufbruch"


def test_the_board_asks_for_the_words_anew_and_stops_when_it_is_over(board: Client, cast: Cast, urgent: Visit) -> None:
    assert f'hx-get="{case(urgent, "frist/")}"' in board.get("/leitstand/").content.decode()
    cancel_visit(urgent, by=cast.helper, now=clock.now())
    answer = board.get(case(urgent, "frist/"))
    assert (answer.status_code, answer.content.decode()) == (286, "Abgesagt")


def test_what_can_wait_has_no_countdown(board: Client, cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    assert "bis zum Aufbruch" not in text_of(board.get("/leitstand/"))
    assert board.get(case(visit, "frist/")).status_code == 286


def test_the_board_says_when_it_goes_on(board: Client, urgent: Visit) -> None:
    assert "noch kümmert sich niemand, um 10:30 Uhr geht es weiter" in text_of(board.get("/leitstand/"))


def test_who_has_to_be_known_first_is_counted_down_too(board: Client, cast: Cast) -> None:
    stranger = make_resident(cast.district, is_known=False)
    make_visit(stranger, cast.shop, urgency="urgent", window=make_window(days=0, starts=11, ends=14))
    drive_visits()
    words = text_of(board.get("/leitstand/"))
    assert "Kennenlernen" in words
    assert "noch 2 Stunden 15 Minuten bis zum Aufbruch" in words
    assert "anrufen bis 10:30 Uhr" in words


def test_it_is_taken_care_of_from_the_board(board: Client, cast: Cast, urgent: Visit) -> None:
    assert "Ich kümmere mich darum" in text_of(board.get("/leitstand/"))
    assert board.post(case(urgent, "kuemmern/")).status_code == 302
    urgent.refresh_from_db()
    assert urgent.cared_by == cast.helper
    words = text_of(board.get("/leitstand/"))
    assert "Birgit Reuter kümmert sich seit 10:00 Uhr" in words
    assert "Ich kümmere mich darum" not in words
    assert "Birgit Reuter kümmert sich seit 10:00 Uhr" in text_of(board.get(case(urgent)))


def test_a_second_helper_reads_who_was_faster(board: Client, client: Client, cast: Cast, urgent: Visit) -> None:
    board.post(case(urgent, "kuemmern/"))
    client.force_login(make_helper(cast.district))
    answer = client.post(case(urgent, "kuemmern/"))
    assert (answer.status_code, "Birgit Reuter kümmert sich schon darum." in text_of(answer)) == (409, True)


def test_somebody_of_the_phone_tree_said_it_on_the_phone(board: Client, cast: Cast, urgent: Visit) -> None:
    row = add_to_tree(
        cast.district, name="Ada Eins", phone="0561 70001", who="Vorstand", hears_of_gaps=True, now=clock.now()
    )
    assert "Ada Eins" in text_of(board.get(case(urgent)))
    board.post(case(urgent, "kuemmern/"), {"kette": row.reference})
    urgent.refresh_from_db()
    assert urgent.cared_by == row.person
    assert board.post(case(urgent, "kuemmern/"), {"kette": "ZZZZ"}).status_code == 404


def test_a_helper_of_another_district_finds_nothing(client: Client, urgent: Visit) -> None:
    client.force_login(make_helper(make_district()))
    assert client.get(case(urgent, "frist/")).status_code == 404
    for way in ("kuemmern/", "noetig/"):
        assert client.post(case(urgent, way)).status_code == 404


def test_a_chain_that_waits_for_duty_is_seen_on_the_board(board: Client, cast: Cast) -> None:
    care = make_category("care", who="professional", level="P")
    allow_care(make_visit(cast.tenant, care), by=cast.helper)
    drive_visits()
    assert "die Bereitschaft wird gefragt, sobald jemand da ist" in text_of(board.get("/leitstand/"))


def test_the_case_shows_how_this_search_goes_on(board: Client, urgent: Visit) -> None:
    words = text_of(board.get(case(urgent)))
    assert "So suchen wir" in words
    assert "die Telefonkette, alle 15 Minuten die nächste Person" in words


def asked_about(cast: Cast) -> Visit:
    now = clock.now()
    visit = make_visit(cast.tenant, cast.shop, window=(now + 2 * MINUTE, now + dt.timedelta(days=20)))
    drive_visits()
    machine.travel_to(now + dt.timedelta(days=7, minutes=1))
    drive_visits()
    visit.refresh_from_db()
    assert visit.state == VisitState.DECISION
    return visit


def test_the_tenant_answers_with_one_button(client: Client, cast: Cast) -> None:
    visit = asked_about(cast)
    client.force_login(cast.tenant.user)
    address = f"/meine/anfragen/{visit.help_request.reference}/"
    assert "Brauchen Sie die Hilfe noch?" in text_of(client.get(address))
    assert client.post(f"{address}noetig/").status_code == 302
    visit.refresh_from_db()
    assert visit.needed_at == clock.now()
    assert "Brauchen Sie die Hilfe noch?" not in text_of(client.get(address))


def test_a_stranger_answers_for_nobody(client: Client, cast: Cast) -> None:
    visit = asked_about(cast)
    client.force_login(make_helper(cast.district))
    assert client.post(f"/meine/anfragen/{visit.help_request.reference}/noetig/").status_code == 404


def test_the_helper_writes_down_what_was_said_on_the_phone(board: Client, cast: Cast) -> None:
    visit: Any = asked_about(cast)
    assert "Wird es noch gebraucht?" in text_of(board.get(case(visit)))
    assert board.post(case(visit, "noetig/")).status_code == 302
    visit.refresh_from_db()
    assert visit.needed_at is not None
    assert "Wird es noch gebraucht?" not in text_of(board.get(case(visit)))
