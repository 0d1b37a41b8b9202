"""The command: JSON in, JSON out, and for everything malformed a path, exit code 2 and an empty standard output."""

import copy
import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command

from piano.local.commands import MANAGE, NOWHERE
from tests.requests.dispatch.problems import at, person, problem, scarce, visit


class Pipe:
    """A standard stream with bytes beneath."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BytesIO(content)


def run(text: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, bytes, str]:
    """Exit code, standard output, standard error."""
    out = Pipe()
    monkeypatch.setattr(sys, "stdin", Pipe(text))
    monkeypatch.setattr(sys, "stdout", out)
    try:
        call_command("match_problem")
    except SystemExit as end:
        return int(end.code or 0), out.buffer.getvalue(), capsys.readouterr().err
    return 0, out.buffer.getvalue(), capsys.readouterr().err


def test_as_a_program_it_needs_no_database() -> None:
    """The real command, with addresses at which nothing answers; only JSON on standard output."""
    env = {**os.environ, **NOWHERE, "PIANO_DEBUG": "1"}
    data = json.dumps(problem([visit(), visit(id="v2", category="walk")], [person()])).encode()
    done = subprocess.run([*MANAGE, "match_problem"], input=data, env=env, capture_output=True, check=True, timeout=60)
    solution = json.loads(done.stdout)
    assert solution["assignments"] == [{"visit": "v1", "person": "p1", "start": at(2), "cost": 2811}]
    assert solution["candidates"] == [{"visit": "v1", "person": "p1", "cost": 2811, "reasons": ["100\u00a0m"]}]
    assert solution["unfilled"] == [{"visit": "v2", "why_not": {"p1": "category"}}]
    assert solution["optimal"] is True
    assert done.stderr == b""


def test_the_same_problem_gives_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps(scarce(3, visits=20, people=12)).encode()
    assert run(text, monkeypatch, capsys) == run(text, monkeypatch, capsys)


def test_letters_stay_letters(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    data = problem([visit(id="Türöffner", languages=["tr"])], [person()])
    code, out, _ = run(json.dumps(data).encode(), monkeypatch, capsys)
    assert code == 0
    assert "Türöffner".encode() in out
    assert "spricht Türkisch".encode() in out


MALFORMED = [
    ("now", "2026-11-23T08:00:00", "now: "),
    ("now", 5, "now: "),
    ("now", "heute", "now: "),
    ("now", "2026-11-23", "now: "),
    ("visits", {}, "visits: "),
    ("people", None, "people: "),
    ("visits.0", [], "visits[0]: "),
    ("visits.0.id", 1, "visits[0].id: "),
    ("visits.0.id", "", "visits[0].id: "),
    ("visits.0.id", "\ud800", "visits[0].id: "),
    ("visits.0.lat", float("nan"), "visits[0].lat: "),
    ("visits.0.lat", 91, "visits[0].lat: "),
    ("visits.0.lon", float("inf"), "visits[0].lon: "),
    ("visits.0.lon", "9.4", "visits[0].lon: "),
    ("visits.0.lon", True, "visits[0].lon: "),
    ("visits.0.earliest", "2026-11-23T08:00:00", "visits[0].earliest: "),
    ("visits.0.earliest", "2026-13-23T08:00:00+01:00", "visits[0].earliest: "),
    ("visits.0.earliest", "0001-01-01T00:00:00+14:00", "visits[0].earliest: "),
    ("visits.0.earliest", "2026-11-23T10:00:00+01:00\0", "visits[0].earliest: "),
    ("visits.0.earliest", "2026-11-23T10:00:00\0+01:00", "visits[0].earliest: "),
    ("visits.0.earliest", "2026-11-23T10:00:00,+01:00", "visits[0].earliest: "),
    ("visits.0.earliest", "2026-11-23 10:00:00+01:00", "visits[0].earliest: "),
    ("visits.0.latest", at(1), "visits[0].latest: "),
    ("visits.0.minutes", 0, "visits[0].minutes: "),
    ("visits.0.minutes", -5, "visits[0].minutes: "),
    ("visits.0.minutes", 60.5, "visits[0].minutes: "),
    ("visits.0.minutes", True, "visits[0].minutes: "),
    ("visits.0.minutes", 10**30, "visits[0].minutes: "),
    ("visits.0.level", "E", "visits[0].level: "),
    ("visits.0.level", ["A"], "visits[0].level: "),
    ("visits.0.urgency", "later", "visits[0].urgency: "),
    ("visits.0.languages", "tr", "visits[0].languages: "),
    ("visits.0.languages.0", 3, "visits[0].languages[0]: "),
    ("visits.0.known.0", None, "visits[0].known[0]: "),
    ("people.0.role", "guest", "people[0].role: "),
    ("people.0.radius_m", -1, "people[0].radius_m: "),
    ("people.0.radius_m", 10**400, "people[0].radius_m: "),
    ("people.0.level", "P", "people[0].level: "),
    ("people.0.minutes_left", "240", "people[0].minutes_left: "),
    ("people.0.free.0", [at(0)], "people[0].free[0]: "),
    ("people.0.free.0", at(0), "people[0].free[0]: "),
    ("people.0.free.0.1", at(-1), "people[0].free[0][1]: "),
    ("people.0.free.0.0", 0, "people[0].free[0][0]: "),
    ("people.0.busy.0", [at(0), "2026-11-23T08:00:00"], "people[0].busy[0][1]: "),
    ("visits.1.id", "v1", "visits[1].id: "),
    ("people.1.id", "p1", "people[1].id: "),
]


@pytest.mark.parametrize(("path", "value", "begins"), MALFORMED)
def test_a_wrong_field_is_named_by_its_path(
    path: str, value: Any, begins: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = full()
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = data
    for step in way:
        place = place[step]
    place[last] = value
    code, out, err = run(json.dumps(data).encode(), monkeypatch, capsys)
    assert (code, out) == (2, b"")
    assert err.startswith(begins)
    assert err.count("\n") == 1


def full() -> dict[str, Any]:
    """Two of each, with something in every list."""
    visits = [visit(id=name, languages=["tr"], known=["p1"], blocked=["p9"]) for name in ("v1", "v2")]
    people = [person(id=name, busy=[[at(1), at(2)]]) for name in ("p1", "p2")]
    return problem(visits, people)


@pytest.mark.parametrize(
    "moment",
    [
        *("2026-11-23T10:00+01:00", "2026-11-23T09:00:00Z", "20261123T100000+0100", "2026-W48-1T10:00:00+01:00"),
        *("2026-11-23T10:00:00.000+01:00", "2026-11-23T10:00:00,000000+01:00", "2026-11-23T10+01"),
    ],
)
def test_a_time_may_be_written_in_every_way_of_the_norm(
    moment: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(json.dumps(problem([visit(earliest=moment)], [person()])).encode(), monkeypatch, capsys)
    assert code == 0
    assert json.loads(out)["assignments"][0]["start"] in (at(2), "2026-11-23T09:00:00+00:00")


FIELDS = [
    *("now", "visits", "people"),
    *(f"visits.0.{name}" for name in visit()),
    *(f"people.0.{name}" for name in person()),
]


@pytest.mark.parametrize("path", FIELDS)
def test_each_field_has_to_be_there(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = copy.deepcopy(full())
    *way, last = path.split(".")
    place: Any = data
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    del place[last]
    code, out, err = run(json.dumps(data).encode(), monkeypatch, capsys)
    assert (code, out) == (2, b"")
    assert err == f"{path.replace('.0.', '[0].')}: is missing\n"


@pytest.mark.parametrize(
    "text",
    [b"", b"   ", b"{", b"[]", b"null", b"3", b"\xff\xfe\xfa", b"[" * 100_000, b'{"now": 1' + b"0" * 5000 + b"}"],
)
def test_what_is_no_problem_is_refused(
    text: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(text, monkeypatch, capsys)
    assert (code, out, err.count("\n")) == (2, b"", 1)
    assert err.startswith("problem: ")


def test_further_fields_and_unknown_names_are_no_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = {**problem([visit(known=["nobody"], colour="red")], [person()]), "city": "Kassel"}
    assert run(json.dumps(data).encode(), monkeypatch, capsys)[0] == 0
