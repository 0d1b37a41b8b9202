"""Which tests show which promised fault, and how they went. Tests are named, not read: a developer's machine has them."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS, HAND_OVER, SWEEPERS = (f"tests/faults/test_{name}.py" for name in ("worker_kills", "hand_over", "sweepers"))
ENGINE, MAIL = "tests/faults/test_engine.py", "tests/faults/test_mail_server.py"
DROPPED = f"{MAIL}::test_a_line_that_falls_after_the_last_dot_costs_one_marked_copy"
SENDING = "tests/messaging/test_sending.py"
NO_LINES = f"{ENGINE}::test_it_outlives_the_loss_of_all_its_connections"
NO_WORDS = f"{SENDING}::test_words_that_cannot_be_made_stop_nobody_else"
FOUR = f"{SWEEPERS}::test_four_sweepers_leave_the_tables_of_one"
COUNTED = re.compile(r"(\d+) (passed|failed|error)")


@dataclass(frozen=True)
class Fault:
    """`tests` are pytest's names. None: nothing shows it yet, and the drill says so. `lacks`: what of it they do not show."""

    number: str
    words: str
    tests: tuple[str, ...] = ()
    lacks: str = ""


FAULTS = (
    Fault("F1", "Prozesse werden mitten im Senden hart beendet", (f"{KILLS}::test_a_hundred_killed_workers_lose_no_message",)),
    Fault("F2", "die Engine wird hart beendet"),
    Fault("F3", "Stromausfall an jeder nummerierten Zeile", (HAND_OVER,)),
    Fault("F4", "Neustart unter Last"),
    Fault("F5", "kein Beat, zwei Beats", (FOUR,), "zwei Beats: gezeigt sind vier Fegende"),
    Fault("F6", "Redis wird geleert", (f"{KILLS}::test_emptying_redis_loses_nothing",)),
    Fault("F7", "Redis ist fort", (f"{KILLS}::test_without_any_broker_the_engine_sends",), "zehn Minuten Ausfall und Rückkehr"),
    Fault("F8", "Redis nimmt an und antwortet nie"),
    Fault("F9", "Redis ist voll"),
    Fault("F10", "PostgreSQL trennt alle Verbindungen", (NO_LINES,), "Neustarts des Servers"),
    Fault("F13", "die Uhr der Anwendung geht falsch"),
    Fault("F14", "die Uhr der Datenbank springt", (f"{SENDING}::test_nothing_leaves_after_its_end",), "die Uhr geht zurück"),
    Fault("F15", "Zeitumstellung"),
    Fault("F16", "der Mailserver lehnt ab oder schweigt", (MAIL,), "langsames DATA, TLS-Fehler, zwei Stunden Ausfall"),
    Fault("F17", "der Mailserver verstummt nach dem letzten Punkt", (DROPPED,)),
    Fault("F18", "jeder Auftrag kommt mehrfach", (FOUR,), "doppelte Aufträge von Celery selbst"),
    Fault("F22", "zurücknehmen gegen senden", (SWEEPERS,)),
    Fault("F23", "eine Zeile, an der alles scheitert", (NO_WORDS,), "Absturz, Speicher, Endlosschleife"),
    Fault("F24", "alles, was arbeitet, steht", ("tests/faults/test_silence.py",)),
    Fault("F28", "hunderttausend auf einmal: bin/manage bench_outbox"),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """`verdict`: passed, part where something of the fault is not shown, failed, or open where nothing shows it."""

    fault: Fault
    verdict: str
    figures: str = ""


def drill(numbers: set[str]) -> Iterator[Shown]:
    """One after the other, at full scale. An empty set means all."""
    for fault in FAULTS:
        if not numbers or fault.number in numbers:
            yield _shown(fault)


def _shown(fault: Fault) -> Shown:
    there = [test for test in fault.tests if (ROOT / test.partition("::")[0]).exists()]
    if not there:
        return Shown(fault, "open")
    started = time.monotonic()
    done = subprocess.run(
        [str(ROOT / "bin/test"), "--full", *there, "-q", "-s"],
        cwd=ROOT,
        env=os.environ.copy(),
        capture_output=True,
        text=True,
        check=False,
    )
    counts = " ".join(f"{count} {word}" for count, word in COUNTED.findall(done.stdout))
    seen = [line for line in done.stdout.splitlines() if " kills: " in line]
    figures = ", ".join([counts, *seen, f"{time.monotonic() - started:.0f} s", f"load {os.getloadavg()[0]:.1f}"])
    if done.returncode != 0:
        return Shown(fault, "failed", figures)
    return (
        Shown(fault, "part", f"{figures}; nicht gezeigt: {fault.lacks}")
        if fault.lacks
        else Shown(fault, "passed", figures)
    )
