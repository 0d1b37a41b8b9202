"""The pages of the round: the helper's morning, who calls, one call, enrolling, and the person's own page."""

import uuid

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Resident, User
from requests.models import Enrolment, HeatWarning, RoundCaller, RoundEntry
from requests.states import EntryState
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper, make_user, make_volunteer
from tests.requests.asking import text_of
from tests.requests.dayround.morning import CONTACT, at, call, enrolled, make_caller, morning
from volunteers.models import Evidence, EvidenceKind

pytestmark = pytest.mark.django_db
MORNING, LIST = "/leitstand/anrufrunde/", "/einsatz/anrufrunde/"


def as_(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_the_helper_reads_how_the_morning_stands(client: Client, cast: Cast) -> None:
    call(morning(cast), "silent", by=cast.helper)
    words = text_of(as_(client, cast.helper).get(MORNING))
    assert "0 von 1 Menschen erreicht" in words
    assert "1-mal versucht" in words
    assert "Heute ist niemand zum Anrufen eingeteilt" in words


def test_an_empty_morning_says_what_to_do(client: Client, cast: Cast) -> None:
    assert "Heute steht niemand auf der Liste" in text_of(as_(client, cast.helper).get(MORNING))


def test_who_calls_sees_name_and_number_and_no_address(client: Client, cast: Cast) -> None:
    caller, entry = make_caller(cast), morning(cast)
    as_(client, caller)
    assert "Nächster Anruf: Frau Wagner" in text_of(client.get(LIST))
    words = text_of(client.get(f"{LIST}{entry.reference}/"))
    assert "Rothenbergstraße" not in words
    assert CONTACT["contact_name"] not in words


def test_the_contact_person_is_named_after_three_attempts_alone(client: Client, cast: Cast) -> None:
    caller, entry = make_caller(cast), morning(cast)
    call(entry, "silent", by=caller, times=3)
    words = text_of(as_(client, caller).get(f"{LIST}{entry.reference}/"))
    assert CONTACT["contact_name"] in words


def test_a_settled_call_is_not_there_any_more_for_who_called(client: Client, cast: Cast) -> None:
    caller, entry = make_caller(cast), morning(cast)
    call(entry, "well", by=caller)
    assert as_(client, caller).get(f"{LIST}{entry.reference}/").status_code == 404


def test_without_her_evidence_a_caller_sees_nothing(client: Client, cast: Cast) -> None:
    caller, entry = make_caller(cast), morning(cast)
    Evidence.objects.filter(volunteer__user=caller, kind=EvidenceKind.SECRECY).delete()
    as_(client, caller)
    assert client.get(f"{LIST}{entry.reference}/").status_code == 404
    assert "Heute rufen Sie nicht an" in text_of(client.get(LIST))


@pytest.mark.parametrize("who", ["other helper", "other volunteer", "tenant", "nurse"])
def test_whoever_has_nothing_to_do_with_it_finds_nothing(client: Client, cast: Cast, who: str) -> None:
    entry = morning(cast)
    people = {
        "other helper": lambda: make_helper(make_district()),
        "other volunteer": lambda: make_volunteer(cast.district, [cast.shop], user=make_user()).user,
        "tenant": lambda: cast.tenant.user,
        "nurse": lambda: make_care_worker(cast.district),
    }
    as_(client, people[who]())
    for base in (MORNING, LIST, "/bereitschaft/anrufrunde/"):
        assert client.get(f"{base}{entry.reference}/").status_code == 404
        assert client.post(f"{base}{entry.reference}/anruf/", {"outcome": "well"}).status_code == 404
    entry.refresh_from_db()
    assert entry.state == EntryState.WAITING


def test_duty_sees_whom_to_look_after_while_the_meeting_point_is_closed(client: Client, cast: Cast) -> None:
    nurse = make_care_worker(cast.district)
    enrolled(cast)
    at(9, days=5)
    from requests.dayround.sweeps import drive_call_rounds

    drive_call_rounds()
    entry = call(RoundEntry.objects.get(), "needs", by=cast.helper)
    address = f"/bereitschaft/anrufrunde/{entry.reference}/"
    assert "Rothenbergstraße" in text_of(as_(client, nurse).get(address))
    client.post(f"{address}geklaert/", {"note": "mit ihr gesprochen, alles gut"})
    entry.refresh_from_db()
    assert entry.state == EntryState.SETTLED
    assert client.get(address).status_code == 404


def test_a_call_is_noted_once_however_often_the_form_comes(client: Client, cast: Cast) -> None:
    caller, entry = make_caller(cast), morning(cast)
    form = {"outcome": "silent", "note": "", "form_token": str(uuid.uuid4())}
    for _ in range(2):
        assert as_(client, caller).post(f"{LIST}{entry.reference}/anruf/", form).status_code == 302
    entry.refresh_from_db()
    assert entry.tries == 1


def test_danger_leads_to_112_and_stands_red_on_the_board(client: Client, cast: Cast) -> None:
    caller, entry = make_caller(cast), morning(cast)
    answer = as_(client, caller).post(f"{LIST}{entry.reference}/anruf/", {"outcome": "danger"}, follow=True)
    assert "112 anrufen" in text_of(answer)
    assert "Bitte nachsehen: Frau W." in text_of(as_(client, cast.helper).get("/leitstand/"))


def test_an_unknown_outcome_is_answered(client: Client, cast: Cast) -> None:
    entry = morning(cast)
    answer = as_(client, cast.helper).post(f"{MORNING}{entry.reference}/anruf/", {"outcome": "x", "note": "Zwetschge"})
    assert answer.status_code == 422
    assert "Zwetschge" in answer.content.decode()


def test_a_call_that_somebody_settled_meanwhile_says_so(client: Client, cast: Cast) -> None:
    entry = call(morning(cast), "well", by=cast.helper)
    answer = as_(client, cast.helper).post(f"{MORNING}{entry.reference}/anruf/", {"outcome": "silent"})
    assert answer.status_code == 409
    assert "schon jemand geklärt" in text_of(answer)


def test_holding_shows_the_others_who_calls(client: Client, cast: Cast) -> None:
    caller, entry = make_caller(cast), morning(cast)
    as_(client, caller).post(f"{LIST}{entry.reference}/halten/")
    assert "Meryem ruft hier gerade an" in text_of(as_(client, cast.helper).get(f"{MORNING}{entry.reference}/"))
    assert client.post(f"{MORNING}{entry.reference}/halten/").status_code == 409


def test_a_helper_enrols_pauses_and_ends(client: Client, cast: Cast) -> None:
    base = f"/leitstand/menschen/{cast.tenant.user.reference}/anrufrunde/"
    as_(client, cast.helper)
    assert client.post(f"{base}eintrag/", {"kind": "safety", "weekdays": ["0", "2"]}).status_code == 422
    form = {"kind": "safety", "weekdays": ["0", "2"], "agreed": "on"}
    assert client.post(f"{base}eintrag/", form).status_code == 302
    row = Enrolment.objects.get()
    assert (row.weekdays, row.read_out_by) == ([0, 2], cast.helper)
    bad = {"first_day": "2027-01-05", "last_day": "2027-01-04"}
    assert client.post(f"{base}pause/", bad).status_code == 422
    assert client.post(f"{base}pause/", {**bad, "last_day": "2027-01-09"}).status_code == 302
    assert client.post(f"{base}wieder-da/").status_code == 302
    assert client.post(f"{base}safety/ende/").status_code == 302
    assert Enrolment.objects.get().ended_by == cast.helper


def test_another_district_s_helper_enrols_nobody(client: Client, cast: Cast) -> None:
    base = f"/leitstand/menschen/{cast.tenant.user.reference}/anrufrunde/"
    as_(client, make_helper(make_district()))
    assert client.get(base).status_code == 404
    assert client.post(f"{base}eintrag/", {"kind": "heat", "agreed": "on"}).status_code == 404


def test_the_person_herself_pauses_and_ends(client: Client, cast: Cast) -> None:
    enrolled(cast)
    as_(client, cast.tenant.user)
    assert "jeden Tag" in text_of(client.get("/meine/anrufe/"))
    assert client.post("/meine/anrufe/pause/", {"first_day": "bald", "last_day": ""}).status_code == 422
    days = {"first_day": "2027-03-01", "last_day": "2027-03-09"}
    client.post("/meine/anrufe/pause/", days)
    assert str(Enrolment.objects.get().away_until) == "2027-03-09"
    client.post("/meine/anrufe/safety/ende/")
    assert "Sie stehen nicht auf der Liste" in text_of(client.get("/meine/anrufe/"))


def test_who_may_not_call_is_not_shown_and_not_chosen(client: Client, cast: Cast) -> None:
    make_caller(cast)
    other = make_volunteer(cast.district, [cast.shop], user=make_user(family_name="Ohnenachweis"))
    other.evidence.all().delete()
    as_(client, cast.helper)
    assert "Ohnenachweis" not in text_of(client.get(f"{MORNING}anrufende/"))
    form = {f"{other.user.reference}-weekdays": ["0"]}
    assert client.post(f"{MORNING}anrufende/{other.user.reference}/", form).status_code == 409
    assert not RoundCaller.objects.filter(person=other.user).exists()


def test_callers_are_chosen_by_weekday(client: Client, cast: Cast) -> None:
    caller = make_caller(cast)
    as_(client, cast.helper).post(
        f"{MORNING}anrufende/{caller.reference}/", {f"{caller.reference}-weekdays": ["1", "3"]}
    )
    assert RoundCaller.objects.get().weekdays == [1, 3]
    client.post(f"{MORNING}anrufende/{caller.reference}/", {})
    assert not RoundCaller.objects.exists()


def test_heat_is_declared_and_taken_back(client: Client, cast: Cast) -> None:
    day = clock.local(clock.now()).date().isoformat()
    as_(client, cast.helper)
    assert client.post(f"{MORNING}hitze/", {"day": "gestern"}).status_code == 422
    assert client.post(f"{MORNING}hitze/", {"day": day}).status_code == 302
    assert HeatWarning.objects.get().declared_by == cast.helper
    assert client.post(f"{MORNING}hitze/{day}/ruecknahme/").status_code == 302
    assert not HeatWarning.objects.exists()


def test_too_late_for_today_is_said(client: Client, cast: Cast) -> None:
    day = clock.local(at(11)).date().isoformat()
    answer = as_(client, cast.helper).post(f"{MORNING}hitze/", {"day": day})
    assert answer.status_code == 409
    assert "zu spät" in text_of(answer)


def test_a_resident_with_no_call_reads_how_to_get_one(client: Client, cast: Cast) -> None:
    assert Resident.objects.count() == 1
    words = text_of(as_(client, cast.tenant.user).get("/meine/anrufe/"))
    assert "wir tragen Sie ein" in words
