"""An alert at night under many hands at once: real connections."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from helpers.on_duty import duty_phones
from piano.kit import clock
from requests.models import Assignment, Offer
from requests.states import OfferState
from tests.conftest import Cast
from tests.requests.urgency.test_alert import YES, make_case, make_nurse, way


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_by_pin_at_once_one_goes(cast: Cast) -> None:
    nurses = [make_nurse(cast, "4071"), make_nurse(cast, "5082")]
    make_case(cast)
    first = Offer.objects.select_related("visit").get()
    other = next(nurse for nurse in nurses if nurse.pk != first.person_id)
    second = Offer.objects.create(
        visit=first.visit, person=other, tier=first.tier, proposed_start=first.proposed_start,
        asked_at=first.asked_at, answer_by=first.answer_by, state=OfferState.OPEN,
    )  # fmt: skip
    pins = dict(zip((nurse.pk for nurse in nurses), ("4071", "5082"), strict=True))
    barrier = threading.Barrier(2)

    def say_yes(offer: Offer) -> int:
        try:
            client = Client()
            barrier.wait(20)
            return client.post(way(offer), YES | {"pin": pins[offer.person_id]}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(say_yes, [first, second])) == [302, 409]
    assert Assignment.objects.count() == 1


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_of_twenty_guesses_at_once_five_are_judged(cast: Cast) -> None:
    nurse = make_nurse(cast)
    phone = duty_phones.phone_of(nurse, now=clock.now())
    barrier = threading.Barrier(20)

    def guess(_: int) -> str:
        try:
            barrier.wait(20)
            duty_phones.check_pin(phone, "0815")
        except (duty_phones.WrongPin, duty_phones.PinIsDead) as error:
            return type(error).__name__
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(guess, range(20)))
    assert (said.count("WrongPin"), said.count("PinIsDead")) == (5, 15)
