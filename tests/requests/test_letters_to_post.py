"""Nobody was found and she reads no mails: the letter waits on the board until it is in the box."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Call
from piano.messaging.phone_list import no_answer, reach_person
from piano.messaging.sweeps import send_messages
from quarters.models import Reach, User
from requests.board.page import load_board
from requests.board.reading import Filters
from requests.board.waiting import count_board
from requests.decisions import return_visit, search_again
from requests.farewell import record_death
from requests.letters import post_letter
from requests.models import OwedLetter, Visit
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request

pytestmark = pytest.mark.django_db


def give_back(cast: Cast, **tenant: object) -> Visit:
    User.objects.filter(pk=cast.tenant.user_id).update(**{"reach": Reach.PHONE, "email": None, **tenant})
    visit = make_request(cast.tenant, cast.shop).visits.get()
    drive_visits()
    return return_visit(Visit.objects.get(pk=visit.pk), by=cast.helper, now=clock.now(), reason="niemand frei")


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """She was called and told."""
    visit = give_back(cast)
    send_messages()
    assert rows(cast) == []
    reach_person(Call.objects.get(message__reason="nobody_found_call"), by=cast.helper, now=clock.now())
    return visit


def rows(cast: Cast) -> list[str]:
    board = load_board(user=cast.helper, now=clock.now(), filters=Filters())
    return [row.title for row in board.columns[0].rows if row.title.startswith("Brief an")]


def test_after_the_call_it_waits_on_the_board(cast: Cast, visit: Visit) -> None:
    assert rows(cast) == ["Brief an Frau W.: drucken und einwerfen"]


def test_the_case_asks_for_a_call_until_somebody_has_called(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    visit = give_back(cast)
    case = f"/leitstand/anfragen/{visit.help_request.reference}/"
    assert "überlegen Sie zusammen weiter" in client.get(case).content.decode()
    send_messages()
    reach_person(Call.objects.get(message__reason="nobody_found_call"), by=cast.helper, now=clock.now())
    page = client.get(case).content.decode()
    assert "weiß es: am Telefon gesagt" in page
    assert "überlegen Sie zusammen weiter" not in page


def test_who_posted_it_and_when_is_kept_and_taken_back(client: Client, cast: Cast, visit: Visit) -> None:
    client.force_login(cast.helper)
    case = f"/leitstand/anfragen/{visit.help_request.reference}/"
    assert f"{case}brief/" in client.get(case).content.decode()
    before = count_board(cast.helper, now=clock.now())[0]
    for _ in range(2):
        assert client.post(f"{case}brief/eingeworfen/").status_code == 302
    letter = OwedLetter.objects.get()
    assert (letter.posted_by, letter.posted_at is None) == (cast.helper, False)
    assert rows(cast) == []
    assert count_board(cast.helper, now=clock.now())[0] != before
    assert "Der Brief ist eingeworfen" in client.get(case).content.decode()
    client.post(f"{case}brief/eingeworfen/", {"doch_nicht": "1"})
    assert len(rows(cast)) == 1


def test_who_was_not_reached_gets_one_letter_and_no_second(cast: Cast) -> None:
    visit = give_back(cast)
    send_messages()
    call = Call.objects.get(message__reason="nobody_found_call")
    for _ in range(3):
        no_answer(call, by=cast.helper, now=clock.now())
    post_letter(visit, by=cast.helper, now=clock.now())
    reach_person(call, by=cast.helper, now=clock.now())
    assert OwedLetter.objects.count() == 1
    assert rows(cast) == []


def test_without_telephone_and_mail_the_letter_comes_at_once(cast: Cast) -> None:
    give_back(cast, phone="")
    assert len(rows(cast)) == 1


def test_who_reads_mails_needs_no_paper(cast: Cast) -> None:
    give_back(cast, reach=Reach.EMAIL, email="frau@example.org")
    send_messages()
    reach_person(Call.objects.get(message__reason="nobody_found_call"), by=cast.helper, now=clock.now())
    assert not OwedLetter.objects.exists()


def test_when_the_search_goes_on_no_letter_waits(cast: Cast, visit: Visit) -> None:
    search_again(visit, by=cast.helper, now=clock.now())
    assert rows(cast) == []
    return_visit(visit, by=cast.helper, now=clock.now() + dt.timedelta(minutes=1), reason="wieder niemand")
    assert len(rows(cast)) == 1


def test_nobody_writes_to_the_dead(cast: Cast, visit: Visit) -> None:
    record_death(cast.tenant, died_on=clock.today(), by=cast.helper, now=clock.now())
    assert rows(cast) == []


def test_a_foreign_helper_posts_nothing(client: Client, cast: Cast, visit: Visit) -> None:
    client.force_login(make_helper(make_district()))
    case = f"/leitstand/anfragen/{visit.help_request.reference}/brief/eingeworfen/"
    assert client.post(case).status_code == 404
    assert OwedLetter.objects.get().posted_at is None
