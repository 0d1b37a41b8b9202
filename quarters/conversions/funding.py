"""Funding programmes as data: `quarters/data/homes/funding.csv` into the table, which the office may change afterwards."""

import datetime as dt
from pathlib import Path
from typing import Any

from quarters.models import Programme
from quarters.table_lines import Line, lines_of

FILE = Path(__file__).parent.parent / "data" / "homes" / "funding.csv"
NEEDED = {"code", "name", "fund", "max_euros", "from"}


def load_funding(file: Path = FILE) -> int:
    """New programmes are added; one that is there stays as the office left it. Returns how many are new. Raises `BadTable`."""
    rows = [_read(line) for line in lines_of(file, NEEDED)]
    known = set(Programme.objects.values_list("code", flat=True))
    new = [Programme(**row) for row in rows if row["code"] not in known]
    for one in new:
        one.save(force_insert=True)
    return len(new)


def _read(line: Line) -> dict[str, Any]:
    shared = line.text("max_shared")
    starts: dt.date | None = line.date("from")
    if starts is None:
        raise line.bad("„from“ fehlt.")
    return {
        "code": line.text("code", required=True),
        "name": line.text("name", required=True),
        "fund": line.text("fund", required=True),
        "for_landlord": line.text("for") == "landlord",
        "per_mille": line.read("percent", int, "eine Zahl"),
        "max_cents": line.read("max_euros", int, "eine Zahl") * 100,
        "max_shared_cents": int(shared) * 100 if shared else None,
        "valid_from": starts,
        "valid_until": line.date("until"),
        "is_verified": line.flag("verified"),
        "source": line.text("source"),
    }
