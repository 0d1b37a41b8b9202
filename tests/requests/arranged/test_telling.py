"""Who comes is known before the door is opened: the staff says it, else who goes, else whoever has duty."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.sending import send_due
from piano.messaging.words import words_for
from quarters.models import Reach, User
from requests.arranged.telling import IN_VAIN, REACHED, load_telling, note_call
from requests.arranged.visits import accept_offer, assign_person, give_up_assignment
from requests.finding.timing import staff_tells_until
from requests.invariants import broken
from requests.models import Assignment, DueWork, Offer, StateChange, WorkKind
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_request
from tests.requests.asking import text_of
from tests.requests.errands import CANARY, way

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def offer(cast: Cast) -> Offer:
    """On Sunday afternoon somebody is asked for nine on Monday. The tenant reads no mails."""
    today = clock.today()
    window = (clock.at(today + dt.timedelta(days=7), dt.time(9)), clock.at(today + dt.timedelta(days=7), dt.time(12)))
    tenant = {"reach": Reach.PHONE, "email": None, "family_name": CANARY, "phone": "+49561777777"}
    User.objects.filter(pk=cast.tenant.user_id).update(**tenant)
    cast.tenant.user.refresh_from_db()
    machine.travel_to(clock.at(today + dt.timedelta(days=6), dt.time(15, 30)))
    make_request(cast.tenant, cast.shop, window=window)
    drive_visits()
    return Offer.objects.select_related("person", "visit").order_by("pk")[0]


@pytest.fixture
def going(offer: Offer) -> Assignment:
    accept_offer(offer, by=offer.person, now=clock.now())
    drive_visits()
    return Assignment.objects.select_related("visit", "person").get()


def word() -> Message:
    return Message.objects.get(reason="arranged_tenant")


def reasons() -> set[str]:
    rows = Message.objects.filter(reason__startswith="please_tell").exclude(state=MessageState.CANCELLED)
    return set(rows.values_list("reason", flat=True))


def noted() -> list[tuple[str, int | None]]:
    return [(row.note, row.by_id) for row in StateChange.objects.order_by("pk") if row.note in (REACHED, IN_VAIN)]


def on_thursday() -> None:
    machine.travel_to(clock.at(clock.today() - dt.timedelta(days=3), dt.time(10)))


def wait_until(assignment: Assignment, before: dt.timedelta) -> None:
    machine.travel_to(assignment.planned_window.lower - before)
    drive_visits()


@pytest.mark.parametrize(
    ("day", "hour", "until"),
    [(0, 9, (-3, 18)), (0, 11, (-3, 18)), (0, 14, (0, 12)), (0, 16, (0, 12.5)), (1, 9, (0, 18)), (1, 11.5, (1, 9.5))],
)
def test_the_staff_tells_in_calling_hours_two_hours_before(day: int, hour: float, until: tuple[int, float]) -> None:
    def at(days: int, hours: float) -> dt.datetime:
        return clock.at(MONDAY + dt.timedelta(days=days), dt.time(int(hours), int(hours % 1 * 60)))

    assert staff_tells_until(at(day, hour)) == at(*until)


def test_who_is_asked_reads_before_the_answer_that_she_calls(client: Client, offer: Offer) -> None:
    page = text_of(client.get(way(offer)))
    assert "die Person weiß noch nicht, wer kommt" in page.replace("Die Person", "die Person")
    assert "ruft_an" not in client.get(way(offer)).content.decode(), "it would be asked twice"
    assert CANARY not in page


def test_where_the_staff_is_there_nobody_is_asked(cast: Cast, client: Client, offer: Offer) -> None:
    on_thursday()
    accept_offer(offer, by=offer.person, now=clock.now())
    drive_visits()
    assert reasons() == set()
    assert load_telling(Assignment.objects.get(), now=clock.now()) is None
    assert "weiß noch nicht" not in text_of(client.get(way(offer)))


def test_after_the_staff_has_gone_who_goes_is_asked_too(cast: Cast, offer: Offer) -> None:
    """Nobody of the staff got round to it on Thursday or Friday."""
    sunday = clock.now()
    on_thursday()
    accept_offer(offer, by=offer.person, now=clock.now())
    machine.travel_to(sunday)
    drive_visits()
    assert reasons() == {"please_tell"}


def test_what_the_staff_has_said_is_asked_of_nobody(cast: Cast, offer: Offer) -> None:
    sunday = clock.now()
    on_thursday()
    accept_offer(offer, by=offer.person, now=clock.now())
    note_call(Assignment.objects.get(), by=cast.helper, has_reached=True, now=clock.now())
    machine.travel_to(sunday)
    drive_visits()
    assert reasons() == set()


def test_nobody_is_asked_to_call_who_only_writes(client: Client, going: Assignment) -> None:
    User.objects.filter(family_name=CANARY).update(only_writes=True, reach="email", phone="+491705550104")
    message = Message.objects.select_related("recipient").get(reason="please_tell")
    assert words_for(message).subject.startswith("Bitte schreiben: ")
    page = client.get(way(Offer.objects.get(state="accepted"))).content.decode()
    assert "tel:+491705550104" not in page
    assert "sms:+491705550104" in page


def test_who_goes_is_asked_at_once_where_nobody_of_the_staff_is_left(client: Client, going: Assignment) -> None:
    message = Message.objects.get(reason="please_tell")
    assert (message.recipient, message.not_before) == (going.person, message.created_at)
    page = text_of(client.get(way(Offer.objects.get(state="accepted"))))
    assert f"{CANARY} weiß noch nicht, dass Sie kommen" in page
    assert "Auf dem Ausweis steht" in page or "Unsicher?" in page


def test_who_reads_mails_needs_nobody(cast: Cast, offer: Offer) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(reach=Reach.EMAIL, email="tenant@example.org")
    accept_offer(offer, by=offer.person, now=clock.now())
    drive_visits()
    assert reasons() == set()
    assert not DueWork.objects.filter(kind=WorkKind.TELL, done_at=None).exists()


def test_she_called_and_the_tenant_knows(client: Client, going: Assignment) -> None:
    offer = Offer.objects.get(state="accepted")
    send_due(classes=["a", "b"])
    assert client.post(way(offer, "bescheid"), {"reached": "yes"}).status_code == 302
    assert (word().state, Call.objects.get(message=word()).done_by) == (MessageState.SENT, going.person)
    assert "weiß noch nicht" not in text_of(client.get(way(offer)))
    assert (REACHED, going.person_id) in noted()
    assert list(broken()) == []


def test_nobody_answered_and_she_goes_all_the_same(client: Client, going: Assignment) -> None:
    offer = Offer.objects.get(state="accepted")
    page = text_of(client.post(way(offer, "bescheid"), {"reached": "no"}, follow=True))
    assert "Bisher ging niemand ans Telefon" in page
    assert "warten Sie vor der Tür" in page
    assert (word().state, Call.objects.get(message=word()).tries) == (MessageState.ON_LIST, 1)
    assert noted().count((IN_VAIN, going.person_id)) == 1


def test_no_answer_names_the_field(client: Client, going: Assignment) -> None:
    answer = client.post(way(Offer.objects.get(state="accepted"), "bescheid"), {})
    assert answer.status_code == 422
    assert 'href="#id_reached"' in answer.content.decode()
    assert word().state != MessageState.SENT


def test_what_is_said_is_not_said_again(going: Assignment, cast: Cast) -> None:
    said = {"has_reached": True, "now": clock.now()}
    assert note_call(going, by=cast.helper, **said)  # type: ignore[arg-type]
    assert not note_call(going, by=going.person, **said)  # type: ignore[arg-type]
    assert Call.objects.get(message=word()).done_by == cast.helper
    assert noted() == [(REACHED, cast.helper.pk)]


def test_who_comes_instead_is_named_with_whom_she_expects(cast: Cast, going: Assignment) -> None:
    give_up_assignment(going, by=going.person, now=clock.now())
    assert not DueWork.objects.filter(kind=WorkKind.TELL, done_at=None).exists()
    other = next(one.user for one in cast.volunteers if one.user_id != going.person_id)
    assign_person(going.visit, person=other, start=going.planned_window.lower, by=cast.helper, now=clock.now())
    telling = load_telling(Assignment.objects.get(state="planned"), now=clock.now())
    assert telling is not None
    assert "statt" in telling.words


def test_nobody_tried_so_whoever_has_duty_is_asked(client: Client, cast: Cast, going: Assignment) -> None:
    nurse = make_care_worker(cast.district)
    wait_until(going, dt.timedelta(hours=2))
    assert Message.objects.get(reason="please_tell_on_duty").recipient == nurse
    client.force_login(nurse)
    address = f"/bereitschaft/bescheid/{going.visit.reference}/"
    assert address in client.get("/bereitschaft/").content.decode()
    assert CANARY in text_of(client.get(address))
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reached": "yes"}).status_code == 302
    assert word().state == MessageState.SENT
    assert client.get(address).status_code == 404


def test_a_try_is_enough(cast: Cast, going: Assignment) -> None:
    make_care_worker(cast.district)
    note_call(going, by=going.person, has_reached=False, now=clock.now())
    wait_until(going, dt.timedelta(hours=2))
    assert "please_tell_on_duty" not in reasons()


def test_who_goes_and_reads_no_mails_is_not_asked_but_whoever_has_duty(cast: Cast, offer: Offer) -> None:
    make_care_worker(cast.district)
    User.objects.filter(pk=offer.person_id).update(reach=Reach.PHONE, email=None)
    offer.person.refresh_from_db()
    accept_offer(offer, by=offer.person, now=clock.now())
    drive_visits()
    assert reasons() == {"please_tell_on_duty"}


def test_nobody_else_looks_in(client: Client, cast: Cast, going: Assignment) -> None:
    address = f"/bereitschaft/bescheid/{going.visit.reference}/"
    for stranger in (make_care_worker(cast.district), cast.helper):
        client.force_login(stranger)
        assert client.post(address, {"reached": "yes"}).status_code in (403, 404)
    assert word().state != MessageState.SENT


def test_the_board_shows_who_does_not_know(client: Client, cast: Cast, going: Assignment) -> None:
    client.force_login(cast.helper)
    assert "Weiß noch nicht, wer kommt" in text_of(client.get("/leitstand/"))
    case = f"/leitstand/anfragen/{going.visit.help_request.reference}/"
    assert "weiß noch nicht, wer kommt" in text_of(client.get(case))
    assert client.post(f"{case}bescheid/", {}).status_code == 422
    assert client.post(f"{case}bescheid/", {"reached": "yes"}).status_code == 302
    assert "Weiß noch nicht, wer kommt" not in text_of(client.get("/leitstand/"))
    assert word().state == MessageState.SENT


def test_a_stranger_s_case_is_not_found(client: Client, cast: Cast, going: Assignment) -> None:
    client.force_login(cast.volunteers[1].user)
    for address in (
        f"/einsatz/{going.visit.reference}/bescheid/",
        f"/leitstand/anfragen/{going.visit.reference}/bescheid/",
    ):
        assert client.post(address, {"reached": "yes"}).status_code in (403, 404)


def test_after_the_visit_has_begun_nobody_is_asked(going: Assignment) -> None:
    facts: dict[str, Any] = {"now": going.planned_window.lower}
    assert load_telling(going, **facts) is None
