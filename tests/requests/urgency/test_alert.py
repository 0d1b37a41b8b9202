"""An alert behind its link at three in the morning: quarter, kind, whom to ask; then four digits, and name and door."""

import pytest
from django.test import Client

from helpers.on_duty import duty_phones
from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import User
from requests.arranged.visits import cancel_visit
from requests.models import AlertLook, Assignment, Offer, PriceConfirmation
from requests.states import OfferState
from requests.sweeps import drive_visits
from requests.urgency import alerts
from tests.conftest import Cast
from tests.factories import allow_care, make_care_worker, make_category, make_visit

pytestmark = pytest.mark.django_db
CANARY, WISH, PIN = "Kanarienvogel", "Mutter kommt nicht aus dem Sessel", "4071"
PRICE = "Der Pflegedienst kostet 35 € je Einsatz."
YES = {"price": PRICE, "price_confirmed": "on", "pin": PIN}


def make_nurse(cast: Cast, pin: str = PIN) -> User:
    """She has taken over the telephone."""
    nurse = make_care_worker(cast.district)
    duty_phones.take_phone(nurse.duties.get(), pin=pin, by=nurse, now=clock.now())
    return nurse


def make_case(cast: Cast) -> None:
    cast.tenant.user.family_name, cast.tenant.user.phone = CANARY, "+49561777777"
    cast.tenant.user.save()
    visit = make_visit(cast.tenant, make_category("care", name="Pflege", who="professional", level="P"), words=WISH)
    allow_care(visit, by=cast.helper, price=PRICE)
    drive_visits()


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_nurse(cast)


@pytest.fixture
def offer(cast: Cast, nurse: User) -> Offer:
    make_case(cast)
    return Offer.objects.select_related("person", "visit__help_request").get(person=nurse)


def way(offer: Offer) -> str:
    return f"/bereitschaft/alarm/{alerts.token_for(offer)}/"


def steps(offer: Offer) -> list[str]:
    return list(AlertLook.objects.filter(offer=offer).order_by("pk").values_list("step", flat=True))


def is_silent(page: str, cast: Cast) -> bool:
    """No name, no door, no word of hers; the number to call back is shown before a yes."""
    street = cast.tenant.building.street  # type: ignore[union-attr]
    return not any(word in page for word in (CANARY, street, WISH))


def test_the_message_carries_the_link(offer: Offer) -> None:
    message = Message.objects.get(reason="case_handed_over")
    assert way(offer) in words_for(message).body


def test_it_shows_quarter_kind_and_who_knows_more_and_names_nobody(client: Client, cast: Cast, offer: Offer) -> None:
    page = client.get(way(offer)).content.decode()
    assert "Rothenditmold: Pflege" in page
    assert f"tel:{cast.helper.phone}" in page  # she spoke with the person
    assert PRICE in page
    assert is_silent(page, cast)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ({"caller_name": "Petra", "caller_phone": "+495611234"}, "tel:+495611234"),
        ({}, "tel:+49561777777"),
        ({"only_writes": True}, None),
        ({"phone": ""}, None),
    ],
)
def test_the_number_to_call_back_is_that_of_who_asked(
    client: Client, cast: Cast, offer: Offer, said: dict[str, object], number: str | None
) -> None:
    person, calls = cast.tenant.user, {name: said[name] for name in said if name.startswith("caller")}
    type(offer.visit.help_request).objects.update(**calls) if calls else None
    User.objects.filter(pk=person.pk).update(reach="email", email="c@example.org", **(said if not calls else {}))
    page = client.get(way(offer)).content.decode()
    assert number is None or number in page
    assert "777777" not in page or number == "tel:+49561777777"
    assert "Petra" not in page
    assert is_silent(page, cast)


def test_once_it_is_taken_the_link_shows_no_number(client: Client, cast: Cast, offer: Offer) -> None:
    cancel_visit(offer.visit, by=cast.tenant.user, now=clock.now())
    page = client.get(way(offer)).content.decode()
    assert is_silent(page, cast)
    assert "777777" not in page


def test_a_get_never_acts_and_every_look_is_a_row(client: Client, cast: Cast, offer: Offer) -> None:
    for _ in range(3):
        client.get(way(offer), headers={"User-Agent": "MailScanner"})
    client.head(way(offer))
    assert Offer.objects.get(pk=offer.pk).state == OfferState.OPEN
    assert not Assignment.objects.exists()
    assert steps(offer) == ["opened"] * 4


def test_with_the_digits_and_the_price_she_takes_it_and_sees_name_and_door(
    client: Client, cast: Cast, offer: Offer, nurse: User
) -> None:
    page = client.post(way(offer), YES, follow=True).content.decode()
    for needed in (CANARY, "777777", cast.tenant.building.street, WISH):  # type: ignore[union-attr]
        assert needed in page
    assert Assignment.objects.get().person == nurse
    assert PriceConfirmation.objects.get().price == PRICE
    assert steps(offer) == ["accepted", "opened", "details"]


def test_it_is_no_sign_in(client: Client, offer: Offer) -> None:
    client.post(way(offer), YES)
    assert client.get("/bereitschaft/").headers["Location"].startswith("/konto/login/")


def test_another_browser_with_the_link_reads_no_name(client: Client, cast: Cast, offer: Offer) -> None:
    client.post(way(offer), YES)
    other = Client()
    page = other.get(way(offer)).content.decode()
    assert is_silent(page, cast)
    assert is_silent(other.post(way(offer), {"pin": "9999"}).content.decode(), cast)
    assert CANARY in other.post(way(offer), {"pin": PIN}, follow=True).content.decode()


def test_a_wrong_pin_does_nothing_and_is_a_row(client: Client, cast: Cast, offer: Offer) -> None:
    answer = client.post(way(offer), YES | {"pin": "0815"})
    assert answer.status_code == 422
    assert "stimmen nicht" in answer.content.decode()
    assert is_silent(answer.content.decode(), cast)
    assert steps(offer) == ["wrong_pin"]
    assert not Assignment.objects.exists()


def test_after_five_wrong_ones_the_right_one_is_dead_and_signing_in_is_left(client: Client, offer: Offer) -> None:
    for _ in range(5):
        client.post(way(offer), YES | {"pin": "0815"})
    answer = client.post(way(offer), YES)
    assert answer.status_code == 422
    assert "Bitte melden Sie sich an" in answer.content.decode()
    assert f"/konto/login/?next=/bereitschaft/{offer.reference}/" in answer.content.decode()
    assert not Assignment.objects.exists()


def test_a_right_one_begins_the_count_anew(nurse: User) -> None:
    phone = duty_phones.phone_of(nurse, now=clock.now())
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(duty_phones.WrongPin):
                duty_phones.check_pin(phone, "0815")
        assert duty_phones.check_pin(phone, PIN) == phone


@pytest.mark.parametrize("missing", ["price_confirmed", "pin"])
def test_without_price_or_digits_the_yes_does_not_count(client: Client, offer: Offer, missing: str) -> None:
    answer = client.post(way(offer), {name: value for name, value in YES.items() if name != missing})
    assert answer.status_code == 422
    assert f'href="#id_{missing}"' in answer.content.decode()
    assert not Assignment.objects.exists()


def test_an_unconfirmed_price_costs_no_try(client: Client, offer: Offer) -> None:
    for _ in range(6):
        client.post(way(offer), {"price": PRICE, "pin": PIN})
    assert client.post(way(offer), YES).status_code == 302


def test_the_helper_reads_who_looked_and_what_was_tried(client: Client, cast: Cast, offer: Offer) -> None:
    for _ in range(2):
        client.get(way(offer))
    client.post(way(offer), YES | {"pin": "0815"})
    client.force_login(cast.helper)
    page = client.get(f"/leitstand/anfragen/{offer.visit.help_request.reference}/").content.decode()
    assert "Alarm 2-mal geöffnet" in page
    assert "einmal mit falschen Ziffern" in page


def test_the_digits_are_not_said_back(client: Client, offer: Offer) -> None:
    assert "0815" not in client.post(way(offer), {"pin": "0815"}).content.decode()
