"""Death, moving out, an agreement that is taken back elsewhere: what stands still, what is gone, what is not told."""

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.reasons import REASONS
from quarters.conversions import confidential
from quarters.conversions.advancing import advance
from quarters.conversions.errors import GateShut
from quarters.conversions.states import ConversionState
from quarters.models import Consent, ConversionPerson
from requests.people.consents import withdraw
from requests.people.farewell import record_death, take_back
from tests.quarters.conversions.conftest import Home

S = ConversionState
PRIVATE = {"care_grade": "3", "entitled": "1", "diagnosis": "Hüfte", "fund_words": "4711"}


def test_when_she_has_died_everything_stands_still(home: Home) -> None:
    case = home.to(S.CHECK)
    record_death(home.tenant, died_on=home.today, by=home.helper, now=clock.now())
    assert not home.fresh().is_shared
    told = Message.objects.filter(reason="conversion_step")
    assert set(told.values_list("state", flat=True)) == {MessageState.CANCELLED}
    assert not REASONS["conversion_step"].is_still_due(case.pk)
    with pytest.raises(GateShut):
        advance(case, **home.who)


def test_when_that_was_a_mistake_it_goes_on(home: Home) -> None:
    home.to(S.CHECK)
    record_death(home.tenant, died_on=home.today, by=home.helper, now=clock.now())
    take_back(home.tenant, now=clock.now())
    assert home.fresh().is_shared


def test_who_never_agreed_has_not_agreed_afterwards(home: Home) -> None:
    home.wish(agrees=False)
    record_death(home.tenant, died_on=home.today, by=home.helper, now=clock.now())
    take_back(home.tenant, now=clock.now())
    assert not home.fresh().is_shared


def test_taken_back_on_the_phone_what_was_said_of_health_is_gone(home: Home) -> None:
    home.wish()
    confidential.note_private(home.case, **PRIVATE, **home.who)
    withdraw(home.tenant.user, purpose=Consent.ConsentPurpose.CONVERSION, by=home.helper, now=clock.now())
    person = ConversionPerson.objects.get()
    assert {getattr(person, name) for name in PRIVATE} == {""}
    assert not home.fresh().is_shared


def test_taking_that_back_takes_nothing_else_back(home: Home) -> None:
    home.wish()
    withdraw(home.tenant.user, purpose=Consent.ConsentPurpose.HEALTH, by=home.helper, now=clock.now())
    assert home.fresh().is_shared


def test_nothing_of_health_is_written_down_without_agreement(home: Home) -> None:
    home.wish(agrees=False)
    with pytest.raises(GateShut):
        confidential.note_private(home.case, **PRIVATE, **home.who)
