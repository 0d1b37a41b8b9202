"""A machine calls whoever has duty: 1 takes it, 2 passes it on, silence rings again until the policy asks the deputy."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from helpers.models import Duty
from piano.kit import clock
from piano.messaging.channels.voice import CHANNEL
from piano.messaging.models import Attempt, Call, Message, MessageState
from piano.messaging.reasons import REASONS
from piano.messaging.sending import send_due
from piano.messaging.words import words_for
from quarters.models import User
from requests.messages.ring_notices import MOST_RINGS, RING_EVERY
from requests.models import AlertLook, Offer, StateChange, Visit
from requests.phone_tree import add_to_tree
from requests.rings import BY_KEY
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import allow_care, make_care_worker, make_category, make_visit, make_window
from tests.messaging.telephone import Telephone, running_telephone, tell

pytestmark = pytest.mark.django_db
CANARY, WISH = "Kanarienvogel", "Mutter kommt nicht aus dem Sessel"
PRICE = "Frau Kanarienvogel zahlt 35 € je Einsatz."
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def telephone(settings: Any) -> Iterator[Telephone]:
    with running_telephone() as phone:
        settings.GATEWAYS = {"voice": phone.gateway()}
        yield phone
    CHANNEL.close()


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district)


@pytest.fixture
def deputy(cast: Cast, nurse: User) -> User:
    person = make_care_worker(cast.district)
    Duty.objects.filter(person=person).update(is_deputy=True)
    return person


@pytest.fixture
def offer(cast: Cast, telephone: Telephone, nurse: User) -> Offer:
    User.objects.filter(pk=cast.tenant.user_id).update(family_name=CANARY, phone="+49561777777")
    visit = make_visit(cast.tenant, make_category("care", name="Pflege", who="professional", level="P"), words=WISH)
    allow_care(visit, by=cast.helper, price=PRICE)
    drive()
    return Offer.objects.get(person=nurse)


def drive() -> None:
    while drive_visits():
        pass


def send() -> None:
    send_due(classes=["a"])


def later(minutes: float) -> None:
    machine.travel_to(clock.now() + minutes * MINUTE)
    drive()
    send()


def rings(**where: Any) -> Any:
    return Message.objects.filter(channel="voice", **where).order_by("not_before")


def test_who_has_duty_is_called_at_the_number_of_the_duty(telephone: Telephone, offer: Offer, nurse: User) -> None:
    duty = nurse.duties.get()
    Duty.objects.filter(pk=duty.pk).update(forward_to="+49561555000")
    send()
    assert [call.to for call in telephone.calls.values()] == ["+49561555000"]
    assert Message.objects.filter(reason="case_handed_over", channel="email").exists()  # the link goes its own way


def test_a_deputy_is_called_at_her_own_number(telephone: Telephone, offer: Offer, deputy: User) -> None:
    Duty.objects.filter(person=deputy).update(forward_to="+49561555000")
    later(16)
    assert telephone.last.to == deputy.phone


def test_it_says_quarter_kind_and_the_two_keys_twice_and_nothing_personal(
    cast: Cast, telephone: Telephone, offer: Offer
) -> None:
    send()
    text = telephone.last.fields["Text"]
    assert text.count("Pflege") == text.count(cast.district.name) == 2
    assert text.count("drücken Sie die 1") == text.count("drücken Sie die 2") == 2
    street = cast.tenant.building.street  # type: ignore[union-attr]
    assert not any(word in text for word in (CANARY, "777777", street, WISH, "35", cast.helper.family_name))


def test_it_rings_again_while_nobody_answers_and_then_the_deputy_is_asked(
    telephone: Telephone, offer: Offer, deputy: User, nurse: User
) -> None:
    send()
    for _ in range(3):
        later(4)
    assert [call.to for call in telephone.calls.values()] == [nurse.duties.get().forwards_to] * 4
    later(4)
    assert telephone.last.to == deputy.phone
    assert Offer.objects.get(person=deputy).state == OfferState.OPEN


def test_each_ring_is_a_call_of_its_own_and_never_later_than_the_next(telephone: Telephone, offer: Offer) -> None:
    assert [(row.not_before, row.expires_at) for row in rings()] == [
        (offer.asked_at + turn * RING_EVERY, offer.asked_at + (turn + 1) * RING_EVERY) for turn in range(MOST_RINGS)
    ]
    later(13)  # nothing ran meanwhile
    assert len(telephone.calls) == 1
    assert rings(state=MessageState.EXPIRED).count() == MOST_RINGS - 1


def test_one_takes_it_and_stops_the_ringing_but_shows_and_agrees_to_nothing(
    client: Client, telephone: Telephone, offer: Offer, nurse: User, deputy: User
) -> None:
    send()
    later(10)
    said = tell(client, telephone.last, Digits="1").content.decode()
    assert "Sie übernehmen" in said
    offer.refresh_from_db()
    assert (offer.state, offer.answer_by) == (OfferState.OPEN, clock.now() + 15 * MINUTE)
    assert list(AlertLook.objects.values_list("step", flat=True)) == ["by_key"]
    assert [row.note for row in StateChange.objects.filter(by=nurse)] == [BY_KEY % nurse.full_name]
    calls = len(telephone.calls)
    later(2.5)  # when it would have rung once more
    later(11.5)
    assert (len(telephone.calls), Offer.objects.filter(person=deputy).exists()) == (calls, False)


def test_one_without_the_digits_goes_on_to_the_deputy(
    client: Client, telephone: Telephone, offer: Offer, deputy: User
) -> None:
    send()
    tell(client, telephone.last, Digits="1")
    later(16)
    assert telephone.last.to == deputy.phone


def test_two_asks_the_deputy_at_once(client: Client, telephone: Telephone, offer: Offer, deputy: User) -> None:
    send()
    said = tell(client, telephone.last, Digits="2").content.decode()
    assert "Vertretung" in said
    offer.refresh_from_db()
    assert offer.state == OfferState.DECLINED
    send()
    assert telephone.last.to == deputy.phone


def test_the_first_key_of_a_call_counts_once(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    call = telephone.last
    tell(client, call, Digits="1")
    steps = StateChange.objects.count()
    for key in ("1", "2"):
        assert "schon angekommen" in tell(client, call, Digits=key).content.decode()
    offer.refresh_from_db()
    assert (offer.state, StateChange.objects.count()) == (OfferState.OPEN, steps)
    assert Attempt.objects.get(channel="voice").answer == "1"


def test_another_key_changes_nothing_and_says_which_ones_there_are(
    client: Client, telephone: Telephone, offer: Offer
) -> None:
    send()
    assert "drücken Sie die 1" in tell(client, telephone.last, Digits="7").content.decode()
    assert "Sie übernehmen" in tell(client, telephone.last, Digits="1").content.decode()


def test_a_key_after_somebody_has_taken_it_is_thanked(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    Offer.objects.filter(pk=offer.pk).update(state=OfferState.EXPIRED)
    assert "inzwischen erledigt" in tell(client, telephone.last, Digits="1").content.decode()
    assert not AlertLook.objects.exists()


@pytest.mark.parametrize("forged", [{"key": "x" * 40}, {"at": 1_000_000}], ids=["other key", "old"])
def test_a_forged_or_old_key_is_none(client: Client, telephone: Telephone, offer: Offer, forged: Any) -> None:
    send()
    assert tell(client, telephone.last, Digits="1", **forged).status_code == 403
    assert not AlertLook.objects.exists()
    assert client.get("/gateway/voice/receipt").status_code == 405


def test_no_answer_puts_nobody_on_the_phone_list(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    assert tell(client, telephone.last, CallStatus="busy").status_code == 204
    assert rings(state=MessageState.FAILED).count() == 1
    assert not Call.objects.exists()


def test_a_provider_that_is_down_rings_later_and_calls_nobody_by_hand(telephone: Telephone, offer: Offer) -> None:
    telephone.mode = "500"
    send()
    later(1)
    assert telephone.asked == 2
    assert not Call.objects.exists()
    telephone.mode = "ring"
    later(3)
    assert len(telephone.calls) == 1


def test_a_broken_line_repeats_under_the_same_key_and_is_one_call(telephone: Telephone, offer: Offer) -> None:
    telephone.mode = "drop"
    send()
    telephone.mode = "ring"
    later(1)
    assert len(telephone.calls) == 1
    assert rings(state=MessageState.SENT).count() == 1


def test_without_a_provider_nobody_is_owed_a_call(cast: Cast, settings: Any, nurse: User) -> None:
    settings.GATEWAYS = {}
    visit = make_visit(cast.tenant, make_category("care", name="Pflege", who="professional", level="P"))
    allow_care(visit, by=cast.helper)
    drive()
    assert not rings().exists()
    assert not Message.objects.filter(reason="ring_offer").exists()


def test_nobody_is_called_by_a_machine_about_anything_else(telephone: Telephone) -> None:
    carried = {name for name, reason in REASONS.items() if CHANNEL.carries(reason)}
    assert {"ring_offer", "ring_look"} <= carried
    assert not carried & {"offer", "offer_urgent", "case_handed_over", "reminder_tenant", "phone_tree"}


# What waits for somebody to look


@pytest.fixture
def urgent(telephone: Telephone) -> tuple[Visit, list[User]]:
    cast = make_cast(volunteers=0)
    people = [
        add_to_tree(
            cast.district, name=name, phone=f"0561 7000{place}", who="", hears_of_gaps=True, now=clock.now()
        ).person
        for place, name in enumerate(("Ada Eins", "Ada Zwei"))
    ]
    machine.travel_to(clock.at(clock.today(), dt.time(10)))
    visit = make_visit(cast.tenant, cast.shop, urgency="urgent", window=make_window(days=0, starts=12, ends=20))
    drive()
    later(31)
    visit.refresh_from_db()
    return visit, people


def test_the_phone_tree_is_called_and_one_takes_care_as_on_the_board(
    client: Client, telephone: Telephone, urgent: tuple[Visit, list[User]]
) -> None:
    visit, (first, _second) = urgent
    assert telephone.last.to == first.phone
    assert "Sie kümmern sich" in tell(client, telephone.last, Digits="1").content.decode()
    visit.refresh_from_db()
    assert visit.cared_by == first
    calls = len(telephone.calls)
    later(45)
    assert len(telephone.calls) == calls


def test_two_calls_the_next_of_the_tree_at_once_and_her_no_more(
    client: Client, telephone: Telephone, urgent: tuple[Visit, list[User]]
) -> None:
    visit, (first, second) = urgent
    tell(client, telephone.last, Digits="2")
    drive()
    send()
    assert telephone.last.to == second.phone
    later(8)
    assert [call.to for call in telephone.calls.values()].count(first.phone) == 1
    visit.refresh_from_db()
    assert (visit.state, visit.cared_at) == (VisitState.DECISION, None)


def test_who_presses_one_too_late_hears_who_was_faster(
    client: Client, telephone: Telephone, urgent: tuple[Visit, list[User]]
) -> None:
    visit, (_first, _second) = urgent
    other = make_care_worker(visit.help_request.district)
    Visit.objects.filter(pk=visit.pk).update(cared_by=other, cared_at=clock.now())
    assert "erledigt" in tell(client, telephone.last, Digits="1").content.decode()


def test_the_words_of_both_rings_are_calm_and_name_nobody(telephone: Telephone, urgent: Any) -> None:
    for message in rings():
        assert CANARY not in words_for(message).body


# The whole way over the wire


@pytest.mark.django_db(transaction=True)
def test_a_provider_fetches_the_document_and_presses_over_the_wire(
    settings: Any, live_server: Any, cast: Cast, telephone: Telephone, offer: Offer
) -> None:
    settings.SITE_URL = live_server.url
    send()
    said, action = telephone.pick_up()
    assert said == telephone.last.fields["Text"]
    assert action == f"{live_server.url}/gateway/voice/receipt"
    assert "Sie übernehmen" in telephone.press("1")
    assert AlertLook.objects.get().step == "by_key"


def test_the_document_is_behind_a_signature_for_an_hour_and_never_acts(
    client: Client, telephone: Telephone, offer: Offer
) -> None:
    send()
    path = telephone.last.document.partition("/gateway/")[2]
    for _ in range(2):
        assert client.get(f"/gateway/{path}").status_code == 200
    assert client.get(f"/gateway/{path[:-1]}x").status_code == 404
    assert not AlertLook.objects.exists()
    machine.travel_to(clock.now() + dt.timedelta(minutes=61))
    assert client.get(f"/gateway/{path}").status_code == 404
