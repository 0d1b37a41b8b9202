"""What is printed in each step: to whom, with what on it, and where no letter is needed the page says why."""

import pytest
from django.test import Client

from quarters.conversions import defects
from quarters.conversions.letters import LETTERS, letters_in, why_none
from quarters.conversions.papers import OF_FLAT, OF_PERSON
from quarters.conversions.states import CLOSED_STATES, FUNDING_STATES, OPEN_STATES, ConversionState
from tests.pdf import is_pdf_ua, words_of
from tests.quarters.conversions.conftest import Home

S = ConversionState
SAYS = {
    S.WISH: {"einwilligung": ["GWG Wohnen", "Nein, ich bin nicht einverstanden.", "Unterschrift"]},
    S.ADVICE: {"termin": ["Wir kommen zu Ihnen", "Uhr"]},
    S.CHECK: {"pruefung": ["C: nicht möglich", "Dusche statt Badewanne", "120 × 120 cm"]},
    S.PERMISSION: {"erlaubnis": ["§ 554", "Dusche statt Badewanne"], "antwort": ["Nein, aus diesem Grund"]},
    S.AGREEMENT: {"vereinbarung": ["Rückbau beim Auszug", "Bestellt wird erst"]},
    S.QUOTES: {"angebot": ["Das ist noch kein Auftrag", "120 × 120 cm"]},
    S.CARE_FUND: {"pflegekasse": ["§ 40", "5.000 €", "Versichertennummer"]},
    S.WORKS: {"auftrag": ["Auftrag", "5.000 €"], "nachbarn": ["Liebe Nachbarinnen"]},
    S.ACCEPTANCE: {"abnahme": ["Griff locker"], "maengel": ["Griff locker"], "auszahlung": ["4.000 €", "Rechnung"]},
}


@pytest.mark.parametrize("state", list(SAYS))
def test_each_step_has_its_paper(home: Home, state: str) -> None:
    home.to(state)
    if state == S.ADVICE:
        home.fill()
    if state == S.ACCEPTANCE:
        defects.note_defect(home.case, room="bath", words="Griff locker", **home.who)
    client = Client()
    client.force_login(home.helper)
    for kind, words in SAYS[S(state)].items():
        answer = client.get(f"/umbau/{home.case.reference}/papier/{kind}/")
        said = words_of(answer.content).replace("\xa0", " ")
        assert is_pdf_ua(answer.content), kind
        assert [one for one in words if one not in said] == [], kind


def test_every_open_step_has_a_paper_of_its_own_or_says_why_none_is_needed() -> None:
    for state in OPEN_STATES:
        own = [kind for kind, _letter in letters_in(state, for_landlord=False) if kind not in ("stand", "pflegekasse")]
        asks_fund = state == S.CARE_FUND
        assert own or asks_fund or why_none(state, for_landlord=False), state


def test_what_is_over_is_told_in_words() -> None:
    for state in CLOSED_STATES:
        assert "stand" in dict(letters_in(state, for_landlord=False))


def test_the_landlord_is_not_told_which_fund_needs_no_letter() -> None:
    told = {why_none(state, for_landlord=True) for state in FUNDING_STATES}
    assert not any("KfW" in words for words in told)


def test_a_paper_that_names_the_tenant_is_never_for_the_landlord() -> None:
    assert set(OF_FLAT) | set(OF_PERSON) == set(LETTERS)
    assert {kind for kind, one in LETTERS.items() if one.is_private} == set(OF_PERSON)
