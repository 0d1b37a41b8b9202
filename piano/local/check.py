"""`bin/test`: format, lint, types, import contracts, migrations, then the tests with real servers and a real browser.

With arguments only pytest runs, with these arguments. `--full` adds the large scales.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from piano.local import browser, commands, faketime
from piano.local.services import ROOT, ServiceError, default_home, services

PYTHON = sys.executable
LINTS = {
    "Format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "--diff", "."],
    "Regeln": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "Importe": [PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "Migrationen": [*commands.MANAGE, "makemigrations", "--check", "--dry-run"],
    "Prüfungen": [*commands.MANAGE, "check"],
    "Typen": [PYTHON, "-m", "mypy", "--no-error-summary"],
}


class TestsFailed(Exception):
    """A step failed; what it said stands above."""


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    is_full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    home = default_home() / "test"
    with services(home, durable=False) as addresses:
        env = environment(home, addresses)
        if is_full and not (faketime.find() or faketime.install()):
            commands.say(faketime.MISSING)
        if not arguments:
            lint(env)
        code = run_pytest(arguments, env, is_full=is_full)
    report("Alles" if code == 0 else "Fehlgeschlagen", code == 0, started)
    return code


def environment(home: Path, addresses: Mapping[str, str]) -> dict[str, str]:
    """Test settings, wherever the servers come from; and the browser the tests shall use."""
    env = commands.environment(home, addresses) | {"PIANO_TEST": "1", "PYTHONPATH": str(ROOT)}
    return env | {"PIANO_CHROMIUM": str(chromium())}


def chromium() -> Path:
    found = browser.find()
    if not found:
        commands.say("Ein Chromium für die Browser-Tests wird installiert …")
        found = browser.install()
    if not found:
        raise TestsFailed("Es fehlt ein Chromium; bitte eines installieren oder mit PIANO_CHROMIUM=… nennen.")
    return found


def lint(env: Mapping[str, str]) -> None:
    """All lints side by side; the first that fails is shown in full and ends the run."""
    started = time.monotonic()
    with ExitStack() as stack:
        running = {name: stack.enter_context(Lint(command, env)) for name, command in LINTS.items()}
        while running:
            for name in [name for name, step in running.items() if step.is_over()]:
                step = running.pop(name)
                report(name, step.is_good(), started)
                if not step.is_good():
                    print(step.output(), flush=True)
                    raise TestsFailed(f"{name}: nicht bestanden (siehe oben).")
            time.sleep(0.05)


class Lint:
    """One lint in a process of its own; leaving the block ends it."""

    def __init__(self, command: list[str], env: Mapping[str, str]) -> None:
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        self.process = subprocess.Popen(
            command, env=dict(env), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=self.said, stderr=subprocess.STDOUT
        )

    def __enter__(self) -> "Lint":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self.said.close()

    def is_over(self) -> bool:
        return self.process.poll() is not None

    def is_good(self) -> bool:
        return self.process.returncode == 0

    def output(self) -> str:
        self.said.seek(0)
        return self.said.read().decode(errors="replace")


def run_pytest(arguments: list[str], env: Mapping[str, str], *, is_full: bool) -> int:
    """A run of everything is sharded; a chosen part is not, since that costs a database per shard."""
    started = time.monotonic()
    options = [] if is_full or "-m" in arguments else ["-m", "not full"]
    if not arguments:
        options += ["-q", "-n", str(max(2, os.cpu_count() or 2)), "--dist", "loadscope"]
    command = [PYTHON, "-m", "pytest", *options, *arguments]
    code = subprocess.run(command, env=dict(env), cwd=ROOT, check=False).returncode
    report("Tests", code == 0, started)
    return code


def report(name: str, is_good: bool, started: float) -> None:
    mark = "✓" if is_good else "✗"
    print(f"{mark} {name:<14} {time.monotonic() - started:6.1f} s", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except (TestsFailed, ServiceError) as error:
        sys.exit(f"bin/test: {error}")
