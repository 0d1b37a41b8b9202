"""Nobody was found and she reads no mails: what was said on the phone follows on paper, with the letters of the day."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import Attempt, Call, Message, MessageState
from piano.messaging.phone_list import no_answer, reach_person
from piano.messaging.sweeps import send_messages
from quarters.models import Reach, User
from requests.board import posting
from requests.board.page import load_board
from requests.board.reading import Filters
from requests.finding.decisions import return_visit, search_again
from requests.models import Visit
from requests.people.farewell import record_death
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request
from tests.requests.board.test_letters_by_wish import MONDAY

pytestmark = pytest.mark.django_db
ON_PAPER = "nobody_found_on_paper"
PAGE = "/leitstand/briefe/"


@pytest.fixture(autouse=True)
def monday() -> None:
    machine.travel_to(clock.at(MONDAY, dt.time(10)))


def give_back(cast: Cast, **tenant: object) -> Visit:
    User.objects.filter(pk=cast.tenant.user_id).update(**{"reach": Reach.PHONE, "email": None, **tenant})
    visit = make_request(cast.tenant, cast.shop).visits.get()
    drive_visits()
    return return_visit(Visit.objects.get(pk=visit.pk), by=cast.helper, now=clock.now(), reason="niemand frei")


def call_her(cast: Cast) -> None:
    send_messages()
    call = Call.objects.get(message__reason="nobody_found_call", state="open")
    reach_person(call, by=cast.helper, now=clock.now())
    send_messages()


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """She was called and told."""
    visit = give_back(cast)
    assert rows(cast) == []
    call_her(cast)
    return visit


def rows(cast: Cast) -> list[str]:
    board = load_board(user=cast.helper, now=clock.now(), filters=Filters())
    return [row.title for row in board.columns[0].rows if "Brief" in row.title]


def in_the_tray(cast: Cast) -> list[Message]:
    found = posting.waiting_batches(cast.helper, now=clock.now())
    return [letter.message for batch in found for letter in batch.letters]


def test_after_the_call_it_lies_with_the_letters_of_the_day(client: Client, cast: Cast, visit: Visit) -> None:
    (message,) = in_the_tray(cast)
    assert (message.reason, message.recipient, message.state) == (ON_PAPER, cast.tenant.user, MessageState.TO_POST)
    assert rows(cast) == ["1 Brief: drucken und einwerfen"]
    client.force_login(cast.helper)
    page = client.get(f"/leitstand/anfragen/{visit.help_request.reference}/").content.decode()
    assert "liegt bereit" in page
    assert f'href="{PAGE}"' in page


def test_the_case_asks_for_a_call_until_somebody_has_called(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    visit = give_back(cast)
    case = f"/leitstand/anfragen/{visit.help_request.reference}/"
    assert "überlegen Sie zusammen weiter" in client.get(case).content.decode()
    call_her(cast)
    page = client.get(case).content.decode()
    assert "weiß es: am Telefon gesagt" in page
    assert "überlegen Sie zusammen weiter" not in page


def test_posted_with_the_others_the_case_says_who_and_when(client: Client, cast: Cast, visit: Visit) -> None:
    client.force_login(cast.helper)
    (batch,) = posting.waiting_batches(cast.helper, now=clock.now())
    client.post(f"{PAGE}{cast.district.slug}/{batch.day}/eingeworfen/", {"bis": batch.last})
    page = client.get(f"/leitstand/anfragen/{visit.help_request.reference}/").content.decode()
    assert "Der Brief ist eingeworfen" in page
    assert cast.helper.full_name in page[page.index("Der Brief ist eingeworfen") :][:200]
    assert rows(cast) == []


def test_who_was_not_reached_gets_one_letter_and_no_second(cast: Cast) -> None:
    give_back(cast)
    send_messages()
    call = Call.objects.get(message__reason="nobody_found_call")
    for _ in range(3):
        no_answer(call, by=cast.helper, now=clock.now())
    send_messages()
    (batch,) = posting.waiting_batches(cast.helper, now=clock.now())
    posting.post_batch(batch, by=cast.helper, now=clock.now())
    reach_person(call, by=cast.helper, now=clock.now())
    send_messages()
    assert PaperLetter.objects.count() == 1
    assert rows(cast) == []


def test_without_telephone_and_mail_the_letter_comes_at_once(cast: Cast) -> None:
    give_back(cast, phone="")
    send_messages()
    assert [message.reason for message in in_the_tray(cast)] == [ON_PAPER]
    assert not Call.objects.exists()


def test_without_any_address_somebody_finds_her(cast: Cast) -> None:
    cast.tenant.building = None
    cast.tenant.save()
    give_back(cast, phone="")
    send_messages()
    assert Call.objects.get().message.reason == "nobody_found"


@pytest.mark.parametrize("reads", [{"reach": Reach.EMAIL, "email": "frau@example.org"}])
def test_who_reads_mails_needs_no_paper(cast: Cast, reads: dict[str, str]) -> None:
    give_back(cast, **reads)
    call_her(cast)
    assert not PaperLetter.objects.exists()
    assert Message.objects.get(reason="nobody_found").channel == "email"


def test_when_the_search_goes_on_no_letter_waits(cast: Cast, visit: Visit) -> None:
    search_again(visit, by=cast.helper, now=clock.now())
    assert in_the_tray(cast) == []
    assert rows(cast) == []


def test_when_the_search_goes_on_nobody_calls_to_say_that_it_was_in_vain(cast: Cast) -> None:
    visit = give_back(cast)
    send_messages()
    search_again(visit, by=cast.helper, now=clock.now())
    assert not Call.objects.filter(state="open").exists()


def test_a_second_search_in_vain_is_said_and_written_again(cast: Cast, visit: Visit) -> None:
    """Each is news, though it is the same visit; what was posted about the first one stays posted."""
    (batch,) = posting.waiting_batches(cast.helper, now=clock.now())
    posting.post_batch(batch, by=cast.helper, now=clock.now())
    machine.travel_to(clock.now() + dt.timedelta(hours=1))
    search_again(visit, by=cast.helper, now=clock.now())
    return_visit(visit, by=cast.helper, now=clock.now(), reason="wieder niemand")
    call_her(cast)
    assert [message.reason for message in in_the_tray(cast)] == [ON_PAPER]
    assert Message.objects.filter(reason=ON_PAPER, state=MessageState.SENT).count() == 1


def test_it_is_a_message_with_its_attempts_that_comes_back_like_any_other(
    client: Client, cast: Cast, visit: Visit
) -> None:
    (batch,) = posting.waiting_batches(cast.helper, now=clock.now())
    posting.post_batch(batch, by=cast.helper, now=clock.now())
    assert Attempt.objects.get(message__reason=ON_PAPER).channel == "letter"
    client.force_login(cast.helper)
    client.post(f"{PAGE}zurueckgekommen/", {"brief": batch.last, "vermerk": "moved"})
    assert "letter_came_back" in Message.objects.values_list("reason", flat=True)


def test_nobody_writes_to_the_dead(cast: Cast, visit: Visit) -> None:
    record_death(cast.tenant, died_on=clock.today(), by=cast.helper, now=clock.now())
    assert in_the_tray(cast) == []
