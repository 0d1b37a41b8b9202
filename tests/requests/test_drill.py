"""The drill of faults names tests that are there."""

import ast

import pytest

from requests.bench.drill import ROOT
from requests.bench.faults import FAULTS

NAMED = sorted({test for fault in FAULTS for test in fault.tests})


@pytest.mark.parametrize("name", NAMED)
def test_each_test_that_a_fault_names_is_there(name: str) -> None:
    path, _, function = name.partition("[")[0].partition("::")
    there = {node.name for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)}
    assert there
    assert not function or function in there


def test_every_promised_fault_is_shown_by_tests_or_by_the_measurement() -> None:
    promised = {*range(1, 11), *range(13, 19), *range(22, 25), 28}
    assert {int(fault.number[1:]) for fault in FAULTS} == promised
    assert [fault.number for fault in FAULTS if not fault.tests] == ["F28"]
