"""A thank-you stays in the language in which it was written, and goes as it is only to whoever reads that."""

import datetime as dt

import pytest
from django.test import Client

from piano.messaging.models import Channel, Message
from piano.messaging.words import words_for
from quarters.models import User
from requests.arranged.afterwards import report_visit
from requests.models import Feedback, Visit
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.asking import text_of
from tests.requests.errands import make_going
from tests.ways import paths_in
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
THANKS = "Çok teşekkür ederim"


@pytest.fixture
def done(cast: Cast, now: dt.datetime) -> Visit:
    """The tenant reads Turkish, and the visit is over."""
    going = make_going(cast, now)[1]
    User.objects.filter(pk=cast.tenant.user_id).update(language="tr")
    machine.travel_to(going.planned_window.upper)
    report_visit(going.visit, by=going.person, took_place=True, minutes=55, note="", now=going.planned_window.upper)
    return Visit.objects.get()


def thank(client: Client, words: str = THANKS) -> Feedback:
    (path,) = paths_in(words_for(Message.objects.get(reason="how_was_it")).body)
    client.post(path, {"was_good": "yes", "words": words})
    return Feedback.objects.get()


def told() -> str:
    message = Message.objects.select_related("recipient").get(reason="thanks")
    message.channel = Channel.EMAIL
    return words_for(message).body


def test_behind_the_link_the_page_is_hers_and_so_are_the_words(client: Client, done: Visit) -> None:
    assert thank(client).written_in == "tr"


def test_on_her_own_page_too(client: Client, cast: Cast, done: Visit) -> None:
    client.force_login(User.objects.get(pk=cast.tenant.user_id))
    page = f"/meine/anfragen/{done.help_request.reference}/rueckmeldung/"
    client.post(page, {"was_good": "yes", "words": THANKS})
    assert Feedback.objects.get().written_in == "tr"


def test_without_words_there_is_no_language(client: Client, done: Visit) -> None:
    assert thank(client, "").written_in == ""


def test_who_does_not_read_it_hears_in_which_language_she_was_thanked(client: Client, done: Visit) -> None:
    thank(client)
    assert THANKS not in told()
    assert "in dieser Sprache: Türkisch" in told()


def test_who_reads_it_gets_the_words(client: Client, done: Visit) -> None:
    Volunteer.objects.update(languages=["de", "tr"])
    thank(client)
    assert THANKS in told()


def test_the_helper_reads_in_which_language_it_is(client: Client, cast: Cast, done: Visit) -> None:
    thank(client)
    client.force_login(cast.helper)
    page = text_of(client.get(f"/leitstand/anfragen/{done.help_request.reference}/"))
    assert THANKS in page
    assert "auf Türkisch" in page
