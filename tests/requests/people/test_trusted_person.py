"""A trusted person: granted with the sentence, seen by nobody else, every look noted, ended the same minute."""

import datetime as dt
import uuid

import pytest
from django.test import Client

from piano.messaging.models import Message
from piano.privacy.erasing import erase_overdue
from quarters.models import Look, LookKind, Trust, TrustScope, User
from quarters.people.trust import NobodyTrustsThemselves, TooManyTrusted, grant_trust, revoke_trust, standing_trusts
from requests.models import HelpRequest, Hold
from requests.people.trusting import trust_person
from requests.sweeps import drive_visits
from requests.wishes.holds import holds_of
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request, make_resident, make_user
from tests.requests.asking import CHECK, HINTS, WHAT, WHEN, WHO, good, post, text_of

pytestmark = pytest.mark.django_db
PETRA = {"given_name": "Petra", "family_name": "Nah", "relation": "Tochter", "email": "petra@example.org", "phone": ""}


@pytest.fixture
def daughter(cast: Cast) -> User:
    return make_user(given_name="Petra", family_name="Nah", email="petra@example.org")


@pytest.fixture
def trust(cast: Cast, daughter: User, now: dt.datetime) -> Trust:
    return trust_person(cast.tenant, now=now, scope=TrustScope.ACT, **PETRA)


@pytest.fixture
def wish(cast: Cast) -> HelpRequest:
    return make_request(cast.tenant, cast.shop, by=cast.tenant.user)


def form(**fields: str) -> dict[str, str]:
    return {**PETRA, "scope": "see", "agreed": "on", "form_token": str(uuid.uuid4()), **fields}


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_resident_names_somebody_who_then_may_sign_in(cast: Cast) -> None:
    client = as_person(cast.tenant.user)
    answer = client.post("/meine/vertrauen/", form())
    assert answer.status_code == 302
    trust = Trust.objects.get()
    assert (trust.person and trust.person.email, trust.taken_by, trust.scope) == ("petra@example.org", None, "see")
    assert trust.wording_version
    assert Message.objects.get(reason="trusted").recipient == trust.person
    assert "Petra Nah" in text_of(client.get("/meine/vertrauen/"))


def test_whose_address_it_is_nobody_learns(cast: Cast) -> None:
    make_user(given_name="Geheim", family_name="Verborgen", email="petra@example.org")
    client = as_person(cast.tenant.user)
    client.post("/meine/vertrauen/", form())
    page = text_of(client.get("/meine/vertrauen/"))
    assert "Petra Nah" in page
    assert "Verborgen" not in page


@pytest.mark.parametrize("missing", ["family_name", "email", "scope", "agreed"])
def test_what_is_missing_is_named_and_nothing_typed_is_lost(cast: Cast, missing: str) -> None:
    client = as_person(cast.tenant.user)
    answer = client.post("/meine/vertrauen/", {**form(), missing: ""})
    assert (answer.status_code, "aria-invalid" in answer.content.decode()) == (422, True)
    assert "Tochter" in answer.content.decode()
    assert not Trust.objects.exists()


def test_a_helper_reads_it_out_and_the_record_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    way = f"/leitstand/menschen/{cast.tenant.user.reference}/vertrauen/"
    assert client.post(way, form(agreed="")).status_code == 422
    assert client.post(way, form()).status_code == 302
    trust = Trust.objects.get()
    assert trust.taken_by == cast.helper
    assert "vorgelesen von Birgit Reuter" in text_of(client.get(f"/leitstand/menschen/{cast.tenant.user.reference}/"))
    client.post(f"{way}{trust.reference}/ende/")
    assert not standing_trusts().exists()
    assert as_person(make_helper(make_district())).post(way, form()).status_code == 404


def test_she_sees_the_page_clearly_marked_and_each_look_is_a_row(
    cast: Cast, daughter: User, trust: Trust, wish: HelpRequest
) -> None:
    client = as_person(daughter)
    assert "Seite von Frau Wagner" in text_of(client.get("/meine/"))
    page = text_of(client.get(f"/meine/fuer/{trust.reference}/"))
    assert "Sie sehen die Seite von Frau Wagner." in page
    assert "Einkaufen" in page
    case = text_of(client.get(f"/meine/anfragen/{wish.reference}/"))
    assert "Sie sehen die Seite von Frau Wagner." in case
    assert list(Look.objects.order_by("pk").values_list("kind", "about")) == [("page", ""), ("case", wish.reference)]
    own = text_of(as_person(cast.tenant.user).get("/meine/vertrauen/"))
    assert f"Petra Nah hat eine Anfrage angesehen ( {wish.reference} )" in own
    assert "Sie sehen die Seite" not in text_of(as_person(cast.tenant.user).get(f"/meine/anfragen/{wish.reference}/"))
    assert Look.objects.count() == 2, "her own looks are nobody's business"
    helper = text_of(as_person(cast.helper).get(f"/leitstand/menschen/{cast.tenant.user.reference}/"))
    assert "Petra Nah hat die Seite angesehen" in helper


def test_a_poll_that_shows_nothing_new_is_no_look(daughter: User, trust: Trust, wish: HelpRequest) -> None:
    client = as_person(daughter)
    answer = client.get(f"/meine/anfragen/{wish.reference}/?stand=searching-0", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert not Look.objects.exists()


def test_ended_means_ended_in_an_open_session_too(cast: Cast, daughter: User, trust: Trust, wish: HelpRequest) -> None:
    client = as_person(daughter)
    pages = [f"/meine/fuer/{trust.reference}/", f"/meine/anfragen/{wish.reference}/"]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    as_person(cast.tenant.user).post(f"/meine/vertrauen/{trust.reference}/ende/")
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(f"/meine/anfragen/{wish.reference}/absage/").status_code == 404
    assert client.post(f"/meine/fuer/{trust.reference}/bitten/").status_code == 404
    assert "Seite von" not in text_of(client.get("/meine/"))
    wish.refresh_from_db()
    assert wish.is_open


def test_what_she_asked_for_her_is_gone_as_well(cast: Cast, daughter: User, trust: Trust, now: dt.datetime) -> None:
    wish = make_request(cast.tenant, cast.shop, by=daughter)
    client = as_person(daughter)
    assert client.get(f"/meine/anfragen/{wish.reference}/").status_code == 200
    revoke_trust(trust, by=cast.tenant.user, now=now)
    assert client.get(f"/meine/anfragen/{wish.reference}/").status_code == 404


def test_strangers_find_nothing(cast: Cast, trust: Trust, wish: HelpRequest) -> None:
    stranger = as_person(make_resident(cast.district, make_user()).user)
    for page in (f"/meine/fuer/{trust.reference}/", f"/meine/anfragen/{wish.reference}/"):
        assert stranger.get(page).status_code == 404
    assert stranger.post(f"/meine/vertrauen/{trust.reference}/ende/").status_code == 404
    assert as_person(make_user()).get("/meine/vertrauen/").status_code == 404
    assert standing_trusts().count() == 1


def test_who_may_only_look_changes_nothing(cast: Cast, daughter: User, wish: HelpRequest, now: dt.datetime) -> None:
    trust = grant_trust(cast.tenant, now=now, **PETRA)
    client = as_person(daughter)
    assert "Passt etwas nicht?" not in text_of(client.get(f"/meine/anfragen/{wish.reference}/"))
    for action in ("absage", "termin", "rueckmeldung"):
        assert client.post(f"/meine/anfragen/{wish.reference}/{action}/").status_code == 403
    assert client.post(f"/meine/fuer/{trust.reference}/bitten/").status_code == 403


def test_she_cancels_for_her_and_it_is_noted(daughter: User, trust: Trust, wish: HelpRequest) -> None:
    assert as_person(daughter).post(f"/meine/anfragen/{wish.reference}/absage/").status_code == 302
    wish.refresh_from_db()
    assert not wish.is_open
    assert Look.objects.get().kind == LookKind.CANCEL


def test_she_asks_for_her_and_the_mother_says_yes_herself(cast: Cast, daughter: User, trust: Trust) -> None:
    client = as_person(daughter)
    assert client.post(f"/meine/fuer/{trust.reference}/bitten/").status_code == 302
    assert post(client, WHAT).status_code == post(client, WHEN).status_code == 302
    page = client.get(f"/hilfe/{WHO}/").content.decode()
    assert cast.tenant.building is not None
    assert cast.tenant.building.house_number in page
    building, phone = cast.tenant.building, cast.tenant.user.phone
    said = good(WHO, for_whom="other", caller_name="Petra Nah", caller_phone="0561 123", knows="no", phone=phone)
    said |= {"caller_phone": "0561 998877", "street": "Anderswo", "house_number": building.house_number}
    client.post(f"/hilfe/{WHO}/", said)
    client.post(f"/hilfe/{HINTS}/", good(HINTS))
    assert client.post(f"/hilfe/{CHECK}/", good(CHECK)).status_code == 409, "where she lives is hers to change"
    client.post(f"/hilfe/{WHO}/", said | {"street": building.street, "only_writes": "on"})
    assert client.post(f"/hilfe/{CHECK}/", good(CHECK)).status_code == 409, "and whether one may call her"
    client.post(f"/hilfe/{WHO}/", said | {"street": building.street})
    assert client.post(f"/hilfe/{CHECK}/", good(CHECK)).status_code == 302
    wish = HelpRequest.objects.get()
    assert wish.resident == cast.tenant
    assert holds_of(wish) == [Hold.AGREEMENT]
    assert Look.objects.get(kind=LookKind.ASK).about == wish.reference
    drive_visits()
    way = f"/meine/anfragen/{wish.reference}/einverstanden/"
    assert client.post(way).status_code == 403
    mother = as_person(cast.tenant.user)
    assert "Petra Nah hat für Sie um Hilfe gebeten." in text_of(mother.get(f"/meine/anfragen/{wish.reference}/"))
    assert mother.post(way).status_code == 302
    assert holds_of(HelpRequest.objects.get()) == []
    drive_visits()
    assert wish.visits.get().offers.exists()


def test_nobody_trusts_herself_and_not_the_whole_town(cast: Cast, now: dt.datetime) -> None:
    email = cast.tenant.user.email
    with pytest.raises(NobodyTrustsThemselves):
        grant_trust(cast.tenant, now=now, **{**PETRA, "email": email or ""})
    for number in range(5):
        grant_trust(cast.tenant, now=now, **{**PETRA, "email": f"p{number}@example.org"})
    with pytest.raises(TooManyTrusted):
        grant_trust(cast.tenant, now=now, **PETRA)


def test_the_same_again_is_one_consent_and_another_scope_a_new_one(cast: Cast, now: dt.datetime) -> None:
    first = grant_trust(cast.tenant, now=now, **PETRA)
    assert grant_trust(cast.tenant, now=now, **PETRA) == first
    wider = grant_trust(cast.tenant, now=now, scope=TrustScope.ACT, **PETRA)
    assert list(standing_trusts()) == [wider]
    assert Trust.objects.get(pk=first.pk).revoked_at == now


def test_looks_go_after_a_year_and_the_proof_after_three(
    cast: Cast, trust: Trust, wish: HelpRequest, now: dt.datetime
) -> None:
    Look.objects.create(trust=trust, kind=LookKind.PAGE, at=now)
    erase_overdue(now=now + dt.timedelta(days=366))
    assert not Look.objects.exists()
    assert User.objects.filter(email="petra@example.org").exists(), "who is trusted keeps the account"
    revoke_trust(trust, by=cast.helper, now=now)
    erase_overdue(now=now + dt.timedelta(days=366))
    trust.refresh_from_db()
    assert (trust.resident, trust.person, trust.names) == (None, None, "Erna Wagner – Petra Nah")
    erase_overdue(now=now + dt.timedelta(days=3 * 366))
    assert not Trust.objects.exists()
