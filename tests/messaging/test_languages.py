"""A message is read in the recipient's language, whole; what somebody says on the phone is in the caller's."""

import pytest
from django.conf import settings

from piano.messaging.channels.email.html import as_html
from piano.messaging.models import Channel, Message
from piano.messaging.words import words_for
from quarters.models import User
from requests.models import Offer
from tests.conftest import Cast
from tests.requests.errands import make_offers

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast: Cast) -> Offer:
    return make_offers(cast)[0]


def written_to(person: User, offer: Offer, reason: str = "offer", channel: str = Channel.EMAIL) -> str:
    words = words_for(Message(reason=reason, subject=f"offer:{offer.pk}", recipient=person, channel=channel))
    return f"{words.subject}\n{words.body}"


def test_an_offer_is_read_in_ones_own_language(offer: Offer) -> None:
    offer.person.language = "tr"
    said = written_to(offer.person, offer)
    assert said.startswith("Yardım edebilir misiniz?")
    assert "Guten Tag" not in said
    assert "Uhr" not in said, "times too"


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_the_link_stands_in_every_language(offer: Offer, code: str) -> None:
    offer.person.language = code
    assert "http" in written_to(offer.person, offer)


def test_a_language_without_a_catalogue_is_german_in_all_its_parts(offer: Offer) -> None:
    offer.person.language = "pl"
    assert "Guten Tag" in written_to(offer.person, offer)


def test_what_is_called_is_german(offer: Offer) -> None:
    offer.person.language = "ar"
    assert "Fragen Sie: Passt das?" in written_to(offer.person, offer, channel=Channel.PHONE)


def test_what_nobody_has_translated_is_german_in_all_its_parts(offer: Offer) -> None:
    offer.person.language = "tr"
    said = written_to(offer.person, offer, reason="case_handed_over")
    assert "Guten Tag" in said
    assert "Uhr" in said


@pytest.mark.parametrize(
    ("reason", "begins"), [("offer", '<html lang="ar" dir="rtl">'), ("case_handed_over", '<html lang="de">')]
)
def test_a_mail_says_in_which_language_and_direction_it_is_written(offer: Offer, reason: str, begins: str) -> None:
    """A German mail to somebody who reads Arabic is set from left to right."""
    offer.person.language = "ar"
    words = words_for(
        Message(reason=reason, subject=f"offer:{offer.pk}", recipient=offer.person, channel=Channel.EMAIL)
    )
    assert begins in as_html(words)
