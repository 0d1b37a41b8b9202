"""`manage.py match_problem`: the engine alone. A problem as JSON on standard input, its solution as JSON on standard output."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from requests.dispatch.matching import Solution, solve
from requests.dispatch.reading import Malformed, read_problem


class Command(BaseCommand):
    help = "Löst eine Zuteilung ohne Datenbank: match_problem < problem.json > solution.json."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            solution = solve(read_problem(sys.stdin.buffer.read()))
        except Malformed as error:
            sys.stderr.write(f"{error}\n")
            sys.exit(2)
        sys.stdout.buffer.write(json.dumps(as_json(solution), ensure_ascii=False, indent=1).encode() + b"\n")
        sys.stdout.buffer.flush()


def as_json(solution: Solution) -> dict[str, Any]:
    return {
        "assignments": [
            {"visit": one.visit, "person": one.person, "start": one.start.isoformat(), "cost": one.cost}
            for one in solution.assignments
        ],
        "candidates": [
            {"visit": one.visit, "person": one.person, "cost": one.cost, "reasons": list(one.reasons)}
            for one in solution.candidates
        ],
        "unfilled": [{"visit": one.visit, "why_not": one.why_not} for one in solution.unfilled],
        "optimal": solution.is_optimal,
    }
