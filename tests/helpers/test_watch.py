"""What is looked after by itself: the roster on Fridays, and that everybody in the chain can be reached."""

import datetime as dt
from typing import Any

import pytest

from helpers.models import CareService, Fallback
from helpers.on_duty.reachable import is_proven, prove_all, troubles_of
from helpers.rota.roster_days import ask_to_print, note_printed, printing_day, week_to_print
from helpers.sweeps import ask_for_rosters, prove_reachable, roll_out_duties
from piano.kit import clock
from piano.kit.sweeps import SWEEPS
from piano.messaging.models import Channel, Message, MessageClass, MessageState
from piano.messaging.words import words_for
from quarters.models import District, User
from tests import clock as machine
from tests.factories import make_district, make_helper, make_user
from tests.helpers.rota import DAY, MONDAY, at, make_colleagues, make_duty, make_pattern, make_service
from tests.ways import ways_in

pytestmark = pytest.mark.django_db
NOON = at(0, 12)


@pytest.fixture
def district() -> District:
    return make_district(name="Rothenditmold", slug="rothenditmold")


@pytest.fixture
def service(district: District) -> CareService:
    return make_service(district)


@pytest.fixture
def helper(district: District) -> User:
    return make_helper(district)


@pytest.fixture
def person(service: CareService) -> User:
    return make_colleagues(service, 1)[0]


def test_the_roster_is_printed_on_friday_or_the_working_day_before() -> None:
    assert printing_day(dt.date(2026, 12, 7)) == dt.date(2026, 12, 4)
    assert printing_day(dt.date(2026, 12, 28)) == dt.date(2026, 12, 24)  # the Friday is Christmas
    assert printing_day(dt.date(2027, 3, 29)) == dt.date(2027, 3, 25)  # Good Friday


def test_it_waits_from_nine_on_friday_until_the_week_begins() -> None:
    assert week_to_print(at(4, 8, 59)) is None
    assert week_to_print(at(4, 9)) == MONDAY + 7 * DAY
    assert week_to_print(at(6, 23)) == MONDAY + 7 * DAY
    assert week_to_print(at(7, 0)) is None


def test_each_helper_is_asked_once_a_week(service: CareService, helper: User, person: User) -> None:
    make_pattern(service, [person])
    assert ask_to_print(now=at(3, 12)) == 0
    for hour in (9, 10):
        ask_to_print(now=at(4, hour))
    message = Message.objects.get()
    assert (message.reason, message.recipient) == ("print_roster", helper)
    words = words_for(message)
    assert words.subject == "Dienstplan drucken: Rothenditmold"
    assert "/leitstand/dienstplan/blatt/?stadtteil=rothenditmold" in ways_in(words.body)
    ask_to_print(now=at(11, 9))
    assert Message.objects.count() == 2


def test_a_district_without_a_rota_or_with_its_roster_on_the_wall_is_left_alone(
    district: District, service: CareService, helper: User, person: User
) -> None:
    assert ask_to_print(now=at(4, 9)) == 0
    make_pattern(service, [person])
    note_printed(district, monday=MONDAY + 7 * DAY, by=helper, now=at(4, 9))
    assert ask_to_print(now=at(4, 10)) == 0


def test_without_a_number_the_helpers_hear_it_before(district: District, helper: User, person: User) -> None:
    User.objects.filter(pk=person.pk).update(phone="")
    make_duty(person, 3)
    for _ in range(2):
        assert prove_all(now=NOON) == 1
    message = Message.objects.get()
    assert message.recipient == helper
    words = words_for(message)
    assert words.subject == "Bitte prüfen: Anja Ahrens ist vielleicht nicht erreichbar"
    assert "Die Telefonnummer fehlt oder ist nicht vollständig" in words.body


def test_with_a_number_that_works_nobody_is_bothered(district: District, helper: User, person: User) -> None:
    make_duty(person, 3)
    assert prove_all(now=NOON) == 0
    User.objects.filter(pk=person.pk).update(phone="12")
    assert [one.words for one in troubles_of(district, now=NOON)] == [
        "Die Telefonnummer fehlt oder ist nicht vollständig"
    ]


def test_a_forwarding_that_leads_nowhere_is_noticed(district: District, service: CareService, person: User) -> None:
    make_duty(person, 3)
    CareService.objects.filter(pk=service.pk).update(phone="")
    assert "Umleitung" in troubles_of(district, now=NOON)[0].words


def mail(person: User, state: MessageState, at: dt.datetime) -> None:
    Message.objects.create(
        reason="duty_given",
        subject="duty:1",
        recipient=person,
        slot=f"{at:%H%M}",
        message_class=MessageClass.NORMAL,
        channel=Channel.EMAIL,
        state=state,
        not_before=at,
        created_at=at,
        message_id=f"<{person.pk}-{at:%H%M}@example.org>",
    )


def test_a_message_that_did_not_arrive_is_noticed_until_one_does(district: District, person: User) -> None:
    make_duty(person, 3)
    mail(person, MessageState.SENT, NOON - dt.timedelta(hours=1))
    mail(person, MessageState.ON_LIST, NOON)
    assert "kam nicht an" in troubles_of(district, now=NOON + dt.timedelta(hours=1))[0].words
    mail(person, MessageState.SENT, NOON + dt.timedelta(hours=1))
    assert troubles_of(district, now=NOON + dt.timedelta(hours=2)) == []


def test_the_whole_chain_is_read_at_once(
    district: District, service: CareService, django_assert_num_queries: Any
) -> None:
    for place, person in enumerate(make_colleagues(service, 3)):
        make_duty(person, place)
        mail(person, MessageState.ON_LIST, NOON)
    with django_assert_num_queries(3):
        assert len(troubles_of(district, now=NOON + dt.timedelta(hours=1))) == 3


def test_the_fallback_person_is_part_of_the_chain(district: District) -> None:
    Fallback.objects.create(district=district, person=make_user(phone=""))
    assert len(troubles_of(district, now=NOON)) == 1


def test_what_lies_beyond_a_week_is_not_looked_at_yet(district: District, person: User) -> None:
    User.objects.filter(pk=person.pk).update(phone="")
    make_duty(person, 9)
    assert troubles_of(district, now=NOON) == []


def test_a_number_is_proven_by_a_forwarding_that_was_checked(person: User) -> None:
    duty = make_duty(person, 3)
    assert not is_proven(duty, now=NOON)
    make_duty(person, -5, forwarding_checked_at=at(-5, 22))
    assert is_proven(duty, now=NOON)
    assert not is_proven(duty, now=NOON + dt.timedelta(days=100))


def test_the_sweeps_run_and_the_proof_only_at_night(service: CareService, helper: User, person: User) -> None:
    assert {"watch_duties", "roll_out_duties", "watch_gaps", "ask_for_rosters", "prove_reachable"} <= SWEEPS.keys()
    make_pattern(service, [person])
    machine.travel_to(at(0, 12))
    assert (roll_out_duties(), roll_out_duties()) == (42, 0)
    User.objects.filter(pk=person.pk).update(phone="")
    assert prove_reachable() == 0
    machine.travel_to(at(1, 4, 30))
    assert prove_reachable() == 1
    machine.travel_to(at(4, 9, 30))
    assert ask_for_rosters() == 1
    assert clock.now() == at(4, 9, 30)
