"""`/meine/woche/`: her own, for somebody whom she trusts, for a helper on the phone."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Consent, Look, TrustScope, User
from quarters.people.trust import grant_trust, revoke_trust
from requests.models import WeekEntry, WeekPlan
from requests.weeks.numbers import numbers_for
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_resident, make_user
from tests.quarters.programme.conftest import make_event, make_point, sign_up
from tests.requests.weeks.writing import lines_of, make_entry, make_service

pytestmark = pytest.mark.django_db
OWN = "/meine/woche/"


def entry_data(**more: str) -> dict[str, str]:
    return {"who": "Petra", "day": clock.today().isoformat(), "starts": "15:00", **more}


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def by_phone(cast: Cast) -> str:
    return f"/leitstand/menschen/{cast.tenant.user.reference}/woche/"


@pytest.fixture(params=["own", "helper"])
def side(request: pytest.FixtureRequest, client: Client, cast: Cast) -> tuple[Client, str]:
    """Parity: what she can do on the web, a helper does for her on the phone."""
    if request.param == "own":
        return signed_in(client, cast.tenant.user), OWN
    return signed_in(client, cast.helper), by_phone(cast)


def test_empty_week_says_so_day_by_day(side: tuple[Client, str]) -> None:
    page = side[0].get(side[1]).content.decode()
    assert page.count("Niemand eingetragen") == 7
    assert "112" in page


def test_entry_is_written_shown_taken_away_and_taken_back(side: tuple[Client, str], cast: Cast) -> None:
    client, address = side
    assert client.post(f"{address}neu/", entry_data(is_weekly="on")).headers["Location"] == address
    assert "Petra" in client.get(address).content.decode()
    entry = WeekEntry.objects.get()
    client.post(f"{address}{entry.reference}/weg/")
    assert lines_of(cast.tenant) == []
    assert "Zurückholen" in client.get(address).content.decode()
    client.post(f"{address}{entry.reference}/doch/")
    assert len(lines_of(cast.tenant)) == 1


@pytest.mark.parametrize("bad", [{"who": ""}, {"day": "2020-01-01"}, {"starts": "25:00"}, {"ends": "14:00"}])
def test_bad_input_answers_422_and_writes_nothing(side: tuple[Client, str], bad: dict[str, str]) -> None:
    client, address = side
    assert client.post(f"{address}neu/", entry_data(**bad)).status_code == 422
    assert not WeekEntry.objects.exists()


def test_sheet_is_a_pdf(side: tuple[Client, str]) -> None:
    answer = side[0].get(f"{side[1]}blatt/")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_care_is_allowed_and_ended(side: tuple[Client, str], cast: Cast) -> None:
    client, address = side
    _nurse, service = make_service(cast, agreed=False)
    assert client.post(f"{address}pflege/", {"service": service.pk}).status_code == 422
    client.post(f"{address}pflege/", {"service": service.pk, "agreed": "on"})
    given = Consent.objects.get(purpose="week", withdrawn_at=None)
    assert given.read_out_by == (None if address == OWN else cast.helper)
    client.post(f"{address}pflege/ende/")
    assert not Consent.objects.filter(purpose="week", withdrawn_at=None).exists()


def test_sheets_are_wished_and_ended(side: tuple[Client, str]) -> None:
    client, address = side
    client.post(f"{address}blaetter/", {"blatt": "ja"})
    assert WeekPlan.objects.get().ended_at is None
    client.post(f"{address}blaetter/", {"blatt": "nein"})
    assert WeekPlan.objects.get().ended_at is not None


def test_number_is_that_of_the_meeting_point_around_her_under_its_name(cast: Cast) -> None:
    make_point(name="Treff Probe", phone="+4956112345", district=cast.district)
    assert numbers_for(cast.tenant)[0] == ("Treff Probe", "+4956112345")


def test_page_costs_the_same_however_full_the_week(cast: Cast, client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    signed_in(client, cast.tenant.user)
    for hour in range(8, 20):
        make_entry(cast.tenant, starts=dt.time(hour))
    with django_assert_max_num_queries(20):
        client.get(OWN)


@pytest.mark.parametrize("language", ["ar", "tr", "de-simple"])
def test_it_answers_in_her_language(cast: Cast, client: Client, language: str) -> None:
    cast.tenant.user.language = language.partition("-")[0]
    cast.tenant.user.easy_language = language == "de-simple"
    cast.tenant.user.save()
    assert f'lang="{language}"' in signed_in(client, cast.tenant.user).get(OWN).content.decode()


def trusting(cast: Cast, now: dt.datetime, scope: str) -> tuple[User, str]:
    trust = grant_trust(
        cast.tenant, given_name="Petra", family_name="Wagner", email="petra@example.org", scope=scope, now=now
    )
    return trust.person, f"/meine/fuer/{trust.reference}/woche/"  # type: ignore[return-value]


def test_trusted_person_who_may_act_writes_and_it_is_noted(cast: Cast, client: Client, now: dt.datetime) -> None:
    daughter, address = trusting(cast, now, TrustScope.ACT)
    signed_in(client, daughter).post(f"{address}neu/", entry_data())
    assert WeekEntry.objects.get().written_by == daughter
    assert Look.objects.filter(kind="week").count() == 1


def test_trusted_person_who_may_see_changes_nothing(cast: Cast, client: Client, now: dt.datetime) -> None:
    daughter, address = trusting(cast, now, TrustScope.SEE)
    entry = make_entry(cast.tenant)
    signed_in(client, daughter)
    assert client.get(address).status_code == 200
    for way in ("neu/", f"{entry.reference}/weg/", "blatt/"):
        assert client.post(f"{address}{way}", entry_data()).status_code == 403
    assert Look.objects.filter(kind="page").count() == 1


def test_trusted_person_reads_who_comes_not_where_she_goes(cast: Cast, client: Client, now: dt.datetime) -> None:
    daughter, address = trusting(cast, now, TrustScope.ACT)
    sign_up(make_event(make_point(district=cast.district), days=2), cast.tenant.user)
    _nurse, service = make_service(cast)
    care = make_entry(cast.tenant, service=service, who="Anja")
    page = signed_in(client, daughter).get(address).content.decode()
    assert "Anja" in page
    assert "Mittagstisch" not in page
    assert client.post(f"{address}{care.reference}/weg/").status_code == 404


def test_revoked_trust_sees_nothing(cast: Cast, client: Client, now: dt.datetime) -> None:
    daughter, address = trusting(cast, now, TrustScope.ACT)
    revoke_trust(daughter.trusts.get(), by=cast.tenant.user, now=now)
    assert signed_in(client, daughter).get(address).status_code == 404


def test_others_find_nothing(cast: Cast, client: Client) -> None:
    entry = make_entry(cast.tenant)
    signed_in(client, make_resident(cast.district).user)
    assert client.post(f"{OWN}{entry.reference}/weg/").status_code == 404
    assert client.get(by_phone(cast)).status_code == 403
    assert signed_in(client, make_helper(make_district())).get(by_phone(cast)).status_code == 404
    assert signed_in(client, make_user()).get(OWN).status_code == 404
