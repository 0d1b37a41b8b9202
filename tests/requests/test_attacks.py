"""Every address of a case, tried by somebody who knows it: a helper of another district, a stranger, and a link that is followed."""

import pytest
from django.test import Client
from django.urls import URLPattern

from piano.kit import clock
from piano.messaging.models import Message
from quarters.contributions import give
from quarters.models import ContributionKind
from requests.addresses import care, helper, tenant
from requests.models import Assignment, Decision, HelpRequest, Offer, Referral, ReferralKind, StateChange
from requests.sweeps import drive_visits
from requests.wishes.referrals import refer_call
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper, make_request, make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: Cast) -> HelpRequest:
    row = make_request(cast.tenant, cast.shop, words="Brot")
    drive_visits()
    return row


def addresses(patterns: list[URLPattern], reference: str) -> list[str]:
    """Each address of these that carries one reference and nothing else that has to exist."""
    routes = [str(pattern.pattern) for pattern in patterns]
    found = [f"/{route.replace('<str:reference>', reference)}" for route in routes if "<str:reference>" in route]
    return [address.replace("<slug:hold>", "knowing") for address in found if "<str:" not in address]


def about(patterns: list[URLPattern], beginning: str, reference: str) -> list[str]:
    found = [address for address in addresses(patterns, reference) if address.startswith(beginning)]
    assert found
    return found


def traces() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (StateChange, Offer, Assignment, Decision, Message, Referral))


def test_a_helper_of_another_district_finds_nothing_of_a_case(client: Client, cast: Cast, asked: HelpRequest) -> None:
    referral = refer_call(
        kind=ReferralKind.EMERGENCY, words="x", district=cast.district, by=cast.helper, now=clock.now()
    )
    gift = give(
        kind=ContributionKind.GIFT, words="backen", district=cast.district, person=cast.tenant.user, now=clock.now()
    )
    everything = (
        about(helper.urlpatterns, "/leitstand/anfragen/", asked.reference)
        + about(helper.urlpatterns, "/leitstand/menschen/", cast.tenant.user.reference)
        + about(helper.urlpatterns, "/leitstand/hinweise/", referral.reference)
        + about(helper.urlpatterns, "/leitstand/gern/", gift.reference)
        + about(helper.urlpatterns, "/leitstand/anruf/", asked.reference)
        + about(helper.urlpatterns, "/leitstand/anrufe/", cast.tenant.user.reference)
    )
    client.force_login(make_helper(make_district()))
    before = traces()
    for address in everything:
        assert client.post(address, {"words": "x", "reason": "x"}).status_code in (404, 405), address
        assert client.get(address).status_code in (404, 405), address
    assert traces() == before


def test_a_stranger_and_a_care_partner_find_nothing_of_a_tenants(
    client: Client, cast: Cast, asked: HelpRequest
) -> None:
    everything = about(tenant.urlpatterns, "/meine/anfragen/", asked.reference) + about(
        care.urlpatterns, "/bereitschaft/", asked.visits.get().reference
    )
    before = traces()
    for person in (make_resident(cast.district).user, make_care_worker(cast.district)):
        client.force_login(person)
        for address in everything:
            for answer in (client.get(address), client.post(address, {"words": "x"})):
                assert answer.status_code in (403, 404, 405), address
    assert traces() == before


def test_following_an_address_changes_nothing(client: Client, cast: Cast, asked: HelpRequest) -> None:
    """Mail scanners, previews and the back button follow every address; only a form that is sent acts."""
    before = traces()
    client.force_login(cast.helper)
    for address in about(helper.urlpatterns, "/leitstand/anfragen/", asked.reference):
        client.get(address)
    client.force_login(cast.tenant.user)
    for address in about(tenant.urlpatterns, "/meine/anfragen/", asked.reference):
        client.get(address)
    assert traces() == before
    asked.refresh_from_db()
    assert asked.is_open
