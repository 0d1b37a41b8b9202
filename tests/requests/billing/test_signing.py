"""A proof: taken back, signed by both, or void with a reason and made anew."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from quarters.models import User
from requests.billing.errors import AlreadySigned, FourthReceiver, NoLongerValid, NotSigned
from requests.billing.signing import note_signed, take_back, void
from requests.models import ReliefLine
from tests.conftest import Cast
from tests.factories import make_organisation, make_resident
from tests.pdf import words_of
from tests.requests.billing.making import MONTH, bill, claimed, helped, others_billed
from tests.volunteers.accounts.making import make_officer

pytestmark = pytest.mark.django_db


def test_a_signed_proof_that_was_wrong_is_void_and_billed_anew(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    proof = bill(cast, officer)
    with pytest.raises(NotSigned):
        void(proof, reason="Zeit falsch", by=officer, now=timezone.now())
    note_signed(proof, on=MONTH, by=officer)
    for person in (cast.helper, cast.volunteer.user):
        with pytest.raises(PermissionDenied):
            void(proof, reason="Zeit falsch", by=person, now=timezone.now())
    first = void(proof, reason="Zeit falsch", by=officer, now=timezone.now())
    assert void(proof, reason="anders", by=officer, now=timezone.now()).void_reason == first.void_reason
    for act in (lambda: note_signed(proof, on=MONTH, by=officer), lambda: take_back(proof, by=officer)):
        with pytest.raises((NoLongerValid, AlreadySigned)):
            act()
    again = bill(cast, officer)
    assert (again.place, again.pk == proof.pk, again.lines.count()) == (1, False, 1)
    with pytest.raises(IntegrityError, match="billed_once"), transaction.atomic():
        ReliefLine.objects.filter(proof=proof).update(is_void=False)


def test_what_is_void_is_off_the_budget_and_makes_room_for_another(cast: Cast, officer: User) -> None:
    receivers = [make_resident(cast.district) for _ in range(4)]
    for at, receiver in enumerate(receivers):
        claimed(receiver, officer)
        others_billed(cast, officer, 9_100, receiver)
        helped(cast, receiver=receiver, day=3 + at, minutes=240)
    proofs = [bill(cast, officer, receiver) for receiver in receivers[:3]]
    note_signed(proofs[0], on=MONTH, by=officer)
    void(proofs[0], reason="war jemand anders", by=officer, now=timezone.now())
    assert bill(cast, officer, receivers[3]).place == 1
    with pytest.raises(FourthReceiver):
        bill(cast, officer, receivers[0])
    take_back(proofs[1], by=officer)
    assert bill(cast, officer, receivers[0]).lines.get().cents == 4_000  # to the last cent


def test_the_page_voids_with_a_reason_and_the_next_paper_says_so(client: Client, cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    proof = bill(cast, officer)
    note_signed(proof, on=MONTH, by=officer)
    here = f"/verein/{cast.volunteer.association.slug}/entlastung/"
    client.force_login(officer)
    assert "War etwas falsch?" in client.get(f"{here}?monat=2026-11").content.decode()
    address = f"{here}nachweis/{proof.reference}/ungueltig/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Uhrzeit falsch"}).status_code == 302
    assert "Uhrzeit falsch" in client.get(f"{here}?monat=2026-11").content.decode()
    again = bill(cast, officer)
    assert f"Ersetzt den Nachweis {proof.reference}" in words_of(
        client.get(f"{here}nachweis/{again.reference}/").content
    )
    assert "Ungültig seit dem" in words_of(client.get(f"{here}nachweis/{proof.reference}/").content)
    client.force_login(make_officer(make_organisation()))
    assert client.get(address).status_code == 404


def test_a_signed_proof_stays_as_it_is(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    proof = bill(cast, officer)
    note_signed(proof, on=MONTH, by=officer)
    assert note_signed(proof, on=dt.date(2026, 12, 1), by=officer).signed_on == MONTH
    helped(cast, day=20)
    for act in (lambda: bill(cast, officer), lambda: take_back(proof, by=officer)):
        with pytest.raises(AlreadySigned):
            act()


def test_what_is_taken_back_can_be_billed_anew(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    take_back(bill(cast, officer), by=officer)
    assert bill(cast, officer).lines.count() == 1
