"""A link that is too old: its page offers a new one, which comes her own way; nobody else gets one, and not a hundred."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.sweeps import send_messages
from piano.messaging.words import words_for
from quarters.ideas.links import LIVES, her_link
from quarters.models import Event, InitiativePerson, Registration, User
from quarters.programme.links import registration_link
from requests.answers.links import standing_link
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request
from tests.house.pages import Form, Page
from tests.quarters.ideas.making import make_idea, make_joiner
from tests.quarters.programme.conftest import make_event, sign_up
from tests.ways import paths_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_pressed_before() -> None:
    cache.clear()


def path_of(link: str) -> str:
    return paths_in(link)[0]


def button_on(client: Client, path: str) -> Form | None:
    answer = client.get(path)
    assert answer.status_code == 404
    return next((form for form in Page(path, answer.content.decode()).forms if form.action == "/neuer-link/"), None)


def press(client: Client, form: Form | None, **more: str) -> Any:
    assert form is not None
    return client.post(form.action, form.as_found() | more)


@pytest.fixture
def joiner(cast: Cast, now: dt.datetime) -> InitiativePerson:
    return make_joiner(make_idea(cast, now), now)


@pytest.fixture
def late(joiner: InitiativePerson, now: dt.datetime) -> str:
    """Her link, three months later."""
    path = path_of(her_link(joiner))
    machine.travel_to(now + LIVES + dt.timedelta(minutes=1))
    return path


def test_a_link_of_an_idea_ends_after_three_months(client: Client, joiner: InitiativePerson, now: dt.datetime) -> None:
    path = path_of(her_link(joiner))
    machine.travel_to(now + LIVES - dt.timedelta(minutes=1))
    assert client.get(path).status_code == 200
    machine.travel_to(now + LIVES + dt.timedelta(minutes=1))
    assert client.get(path).status_code == 404
    assert client.post(f"{path}gehen/").status_code == 404
    assert InitiativePerson.objects.filter(pk=joiner.pk).exists()


def test_whoever_runs_it_changes_nothing_by_an_old_link_and_is_offered_a_new_one(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    runner = make_idea(cast, now).people.get()
    path = path_of(her_link(runner))
    machine.travel_to(now + LIVES + dt.timedelta(minutes=1))
    assert client.post(f"{path}treffen/absagen/").status_code == 404
    assert button_on(client, f"{path}seite/") is not None


def test_the_button_sends_a_new_one_her_own_way(client: Client, joiner: InitiativePerson, late: str) -> None:
    answer = press(client, button_on(client, late))
    assert "unterwegs" in answer.content.decode()
    message = Message.objects.get(reason="idea_link")
    assert (message.recipient, message.channel) == (joiner.person, "email")
    assert client.get(path_of(words_for(message).body)).status_code == 200


def test_a_look_sends_nothing(client: Client, late: str) -> None:
    client.get(late)
    assert client.get("/neuer-link/").status_code == 405
    assert not Message.objects.filter(reason="idea_link").exists()


def test_it_comes_at_night_too_since_she_waits_for_it(client: Client, late: str) -> None:
    machine.travel_to(clock.at(clock.today() + dt.timedelta(days=1), dt.time(23, 30)))
    press(client, button_on(client, late))
    assert Message.objects.get(reason="idea_link").not_before == clock.now()


def test_pressed_again_and_again_it_comes_once(client: Client, late: str) -> None:
    for _ in range(3):
        press(client, button_on(client, late))
    assert Message.objects.filter(reason="idea_link").count() == 1
    machine.travel_to(clock.now() + dt.timedelta(minutes=11))
    press(client, button_on(client, late))
    assert Message.objects.filter(reason="idea_link").count() == 2


def test_nobody_presses_it_a_hundred_times(client: Client, late: str) -> None:
    form = button_on(client, late)
    for _ in range(10):
        assert press(client, form).status_code == 200
    machine.travel_to(clock.now() + dt.timedelta(minutes=11))
    answer = press(client, form)
    assert (answer.status_code, "Bitte rufen Sie uns an" in answer.content.decode()) == (429, True)
    assert Message.objects.filter(reason="idea_link").count() == 1


def test_what_is_bent_names_nobody_and_says_the_same(client: Client, late: str) -> None:
    form = button_on(client, late)
    for more in ({"link": "x.y"}, {"art": "gibtesnicht"}, {"link": "%00"}):
        answer = press(client, form, **more)
        assert (answer.status_code, "unterwegs" in answer.content.decode()) == (200, True)
    assert not Message.objects.filter(reason__endswith="_link").exists()


def test_who_left_or_may_not_come_in_gets_none(client: Client, joiner: InitiativePerson, late: str) -> None:
    User.objects.filter(pk=joiner.person_id).update(is_active=False)
    assert button_on(client, late) is None
    User.objects.filter(pk=joiner.person_id).update(is_active=True)
    form = button_on(client, late)
    joiner.delete()
    press(client, form)
    assert button_on(client, late) is None
    assert not Message.objects.filter(reason="idea_link").exists()


def test_who_handed_it_over_meanwhile_gets_the_link_of_her_part(
    client: Client, joiner: InitiativePerson, late: str
) -> None:
    joiner.initiative.people.filter(part="runs").delete()
    InitiativePerson.objects.filter(pk=joiner.pk).update(part="runs")
    press(client, button_on(client, late))
    assert "/ideen/meine/" in words_for(Message.objects.get(reason="idea_link")).body


def test_who_is_reached_by_telephone_is_asked_what_she_needs(
    client: Client, joiner: InitiativePerson, late: str
) -> None:
    User.objects.filter(pk=joiner.person_id).update(reach="phone", email=None, phone="+495618123427")
    press(client, button_on(client, late))
    send_messages()
    message = Message.objects.get(reason="idea_link")
    assert message.state == MessageState.ON_LIST
    assert "Was können wir für Sie tun" in words_for(message).body


def test_of_a_date_that_moved_a_new_one_is_sent(client: Client, cast: Cast, now: dt.datetime) -> None:
    registration: Registration = sign_up(make_event())
    path = path_of(registration_link(registration))
    later = registration.event.ends_at + dt.timedelta(days=9)
    Event.objects.filter(pk=registration.event_id).update(starts_at=later, ends_at=later + dt.timedelta(hours=1))
    machine.travel_to(later)
    press(client, button_on(client, path))
    message = Message.objects.get(reason="registration_link")
    assert client.get(path_of(words_for(message).body)).status_code == 200
    machine.travel_to(later + dt.timedelta(days=3))
    assert button_on(client, path) is None, "there is nothing left to open"


def test_a_tenant_whose_request_still_runs_gets_a_new_one(client: Client, cast: Cast, now: dt.datetime) -> None:
    asked = make_request(cast.tenant, cast.shop)
    path = path_of(standing_link(asked, cast.tenant.user))
    machine.travel_to(now + dt.timedelta(days=31))
    press(client, button_on(client, path))
    assert client.get(path_of(words_for(Message.objects.get(reason="request_link")).body)).status_code == 200
    asked.state = "done"
    asked.save()
    assert button_on(client, path) is None
