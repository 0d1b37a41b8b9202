"""1 takes it, 2 passes it on; over the wire, and only with a signature."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Attempt
from quarters.models import User
from requests.models import AlertLook, Offer, StateChange
from requests.states import OfferState
from requests.urgency.rings import BY_KEY
from tests import clock as machine
from tests.conftest import Cast
from tests.messaging.telephone import Telephone, tell
from tests.requests.rings.ringing import MINUTE, later, send

pytestmark = pytest.mark.django_db


def test_one_takes_it_and_stops_the_ringing_but_shows_and_agrees_to_nothing(
    client: Client, telephone: Telephone, offer: Offer, nurse: User, deputy: User
) -> None:
    send()
    later(10)
    said = tell(client, telephone.last, Digits="1").content.decode()
    assert "Sie übernehmen" in said
    offer.refresh_from_db()
    assert (offer.state, offer.answer_by) == (OfferState.OPEN, clock.now() + 15 * MINUTE)
    assert list(AlertLook.objects.values_list("step", flat=True)) == ["by_key"]
    assert [row.note for row in StateChange.objects.filter(by=nurse)] == [BY_KEY % nurse.full_name]
    calls = len(telephone.calls)
    later(2.5)  # when it would have rung once more
    later(11.5)
    assert (len(telephone.calls), Offer.objects.filter(person=deputy).exists()) == (calls, False)


def test_one_without_the_digits_goes_on_to_the_deputy(
    client: Client, telephone: Telephone, offer: Offer, deputy: User
) -> None:
    send()
    tell(client, telephone.last, Digits="1")
    later(16)
    assert telephone.last.to == deputy.phone


def test_two_asks_the_deputy_at_once(client: Client, telephone: Telephone, offer: Offer, deputy: User) -> None:
    send()
    said = tell(client, telephone.last, Digits="2").content.decode()
    assert "Vertretung" in said
    offer.refresh_from_db()
    assert offer.state == OfferState.DECLINED
    send()
    assert telephone.last.to == deputy.phone


def test_the_first_key_of_a_call_counts_once(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    call = telephone.last
    tell(client, call, Digits="1")
    steps = StateChange.objects.count()
    assert "schon angekommen" in tell(client, call, Digits="1").content.decode()
    assert "erste Antwort gilt: Sie übernehmen" in tell(client, call, Digits="2").content.decode()
    offer.refresh_from_db()
    assert (offer.state, StateChange.objects.count()) == (OfferState.OPEN, steps)
    assert Attempt.objects.get(channel="voice").answer == "1"


def test_another_key_changes_nothing_and_says_which_ones_there_are(
    client: Client, telephone: Telephone, offer: Offer
) -> None:
    send()
    assert "drücken Sie die 1" in tell(client, telephone.last, Digits="7").content.decode()
    assert "Sie übernehmen" in tell(client, telephone.last, Digits="1").content.decode()


def test_a_key_after_somebody_has_taken_it_is_thanked(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    Offer.objects.filter(pk=offer.pk).update(state=OfferState.EXPIRED)
    assert "inzwischen erledigt" in tell(client, telephone.last, Digits="1").content.decode()
    assert not AlertLook.objects.exists()


@pytest.mark.parametrize("forged", [{"key": "x" * 40}, {"at": 1_000_000}], ids=["other key", "old"])
def test_a_forged_or_old_key_is_none(client: Client, telephone: Telephone, offer: Offer, forged: Any) -> None:
    send()
    assert tell(client, telephone.last, Digits="1", **forged).status_code == 403
    assert not AlertLook.objects.exists()
    assert client.get("/gateway/voice/receipt").status_code == 405


# The whole way over the wire


@pytest.mark.django_db(transaction=True)
def test_a_provider_fetches_the_document_and_presses_over_the_wire(
    settings: Any, live_server: Any, cast: Cast, telephone: Telephone, offer: Offer
) -> None:
    settings.SITE_URL = live_server.url
    send()
    said, action = telephone.pick_up()
    assert said == telephone.last.fields["Text"]
    assert action == f"{live_server.url}/gateway/voice/receipt"
    assert "Sie übernehmen" in telephone.press("1")
    assert AlertLook.objects.get().step == "by_key"


def test_the_document_is_behind_a_signature_for_an_hour_and_never_acts(
    client: Client, telephone: Telephone, offer: Offer
) -> None:
    send()
    path = telephone.last.document.partition("/gateway/")[2]
    for _ in range(2):
        assert client.get(f"/gateway/{path}").status_code == 200
    assert client.get(f"/gateway/{path[:-1]}x").status_code == 404
    assert not AlertLook.objects.exists()
    machine.travel_to(clock.now() + dt.timedelta(minutes=61))
    assert client.get(f"/gateway/{path}").status_code == 404
