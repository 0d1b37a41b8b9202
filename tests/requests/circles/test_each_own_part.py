"""The wall within a team: each organisation reads its own part, nobody reads a name without a trace."""

import datetime as dt

import pytest
from django.test import Client

from helpers.circles.errors import NotForTheTeam, NotHerDeputy
from helpers.circles.members import add_member
from helpers.models import CircleRole
from piano.kit import clock
from quarters.models import Consent, User
from requests.arranged.afterwards import report_visit
from requests.circles.agenda import agenda_of
from requests.circles.case_view import parts_for
from requests.models import CaseLook, Report, ServiceRecord, Tier
from requests.states import OfferState
from tests.conftest import Cast
from tests.factories import make_care_worker, make_resident, make_user
from tests.requests.circles.sitting import A_DAY, WORRY, Sitting, make_sitting
from tests.requests.errands import make_going

pytestmark = pytest.mark.django_db
DONE = "Insulin gespritzt"


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return make_sitting(cast)


def lines(sitting: Sitting, role: str) -> str:
    place = sitting.places[role]
    return "\n".join(line for part in parts_for(sitting.case, place, now=clock.now()) for line in part.lines)


def write_record_of(nurse: User, cast: Cast) -> ServiceRecord:
    offer, _going = make_going(cast, clock.now())
    offer.pk, offer.reference, offer.person, offer.tier = None, "CARE22", nurse, Tier.CARE
    offer.state = OfferState.DECLINED
    offer.save()
    return ServiceRecord.objects.create(
        offer=offer, done=DONE, minutes=25, told="", charged_cents=1, written_at=clock.now()
    )


def test_a_nurse_reads_what_her_own_service_did(cast: Cast, sitting: Sitting) -> None:
    write_record_of(sitting.people[CircleRole.CARE], cast)
    assert DONE in lines(sitting, CircleRole.CARE)


def test_what_another_service_did_she_does_not_read(cast: Cast, sitting: Sitting) -> None:
    write_record_of(make_care_worker(cast.district), cast)
    assert DONE not in lines(sitting, CircleRole.CARE)
    assert "25 Minuten" not in lines(sitting, CircleRole.CARE)


def test_without_the_agreement_to_health_nobody_reads_what_was_done(cast: Cast, sitting: Sitting) -> None:
    write_record_of(sitting.people[CircleRole.CARE], cast)
    Consent.objects.filter(purpose=Consent.ConsentPurpose.HEALTH).update(withdrawn_at=clock.now())
    assert DONE not in lines(sitting, CircleRole.CARE)
    assert "25 Minuten" in lines(sitting, CircleRole.CARE)


def test_a_helper_reads_that_a_service_came_and_not_what_it_did(cast: Cast, sitting: Sitting) -> None:
    write_record_of(sitting.people[CircleRole.CARE], cast)
    assert DONE not in lines(sitting, CircleRole.HELPER)
    assert "25 Minuten" in lines(sitting, CircleRole.HELPER)


def test_an_association_reads_no_names_of_anothers_people(cast: Cast, sitting: Sitting) -> None:
    _offer, going = make_going(cast, clock.now())
    person = going.person
    assert person.volunteer.announced_name in lines(sitting, CircleRole.HELPER)
    said = lines(sitting, CircleRole.ASSOCIATION)
    assert person.volunteer.announced_name not in said
    assert str(person.volunteer.association) in said
    sitting.people[CircleRole.ASSOCIATION].roles.update(organisation=person.volunteer.association)
    assert person.volunteer.announced_name in lines(sitting, CircleRole.ASSOCIATION)


def test_who_reads_no_name_reads_no_reason(client: Client, sitting: Sitting) -> None:
    sitting.case.why = "Kommt die Treppe nicht mehr hinunter"
    sitting.case.save()
    for role, place in sitting.people.items():
        client.force_login(place)
        is_there = "Kommt die Treppe" in client.get(sitting.address()).content.decode()
        assert is_there == (role != CircleRole.CENTRE), role


class TestAgenda:
    @pytest.fixture
    def worry(self, cast: Cast, sitting: Sitting, now: dt.datetime) -> Report:
        _offer, going = make_going(cast, now)
        later = going.planned_window.upper
        return report_visit(
            going.visit, by=going.person, now=later, took_place=True, minutes=60, note=WORRY, needs_call=True
        )

    def test_reading_a_name_on_it_is_written_down_once_a_day(
        self, client: Client, cast: Cast, sitting: Sitting, worry: Report
    ) -> None:
        nurse = sitting.people[CircleRole.CARE]
        client.force_login(nurse)
        for _time in range(2):
            assert WORRY in client.get(f"/team/{cast.district.slug}/").content.decode()
        assert list(CaseLook.objects.values_list("resident", "person", "role")) == [(cast.tenant.pk, nurse.pk, "care")]
        CaseLook.objects.update(at=clock.now() - A_DAY)
        client.get(f"/team/{cast.district.slug}/")
        assert CaseLook.objects.count() == 2

    def test_she_reads_on_her_own_page_who_it_was(
        self, client: Client, cast: Cast, sitting: Sitting, worry: Report
    ) -> None:
        client.force_login(sitting.people[CircleRole.CARE])
        client.get(f"/team/{cast.district.slug}/")
        client.force_login(cast.tenant.user)
        page = client.get("/meine/team/").content.decode()
        assert sitting.people[CircleRole.CARE].full_name in page[page.index("Wer hat nachgesehen?") :]

    def test_who_reads_no_name_leaves_no_trace(
        self, client: Client, cast: Cast, sitting: Sitting, worry: Report, now: dt.datetime
    ) -> None:
        client.force_login(sitting.people[CircleRole.CENTRE])
        assert "Eine Person" in client.get(f"/team/{cast.district.slug}/").content.decode()
        assert not CaseLook.objects.exists()
        assert agenda_of(sitting.circle, sitting.places[CircleRole.CENTRE], now=now).topics[0].words == ""


def test_no_neighbour_and_no_volunteer_sits_there_as_advice(cast: Cast, sitting: Sitting) -> None:
    for person in (make_resident(cast.district).user, cast.volunteer.user):
        with pytest.raises(NotForTheTeam):
            add_member(sitting.circle, person, role=CircleRole.SOCIAL, valid_from=clock.today(), by=cast.helper)


def test_who_moves_there_sees_nothing_any_more(client: Client, cast: Cast, sitting: Sitting) -> None:
    make_resident(cast.district, user=sitting.people[CircleRole.SOCIAL])
    client.force_login(User.objects.get(pk=sitting.people[CircleRole.SOCIAL].pk))
    assert client.get(sitting.address()).status_code == 404


def test_a_deputy_has_the_role_of_whom_she_stands_in_for(cast: Cast, sitting: Sitting) -> None:
    facts = {"valid_from": clock.today(), "valid_until": clock.today() + A_DAY, "by": cast.helper}
    nurse = sitting.places[CircleRole.CARE]
    with pytest.raises(NotHerDeputy):
        add_member(sitting.circle, make_user(), role=CircleRole.SOCIAL, stands_in_for=nurse, **facts)
    deputy = make_care_worker(cast.district)
    add_member(sitting.circle, deputy, role=CircleRole.CARE, stands_in_for=nurse, **facts)
