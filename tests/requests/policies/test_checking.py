"""What makes no sense is said in a sentence; what is shipped makes sense."""

import pytest

from requests.policies.checking import hints_of, problems_of
from requests.policies.plain import Plan, Step, Unit, Who
from requests.policies.shipped import NORMAL, SHIPPED, SOON

HELPER = Step(Who.HELPER, unit=Unit.MINUTES, amount=0)
CARES = Step(Who.HELPER, unit=Unit.MINUTES, amount=30)
TREE = Step(Who.TREE, unit=Unit.MINUTES, amount=15)
DUTY = Step(Who.DUTY, unit=Unit.MINUTES, amount=15)
CALLING = Plan((*SOON.steps[:2], Step(Who.PHONE, unit=Unit.DAY_MINUTES, amount=180), *SOON.steps[2:]))


@pytest.mark.parametrize("key", list(SHIPPED))
def test_what_is_shipped_has_no_problem(key: tuple[str, bool]) -> None:
    urgency, for_professionals = key
    assert problems_of(SHIPPED[key], urgency=urgency, for_professionals=for_professionals) == []


@pytest.mark.parametrize(
    ("urgency", "steps", "words"),
    [
        ("normal", (), "kein Ende"),
        ("normal", (Step(Who.WRITING),), "kein Ende"),
        ("normal", (Step(Who.WRITING, amount=0), HELPER), "hat kein Ende: Bitte tragen Sie ein"),
        ("normal", (HELPER, Step(Who.WRITING)), "weiter nach oben"),
        ("normal", (HELPER, HELPER), "nur einmal"),
        ("normal", (DUTY, HELPER), "Nur Dringendes"),
        ("urgent", (Step(Who.PHONE, unit=Unit.MINUTES, amount=30), CARES), "dauert zu lange"),
        ("urgent", (Step(Who.WRITING), CARES), "in Minuten"),
        ("urgent", (DUTY, HELPER), "muss jemand bestätigen"),
        ("urgent", (CARES, Step(Who.TREE, amount=1)), "zählen Minuten"),
        ("urgent", (TREE, CARES), "weiter nach unten"),
        ("urgent", (HELPER, TREE), "nach wie vielen Minuten"),
    ],
)
def test_a_problem_is_a_sentence(urgency: str, steps: tuple[Step, ...], words: str) -> None:
    found = problems_of(Plan(steps), urgency=urgency, for_professionals=False)
    assert any(words in problem.words for problem in found), found


def test_volunteers_are_not_asked_for_what_only_professionals_may() -> None:
    found = problems_of(CALLING, urgency="soon", for_professionals=True)
    assert {problem.place for problem in found} == {0, 1, 2}


def test_who_lets_volunteers_be_called_reads_what_it_costs() -> None:
    assert hints_of(NORMAL, urgency="normal") == hints_of(SOON, urgency="soon") == []
    assert "Anrufliste" in hints_of(CALLING, urgency="soon")[0]
