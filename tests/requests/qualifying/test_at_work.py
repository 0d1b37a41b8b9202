"""What is asked of paid people is asked again when they are chosen, at their yes, and for what is planned."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from helpers.errors import OwnPaperMissing
from helpers.models import Duty, DutyLapse, Requirement, StaffEvidence, StaffRole
from helpers.rota import duty_lapses
from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import EvidenceKind, Role, RoleKind, User
from requests.arranged.visits import accept_offer
from requests.errors import NoLongerPossible
from requests.finding import searching
from requests.finding.decisions import go_myself
from requests.models import Lapse, Offer, Visit
from requests.qualifying import lapses
from requests.qualifying.board import lines_for
from requests.states import VisitState
from requests.sweeps import drive_visits
from requests.wishes.price_yes import confirm_price, price_of
from tests.conftest import Cast
from tests.factories import (
    allow_care,
    make_care_worker,
    make_category,
    make_district,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2025, 1, 1)
CARER, AID = EvidenceKind.CARER, EvidenceKind.FIRST_AID


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_decision(cast: Cast) -> Visit:
    """Waits for what a human says."""
    visit = make_visit(cast.tenant, cast.shop)
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.DECISION)
    return visit


def ask(kind: str, role: str = StaffRole.CARE_WORKER, **fields: object) -> Requirement:
    return Requirement.objects.create(role=role, kind=kind, valid_from=LONG_AGO, **fields)


def show(person: User, kind: str, until: dt.date | None = None) -> None:
    StaffEvidence.objects.update_or_create(
        person=person, kind=kind, valid_from=LONG_AGO, defaults={"valid_until": until}
    )


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district, given_name="Nina")


@pytest.fixture
def deputy(cast: Cast, nurse: User) -> User:
    """Another service that covers the same district; its people come second."""
    return make_care_worker(cast.district, given_name="Dora")


@pytest.fixture
def case(cast: Cast) -> Visit:
    visit = make_visit(cast.tenant, make_category("care", name="Pflege", who="professional", level="P"))
    allow_care(visit, by=cast.helper)
    return visit


def asked() -> list[str]:
    return list(Offer.objects.order_by("pk").values_list("person__given_name", flat=True))


def test_on_call_is_asked_whoever_has_shown_it(case: Visit, nurse: User, deputy: User) -> None:
    ask(AID)
    show(deputy, AID)
    drive_visits()
    assert asked() == ["Dora"]


def test_what_this_kind_of_help_asks_for_counts_here_alone(case: Visit, nurse: User, deputy: User) -> None:
    ask(CARER, category=case.help_request.category)
    show(deputy, CARER)
    drive_visits()
    assert asked() == ["Dora"]


def test_what_another_kind_of_help_or_state_asks_for_keeps_nobody_back(case: Visit, nurse: User) -> None:
    ask(CARER, category=make_category())
    ask(CARER, state="BY")
    drive_visits()
    assert asked() == ["Nina"]


def test_where_nobody_can_be_sent_a_human_decides_and_is_told(case: Visit, nurse: User) -> None:
    """It is no silence: the case stands on the board, and the chain waits for somebody who may go."""
    ask(AID)
    drive_visits()
    assert asked() == []
    case.refresh_from_db()
    assert case.state == VisitState.DECISION
    assert Message.objects.filter(subject=f"visit:{case.pk}", reason__startswith="decision").exists()
    assert searching.waits_for_duty(case, now=clock.now())
    show(nurse, AID)
    assert not searching.waits_for_duty(case, now=clock.now())


def test_a_paper_that_ended_after_the_question_ends_the_yes(case: Visit, nurse: User, cast: Cast) -> None:
    drive_visits()
    offer = Offer.objects.get()
    confirm_price(offer, price=price_of(offer), by=nurse, now=clock.now())
    ask(AID)
    with pytest.raises(OwnPaperMissing):
        accept_offer(offer, by=nurse, now=clock.now())
    with pytest.raises(NoLongerPossible):
        accept_offer(offer, by=cast.helper, now=clock.now())
    show(nurse, AID)
    assert accept_offer(offer, by=nurse, now=clock.now()).state == VisitState.ARRANGED


def test_whom_the_coordination_lets_serve_is_asked_and_goes(case: Visit, nurse: User) -> None:
    ask(AID)
    duty_lapses.look_ahead(now=clock.now())
    duty_lapses.let_serve(DutyLapse.objects.get(), why="Kurs am Freitag", by=nurse, now=clock.now())
    drive_visits()
    offer = Offer.objects.get()
    confirm_price(offer, price=price_of(offer), by=nurse, now=clock.now())
    assert accept_offer(offer, by=nurse, now=clock.now()).state == VisitState.ARRANGED
    assert lapses.look_ahead(now=clock.now()) == 0


def test_a_helper_goes_herself_only_with_what_is_asked(cast: Cast) -> None:
    ask(AID, role=StaffRole.HELPER)
    visit = make_decision(cast)
    start = clock.now() + dt.timedelta(hours=3)
    with pytest.raises(OwnPaperMissing):
        go_myself(visit, start=start, reason="x", by=cast.helper, now=clock.now())
    show(cast.helper, AID)
    assert go_myself(visit, start=start, reason="x", by=cast.helper, now=clock.now()).person == cast.helper


def test_a_helper_who_planned_to_go_and_whose_paper_ended_is_decided_about(cast: Cast) -> None:
    visit = make_decision(cast)
    going = go_myself(visit, start=clock.now() + dt.timedelta(hours=3), reason="x", by=cast.helper, now=clock.now())
    office = coordinate(cast.helper.helper.employer)  # type: ignore[attr-defined]
    assert lapses.look_ahead(now=clock.now()) == 0
    ask(AID, role=StaffRole.HELPER)
    assert lapses.look_ahead(now=clock.now()) == 1
    told = Message.objects.get(reason="paper_lapsed")
    assert told.recipient == office
    way = reverse("requests:decide_lapse", args=[Lapse.objects.get().reference])
    assert signed_in(office).post(way, {"andere": "1"}).status_code == 302
    going.refresh_from_db()
    assert (going.state, Message.objects.filter(reason="paper_stay").count()) == ("cancelled", 1)


def coordinate(organisation: object) -> User:
    user = make_user(given_name="Karin")
    Role.objects.create(user=user, kind=RoleKind.COORDINATOR, organisation=organisation, valid_from=LONG_AGO)
    return user


@pytest.fixture
def office(nurse: User) -> User:
    return coordinate(nurse.care_worker.service.organisation)  # type: ignore[attr-defined]


@pytest.fixture
def client(office: User) -> Client:
    return signed_in(office)


@pytest.fixture
def lapse(nurse: User, office: User) -> DutyLapse:
    ask(AID)
    duty_lapses.look_ahead(now=clock.now())
    return DutyLapse.objects.get()


def test_the_board_asks_about_a_duty_and_the_answer_can_be_taken_back(lapse: DutyLapse, client: Client) -> None:
    assert "Hat trotzdem Dienst" in client.get(reverse("requests:papers")).content.decode()
    way, ticked = reverse("requests:decide_duties", args=[lapse.person.reference]), {"dienst": lapse.reference}
    assert client.post(way, {"warum": "x"}).status_code == 422
    assert client.post(way, ticked).status_code == 422
    assert client.post(way, {**ticked, "warum": "Kurs am Freitag"}).status_code == 302
    assert "Kurs am Freitag" in client.get(reverse("requests:papers")).content.decode()
    assert client.post(way, {**ticked, "andere": "1"}).status_code == 409
    client.post(way, {**ticked, "doch": "1"})
    lapse.refresh_from_db()
    assert (lapse.outcome, lapse.why) == ("", "")
    client.post(way, {**ticked, "andere": "1"})
    assert Duty.objects.get().window.upper <= clock.now()


def test_another_services_coordination_decides_no_duty(lapse: DutyLapse, cast: Cast) -> None:
    other = signed_in(coordinate(cast.volunteer.association))
    way = reverse("requests:decide_duties", args=[lapse.person.reference])
    assert other.post(way, {"dienst": lapse.reference, "andere": "1"}).status_code == 404
    assert "Nina" not in other.get(reverse("requests:papers")).content.decode()


def test_each_is_judged_by_the_rules_of_her_own_state(nurse: User, office: User) -> None:
    ask(AID)
    ask(CARER, state="BY")
    show(nurse, AID)
    on = clock.today()
    assert [line.standing.missing for line in lines_for(office, on=on)] == [[]]
    nurse.care_worker.service.districts.set([make_district(state="BY")])  # type: ignore[attr-defined]
    (line,) = lines_for(office, on=on)
    assert [paper.kind for paper in line.standing.missing] == [CARER]


def test_her_own_pages_say_telephone_only_and_what_is_missing(lapse: DutyLapse, nurse: User, office: User) -> None:
    User.objects.filter(pk=office.pk).update(phone="+4956155501")
    client = signed_in(nurse)
    page = client.get(reverse("helpers:own_duty", args=[lapse.duty.reference])).content.decode()
    assert "Bitte nur am Telefon" in page
    assert 'href="tel:+4956155501"' in page, "whom she is asked to call"
    assert reverse("requests:my_learning") in page
    assert "nur am Telefon" in client.get(reverse("helpers:own_duties")).content.decode()
    assert "Erste Hilfe" in client.get(reverse("requests:my_learning")).content.decode()


def test_who_plans_reads_telephone_only_and_no_word_of_a_paper(lapse: DutyLapse, cast: Cast) -> None:
    client = signed_in(cast.helper)
    for way in (reverse("helpers:rota"), reverse("helpers:duty", args=[lapse.duty.reference])):
        page = client.get(way).content.decode().partition("<main")[2].partition("</main")[0]
        assert "ur am Telefon" in page
        assert "Nachweis" not in page
        assert "Erste Hilfe" not in page
