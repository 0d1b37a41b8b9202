"""Private servers: shared by all commands of one clone, gone with the last of them. Real processes throughout."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from piano.local.services import ServiceError, services

ROOT = Path(__file__).resolve().parents[2]
USER = """
import json, sys
from pathlib import Path
from piano.local.services import services
with services(Path(sys.argv[1]), durable=False) as addresses:
    print(json.dumps(addresses), flush=True)
    sys.stdin.read()
"""


class User:
    """Another process that uses the services until its input ends, or it is killed."""

    def __init__(self, home: Path) -> None:
        env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        command = [sys.executable, "-c", USER, str(home)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def addresses(self) -> dict[str, str]:
        return json.loads(self.process.stdout.readline())

    def leave(self) -> None:
        self.process.communicate(timeout=30)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=30)


@pytest.fixture
def new_user(tmp_path):
    users = []

    def start(home: Path = tmp_path / "clone") -> User:
        users.append(User(home))
        return users[-1]

    yield start
    for user in users:
        if user.process.poll() is None:
            user.kill()
    assert wait_until(lambda: not any(is_running(path.parent) for path in tmp_path.rglob("server.json")))


def is_running(folder: Path) -> bool:
    """Whether the server that was started in this folder is alive."""
    try:
        pid = json.loads((folder / "server.json").read_text())["pid"]
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False


def both_run(home: Path) -> bool:
    return is_running(home / "postgres") and is_running(home / "redis")


def none_runs(home: Path) -> bool:
    return not is_running(home / "postgres") and not is_running(home / "redis")


def wait_until(is_so, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so()


def test_two_first_starts_at_once_share_the_servers_until_the_last_leaves(new_user, tmp_path):
    home = tmp_path / "clone"
    one, other = new_user(), new_user()
    assert one.addresses() == other.addresses()
    one.leave()
    assert both_run(home)
    other.leave()
    assert none_runs(home)


def test_killed_users_keep_nothing_alive(new_user, tmp_path):
    home = tmp_path / "clone"
    one, other = new_user(), new_user()
    one.addresses(), other.addresses()
    one.kill()
    assert both_run(home)
    other.kill()
    assert wait_until(lambda: none_runs(home))


@pytest.mark.full
def test_a_killed_keeper_leaves_a_server_that_the_next_user_takes_over(new_user, tmp_path):
    home = tmp_path / "clone"
    first = new_user()
    before = first.addresses()
    for folder in (home / "postgres", home / "redis"):
        psutil.Process(json.loads((folder / "server.json").read_text())["pid"]).parent().kill()
    second = new_user()
    assert second.addresses() == before
    first.leave()
    assert both_run(home)
    second.leave()
    assert none_runs(home)


def test_a_second_clone_beside_it_has_its_own_ports(new_user, tmp_path):
    deep = tmp_path.joinpath(*["a-rather-long-directory-name"] * 6) / "clone"
    one, other = new_user(), new_user(deep)
    ports = [urlsplit(url).port for user in (one, other) for url in user.addresses().values()]
    assert len(set(ports)) == 4


def test_given_servers_are_used_and_none_is_started(monkeypatch, tmp_path):
    given = {"DATABASE_URL": "postgresql://a@db.example/b", "REDIS_URL": "redis://cache.example/0"}
    for name, url in given.items():
        monkeypatch.setenv(name, url)
    with services(tmp_path / "clone") as addresses:
        assert addresses == given
    assert not (tmp_path / "clone").exists()


def test_a_server_that_cannot_start_says_why(monkeypatch, tmp_path):
    monkeypatch.setenv("REDIS_URL", "redis://cache.example/0")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "postgres" / "password").mkdir(parents=True)
    with pytest.raises(ServiceError, match="postgres startet nicht"), services(tmp_path):
        pass
