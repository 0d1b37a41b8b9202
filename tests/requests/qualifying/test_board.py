"""The coordinator's board: her own people alone, who lacks something first; papers are entered, taken away and brought back."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from helpers.models import Participant, StaffEvidence
from piano.kit import clock
from quarters.models import EvidenceKind, Role, RoleKind, User
from requests.arranged.visits import assign_person
from requests.models import Assignment, Lapse
from requests.qualifying import lapses
from tests.conftest import Cast
from tests.factories import make_organisation, make_user, make_visit, make_volunteer
from tests.helpers.courses.conftest import make_centre, make_course
from volunteers.models import Evidence

pytestmark = pytest.mark.django_db
BOARD = "requests:papers"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_office(organisation: object) -> User:
    user = make_user(given_name="Karin", family_name="Lindner")
    Role.objects.create(user=user, kind=RoleKind.COORDINATOR, organisation=organisation, valid_from=dt.date(2025, 1, 1))
    return user


@pytest.fixture
def office(cast: Cast) -> User:
    return make_office(cast.volunteer.association)


@pytest.fixture
def client(office: User) -> Client:
    return signed_in(office)


def of(user: User) -> str:
    return reverse("requests:papers_of", args=[user.reference])


def seen(kind: str = EvidenceKind.FIRST_AID, **more: str) -> dict[str, str]:
    return {"kind": kind, "seen_on": clock.today().isoformat(), **more}


def test_who_lacks_something_stands_first(cast: Cast, client: Client) -> None:
    last = cast.volunteers[2]
    Evidence.objects.filter(volunteer=last, kind=EvidenceKind.IDENTITY).delete()
    page = client.get(reverse(BOARD)).content.decode()
    places = [page.index(one.user.reference) for one in cast.volunteers]
    assert min(places) == places[2]
    assert "Bei einer Person fehlt etwas" in page
    only = client.get(reverse(BOARD), {"stand": "fehlt"}).content.decode()
    assert last.user.reference in only
    assert cast.volunteer.user.reference not in only


def test_people_are_found_by_name(cast: Cast, client: Client) -> None:
    cast.volunteers[1].user.family_name = "Quittenbaum"
    cast.volunteers[1].user.save()
    page = client.get(reverse(BOARD), {"suche": "quitten"}).content.decode()
    assert [one.user.reference in page for one in cast.volunteers] == [False, True, False]


def test_the_number_of_queries_does_not_grow_with_people(cast: Cast, client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse(BOARD))
    for _ in range(4):
        make_volunteer(cast.district, [cast.shop], association=cast.volunteer.association)
    with CaptureQueriesContext(connection) as more:
        client.get(reverse(BOARD))
    assert len(more) == len(few) <= 32


def test_people_of_others_are_not_there(cast: Cast, client: Client) -> None:
    """Another association's volunteer, a helper of another employer, and she herself: no look, no entry, nothing taken."""
    other = make_volunteer(cast.district, [cast.shop])
    paper = other.evidence.get(kind=EvidenceKind.IDENTITY)
    for user in (other.user, cast.helper, cast.tenant.user):
        assert client.get(of(user)).status_code == 404
        assert client.post(of(user), seen()).status_code == 404
        away = reverse("requests:remove_paper", args=[user.reference, paper.pk])
        assert client.post(away).status_code == 404
    away = reverse("requests:remove_paper", args=[cast.volunteer.user.reference, paper.pk])
    client.post(away)
    assert Evidence.objects.filter(pk=paper.pk).exists()
    assert other.user.reference not in client.get(reverse(BOARD)).content.decode()


def test_nobody_ticks_her_own_papers(cast: Cast) -> None:
    her = cast.volunteer
    Role.objects.create(
        user=her.user, kind=RoleKind.COORDINATOR, organisation=her.association, valid_from=dt.date(2025, 1, 1)
    )
    assert signed_in(her.user).get(of(her.user)).status_code == 404


@pytest.mark.parametrize("who", ["helper", "tenant", "volunteer"])
def test_without_the_role_there_is_no_board(cast: Cast, who: str) -> None:
    user = {"helper": cast.helper, "tenant": cast.tenant.user, "volunteer": cast.volunteer.user}[who]
    assert signed_in(user).get(reverse(BOARD)).status_code == 403


def test_a_paper_is_entered_with_its_usual_term_and_who_saw_it(cast: Cast, client: Client, office: User) -> None:
    Evidence.objects.all().delete()
    answer = client.post(of(cast.volunteer.user), seen())
    assert answer.status_code == 302
    row = Evidence.objects.get()
    assert (row.kind, row.checked_by, row.valid_from) == ("first_aid", office, clock.today())
    assert row.valid_until is not None
    assert row.valid_until.year == clock.today().year + 3
    client.post(of(cast.volunteer.user), seen(last_day=(clock.today() + dt.timedelta(days=9)).isoformat()))
    row = Evidence.objects.get()
    assert row.valid_until == clock.today() + dt.timedelta(days=10)


@pytest.mark.parametrize(
    ("issued", "tick", "status"),
    [(0, True, 302), (92, True, 302), (100, True, 409), (None, True, 409), (0, False, 409)],
)
def test_of_a_certificate_of_conduct_only_dates_and_that_nothing_stood_in_it(
    cast: Cast, client: Client, issued: int | None, tick: bool, status: int
) -> None:
    Evidence.objects.all().delete()
    typed = seen(EvidenceKind.RECORD)
    if issued is not None:
        typed["issued_on"] = (clock.today() - dt.timedelta(days=issued)).isoformat()
    if tick:
        typed["has_no_entry"] = "on"
    answer = client.post(of(cast.volunteer.user), {**typed, "note": "Diebstahl", "file": "x"})
    assert answer.status_code == status
    assert Evidence.objects.count() == (status == 302)


def test_evidence_has_no_room_for_words_or_files() -> None:
    for model, short in ((Evidence, ["kind", "source", "version"]), (StaffEvidence, ["kind", "source"])):
        kinds = {field.name: field.get_internal_type() for field in model._meta.fields}
        assert not {"TextField", "FileField", "BinaryField", "JSONField", "EncryptedTextField"} & set(kinds.values())
        assert [name for name, kind in kinds.items() if kind == "CharField"] == short


def test_bad_input_is_answered_in_place(cast: Cast, client: Client) -> None:
    ahead = (clock.today() + dt.timedelta(days=1)).isoformat()
    answer = client.post(of(cast.volunteer.user), {"kind": "doktor", "seen_on": ahead})
    assert answer.status_code == 422
    assert "Dieser Tag liegt in der Zukunft." in answer.content.decode()


def test_what_is_taken_away_can_be_brought_back_as_it_was(cast: Cast, client: Client) -> None:
    row = cast.volunteer.evidence.get(kind=EvidenceKind.RECORD)
    row.issued_on, row.valid_until = dt.date(2025, 1, 1), dt.date(2030, 1, 1)
    row.save()
    page = client.post(reverse("requests:remove_paper", args=[cast.volunteer.user.reference, row.pk]), follow=True)
    assert not Evidence.objects.filter(pk=row.pk).exists()
    undo = page.context["undo"]
    client.post(undo["way"], dict(undo["values"]))
    again = cast.volunteer.evidence.get(kind=EvidenceKind.RECORD)
    assert (again.issued_on, again.valid_from, again.valid_until) == (row.issued_on, row.valid_from, row.valid_until)


def test_the_employers_coordination_enters_papers_of_paid_helpers(cast: Cast) -> None:
    client = signed_in(make_office(cast.helper.helper.employer))  # type: ignore[attr-defined]
    assert client.post(of(cast.helper), seen()).status_code == 302
    assert StaffEvidence.objects.get().person == cast.helper
    assert cast.helper.reference in client.get(reverse(BOARD)).content.decode()


def test_somebody_who_calls_is_put_into_a_course_and_taken_out(cast: Cast, client: Client) -> None:
    course = make_course(make_centre())
    way = reverse("requests:enrol", args=[cast.volunteer.user.reference, course.reference])
    client.post(way)
    assert Participant.objects.get().state == "place"
    assert "hat einen Platz" in client.get(of(cast.volunteer.user)).content.decode()
    client.post(way, {"zurueck": "1"})
    assert Participant.objects.get().state == "back"
    other = reverse("requests:enrol", args=[cast.tenant.user.reference, course.reference])
    assert client.post(other).status_code == 404


@pytest.fixture
def lapse(cast: Cast, office: User) -> Lapse:
    visit = make_visit(cast.tenant, cast.shop)
    assign_person(visit, person=cast.volunteer.user, start=visit.wish_window.lower, by=cast.helper, now=clock.now())
    Evidence.objects.filter(volunteer=cast.volunteer, kind=EvidenceKind.IDENTITY).update(valid_until=clock.today())
    lapses.look_ahead(now=clock.now())
    return Lapse.objects.get()


def test_the_board_asks_and_the_answer_can_be_taken_back(lapse: Lapse, client: Client, cast: Cast) -> None:
    page = client.get(reverse(BOARD)).content.decode()
    assert "Geht trotzdem" in page
    assert cast.tenant.user.family_name not in page
    way = reverse("requests:decide_lapse", args=[lapse.reference])
    assert client.post(way).status_code == 422
    assert client.post(way, {"warum": "Ausweis gesehen, Eintrag folgt"}).status_code == 302
    assert "Rückgängig" in client.get(reverse(BOARD)).content.decode()
    client.post(way, {"doch": "1"})
    lapse.refresh_from_db()
    assert lapse.outcome == ""
    client.post(way, {"andere": "1"})
    assert Assignment.objects.get().state == "cancelled"


def test_another_associations_coordination_decides_nothing(lapse: Lapse) -> None:
    other = signed_in(make_office(make_organisation()))
    assert other.post(reverse("requests:decide_lapse", args=[lapse.reference]), {"andere": "1"}).status_code == 404
