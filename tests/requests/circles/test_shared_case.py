"""The wall around shared cases, attacked: who is not in the team, has no consent any more, or comes too late sees nothing."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from helpers.circles.members import end_member
from helpers.models import CircleRole
from piano.kit import clock
from quarters.models import Consent, OrganisationKind, Role, RoleKind
from quarters.people.residents import withdraw_consent
from requests.circles.access import MATRIX, Facet, cases_of
from requests.circles.agenda import agenda_of
from requests.circles.errors import NotAgreedToTeam
from requests.circles.sharing import agree_to_team, end_case, share_case
from requests.models import CaseLook, Report, SharedCase
from requests.people.blocking import keep_away
from requests.people.consents import withdraw
from requests.people.farewell import record_death
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_organisation, make_request, make_resident, make_user
from tests.requests.circles.sitting import A_DAY, HINT, Sitting, make_sitting

pytestmark = pytest.mark.django_db
TEAM, HELP, HEALTH = Consent.ConsentPurpose.TEAM, Consent.ConsentPurpose.HELP, Consent.ConsentPurpose.HEALTH
MARKS = {  # what on the page tells that a part was shown
    Facet.NAME: "Erna Wagner",
    Facet.PHONE: "987654",
    Facet.CONTACT: "Petra Vertraut",
    Facet.HINTS: HINT,
    Facet.ADDRESS: "Rothenbergstraße",
}


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return make_sitting(cast)


def look(client: Client, sitting: Sitting, role: str) -> tuple[int, str]:
    client.force_login(sitting.people[role])
    answer = client.get(sitting.address())
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("role", CircleRole.values)
def test_each_role_reads_what_the_matrix_says_and_nothing_else(client: Client, sitting: Sitting, role: str) -> None:
    status, page = look(client, sitting, role)
    assert status == 200
    main = page[page.index("<main") : page.index("</main>")].replace("\u00a0", " ").replace("0561 987654", "987654")
    shown = {facet for facet, mark in MARKS.items() if mark in main}
    assert shown == MATRIX[role] & MARKS.keys()


def test_every_role_has_a_row_and_no_role_reads_everything() -> None:
    assert MATRIX.keys() == set(CircleRole.values)
    assert all(seen < set(Facet) for seen in MATRIX.values())


@pytest.mark.parametrize("role", CircleRole.values)
def test_each_look_is_written_down_with_its_role(client: Client, sitting: Sitting, role: str) -> None:
    look(client, sitting, role)
    assert list(CaseLook.objects.values_list("person", "role")) == [(sitting.people[role].pk, role)]


def test_the_resident_reads_who_looked(client: Client, cast: Cast, sitting: Sitting) -> None:
    look(client, sitting, CircleRole.SOCIAL)
    client.force_login(cast.tenant.user)
    page = client.get("/meine/team/").content.decode()
    looks = page[page.index("Wer hat nachgesehen?") :]
    assert sitting.people[CircleRole.SOCIAL].full_name in looks


def _withdrawn(purpose: str) -> Callable[[Cast, Sitting], None]:
    return lambda cast, sitting: withdraw(cast.tenant.user, purpose=purpose, by=cast.helper, now=clock.now())


def _only_the_row(cast: Cast, sitting: Sitting) -> None:
    """As if ending the case had been forgotten: the consent alone is enough to close the door."""
    withdraw_consent(person=cast.tenant.user, purpose=TEAM, now=clock.now())


def _over(cast: Cast, sitting: Sitting) -> None:
    SharedCase.objects.update(until=clock.today() - A_DAY)


def _left(cast: Cast, sitting: Sitting) -> None:
    for place in sitting.places.values():
        end_member(place, day=clock.today(), by=cast.helper)


def _died(cast: Cast, sitting: Sitting) -> None:
    record_death(cast.tenant, died_on=clock.today(), by=cast.helper, now=clock.now())


ENDS = {
    "consent withdrawn": _withdrawn(TEAM),
    "consent to help withdrawn": _withdrawn(HELP),
    "consent gone, row left": _only_the_row,
    "handover ended": lambda cast, sitting: end_case(sitting.case, now=clock.now()),
    "handover over": _over,
    "left the team": _left,
    "died": _died,
}


@pytest.mark.parametrize("how", ENDS)
def test_afterwards_nobody_looks_and_nothing_is_noted(client: Client, cast: Cast, sitting: Sitting, how: str) -> None:
    ENDS[how](cast, sitting)
    for role in CircleRole.values:
        assert look(client, sitting, role)[0] == 404, role
        page = client.get(f"/team/{cast.district.slug}/")
        assert "Erna Wagner" not in page.content.decode()
    assert not CaseLook.objects.exists()


def test_agreeing_again_shares_nothing_by_itself(client: Client, cast: Cast, sitting: Sitting) -> None:
    withdraw(cast.tenant.user, purpose=TEAM, by=cast.helper, now=clock.now())
    agree_to_team(cast.tenant, now=clock.now())
    assert look(client, sitting, CircleRole.CARE)[0] == 404


def test_without_consent_nothing_is_shared(cast: Cast, now: dt.datetime, sitting: Sitting) -> None:
    other = make_resident(cast.district)
    with pytest.raises(NotAgreedToTeam):
        share_case(other, until=clock.today(), why="", by=cast.helper, now=now)


def test_hints_go_with_their_own_consent(client: Client, cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    Consent.objects.filter(purpose=HEALTH).update(withdrawn_at=now)
    status, page = look(client, sitting, CircleRole.CARE)
    assert (status, HINT in page) == (200, False)


def test_who_lost_the_role_behind_her_place_sees_nothing(client: Client, sitting: Sitting) -> None:
    sitting.people[CircleRole.CARE].roles.update(valid_until=clock.today())
    assert look(client, sitting, CircleRole.CARE)[0] == 404


def test_whoever_begins_at_the_landlords_sees_nothing(client: Client, sitting: Sitting) -> None:
    landlord = make_organisation(OrganisationKind.LANDLORD)
    person = sitting.people[CircleRole.SOCIAL]
    Role.objects.create(user=person, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from="2025-01-01")
    assert look(client, sitting, CircleRole.SOCIAL)[0] == 404


@pytest.mark.parametrize("role", [one for one in CircleRole.values if one != CircleRole.HELPER])
def test_whom_she_keeps_away_reads_nothing_of_her_in_the_team(
    client: Client, cast: Cast, sitting: Sitting, now: dt.datetime, role: str
) -> None:
    member, tenant = sitting.people[role], cast.tenant.user
    worry = {
        "reported_by": cast.volunteer.user,
        "took_place": True,
        "minutes": 30,
        "needs_call": True,
        "note": "Traurig",
    }
    Report.objects.create(visit=make_request(cast.tenant, cast.shop).visits.get(), reported_at=now, **worry)
    topics = agenda_of(sitting.case.circle, sitting.places[role], now=now).topics
    assert len(topics) == 1
    keep_away(tenant, member, by=tenant, now=now)
    assert look(client, sitting, role)[0] == 404
    assert not CaseLook.objects.exists()
    assert cases_of(member, sitting.case.circle, today=clock.today()) == []
    assert agenda_of(sitting.case.circle, sitting.places[role], now=now).topics == []
    assert agenda_of(sitting.case.circle, sitting.places[CircleRole.HELPER], now=now).topics


def test_a_deputy_sees_only_in_her_days(client: Client, sitting: Sitting) -> None:
    place = sitting.places[CircleRole.SOCIAL]
    place.valid_from, place.valid_until = clock.today() + 2 * A_DAY, clock.today() + 4 * A_DAY
    place.save()
    seen = []
    for _day in range(5):
        seen.append(look(client, sitting, CircleRole.SOCIAL)[0])
        place.valid_from, place.valid_until = place.valid_from - A_DAY, place.valid_until - A_DAY
        place.save()
    assert seen == [404, 404, 200, 200, 404]


def test_strangers_find_no_team_and_no_case(client: Client, cast: Cast, sitting: Sitting) -> None:
    for person in (make_user(), make_helper(make_district()), cast.volunteer.user, cast.tenant.user):
        client.force_login(person)
        assert client.get(sitting.address()).status_code == 404
        assert client.get(f"/team/{cast.district.slug}/").status_code == 404


def test_a_helper_who_is_not_in_the_team_calls_it_and_reads_no_case(
    client: Client, cast: Cast, sitting: Sitting
) -> None:
    end_member(sitting.places[CircleRole.HELPER], day=clock.today(), by=cast.helper)
    client.force_login(cast.helper)
    assert client.get(f"/team/{cast.district.slug}/").status_code == 200
    assert client.get(sitting.address()).status_code == 404


def test_by_the_address_of_another_team_it_does_not_open(client: Client, cast: Cast, sitting: Sitting) -> None:
    other = make_district()
    Role.objects.create(user=cast.helper, kind=RoleKind.HELPER, district=other, valid_from="2025-01-01")
    client.force_login(cast.helper)
    assert client.get(f"/team/{other.slug}/fall/{sitting.case.reference}/").status_code == 404
    assert not CaseLook.objects.exists()
