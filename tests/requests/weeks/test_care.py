"""A care service writes only with consent; withdrawn, its entries are gone."""

import datetime as dt

import pytest
from django.test import Client

from helpers.models import CareService
from piano.kit import clock
from quarters.models import Consent, Organisation, Resident
from requests.models import WeekEntry
from requests.people.blocking import keep_away
from requests.people.consents import withdraw
from requests.weeks.care import agree_to_care, service_agreed_to
from requests.weeks.errors import NotAgreedToCare, OneServiceAtATime
from tests.conftest import Cast
from tests.factories import make_care_worker
from tests.requests.weeks.writing import lines_of, make_entry, make_service

pytestmark = pytest.mark.django_db
WEEK, HELP = Consent.ConsentPurpose.WEEK, Consent.ConsentPurpose.HELP


def test_nobody_writes_without_consent(cast: Cast) -> None:
    _nurse, service = make_service(cast, agreed=False)
    with pytest.raises(NotAgreedToCare):
        make_entry(cast.tenant, service=service)


def test_another_service_than_the_one_agreed_to_does_not_write(cast: Cast) -> None:
    make_service(cast)
    _other, another = make_service(cast, agreed=False)
    with pytest.raises(NotAgreedToCare):
        make_entry(cast.tenant, service=another)


def test_one_service_at_a_time(cast: Cast, now: dt.datetime) -> None:
    _nurse, service = make_service(cast)
    _other, another = make_service(cast, agreed=False)
    with pytest.raises(OneServiceAtATime):
        agree_to_care(cast.tenant, another, now=now)
    assert service_agreed_to(cast.tenant) == service


def test_a_new_name_makes_it_no_other_service_and_the_same_name_no_same_one(cast: Cast, now: dt.datetime) -> None:
    _nurse, service = make_service(cast)
    _other, another = make_service(cast, agreed=False)
    name = service.organisation.name
    Organisation.objects.filter(pk=service.organisation_id).update(name="Pflege am Rothenberg")
    Organisation.objects.filter(pk=another.organisation_id).update(name=name)
    agree_to_care(cast.tenant, CareService.objects.get(pk=service.pk), now=now)
    assert service_agreed_to(cast.tenant) == service
    with pytest.raises(OneServiceAtATime):
        agree_to_care(cast.tenant, CareService.objects.get(pk=another.pk), now=now)
    assert Consent.objects.get(purpose=WEEK).receiver == name[:120]


@pytest.mark.parametrize("purpose", [WEEK, HELP])
def test_withdrawn_its_entries_are_deleted_and_others_stay(cast: Cast, now: dt.datetime, purpose: str) -> None:
    _nurse, service = make_service(cast)
    make_entry(cast.tenant, service=service)
    make_entry(cast.tenant)
    withdraw(cast.tenant.user, purpose=purpose, by=cast.helper, now=now)
    assert [line.kind for line in lines_of(cast.tenant)] == ["family"]
    assert not WeekEntry.objects.filter(service=service).exists()


def test_withdrawing_this_one_keeps_health_hints_and_help(cast: Cast, now: dt.datetime) -> None:
    make_service(cast)
    cast.tenant.health_hints = "Rollator"
    cast.tenant.save()
    withdraw(cast.tenant.user, purpose=WEEK, by=cast.helper, now=now)
    assert Resident.objects.get(pk=cast.tenant.pk).health_hints == "Rollator"


def test_an_entry_left_behind_is_not_shown_without_consent(cast: Cast, now: dt.datetime) -> None:
    _nurse, service = make_service(cast)
    make_entry(cast.tenant, service=service)
    Consent.objects.filter(purpose=WEEK).update(withdrawn_at=now)
    assert lines_of(cast.tenant) == []


def address(resident: Resident) -> str:
    return f"/bereitschaft/wochen/{resident.user.reference}/"


def test_service_reads_its_own_entries_and_nothing_else(cast: Cast, client: Client) -> None:
    nurse, service = make_service(cast)
    make_entry(cast.tenant, who="Petra Geheim")
    make_entry(cast.tenant, service=service, who="Frühtour")
    client.force_login(nurse)
    page = client.get(address(cast.tenant)).content.decode()
    assert "Frühtour" in page
    assert "Geheim" not in page
    assert cast.tenant.user.full_name in client.get("/bereitschaft/wochen/").content.decode()


def test_service_writes_and_strikes(cast: Cast, client: Client) -> None:
    nurse, _service = make_service(cast)
    client.force_login(nurse)
    data = {"who": "Anja", "day": clock.today().isoformat(), "starts": "08:00", "is_weekly": "on"}
    assert client.post(address(cast.tenant), data).status_code == 302
    entry = WeekEntry.objects.get()
    assert (entry.kind, entry.is_weekly) == ("care", True)
    client.post(f"{address(cast.tenant)}{entry.reference}/weg/")
    assert lines_of(cast.tenant) == []


@pytest.mark.parametrize("case", ["never", "withdrawn", "another service", "shift over, role over", "kept away"])
def test_service_without_consent_finds_nobody(cast: Cast, client: Client, now: dt.datetime, case: str) -> None:
    nurse, _service = make_service(cast, agreed=case != "never")
    if case == "withdrawn":
        withdraw(cast.tenant.user, purpose=WEEK, by=cast.helper, now=now)
    if case == "another service":
        nurse = make_care_worker(cast.district)
    if case == "shift over, role over":
        nurse.roles.update(valid_until=clock.today())
    if case == "kept away":  # this one of them alone
        keep_away(cast.tenant.user, nurse, by=cast.helper, now=now)
    client.force_login(nurse)
    assert cast.tenant.user.full_name not in client.get("/bereitschaft/wochen/").content.decode()
    assert client.get(address(cast.tenant)).status_code in (403, 404)
    assert client.post(address(cast.tenant), {"who": "x"}).status_code in (403, 404)


def test_service_strikes_nobody_elses_entry(cast: Cast, client: Client) -> None:
    nurse, _service = make_service(cast)
    family = make_entry(cast.tenant)
    client.force_login(nurse)
    assert client.post(f"{address(cast.tenant)}{family.reference}/weg/").status_code == 404
