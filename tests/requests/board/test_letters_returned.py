"""A letter that the post brings back becomes a call: whoever said so stands there, and a mistake is taken back."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import Attempt, Call, Message, MessageState, Outcome
from piano.messaging.phone_list import reach_person
from piano.messaging.sweeps import send_messages
from quarters.models import Reach, User
from requests.arranged.visits import cancel_visit
from requests.board import posting
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request, make_window
from tests.requests.asking import text_of

pytestmark = pytest.mark.django_db
PAGE = "/leitstand/briefe/"
BACK, NOT_BACK = f"{PAGE}zurueckgekommen/", f"{PAGE}zurueckgekommen/doch-nicht/"


@pytest.fixture
def letter(cast: Cast) -> PaperLetter:
    """Posted on a Monday, and a week has passed."""
    machine.travel_to(clock.at(dt.date(2026, 11, 30), dt.time(10)))
    User.objects.filter(pk=cast.tenant.user_id).update(reach=Reach.LETTER, email=None)
    cast.tenant.user.refresh_from_db()
    make_request(cast.tenant, cast.shop, window=make_window(days=20))
    send_messages()
    (batch,) = posting.waiting_batches(cast.helper, now=clock.now())
    posting.post_batch(batch, by=cast.helper, now=clock.now())
    machine.travel_to(clock.now() + dt.timedelta(days=8))
    return PaperLetter.objects.get()


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def said(letter: PaperLetter) -> dict[str, str]:
    return {"brief": str(letter.pk), "vermerk": "moved"}


def test_it_stands_there_who_said_so_and_what_the_post_wrote(desk: Client, cast: Cast, letter: PaperLetter) -> None:
    assert desk.post(BACK, said(letter)).status_code == 302
    letter.refresh_from_db()
    assert (letter.came_back_by, letter.came_back_at, letter.came_back_as) == (cast.helper, clock.now(), "moved")
    page = text_of(desk.get(PAGE))
    assert "„unbekannt verzogen“" in page
    assert f"aufgeschrieben {clock.say_moment(clock.now())}, {cast.helper.full_name}" in page
    assert Attempt.objects.get(channel="letter").outcome == Outcome.FAILED


def test_somebody_calls_and_what_was_in_it_is_said_too(desk: Client, letter: PaperLetter) -> None:
    desk.post(BACK, said(letter))
    send_messages()
    assert set(Call.objects.values_list("message__reason", flat=True)) == {"request_received", "letter_came_back"}
    machine.travel_to(Call.objects.latest("due_at").due_at)
    page = text_of(desk.get("/leitstand/anrufe/"))
    assert "darauf steht: „unbekannt verzogen“" in page
    assert "Wohnen Sie noch dort?" in page


def test_it_is_a_call_although_what_was_in_it_is_over(desk: Client, cast: Cast, letter: PaperLetter) -> None:
    visit = cast.tenant.help_requests.get().visits.get()  # type: ignore[attr-defined]
    cancel_visit(visit, by=cast.helper, now=clock.now())
    desk.post(BACK, said(letter))
    send_messages()
    assert Call.objects.get().message.reason == "letter_came_back"


def test_twice_changes_nothing(desk: Client, letter: PaperLetter) -> None:
    for _ in range(2):
        desk.post(BACK, said(letter))
    send_messages()
    assert Call.objects.count() == 2
    assert Message.objects.filter(reason="letter_came_back").count() == 1


def test_without_a_telephone_somebody_is_asked_to_go_there(desk: Client, cast: Cast, letter: PaperLetter) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(phone="")
    desk.post(BACK, said(letter))
    send_messages()
    machine.travel_to(Call.objects.latest("due_at").due_at)
    assert "Bitte gehen Sie vorbei, oder fragen Sie im Haus." in text_of(desk.get("/leitstand/anrufe/"))


def test_a_mistake_is_taken_back_and_nobody_is_called(desk: Client, letter: PaperLetter) -> None:
    desk.post(BACK, said(letter))
    send_messages()
    for _ in range(2):
        desk.post(NOT_BACK, {"brief": str(letter.pk)})
    letter.refresh_from_db()
    assert (letter.came_back_at, letter.came_back_by, letter.came_back_as) == (None, None, "")
    assert (letter.message.state, letter.message.sent_at) == (MessageState.SENT, letter.posted_at)
    assert not Call.objects.exists()
    assert Attempt.objects.get(channel="letter").outcome == Outcome.SENT


def test_what_was_told_on_the_telephone_meanwhile_stays_told(desk: Client, cast: Cast, letter: PaperLetter) -> None:
    desk.post(BACK, said(letter))
    reach_person(Call.objects.get(message=letter.message), by=cast.helper, now=clock.now())
    desk.post(NOT_BACK, {"brief": str(letter.pk)})
    assert Call.objects.get().state == "reached"


def test_nothing_chosen_is_asked_again(desk: Client, letter: PaperLetter) -> None:
    page = desk.post(BACK, {"brief": str(letter.pk)})
    assert page.status_code == 422
    assert "Bitte wählen Sie." in text_of(page)
    assert desk.post(BACK, {"brief": "999999", "vermerk": "moved"}).status_code == 422


def test_a_foreign_helper_notes_and_takes_back_nothing(client: Client, letter: PaperLetter) -> None:
    client.force_login(make_helper(make_district()))
    assert client.post(BACK, said(letter)).status_code == 422
    assert client.post(NOT_BACK, {"brief": str(letter.pk)}).status_code == 404
    letter.refresh_from_db()
    assert letter.came_back_at is None


def test_before_it_is_posted_none_can_come_back(desk: Client, cast: Cast) -> None:
    assert "Ein Brief kam zurück" not in text_of(desk.get(PAGE))
