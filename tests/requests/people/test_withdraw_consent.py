"""Taking an agreement back by phone: at once, with everything that rests on it; the proof stays."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from quarters.models import Consent
from quarters.people.residents import has_consent, record_consent
from requests.arranged.visits import accept_offer
from requests.models import Assignment, HelpRequest, Offer, Visit
from requests.people import consents
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_district, make_request, make_resident

pytestmark = pytest.mark.django_db
HELP, HEALTH = Consent.ConsentPurpose.HELP, Consent.ConsentPurpose.HEALTH


@pytest.fixture
def cast(cast: Cast, now: dt.datetime) -> Cast:
    """The tenant has agreed to both, and two wishes of hers carry hints; one has ended."""
    for purpose in (HELP, HEALTH):
        record_consent(person=cast.tenant.user, purpose=purpose, language="de", now=now)
    cast.tenant.health_hints = "Gehhilfe"
    cast.tenant.save()
    ended = make_request(cast.tenant, cast.shop, hints="Gehhilfe")
    HelpRequest.objects.filter(pk=ended.pk).update(state="done", ended_at=now)
    Visit.objects.filter(help_request=ended).update(state=VisitState.DONE, ended_at=now)
    make_request(cast.tenant, cast.shop, hints="Gehhilfe")
    drive_visits()
    return cast


def withdraw(cast: Cast, purpose: str, now: dt.datetime) -> None:
    consents.withdraw(cast.tenant.user, purpose=purpose, by=cast.helper, now=now)


def test_hints_are_gone_at_once_everywhere(cast: Cast, now: dt.datetime) -> None:
    withdraw(cast, HEALTH, now)
    cast.tenant.refresh_from_db()
    assert cast.tenant.health_hints == ""
    assert {case.hints for case in HelpRequest.objects.all()} == {""}


def test_help_goes_on_without_the_hints(cast: Cast, now: dt.datetime) -> None:
    withdraw(cast, HEALTH, now)
    assert has_consent(cast.tenant.user, HELP)
    assert Visit.objects.filter(state=VisitState.OFFERED).exists()


def test_others_keep_their_hints(cast: Cast, now: dt.datetime) -> None:
    other = make_request(make_resident(cast.district), cast.shop, hints="Gehhilfe")
    withdraw(cast, HEALTH, now)
    other.refresh_from_db()
    assert other.hints == "Gehhilfe"


def test_without_the_agreement_to_help_everything_open_is_called_off(cast: Cast, now: dt.datetime) -> None:
    offer = Offer.objects.filter(state=OfferState.OPEN)[0]
    accept_offer(offer, by=offer.person, now=now)
    withdraw(cast, HELP, now)
    assert sorted(Visit.objects.values_list("state", flat=True)) == [VisitState.CANCELLED, VisitState.DONE]
    assert not Assignment.objects.filter(state="planned").exists()
    assert not has_consent(cast.tenant.user, HEALTH)
    assert {case.hints for case in HelpRequest.objects.all()} == {""}


def test_the_proof_stays_and_twice_changes_nothing(cast: Cast, now: dt.datetime) -> None:
    for hours in (0, 5):
        withdraw(cast, HELP, now + dt.timedelta(hours=hours))
    assert list(Consent.objects.values_list("withdrawn_at", flat=True)) == [now, now]


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def card(cast: Cast) -> str:
    return f"/leitstand/menschen/{cast.tenant.user.reference}/"


def send(desk: Client, cast: Cast, purpose: str) -> Any:
    return desk.post(f"{card(cast)}widerruf/", {"purpose": purpose})


def test_a_helper_does_it_on_the_card(desk: Client, cast: Cast) -> None:
    assert "Zurücknehmen: Hinweise zur Gesundheit" in desk.get(card(cast)).content.decode()
    assert send(desk, cast, HEALTH).status_code == 302
    page = desk.get(card(cast)).content.decode()
    assert "Zurücknehmen: Hinweise zur Gesundheit" not in page
    assert "Zurücknehmen: Hilfe" in page


def test_what_is_no_consent_is_not_there(desk: Client, cast: Cast) -> None:
    assert send(desk, cast, "alles").status_code == 404
    assert has_consent(cast.tenant.user, HEALTH)


def test_nobody_else_may_do_it(client: Client, desk: Client, cast: Cast) -> None:
    assert desk.get(f"{card(cast)}widerruf/").status_code == 405
    stranger = make_resident(make_district())
    assert desk.post(f"/leitstand/menschen/{stranger.user.reference}/widerruf/", {"purpose": HELP}).status_code == 404
    client.force_login(cast.volunteer.user)
    assert send(client, cast, HELP).status_code == 403
    assert has_consent(cast.tenant.user, HELP)
