"""The beginning of a duty: reminded, taken up, forwarding checked; a quarter of an hour later others hear it."""

import datetime as dt

import pytest

from helpers.errors import DutyIsOver, NotYourDuty, TooEarly
from helpers.models import CareService, Duty, Fallback
from helpers.on_duty import starting
from helpers.sweeps import watch_duties
from piano.messaging.models import Message, MessageClass, MessageState
from piano.messaging.words import words_for
from quarters.models import User
from tests import clock as machine
from tests.factories import make_district, make_helper
from tests.helpers.rota import at, make_colleague, make_colleagues, make_duty, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> CareService:
    return make_service(make_district())


@pytest.fixture
def people(service: CareService) -> list[User]:
    return make_colleagues(service, 2)


def owed(reason: str) -> set[User]:
    rows = Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED)
    return {message.recipient for message in rows.select_related("recipient")}


def sweep(hour: int, minute: int = 0, day: int = 0) -> int:
    machine.travel_to(at(day, hour, minute))
    return watch_duties()


def test_half_an_hour_before_she_is_reminded_once(people: list[User]) -> None:
    make_duty(people[0])
    assert (sweep(20, 59), sweep(21, 5), sweep(21, 6)) == (0, 1, 0)
    message = Message.objects.get()
    assert (message.reason, message.message_class) == ("duty_begins", MessageClass.URGENT)
    assert message.not_before == at(0, 21, 30)
    words = words_for(message)
    assert words.subject == "Ihr Dienst beginnt um 22:00 Uhr"
    assert "0561 555000" in words.body


def test_taking_up_notes_when_and_that_the_forwarding_was_checked(people: list[User]) -> None:
    duty = make_duty(people[0])
    starting.take_up(duty, by=people[0], now=at(0, 21, 30))
    assert Duty.objects.get().forwarding_checked_at is None
    starting.take_up(duty, by=people[0], now=at(0, 22, 10), has_checked_forwarding=True)
    found = Duty.objects.get()
    assert (found.taken_up_at, found.forwarding_checked_at) == (at(0, 21, 30), at(0, 22, 10))


def test_only_she_herself_and_only_around_the_duty(people: list[User]) -> None:
    duty = make_duty(people[0])
    with pytest.raises(NotYourDuty):
        starting.take_up(duty, by=people[1], now=at(0, 22))
    with pytest.raises(TooEarly):
        starting.take_up(duty, by=people[0], now=at(0, 20, 59))
    with pytest.raises(DutyIsOver):
        starting.take_up(duty, by=people[0], now=at(1, 6))
    assert Duty.objects.get().taken_up_at is None


def test_nobody_took_up_so_deputy_helpers_and_fallback_hear_it_once(service: CareService, people: list[User]) -> None:
    district = service.districts.get()
    helper, other = make_helper(district), make_colleague(service, "Rückfall")
    Fallback.objects.create(district=district, person=other)
    make_duty(people[0])
    make_duty(people[1], is_deputy=True)
    sweep(22, 14)
    assert not owed("duty_missed")
    assert (sweep(22, 15), sweep(22, 16)) == (1, 0)
    assert owed("duty_missed") == {people[1], helper, other}
    words = words_for(Message.objects.filter(reason="duty_missed")[0])
    assert words.subject == "Dienst nicht übernommen: Anja Ahrens"
    assert "Vertretung: Anja Becker" in words.body


def test_who_took_up_causes_no_alarm_and_needs_no_reminder(people: list[User]) -> None:
    duty = make_duty(people[0])
    sweep(21, 5)
    starting.take_up(duty, by=people[0], now=at(0, 21, 10))
    assert not owed("duty_begins")
    assert sweep(22, 30) == 0


def test_a_late_yes_takes_the_alarm_back(service: CareService, people: list[User]) -> None:
    helper = make_helper(service.districts.get())
    duty = make_duty(people[0])
    sweep(22, 20)
    assert owed("duty_missed") == {helper}
    starting.take_up(duty, by=people[0], now=at(0, 22, 21))
    assert not owed("duty_missed")


def test_a_deputy_need_not_take_up(people: list[User]) -> None:
    make_duty(people[1], is_deputy=True)
    assert sweep(21, 30) + sweep(22, 30) == 0


def test_an_engine_that_stood_still_wakes_nobody_for_last_night(service: CareService, people: list[User]) -> None:
    make_helper(service.districts.get())
    make_duty(people[0], 0, 22, 21)
    assert sweep(4, 16, day=1) == 0
    assert not Message.objects.exists()


def test_of_another_service_nobody_hears_it(people: list[User]) -> None:
    stranger = make_colleague(make_service(make_district()))
    make_duty(stranger, is_deputy=True)
    make_duty(people[0])
    sweep(22, 15)
    assert stranger not in owed("duty_missed")


def test_reminders_wait_for_their_time_and_end_with_the_duty(people: list[User]) -> None:
    duty = make_duty(people[0])
    sweep(21, 5)
    message = Message.objects.get()
    assert message.expires_at == duty.window.upper
    assert message.not_before - message.created_at == dt.timedelta(minutes=25)
