"""Swaps with consent: nothing changes before a yes, one yes counts, the others hear it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from helpers.errors import (
    AlreadyAsked,
    AlreadyOnDuty,
    DutyIsOver,
    NotOfTheTeam,
    NotYourDuty,
    SomebodyWasFaster,
    SwapIsOver,
)
from helpers.models import CareService, CareWorker, Duty, Swap, SwapAnswer, SwapAsk, SwapState
from helpers.on_duty.starting import end_old_swaps
from helpers.rota import swaps
from helpers.rota.duties import give_to, take_off
from helpers.rota.swap_links import swap_link
from piano.kit.errors import DomainError
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from quarters.models import User
from tests import clock as machine
from tests.factories import make_district
from tests.helpers.rota import at, make_colleague, make_colleagues, make_duty, make_service

pytestmark = pytest.mark.django_db
NOON = at(0, 12)


@pytest.fixture(autouse=True)
def noon(db: None) -> None:
    machine.travel_to(NOON)


@pytest.fixture
def service() -> CareService:
    return make_service(make_district())


@pytest.fixture
def people(service: CareService) -> list[User]:
    return make_colleagues(service, 4)


@pytest.fixture
def duty(people: list[User]) -> Duty:
    return make_duty(people[0])


@pytest.fixture
def swap(duty: Duty, people: list[User]) -> Swap:
    return swaps.ask_to_swap(duty, people[1:3], by=people[0], now=NOON)


def ask_of(swap: Swap, person: User) -> SwapAsk:
    return swap.asks.select_related("person").get(person=person)


def say(swap: Swap, person: User, *, agrees: bool) -> SwapAsk:
    return swaps.answer_swap(ask_of(swap, person), agrees=agrees, by=person, now=NOON)


def owed(reason: str) -> set[User]:
    rows = Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED)
    return {message.recipient for message in rows.select_related("recipient")}


def test_asking_changes_nothing_and_asks_each(swap: Swap, duty: Duty, people: list[User]) -> None:
    assert Duty.objects.get().person == people[0]
    assert owed("swap_asked") == set(people[1:3])
    words = words_for(Message.objects.filter(reason="swap_asked")[0])
    assert words.subject == "Können Sie übernehmen? Montag, 30. November, 22 bis 6 Uhr"
    assert "Anja Ahrens fragt" in words.body


def test_a_yes_gives_her_the_duty(swap: Swap, people: list[User]) -> None:
    say(swap, people[1], agrees=True)
    assert Duty.objects.get().person == people[1]
    assert Swap.objects.get().state == SwapState.TAKEN
    assert owed("swap_taken") == {people[0]}
    assert not owed("swap_asked")
    assert not owed("duty_off")  # said once, not twice
    assert not owed("duty_given")


def test_the_same_yes_again_changes_nothing(swap: Swap, people: list[User]) -> None:
    say(swap, people[1], agrees=True)
    say(swap, people[1], agrees=True)
    assert Message.objects.filter(reason="swap_taken").count() == 1


def test_the_second_is_told_that_somebody_was_faster(swap: Swap, people: list[User]) -> None:
    say(swap, people[1], agrees=True)
    with pytest.raises(SomebodyWasFaster):
        say(swap, people[2], agrees=True)
    assert Duty.objects.get().person == people[1]


def test_who_has_read_the_question_hears_that_it_is_settled(swap: Swap, people: list[User]) -> None:
    Message.objects.filter(recipient=people[2]).update(state=MessageState.SENT)
    say(swap, people[1], agrees=True)
    assert owed("swap_filled") == {people[2]}


def test_the_last_no_leaves_it_with_whoever_asked(swap: Swap, people: list[User]) -> None:
    say(swap, people[1], agrees=False)
    assert not owed("swap_refused")
    say(swap, people[2], agrees=False)
    assert owed("swap_refused") == {people[0]}
    assert (Swap.objects.get().state, Duty.objects.get().person) == (SwapState.OVER, people[0])


def test_a_no_cannot_become_a_yes_later(swap: Swap, people: list[User]) -> None:
    say(swap, people[1], agrees=False)
    with pytest.raises(SwapIsOver):
        say(swap, people[1], agrees=True)


def test_nobody_answers_for_another(swap: Swap, people: list[User]) -> None:
    with pytest.raises(NotYourDuty):
        swaps.answer_swap(ask_of(swap, people[1]), agrees=True, by=people[2], now=NOON)


def test_whoever_got_a_duty_meanwhile_cannot_take_it(swap: Swap, people: list[User]) -> None:
    make_duty(people[1], 0, 20, 23)
    with pytest.raises(AlreadyOnDuty):
        say(swap, people[1], agrees=True)
    assert (Swap.objects.get().state, ask_of(swap, people[1]).answer) == (SwapState.OPEN, SwapAnswer.OPEN)
    say(swap, people[2], agrees=True)


def test_only_free_people_of_the_team_are_asked(duty: Duty, people: list[User]) -> None:
    stranger = make_colleague(make_service(make_district()))
    make_duty(people[1])
    for asked in ([stranger], [people[1]], [people[0]], [], [people[2], stranger]):
        with pytest.raises(NotOfTheTeam):
            swaps.ask_to_swap(duty, asked, by=people[0], now=NOON)
    assert not Swap.objects.exists()


def test_only_whoever_has_it_asks_once_and_before_it_begins(swap: Swap, duty: Duty, people: list[User]) -> None:
    with pytest.raises(NotYourDuty):
        swaps.ask_to_swap(duty, [people[2]], by=people[1], now=NOON)
    with pytest.raises(AlreadyAsked):
        swaps.ask_to_swap(duty, [people[3]], by=people[0], now=NOON)
    with pytest.raises(DutyIsOver):
        swaps.ask_to_swap(make_duty(people[3], 0, 11, 13), [people[1]], by=people[3], now=NOON)


def test_only_whoever_asked_takes_the_question_back(swap: Swap, people: list[User]) -> None:
    with pytest.raises(NotYourDuty):
        swaps.withdraw_swap(swap, by=people[1], now=NOON)
    swap.refresh_from_db()
    assert swap.state == SwapState.OPEN


def test_taking_it_back_leaves_everybody_in_peace(swap: Swap, people: list[User]) -> None:
    swaps.withdraw_swap(swap, by=people[0], now=NOON)
    swaps.withdraw_swap(swap, by=people[0], now=NOON)
    assert not owed("swap_asked")
    with pytest.raises(SwapIsOver):
        say(swap, people[1], agrees=True)


@pytest.mark.parametrize("change", ["given", "off"])
def test_a_helper_who_changes_the_duty_ends_the_question(
    swap: Swap, duty: Duty, people: list[User], change: str
) -> None:
    if change == "given":
        give_to(duty, person=people[3], by=people[2], now=NOON)
        with pytest.raises(SwapIsOver):
            say(swap, people[1], agrees=True)
        assert Duty.objects.get().person == people[3]
    else:
        take_off(duty, by=people[3], now=NOON)
        assert not Swap.objects.exists()
    assert not owed("swap_asked")


def test_when_the_duty_begins_the_question_is_over(swap: Swap, people: list[User]) -> None:
    assert end_old_swaps(now=at(0, 21, 59)) == 0
    assert end_old_swaps(now=at(0, 22)) == 1
    with pytest.raises(SwapIsOver):
        swaps.answer_swap(ask_of(swap, people[1]), agrees=True, by=people[1], now=at(0, 22))


def test_the_database_lets_one_yes_stand(swap: Swap, people: list[User]) -> None:
    say(swap, people[1], agrees=True)
    with pytest.raises(IntegrityError, match="one_yes_per_swap"), transaction.atomic():
        SwapAsk.objects.filter(person=people[2]).update(answer=SwapAnswer.YES)


def test_behind_the_link_she_answers_without_signing_in(client: Client, swap: Swap, people: list[User]) -> None:
    link = swap_link(ask_of(swap, people[1])).split("/", 3)[3]
    page = client.get(f"/{link}")
    assert "Können Sie übernehmen?" in page.content.decode()
    assert Swap.objects.get().state == SwapState.OPEN  # a GET never answers
    assert client.post(f"/{link}", {}).status_code == 422
    assert client.post(f"/{link}", {"antwort": "ja"}).status_code == 302
    assert Duty.objects.get().person == people[1]
    assert "Danke, Sie übernehmen" in client.get(f"/{link}").content.decode()
    other = swap_link(ask_of(swap, people[2])).split("/", 3)[3]
    assert "Jemand war schneller" in client.get(f"/{other}").content.decode()
    assert client.post(f"/{other}", {"antwort": "ja"}).status_code == 409


def test_a_link_dies_with_the_beginning_with_the_account_and_with_a_letter(
    client: Client, swap: Swap, people: list[User]
) -> None:
    link = "/" + swap_link(ask_of(swap, people[1])).split("/", 3)[3]
    assert client.get(link.replace("tauschfrage/", "tauschfrage/x")).status_code == 404
    User.objects.filter(pk=people[1].pk).update(is_active=False)
    assert client.get(link).status_code == 404
    User.objects.filter(pk=people[1].pk).update(is_active=True)
    assert client.get(link).status_code == 200
    machine.travel_to(at(0, 22))
    assert client.get(link).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_four_who_say_yes_at_once_one_has_the_duty() -> None:
    people = make_colleagues(make_service(make_district()), 5)
    duty = make_duty(people[0])
    swap = swaps.ask_to_swap(duty, people[1:], by=people[0], now=NOON)
    asks = list(swap.asks.select_related("person"))

    def run(ask: SwapAsk) -> str:
        try:
            swaps.answer_swap(ask, agrees=True, by=ask.person, now=NOON)
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "yes"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(run, asks))
    assert said == ["SomebodyWasFaster"] * 3 + ["yes"]
    assert SwapAsk.objects.get(answer=SwapAnswer.YES).person_id == Duty.objects.get().person_id


@pytest.mark.django_db(transaction=True)
def test_without_the_verbs_lock_two_would_have_it() -> None:
    """The negative control: reading first and writing after lets the last one win, were it not for the constraint."""
    people = make_colleagues(make_service(make_district()), 3)
    swap = swaps.ask_to_swap(make_duty(people[0]), people[1:], by=people[0], now=NOON)

    def run(person: User) -> str:
        try:
            if Swap.objects.get(pk=swap.pk).state == SwapState.OPEN:
                SwapAsk.objects.filter(swap=swap, person=person).update(answer=SwapAnswer.YES)
        except IntegrityError:
            return "refused"
        finally:
            connection.close()
        return "yes"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, people[1:])) == ["refused", "yes"]


def test_whoever_has_left_the_team_takes_no_duty_by_the_old_link(
    client: Client, swap: Swap, people: list[User]
) -> None:
    ask = ask_of(swap, people[1])
    link = "/" + swap_link(ask).split("/", 3)[3]
    assert client.get(link).status_code == 200
    CareWorker.objects.filter(user=people[1]).update(is_active=False)
    assert client.get(link).status_code == 404
    assert client.post(link, {"antwort": "ja"}).status_code == 404
    with pytest.raises(NotOfTheTeam):
        say(swap, people[1], agrees=True)
    assert Duty.objects.get(pk=swap.duty_id).person == people[0]
