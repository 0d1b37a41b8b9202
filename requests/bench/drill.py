"""Plays the promised faults, one after the other, and says how each went."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from requests.bench.faults import FAULTS, Fault
from requests.bench.outbox import measure

ROOT = Path(__file__).resolve().parents[2]
COUNTED = re.compile(r"(\d+) (passed|failed|error|skipped)")
MASS = 100_000
AS_PROMISED = "PIANO_OUTAGES_AS_PROMISED"  # in the environment of tests: outages last the minutes of the promise


@dataclass(frozen=True)
class Shown:
    """`verdict`: passed, failed, or open where nothing shows it."""

    fault: Fault
    verdict: str
    figures: str = ""


def drill(numbers: set[str]) -> Iterator[Shown]:
    """One after the other, at full scale. An empty set means all."""
    for fault in FAULTS:
        if not numbers or fault.number in numbers:
            yield _shown(fault)


def _shown(fault: Fault) -> Shown:
    if not fault.tests:
        return _mass(fault)
    there = [test for test in fault.tests if (ROOT / test.partition("::")[0]).exists()]
    if not there:
        return Shown(fault, "open", "ohne die Tests, wie in einem Abbild für den Betrieb, ist nichts zu zeigen")
    started = time.monotonic()
    done = subprocess.run(
        [str(ROOT / "bin/test"), "--full", *there, "-q", "-s", "-rs"],
        cwd=ROOT,
        env=os.environ | {AS_PROMISED: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    counts = {word: int(count) for count, word in COUNTED.findall(done.stdout)}
    told = [line.removeprefix("seen: ") for line in done.stdout.splitlines() if line.startswith("seen: ")]
    skipped = [line for line in done.stdout.splitlines() if line.startswith("SKIPPED")]
    took = f"{time.monotonic() - started:.0f} s, load {os.getloadavg()[0]:.1f}"
    figures = "; ".join([*told, ", ".join(f"{count} {word}" for word, count in counts.items()), *skipped, took])
    if done.returncode != 0:
        why = [line.removeprefix("E ").strip() for line in done.stdout.splitlines() if line.startswith("E  ")][:1]
        return Shown(fault, "failed", "; ".join([figures, *why]))
    if counts.get("skipped"):
        return Shown(fault, "open", figures)
    return Shown(fault, "passed", figures)


def _mass(fault: Fault) -> Shown:
    """In this process: a measurement on the durable server, not on that of the tests."""
    seen = measure(MASS)
    holds = not seen.lost and not seen.doubled and seen.per_second >= 300 and seen.urgent_s <= 5 and seen.peak_mb <= 400
    figures = ", ".join(f"{name} {value}" for name, value in asdict(seen).items())
    return Shown(fault, "passed" if holds else "failed", f"{figures}, load {os.getloadavg()[0]:.1f}")
