"""A resident has died: in the same minute nothing is open, nothing is sent, and who knew her stands on the phone list."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.running import run_all
from quarters.models import Resident
from quarters.people.trust import grant_trust
from requests.arranged import afterwards, visits
from requests.board.waiting import open_interests
from requests.errors import PersonHasDied
from requests.invariants import broken
from requests.models import Assignment, HelpRequest, Offer, Visit
from requests.people import farewell
from requests.people.farewell import NotThatDay, record_death, take_back
from requests.states import AssignmentState, OfferState, VisitState
from requests.sweeps import drive_visits
from requests.wishes import intake
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import make_district, make_request, make_resident, make_user, make_volunteer
from volunteers.joining import register_interest
from volunteers.models import Interest, Path, Volunteer, VolunteerState
from volunteers.path.acts import begin_path

pytestmark = pytest.mark.django_db
TOLD = ("somebody_died", "somebody_died_now")


def arrange(cast: Cast, resident: Resident | None = None) -> Assignment:
    """Asked, offered, accepted."""
    visit = make_request(resident or cast.tenant, cast.shop).visits.get()
    drive_visits()
    offer = Offer.objects.filter(visit=visit, state=OfferState.OPEN).order_by("pk")[0]
    visits.accept_offer(offer, by=offer.person, now=clock.now())
    return Assignment.objects.get(visit=visit)


def die(cast: Cast, resident: Resident | None = None) -> None:
    record_death(resident or cast.tenant, died_on=clock.today(), by=cast.helper, now=clock.now())


def test_everything_that_was_open_stops(cast: Cast, now: dt.datetime) -> None:
    coming = arrange(cast)
    make_request(cast.tenant, cast.shop)
    drive_visits()
    die(cast)
    assert set(Visit.objects.values_list("state", flat=True)) == {VisitState.CANCELLED}
    assert not Offer.objects.filter(state=OfferState.OPEN).exists()
    coming.refresh_from_db()
    assert coming.state == AssignmentState.CANCELLED
    assert list(broken()) == []


def test_nothing_is_written_to_anybody_afterwards(cast: Cast, now: dt.datetime) -> None:
    arrange(cast)
    make_request(cast.tenant, cast.shop)
    drive_visits()
    run_all()
    mail.outbox.clear()
    die(cast)
    for days in range(4):
        machine.travel_to(now + dt.timedelta(days=days, hours=1))
        run_all()
    assert mail.outbox == []
    assert not Message.objects.filter(state=MessageState.DUE).exists()


def test_what_an_earlier_visit_still_owes_her_is_taken_back_at_once(cast: Cast, now: dt.datetime) -> None:
    came = arrange(cast)
    machine.travel_to(came.planned_window.upper + dt.timedelta(minutes=5))
    afterwards.report_visit(
        came.visit, by=came.person, took_place=True, minutes=30, note="", needs_call=False, now=clock.now()
    )
    assert Message.objects.filter(recipient=cast.tenant.user, state=MessageState.DUE).exists()
    die(cast)
    assert not Message.objects.filter(recipient=cast.tenant.user, state=MessageState.DUE).exists()


def test_who_was_to_come_and_who_came_lately_are_called(cast: Cast, now: dt.datetime) -> None:
    came = arrange(cast)
    machine.travel_to(came.planned_window.upper + dt.timedelta(minutes=5))
    done = {"took_place": True, "minutes": 30, "note": "", "needs_call": False}
    afterwards.report_visit(came.visit, by=came.person, now=clock.now(), **done)
    Volunteer.objects.filter(user=came.person).update(state=VolunteerState.PAUSED)  # somebody else is found now
    coming = arrange(cast)
    die(cast)
    run_all()
    called = [call.message.recipient for call in Call.objects.filter(message__reason__in=TOLD)]
    assert sorted(called, key=lambda person: person.pk) == sorted([came.person, coming.person], key=lambda one: one.pk)
    assert set(Message.objects.filter(reason__in=TOLD).values_list("channel", flat=True)) == {"phone"}


def test_who_sets_out_soon_is_called_at_once(cast: Cast, now: dt.datetime) -> None:
    coming = arrange(cast)
    machine.travel_to(coming.planned_window.lower - dt.timedelta(hours=1))
    die(cast)
    assert Message.objects.get(reason__in=TOLD).reason == "somebody_died_now"


def test_she_cannot_sign_in_or_be_helped_any_more(cast: Cast, client: Client) -> None:
    client.force_login(cast.tenant.user)
    assert client.get("/meine/").status_code == 200
    die(cast)
    assert client.get("/meine/").status_code == 302
    with pytest.raises(PersonHasDied):
        make_request(cast.tenant, cast.shop)
    assert not HelpRequest.objects.exists()


def test_nobody_looks_at_her_page_any_more(cast: Cast, client: Client, now: dt.datetime) -> None:
    daughter = make_user()
    trust = grant_trust(cast.tenant, given_name="Petra", family_name="Nah", email=daughter.email or "", now=now)
    client.force_login(daughter)
    assert client.get(f"/meine/fuer/{trust.reference}/").status_code == 200
    die(cast)
    assert client.get(f"/meine/fuer/{trust.reference}/").status_code == 404


def test_whom_she_helped_gets_somebody_else(cast: Cast, now: dt.datetime) -> None:
    neighbour = make_resident(cast.district)
    coming = arrange(cast, neighbour)
    helping = Resident.objects.create(user=coming.person, district=cast.district)
    die(cast, helping)
    coming.visit.refresh_from_db()
    assert coming.visit.state == VisitState.OPEN
    coming.person.volunteer.refresh_from_db()
    assert coming.person.volunteer.state == VolunteerState.LEFT
    drive_visits()
    assert coming.person not in {offer.person for offer in Offer.objects.filter(state=OfferState.OPEN)}


def test_nobody_calls_to_ask_whether_she_would_like_to_help(cast: Cast, client: Client, now: dt.datetime) -> None:
    """She had just written that she would, with her file open already or not."""
    person, said = cast.tenant.user, {"phone": "0561 445566", "district": cast.district, "now": now}
    for has_file in (False, True):
        interest = register_interest(name=person.full_name, **said)  # type: ignore[arg-type]
        Interest.objects.filter(pk=interest.pk).update(person=person)
        path = begin_path(Interest.objects.get(pk=interest.pk), came_by="web", now=now)
        if has_file:
            Path.objects.filter(pk=path.pk).update(volunteer=make_volunteer(cast.district, [], user=person))
    client.force_login(cast.helper)
    assert person.full_name in client.get("/leitstand/mitmachen/").content.decode()
    die(cast)
    assert not Path.objects.filter(ended_at=None).exists()
    assert not open_interests(cast.helper).exists()
    assert not Message.objects.filter(reason__startswith="path_ended").exists()


def test_twice_is_once_and_a_day_to_come_is_refused(cast: Cast, now: dt.datetime) -> None:
    arrange(cast)
    with pytest.raises(NotThatDay):
        record_death(cast.tenant, died_on=clock.today() + dt.timedelta(days=1), by=cast.helper, now=now)
    die(cast)
    die(cast)
    assert Message.objects.filter(reason__in=TOLD).count() == 1


def test_a_mistake_is_taken_back_and_nobody_is_called(cast: Cast, now: dt.datetime) -> None:
    arrange(cast)
    die(cast)
    run_all()
    take_back(cast.tenant, now=clock.now())
    assert not Call.objects.filter(message__reason__in=TOLD).exists()
    cast.tenant.user.refresh_from_db()
    assert cast.tenant.user.is_active
    make_request(cast.tenant, cast.shop)
    drive_visits()
    assert Visit.objects.filter(state=VisitState.OFFERED).exists()
    assert list(broken()) == []


def test_the_invariant_sees_what_was_forgotten(cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    Resident.objects.filter(pk=cast.tenant.pk).update(died_on=clock.today())
    assert "I15" in {invariant.code for invariant, _ in broken()}


PAGE = "/leitstand/menschen/{}/verstorben/"


def test_a_helper_does_it_in_two_steps(client: Client, cast: Cast) -> None:
    coming = arrange(cast)
    client.force_login(cast.helper)
    reference = cast.tenant.user.reference
    assert f'href="{PAGE.format(reference)}"' in client.get(f"/leitstand/menschen/{reference}/").content.decode()
    page = client.get(PAGE.format(reference)).content.decode()
    assert "Eine offene Hilfe wird ohne Nachricht abgesagt." in page
    assert coming.person.full_name in page
    unsure = client.post(PAGE.format(reference), {"died_on": clock.today().isoformat()})
    assert unsure.status_code == 422
    assert "Ein Gerücht genügt nicht." in unsure.content.decode()
    tomorrow = clock.today() + dt.timedelta(days=1)
    early = client.post(PAGE.format(reference), {"died_on": tomorrow.isoformat(), "is_sure": "on"})
    assert early.status_code == 422
    assert "liegt in der Zukunft" in early.content.decode()
    sure = client.post(PAGE.format(reference), {"died_on": clock.today().isoformat(), "is_sure": "on"}, follow=True)
    assert "Alles steht still." in sure.content.decode()
    back = client.post(f"/leitstand/menschen/{reference}/lebt/", follow=True)
    assert "Alles steht still." not in back.content.decode()


def test_people_of_other_quarters_are_not_there(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    stranger = make_resident(make_district())
    assert client.get(PAGE.format(stranger.user.reference)).status_code == 404
    assert client.post(f"/leitstand/menschen/{stranger.user.reference}/lebt/").status_code == 404
    volunteer = make_volunteer(cast.district, [cast.shop])
    assert client.get(PAGE.format(volunteer.user.reference)).status_code == 404


def at_once(*steps: Callable[[], Any]) -> list[str]:
    barrier = threading.Barrier(len(steps))

    def run(step: Callable[[], Any]) -> str:
        connection.ensure_connection()
        barrier.wait(20)
        try:
            step()
        except PersonHasDied:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result() for future in [pool.submit(run, step) for step in steps]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.fault
def test_a_new_request_at_the_same_moment_is_refused_or_called_off() -> None:
    cast = make_cast(volunteers=1)
    for _ in range(10):
        resident = make_resident(cast.district)
        at_once(lambda r=resident: die(cast, r), lambda r=resident: make_request(r, cast.shop))
        assert not farewell.open_visits(resident)


@pytest.mark.django_db(transaction=True)
@pytest.mark.fault
def test_without_the_lock_a_request_slips_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: looked at before the request is written, as one does without thinking."""
    looked, is_gone = threading.Event(), threading.Event()

    def look(resident: Resident) -> None:
        if Resident.objects.get(pk=resident.pk).died_on is not None:
            raise PersonHasDied()
        looked.set()
        assert is_gone.wait(20)

    def die_meanwhile() -> None:
        assert looked.wait(20)
        die(cast, cast.tenant)
        is_gone.set()

    monkeypatch.setattr(intake, "_lock_living", look)
    cast = make_cast(volunteers=1)
    assert at_once(die_meanwhile, lambda: make_request(cast.tenant, cast.shop)) == ["done", "done"]
    assert farewell.open_visits(cast.tenant)
