"""The page on dispatching says what the code does: its tables are the code's, its names exist."""

import importlib
import re
from collections import defaultdict

import pytest

from requests.advance import KINDS
from requests.models import WorkKind
from requests.states import STEPS
from tests.processes import ROOT

PAGE = (ROOT / "docs" / "dispatch.md").read_text()


def rows_after(heading: str) -> list[list[str]]:
    """The first table below a heading, without its head."""
    lines = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return cells[2:]


def test_its_states_are_the_state_table() -> None:
    told: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for row, before, after in rows_after("States"):
        told[row]["" if before == "–" else before] = set(after.split(", "))
    for name, states in KINDS.values():
        if name in ("request", "visit", "offer", "assignment", "series", "regular"):
            known = {str(before): {str(one) for one in after} for before, after in STEPS[states].items()}
            assert told[name] == known


def test_it_names_every_step_of_the_engine() -> None:
    assert {row[0] for row in rows_after("Steps")} == set(WorkKind.values)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:[a-z_]+\.)+[a-z_A-Z]+)`", PAGE))))
def test_what_it_names_exists(name: str) -> None:
    if name.endswith(".py"):
        return
    module, _, thing = name.rpartition(".")
    place = module if module.startswith("piano.") else f"requests.{module}"
    try:
        assert hasattr(importlib.import_module(place), thing)
    except ModuleNotFoundError:
        importlib.import_module(name if name.startswith("piano.") else f"requests.{name}")
