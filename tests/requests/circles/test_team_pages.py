"""A team at work: people named, a meeting called, an agenda that makes itself, decisions with who and until when, minutes."""

import datetime as dt

import pytest
from django.test import Client

from helpers.circles.errors import AlreadyInTheTeam, MeetingIsClosed, NotForTheTeam, NotInTheTeam
from helpers.circles.meetings import call_meeting, decide, tick, write_minutes
from helpers.circles.members import add_member, circle_of, end_member
from helpers.models import CircleDecision, CircleMeeting, CircleMember, CircleRole
from piano.kit import clock
from quarters.models import Consent, OrganisationKind, Role, RoleKind
from requests.arranged.afterwards import acknowledge_report, report_visit
from requests.circles.agenda import agenda_of
from requests.models import Report, SharedCase
from requests.people.consents import withdraw
from tests.conftest import Cast
from tests.factories import make_care_worker, make_organisation, make_user
from tests.requests.circles.sitting import A_DAY, WORRY, Sitting, make_sitting
from tests.requests.errands import make_going

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return make_sitting(cast)


@pytest.fixture
def worry(cast: Cast, now: dt.datetime) -> Report:
    """After a visit somebody asks that we call."""
    _offer, going = make_going(cast, now)
    later = going.planned_window.upper
    return report_visit(
        going.visit, by=going.person, now=later, took_place=True, minutes=60, note=WORRY, needs_call=True
    )


def call(sitting: Sitting, cast: Cast) -> CircleMeeting:
    return call_meeting(sitting.circle, starts_at=clock.now() + A_DAY, place="Treff", by=cast.helper)


def test_open_worry_stands_on_the_agenda_by_itself(cast: Cast, worry: Report, now: dt.datetime) -> None:
    sitting = make_sitting(cast)
    topic = agenda_of(sitting.circle, sitting.places[CircleRole.SOCIAL], now=now + 9 * A_DAY).topics[0]
    assert (topic.words, topic.case) == (WORRY, sitting.case.reference)


def test_worry_that_was_taken_care_of_is_off_the_agenda(cast: Cast, worry: Report, now: dt.datetime) -> None:
    sitting = make_sitting(cast)
    acknowledge_report(worry, by=cast.helper, now=now + 9 * A_DAY)
    assert agenda_of(sitting.circle, sitting.places[CircleRole.HELPER], now=now + 9 * A_DAY).topics == []


def test_without_consent_only_the_number_is_said(cast: Cast, worry: Report, now: dt.datetime) -> None:
    sitting = make_sitting(cast)
    withdraw(cast.tenant.user, purpose=Consent.ConsentPurpose.TEAM, by=cast.helper, now=now)
    agenda = agenda_of(sitting.circle, sitting.places[CircleRole.HELPER], now=now + 9 * A_DAY)
    assert (agenda.topics, agenda.not_asked) == ([], 1)


def test_each_role_reads_of_the_agenda_what_it_may(cast: Cast, worry: Report, now: dt.datetime) -> None:
    sitting = make_sitting(cast)
    read = {
        role: agenda_of(sitting.circle, place, now=now + 9 * A_DAY).topics[0] for role, place in sitting.places.items()
    }
    assert read[CircleRole.CENTRE].name == read[CircleRole.CENTRE].words == ""
    assert (read[CircleRole.ASSOCIATION].name, read[CircleRole.ASSOCIATION].words) == (cast.tenant.user.full_name, "")
    assert agenda_of(sitting.circle, None, now=now + 9 * A_DAY).topics == []


def test_decision_says_who_and_until_when_and_is_ticked_once(cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    row = decide(call(sitting, cast), words="Antrag stellen", who=cast.helper, due_on=clock.today() + A_DAY, now=now)
    tick(row, by=cast.helper, now=now)
    tick(row, by=sitting.people[CircleRole.CARE], now=now + A_DAY)
    row.refresh_from_db()
    assert (row.done_at, row.done_by) == (now, cast.helper)


def test_who_is_not_in_the_team_takes_nothing_on(cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    with pytest.raises(NotInTheTeam):
        decide(call(sitting, cast), words="x", who=make_user(), due_on=clock.today(), now=now)


def test_closed_minutes_stand(cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    meeting = call(sitting, cast)
    write_minutes(meeting, words="Alles besprochen", topics=1, by=cast.helper, now=now)
    write_minutes(meeting, words="Alles besprochen", topics=1, by=cast.helper, now=now + A_DAY)
    with pytest.raises(MeetingIsClosed):
        write_minutes(meeting, words="Anders", topics=1, by=cast.helper, now=now)
    with pytest.raises(MeetingIsClosed):
        decide(meeting, words="x", who=cast.helper, due_on=clock.today(), now=now)
    assert CircleMeeting.objects.get().minutes == "Alles besprochen"


def test_nobody_is_in_a_team_twice_at_a_time(cast: Cast, sitting: Sitting) -> None:
    with pytest.raises(AlreadyInTheTeam):
        add_member(sitting.circle, cast.helper, role=CircleRole.HELPER, valid_from=clock.today(), by=cast.helper)


@pytest.mark.parametrize("role", [CircleRole.HELPER, CircleRole.CARE, CircleRole.ASSOCIATION])
def test_a_place_needs_the_role_behind_it(cast: Cast, now: dt.datetime, role: str) -> None:
    with pytest.raises(NotForTheTeam):
        add_member(circle_of(cast.district, now=now), make_user(), role=role, valid_from=clock.today(), by=cast.helper)


def test_the_landlords_people_are_in_no_team(cast: Cast, now: dt.datetime) -> None:
    clerk, landlord = make_user(), make_organisation(OrganisationKind.LANDLORD)
    Role.objects.create(user=clerk, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from="2025-01-01")
    for role in (CircleRole.SOCIAL, CircleRole.CENTRE):
        with pytest.raises(NotForTheTeam):
            add_member(circle_of(cast.district, now=now), clerk, role=role, valid_from=clock.today(), by=cast.helper)


def test_who_leaves_takes_her_deputy_along(cast: Cast, sitting: Sitting) -> None:
    place = sitting.places[CircleRole.CARE]
    deputy = add_member(
        sitting.circle,
        make_care_worker(cast.district),
        role=CircleRole.CARE,
        valid_from=clock.today() - A_DAY,
        valid_until=clock.today() + 9 * A_DAY,
        stands_in_for=place,
        by=cast.helper,
    )
    end_member(place, day=clock.today() + A_DAY, by=cast.helper)
    deputy.refresh_from_db()
    assert deputy.valid_until == clock.today() + A_DAY


def signed_in(client: Client, cast: Cast) -> str:
    client.force_login(cast.helper)
    return f"/team/{cast.district.slug}/"


def test_helper_names_somebody_and_ends_it(client: Client, cast: Cast) -> None:
    home, nurse = signed_in(client, cast), make_care_worker(cast.district)
    data = {"email": nurse.email, "role": "care", "valid_from": clock.today().isoformat()}
    assert client.post(f"{home}mitglied/", data).status_code == 302
    assert nurse.full_name in client.get(home).content.decode()
    assert client.post(f"{home}mitglied/", data).status_code == 409
    client.post(f"{home}mitglied/{CircleMember.objects.get().pk}/ende/")
    assert nurse.full_name not in client.get(home).content.decode()


@pytest.mark.parametrize("bad", [{"email": "wer@example.org"}, {"role": "gwg"}, {"valid_from": "gestern"}])
def test_bad_input_names_nobody(client: Client, cast: Cast, bad: dict[str, str]) -> None:
    home, nurse = signed_in(client, cast), make_care_worker(cast.district)
    data = {"email": nurse.email, "role": "care", "valid_from": clock.today().isoformat(), **bad}
    assert client.post(f"{home}mitglied/", data).status_code == 422
    assert not CircleMember.objects.exists()


def test_meeting_from_call_to_minutes(client: Client, cast: Cast, sitting: Sitting) -> None:
    home = signed_in(client, cast)
    data = {"day": clock.today().isoformat(), "time": "14:00", "place": "Treff am Rothenberg"}
    way = client.post(f"{home}treffen/", data).headers["Location"]
    who = sitting.places[CircleRole.HELPER].pk
    decision = {"words": "Anrufen", "who": who, "due_on": (clock.today() + A_DAY).isoformat()}
    assert client.post(f"{way}beschluss/", decision).status_code == 302
    assert client.post(f"{way}beschluss/", {}).status_code == 422
    assert client.post(f"{way}protokoll/", {"minutes": "Kurz und gut"}).status_code == 302
    assert "Kurz und gut" in client.get(way).content.decode()
    client.post(f"{home}beschluss/{CircleDecision.objects.get().reference}/erledigt/")
    assert CircleDecision.objects.get().done_at is not None


def test_members_who_do_not_lead_name_nobody(client: Client, cast: Cast, sitting: Sitting) -> None:
    client.force_login(sitting.people[CircleRole.CARE])
    home = f"/team/{cast.district.slug}/"
    assert client.get(home).status_code == 200
    for way in ("mitglied/", "treffen/"):
        assert client.post(f"{home}{way}", {}).status_code == 403


def test_helper_reads_out_shares_and_ends(client: Client, cast: Cast, now: dt.datetime) -> None:
    circle_of(cast.district, now=now)
    client.force_login(cast.helper)
    page = f"/leitstand/menschen/{cast.tenant.user.reference}/team/"
    data = {"until": (clock.today() + 9 * A_DAY).isoformat(), "why": "Treppe"}
    assert client.post(page, data).status_code == 422, "without the yes"
    assert client.post(page, {**data, "agreed": "on"}).status_code == 302
    assert Consent.objects.get(purpose="team").read_out_by == cast.helper
    assert SharedCase.objects.get().ended_at is None
    client.post(f"{page}ende/")
    assert SharedCase.objects.get().ended_at is not None


def test_she_agrees_and_takes_it_back_herself(client: Client, cast: Cast, sitting: Sitting) -> None:
    client.force_login(cast.tenant.user)
    client.post("/meine/team/ja-oder-nein/", {"team": "nein"})
    assert SharedCase.objects.get().ended_at is not None
    client.post("/meine/team/ja-oder-nein/", {"team": "ja"})
    assert Consent.objects.filter(purpose="team", withdrawn_at=None).count() == 1


def test_she_is_asked_only_where_there_is_a_team(client: Client, cast: Cast, sitting: Sitting) -> None:
    client.force_login(cast.tenant.user)
    client.post("/meine/team/ja-oder-nein/", {"team": "nein"})
    assert "Ja, ich bin einverstanden" in client.get("/meine/team/").content.decode()
    CircleMember.objects.all().delete()
    page = client.get("/meine/team/").content.decode()
    assert "noch kein Team" in page
    assert "Ja, ich bin einverstanden" not in page


def test_a_helper_reads_whom_to_ask_and_the_others_do_not(
    client: Client, cast: Cast, sitting: Sitting, worry: Report, now: dt.datetime
) -> None:
    withdraw(cast.tenant.user, purpose=Consent.ConsentPurpose.TEAM, by=cast.helper, now=now)
    way = f"/leitstand/menschen/{cast.tenant.user.reference}/team/"
    client.force_login(cast.helper)
    assert way in client.get(f"/team/{cast.district.slug}/").content.decode()
    client.force_login(sitting.people[CircleRole.CARE])
    page = client.get(f"/team/{cast.district.slug}/").content.decode()
    assert way not in page
    assert cast.tenant.user.family_name not in page
