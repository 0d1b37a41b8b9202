"""The figures of the outbox: very many messages due at one second, drained by real processes over real SMTP."""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from piano.kit import clock
from piano.kit.copying import insert
from piano.messaging.models import TOLD_STATES, Message
from quarters.models import User
from requests.bench.filling import fill
from requests.bench.measuring import start_in_the_morning
from requests.bench.scratch import scratch_database
from requests.models import DueWork, Visit

ROOT = Path(__file__).resolve().parents[2]
WORKERS, URGENT, AT_ONCE = 2, 5, 5000
REASON = "thanks"  # its words are read from seven tables, as those of most
WARM_SECONDS = 5.0


@dataclass
class Figures:
    """`urgent_s`: the longest that an urgent message took from its commit to the server, in the middle of the mass. `cpu_ms`: what
    workers, mail server and PostgreSQL together used for one message; what a busy machine blurs least.
    """

    messages: int
    lost: int = 0
    doubled: int = 0
    per_second: float = 0
    urgent_s: float = 0
    peak_mb: float = 0
    killed: int = 0
    unclear: int = 0
    cpu_ms: float = 0


def measure(count: int, *, kills: int = 0) -> Figures:
    """In a scratch database. `kills`: so many workers are ended by SIGKILL in the middle, each followed by a new one."""
    figures = Figures(count)
    with scratch_database(), tempfile.TemporaryDirectory() as folder:
        owed(count)
        log = Log(Path(folder) / "accepted")
        with null_smtp(log.path) as port, workers(port) as crew:
            _drain(figures, crew, log, kills)
        _judge(figures, log)
    return figures


def owed(count: int) -> None:
    """So many usual messages about the visits of two quarters, all due now, in a working hour; nothing else is due."""
    fill(quarters=2, singles=0, now=start_in_the_morning())
    DueWork.objects.update(done_at=clock.now())
    User.objects.update(quiet_from="00:00", quiet_until="00:00")
    people, visits, now = _people(), list(Visit.objects.values_list("pk", flat=True)), clock.now()
    for first in range(0, count, AT_ONCE):
        with transaction.atomic():
            numbers = range(first, min(first + AT_ONCE, count))
            insert([_row(one, people[one % len(people)], visits[one % len(visits)], now) for one in numbers])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE messaging_message")


def _people() -> list[Any]:
    people = list(User.objects.order_by("pk")[:200])
    for person in people:
        person.email, person.is_active = f"{person.reference.lower()}@example.org", True
    User.objects.bulk_update(people, ["email", "is_active"])
    return people


def _row(number: int, person: Any, visit: int, now: Any, **how: Any) -> Message:
    usual = {"message_class": "b", "priority": 5, "channel": "email", "not_before": now, "created_at": now}
    name = f"<{secrets.token_hex(12)}@bench.example>"
    return Message(
        reason=REASON, subject=f"visit:{visit}", recipient=person, slot=str(number), message_id=name, **(usual | how)
    )


@contextmanager
def null_smtp(log: Path) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "requests.bench.null_smtp", str(log)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


class Log:
    """What the server has written so far; only what is new is read, so that looking slows nothing down."""

    def __init__(self, path: Path) -> None:
        self.path, self.read, self.rest = path, 0, ""
        self.lines: list[tuple[float, str]] = []

    def look(self) -> int:
        """How many mails were taken."""
        if self.path.exists():
            with self.path.open() as file:
                file.seek(self.read)
                *whole, self.rest = (self.rest + file.read()).split("\n")
                self.read = file.tell()
            self.lines += [(float(at), name) for at, name in (line.split() for line in whole)]
        return len(self.lines)

    def moment_of(self, name: str, *, since: int) -> float | None:
        self.look()
        return next((at for at, known in self.lines[since:] if known == name), None)


class Crew:
    """Worker processes of this measurement."""

    def __init__(self, smtp_port: int) -> None:
        url = {"DATABASE_URL": _database_url(), "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}", "PIANO_DEBUG": "1"}
        self.environment = os.environ | url
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        command = [sys.executable, "manage.py", "engine"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.running.append(subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True, **quiet))  # type: ignore[call-overload]

    def kill_one(self) -> None:
        victim = self.running.pop(0)
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        self.start()

    def stop(self) -> None:
        for process in self.running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def cpu_seconds(self) -> float:
        """Of those that run now, of our own children and of PostgreSQL's processes for this database, where it runs here."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
            backends = [row[0] for row in cursor.fetchall()]
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        return sum(_cpu_seconds(int(pid)) for pid in {*backends, *map(int, children)})

    def held_mb(self) -> float:
        return max((_resident(process.pid) for process in self.running), default=0.0)


@contextmanager
def workers(smtp_port: int) -> Iterator[Crew]:
    crew = Crew(smtp_port)
    try:
        yield crew
    finally:
        crew.stop()


def _drain(figures: Figures, crew: Crew, log: Log, kills: int) -> None:
    """Starts the workers and waits until nothing is due. The rate is counted from the first mail to the last."""
    for _ in range(WORKERS):
        crew.start()
    _wait(lambda: log.look() > 0, figures, crew)
    started, known, used = time.monotonic(), log.look(), crew.cpu_seconds()
    for _ in range(kills):
        reached = log.look() + figures.messages // (kills + 1) // 2
        _wait(lambda reached=reached: log.look() >= min(reached, figures.messages), figures, crew)
        crew.kill_one()
        figures.killed += 1
    _wait(lambda: time.monotonic() - started > WARM_SECONDS or not _due(), figures, crew)
    figures.urgent_s = round(max(_overtakes(log, number) for number in range(URGENT)), 2)
    _wait(lambda: not _due(), figures, crew)
    figures.cpu_ms = round(1000 * (crew.cpu_seconds() - used) / max(1, log.look() - known), 2)
    spent = log.lines[-1][0] - log.lines[0][0]
    figures.per_second = round(len(log.lines) / spent, 1) if spent else 0


def _overtakes(log: Log, number: int) -> float:
    """Seconds until an urgent message that comes into being now is with the server."""
    row = _row(10**7 + number, _people()[0], Visit.objects.all()[0].pk, clock.now(), message_class="a", priority=1)
    known, began = log.look(), time.time()
    row.save()
    while (at := log.moment_of(row.message_id, since=known)) is None:
        if time.time() - began > 60:
            return 60.0
        time.sleep(0.02)
    return max(0.0, at - began)


def _wait(what: Any, figures: Figures, crew: Crew) -> None:
    while not what():
        figures.peak_mb = max(figures.peak_mb, round(crew.held_mb(), 1))
        time.sleep(0.2)


def _due() -> bool:
    return Message.objects.filter(state__in=["due", "claimed", "handover"]).exists()


def _judge(figures: Figures, log: Log) -> None:
    """Lost: told by the table, unknown to the server, or the other way round, or not final. Doubled: further copies."""
    copies = Counter(name for _, name in log.lines)
    told = set(Message.objects.filter(state__in=TOLD_STATES).values_list("message_id", flat=True))
    every = set(Message.objects.values_list("message_id", flat=True))
    figures.messages = len(every)
    figures.lost = len(every - set(copies)) + len(told - set(copies))
    figures.doubled = sum(copies.values()) - len(copies)
    figures.unclear = Message.objects.filter(unclear_count__gt=0).count()


def _resident(pid: int) -> float:
    """Megabytes of a process and its threads."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def _cpu_seconds(pid: int) -> float:
    try:
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def _database_url() -> str:
    known = connection.settings_dict | {"NAME": connection.settings_dict["NAME"]}
    secret = f":{known['PASSWORD']}" if known.get("PASSWORD") else ""
    who = f"postgresql://{known['USER']}{secret}@"
    if str(known["HOST"]).startswith("/"):
        return f"{who}/{known['NAME']}?host={known['HOST']}"
    return f"{who}{known['HOST'] or settings.DATABASES['default']['HOST']}:{known['PORT']}/{known['NAME']}"
