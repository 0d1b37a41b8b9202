"""Runs Django's command line in processes of its own: environment, preparation of the database.

It imports nothing of the application, so it starts fast. Used by `manage`, `up` and `check`.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from piano.local import locks
from piano.local.services import ROOT

MANAGE = [sys.executable, str(ROOT / "manage.py")]
NOWHERE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}
FILES_THAT_MATTER = ("*/migrations/*.py", "*/*/migrations/*.py", "*/data/**/*", "*/*/data/**/*", "requirements-dev.txt")


class CommandFailed(Exception):
    """A step of the preparation failed; what it said stands above."""


def environment(home: Path, addresses: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process of ours on this machine: with DEBUG, unless it is set up for operation."""
    env = {**os.environ, **addresses, "PIANO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "piano.settings"}
    if not env.get("PIANO_SECRET_KEY_FILE"):
        env.setdefault("PIANO_DEBUG", "1")
    return env


def prepare(home: Path, env: Mapping[str, str]) -> bool:
    """Migrate and load the city's data, when that was not done for this state of the code; say whether it was needed.

    A private database remembers it in a file beside it; of a given one nobody knows what happened
    to it meanwhile, so there it is done every time.
    """
    note = None if os.environ.get("DATABASE_URL") else home / "postgres" / "prepared"
    home.mkdir(parents=True, exist_ok=True)
    with locks.alone(home / "prepare.lock"):
        state = _fingerprint()
        if note and note.exists() and note.read_text() == state:
            return False
        say("Datenbank wird eingerichtet …")
        run(["migrate", "--noinput", "--verbosity=0"], env)
        run(["load_quarters", "--verbosity=0"], env)
        if note:
            note.write_text(state)
        return True


def run(arguments: list[str], env: Mapping[str, str]) -> None:
    """Run one management command of our own; all it says goes to stderr, and only when it fails."""
    done = subprocess.run([*MANAGE, *arguments], env=env, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stdout + done.stderr)
        raise CommandFailed(f"„{arguments[0]}“ ist fehlgeschlagen (siehe oben).")


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in FILES_THAT_MATTER:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()
