"""The helper's side of a code on paper, and what its first session may and may not do with requests."""

from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import PaperCode
from quarters.signing.paper_codes import make_code
from requests.wishes.asking import NotWithPaperCode, _resident
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request, make_resident
from tests.pdf import count_pages, is_pdf_ua, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def url(cast: Cast, way: str = "") -> str:
    return f"/leitstand/menschen/{cast.tenant.user.reference}/zettel-code/{way}"


def test_a_helper_makes_a_code_and_prints_its_letter(desk: Client, cast: Cast) -> None:
    page = desk.post(url(cast), follow=True).content.decode()
    assert "Brief mit Code drucken" in page
    response = desk.get(url(cast, "blatt/"))
    words = words_of(response.content)
    reference = cast.tenant.user.reference
    digits = next(word for word in words.split() if len(word) == 9 and word[4:5] == "-")
    assert f"{reference[:5]} {reference[5:]}" in words
    assert "/konto/zettel-code/" in words
    assert (is_pdf_ua(response.content), count_pages(response.content)) == (True, 1)
    assert response.headers["Cache-Control"] == "no-store"
    guest = Client()
    assert guest.post("/konto/zettel-code/", {"reference": reference, "code": digits}).status_code == 302


def test_the_code_lies_sealed_in_the_session_of_who_made_it(desk: Client, cast: Cast) -> None:
    desk.post(url(cast))
    assert desk.session["paper_codes"]["code"].startswith("v1:")
    other = Client()
    other.force_login(make_helper(cast.district))
    assert other.get(url(cast, "blatt/")).status_code == 404


def test_after_ten_minutes_it_cannot_be_printed(desk: Client, cast: Cast) -> None:
    desk.post(url(cast))
    session = desk.session
    session["paper_codes"] |= {"until": 1}
    session.save()
    assert desk.get(url(cast, "blatt/")).status_code == 404


def test_a_code_that_was_taken_back_cannot_be_printed(desk: Client, cast: Cast) -> None:
    desk.post(url(cast))
    desk.post(url(cast, "ende/"))
    assert desk.get(url(cast, "blatt/")).status_code == 404
    assert PaperCode.objects.get().revoked_at


def test_a_helper_confirms_who_used_it(desk: Client, cast: Cast) -> None:
    code = make_code(cast.tenant.user, by=cast.helper, now=clock.now())
    Client().post("/konto/zettel-code/", {"reference": cast.tenant.user.reference, "code": code})
    assert "freigeben" in desk.get(f"/leitstand/menschen/{cast.tenant.user.reference}/").content.decode()
    desk.post(url(cast, "freigabe/"))
    assert PaperCode.objects.get().confirmed_by == cast.helper


@pytest.mark.parametrize("way", ["", "blatt/", "ende/", "freigabe/"])
def test_only_helpers_of_the_district_do_so(client: Client, cast: Cast, way: str) -> None:
    send = client.get if way == "blatt/" else client.post
    client.force_login(make_helper(make_district()))
    assert send(url(cast, way)).status_code == 404
    client.force_login(cast.tenant.user)
    assert send(url(cast, way)).status_code == 403
    assert not PaperCode.objects.exists()


def test_for_somebody_who_works_here_the_page_says_why_not(desk: Client, cast: Cast) -> None:
    colleague = make_resident(cast.district, make_helper(cast.district)).user
    response = desk.post(f"/leitstand/menschen/{colleague.reference}/zettel-code/")
    assert response.status_code == 409
    assert "Wer hier arbeitet" in response.content.decode()


def test_the_limited_session_shows_the_own_requests(client: Client, cast: Cast) -> None:
    asked = make_request(cast.tenant, cast.shop)
    code = make_code(cast.tenant.user, by=cast.helper, now=clock.now())
    client.post("/konto/zettel-code/", {"reference": cast.tenant.user.reference, "code": code})
    assert asked.reference in client.get("/meine/").content.decode()
    assert client.get(f"/meine/anfragen/{asked.reference}/").status_code == 200
    assert client.get("/meine/vertrauen/").status_code == 403
    assert client.get("/hilfe/").status_code == 200


def test_the_limited_session_shows_no_request_for_somebody_else(client: Client, cast: Cast) -> None:
    """Letters are found and lent: whom she asks for is not the finder's to know."""
    mother = make_request(make_resident(cast.district), cast.shop, by=cast.tenant.user)
    client.force_login(cast.tenant.user)
    assert mother.reference in client.get("/meine/").content.decode()
    client.logout()
    code = make_code(cast.tenant.user, by=cast.helper, now=clock.now())
    client.post("/konto/zettel-code/", {"reference": cast.tenant.user.reference, "code": code})
    assert mother.reference not in client.get("/meine/").content.decode()
    assert client.get(f"/meine/anfragen/{mother.reference}/").status_code == 404


def said(cast: Cast, **changed: Any) -> dict[str, Any]:
    """What the wizard's page about the person holds when nothing was changed."""
    building = cast.tenant.building
    assert building is not None
    user = cast.tenant.user
    names = {"given_name": user.given_name, "family_name": user.family_name, "salutation": "Frau", "phone": user.phone}
    place = {"street": building.street, "house_number": building.house_number, "district": cast.district}
    rest = {"language": "de", "needs_language": False, "floor": "", "postcode": "34127", "for_whom": "self"}
    return {**names, **place, **rest, **changed}


def test_the_limited_session_asks_for_the_own_address_alone(cast: Cast) -> None:
    user = cast.tenant.user
    user.is_limited = True
    assert _resident(said(cast), user, now=clock.now()) == cast.tenant
    for changed in ({"phone": "+4956112345"}, {"street": "Anderswo"}, {"for_whom": "other"}, {"only_writes": True}):
        with pytest.raises(NotWithPaperCode):
            _resident(said(cast, **changed), user, now=clock.now())
