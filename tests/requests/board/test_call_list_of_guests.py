"""Who registered by telephone and is nothing else here stands on the phone list of the meeting point's district, and on no other."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.sweeps import send_messages
from quarters.models import Event, User
from quarters.programme import registering
from quarters.programme.waiting import move_up
from requests.board.call_list import load_call_list
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_user
from tests.quarters.ideas.making import make_idea
from tests.quarters.programme.conftest import make_event, make_point, sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning() -> None:
    machine.travel_to(clock.at(dt.date(2026, 11, 30), dt.time(10)))


def caller() -> User:
    return make_user(email=None, reach="phone", phone="+495618123427")


def called(user: User) -> list[User]:
    return [row.person for row in load_call_list(user, now=clock.now())]


def move_her_up(event: Event, person: User) -> None:
    first, _second, _third = sign_up(event), sign_up(event), sign_up(event, person)
    registering.give_back(first, now=clock.now())
    move_up(now=clock.now())
    send_messages()


def test_a_moved_up_place_is_on_the_list_at_once_with_what_to_ask(cast: Cast) -> None:
    event, person = make_event(make_point(district=cast.district)), caller()
    move_her_up(event, person)
    assert called(cast.helper) == [person]
    (row,) = load_call_list(cast.helper, now=clock.now())
    words = next(said for call, said in row.calls if call.message.reason == "event_place_free")
    assert "Kommt die Person?" in words.body


def test_it_stays_there_until_the_place_goes_to_somebody_else(cast: Cast) -> None:
    event, person = make_event(make_point(district=cast.district)), caller()
    move_her_up(event, person)
    until = Message.objects.get(reason="event_place_free").expires_at
    assert until is not None
    with machine.at(until - dt.timedelta(minutes=1)):
        assert called(cast.helper) == [person]
    assert Message.objects.get(reason="event_place_free").state == MessageState.ON_LIST


def test_helpers_of_other_districts_do_not_see_her(cast: Cast) -> None:
    move_her_up(make_event(make_point(district=cast.district)), caller())
    assert called(make_helper(make_district())) == []


@pytest.mark.parametrize("is_host", [True, False])
def test_of_a_talk_under_four_eyes_its_host_alone_knows(cast: Cast, is_host: bool) -> None:
    host = cast.helper if is_host else make_helper(cast.district)
    event, person = make_event(make_point(district=cast.district)), caller()
    move_her_up(event, person)
    Event.objects.filter(pk=event.pk).update(host=host, slot_minutes=45)
    assert called(cast.helper) == ([person] if is_host else [])


def test_who_takes_part_in_an_idea_and_reads_nothing_is_called(cast: Cast) -> None:
    row = make_idea(cast, clock.now())
    runner = row.people.get().person
    User.objects.filter(pk=runner.pk).update(reach="phone", email=None)
    Message.objects.filter(recipient=runner).update(channel="phone", state="due", not_before=clock.now())
    send_messages()
    assert called(cast.helper) == [runner]
