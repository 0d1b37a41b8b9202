"""Who wants to be taken to an event: a request of a resident, a call on the helper's list for everybody else."""

import datetime as dt

import pytest

from piano.kit import clock
from quarters.models import Consent, Event, Lift
from quarters.people.residents import record_consent
from quarters.programme.changing import call_off, move_event, take_back
from quarters.programme.registering import Wishes, confirm, give_back
from quarters.programme.waiting import move_up
from requests.models import HelpRequest, Referral
from requests.people.farewell import record_death
from requests.states import RequestState
from tests.conftest import Cast
from tests.factories import make_category, make_user
from tests.quarters.programme.conftest import make_event, make_point, sign_up

WANTED = Wishes(lift=Lift.WANTED, lift_from="Rothenbergstraße 1")


@pytest.fixture
def event(cast: Cast) -> Event:
    make_category("ride", name="Fahrdienst")
    record_consent(person=cast.tenant.user, purpose=Consent.ConsentPurpose.HELP, language="de", now=clock.now())
    return make_event(make_point(district=cast.district), has_lifts=True)


def states() -> list[str]:
    return list(HelpRequest.objects.order_by("pk").values_list("state", flat=True))


def test_a_resident_asks_for_a_ride_by_registering(cast: Cast, event: Event) -> None:
    sign_up(event, cast.tenant.user, wishes=WANTED)
    help_request = HelpRequest.objects.get()
    assert (help_request.resident, help_request.category.code) == (cast.tenant, "ride")
    assert "Rothenbergstraße 1" in help_request.wish
    assert help_request.visits.get().wish_window.upper == event.starts_at


def test_who_does_not_go_needs_no_ride(cast: Cast, event: Event, now: dt.datetime) -> None:
    row = sign_up(event, cast.tenant.user, wishes=WANTED)
    give_back(row, now=now)
    give_back(row, now=now)
    assert states() == [RequestState.WITHDRAWN]


def test_a_moved_event_asks_for_a_ride_at_its_new_time(cast: Cast, event: Event, now: dt.datetime) -> None:
    sign_up(event, cast.tenant.user, wishes=WANTED)
    later = event.starts_at + dt.timedelta(days=1)
    move_event(event, starts_at=later, ends_at=later + dt.timedelta(hours=1), now=now)
    old, new = HelpRequest.objects.order_by("pk")
    assert old.state == RequestState.WITHDRAWN
    assert new.visits.get().wish_window.upper == later


def test_an_event_called_off_needs_no_rides(cast: Cast, event: Event, now: dt.datetime) -> None:
    sign_up(event, cast.tenant.user, wishes=WANTED)
    call_off(event, now=now)
    assert states() == [RequestState.WITHDRAWN]


def test_of_somebody_unknown_a_helper_hears(cast: Cast, event: Event) -> None:
    sign_up(event, make_user(), wishes=WANTED)
    assert not HelpRequest.objects.exists()
    assert "Rothenbergstraße 1" in Referral.objects.get().words


def test_who_offers_a_lift_asks_for_none(cast: Cast, event: Event) -> None:
    sign_up(event, cast.tenant.user, wishes=Wishes(lift=Lift.OFFERED))
    assert not HelpRequest.objects.exists()
    assert not Referral.objects.exists()


def test_who_has_died_stands_on_no_list(cast: Cast, event: Event, now: dt.datetime) -> None:
    row = sign_up(event, cast.tenant.user, wishes=WANTED)
    record_death(cast.tenant, died_on=clock.today(), by=cast.helper, now=now)
    row.refresh_from_db()
    event.refresh_from_db()
    assert (row.is_standing, event.places_taken) == (False, 0)


def test_what_takes_place_after_all_asks_for_its_rides_again(cast: Cast, event: Event, now: dt.datetime) -> None:
    sign_up(event, cast.tenant.user, wishes=WANTED)
    call_off(event, now=now)
    take_back(Event.objects.get(pk=event.pk), now=now)
    assert len(states()) == 2
    assert states()[0] == RequestState.WITHDRAWN != states()[1]


def test_where_no_lifts_are_asked_for_none_is_taken_down(cast: Cast, event: Event) -> None:
    plain = make_event(event.meeting_point)
    row = sign_up(plain, cast.tenant.user, wishes=WANTED)
    assert (row.lift, row.lift_from) == ("", "")
    assert not HelpRequest.objects.exists()


def test_who_waits_asks_for_a_ride_when_she_has_her_place(cast: Cast, event: Event, now: dt.datetime) -> None:
    first, _second = sign_up(event), sign_up(event)
    waits = sign_up(event, cast.tenant.user, wishes=WANTED)
    assert states() == []
    give_back(first, now=now)
    move_up(now=now)
    assert states() == []
    confirm(waits, now=now)
    assert len(states()) == 1
