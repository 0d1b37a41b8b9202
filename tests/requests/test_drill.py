"""The drill of faults names tests that are there."""

import ast

import pytest

from requests.bench.drill import FAULTS, ROOT

NAMED = sorted({test for fault in FAULTS for test in fault.tests})


@pytest.mark.parametrize("name", NAMED)
def test_each_test_that_a_fault_names_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    there = {node.name for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)}
    assert there
    assert not function or function in there


def test_a_fault_that_nothing_shows_says_nothing_of_a_rest() -> None:
    assert [fault.number for fault in FAULTS if fault.lacks and not fault.tests] == []
