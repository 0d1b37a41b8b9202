"""After a restore from a backup nothing goes out twice: nothing runs until a human says until when the lost database has sent."""

import dataclasses
import datetime as dt
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from piano.kit import clock
from piano.local.postgres import programs
from piano.messaging.mark import Mark, may_run, read_mark, resume
from piano.messaging.models import Heartbeat, Message
from piano.messaging.running import run_sweep
from tests.factories import make_request
from tests.faults.conftest import insert_messages
from tests.messaging.test_health import ask
from tests.messaging.test_health import running as running

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    settings.MARK = tmp_path / "known"
    return tmp_path / "known"


@pytest.fixture
def known(file: Path) -> Path:
    """It ran here before, with nothing owed yet."""
    assert may_run()
    return file


def change(file: Path, **values: Any) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def test_where_no_file_is_named_nobody_looks(settings: Any) -> None:
    settings.MARK = None
    insert_messages(1)
    assert may_run()


def test_what_goes_on_goes_on(known: Path) -> None:
    insert_messages(1)
    assert [may_run() for _ in range(3)] == [True, True, True]


def test_an_empty_house_begins_and_a_full_one_without_a_file_stops(file: Path) -> None:
    insert_messages(1)
    assert not may_run()
    resume(sent_before=clock.now())
    assert may_run()


@pytest.mark.parametrize(
    "ahead",
    [{"number": 10**9}, {"cluster": "1"}, {"timeline": "FFFFFFFF"}, {"position": 2**60}],
    ids=lambda one: next(iter(one)),
)
def test_whatever_went_back_stops_it_for_good(known: Path, ahead: dict[str, Any]) -> None:
    before = json.loads(known.read_text())
    change(known, **ahead)
    assert not may_run()
    change(known, **before | {"number": 1, "stopped": json.loads(known.read_text())["stopped"]})
    assert not may_run(), "only a human lets it go on"


def test_nothing_is_sent_and_no_sweep_gives_a_sign(known: Path) -> None:
    insert_messages(1)
    change(known, number=10**9)
    assert run_sweep("send_messages") == 0
    assert Message.objects.get().state == "due"
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["process:restored"]


def test_staff_and_the_monitor_read_why(known: Path, running: None, client: Any, cast: Any) -> None:
    insert_messages(1)
    change(known, number=10**9)
    assert not may_run()
    status, said = ask()
    assert (status, said["reason"]) == (503, "restored")
    client.force_login(cast.helper)
    assert "kommt aus einer Sicherung" in client.get("/laeuft/").content.decode()
    resume(sent_before=clock.now())
    assert ask()[0] == 200


def test_what_the_lost_one_has_sent_is_not_sent_again_and_the_rest_goes(known: Path, cast: Any) -> None:
    early, late = (owed(cast, minutes_ago) for minutes_ago in (60, 15))
    change(known, number=10**9)
    for _ in range(2):
        resume(sent_before=clock.now() - HOUR / 2)
    run_sweep("send_messages")
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.state, early.last_error, late.state) == ("unclear", "restored", "sent")


def owed(cast: Any, minutes_ago: int) -> Message:
    asked = make_request(cast.tenant, cast.shop)
    message = Message.objects.get(reason="request_received", subject=f"request:{asked.pk}")
    Message.objects.filter(pk=message.pk).update(not_before=clock.now() - dt.timedelta(minutes=minutes_ago))
    return message


def test_the_command_wants_a_moment_that_is_over(known: Path, capsys: Any) -> None:
    for said in (None, "gestern", f"{clock.local(clock.now()) + HOUR:%Y-%m-%dT%H:%M}"):
        with pytest.raises(CommandError):
            call_command("engine", "resume", sent_before=said)
    insert_messages(1)
    Message.objects.update(not_before=clock.now() - HOUR)
    call_command("engine", "resume", sent_before=f"{clock.local(clock.now()) - HOUR / 2:%Y-%m-%dT%H:%M}")
    assert "1 Nachrichten gelten als ungewiss" in capsys.readouterr().out


def test_a_file_that_is_none_of_ours_sends_nothing(known: Path) -> None:
    known.write_text("{}")
    with pytest.raises(TypeError):
        may_run()


@pytest.fixture
def other() -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_back"
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield name
        cursor.execute(f'DROP DATABASE "{name}"')


def call(program: str, *words: str, env: dict[str, str], read: bytes = b"") -> bytes:
    done = subprocess.run([programs() / program, *words], env=env, input=read, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_a_real_dump_that_is_read_back_is_seen(known: Path, other: str) -> None:
    """Into the same cluster, where neither identifier nor timeline nor log tells it."""
    given = connection.get_connection_params()
    line = {name: str(given[name]) for name in ("host", "port", "user", "password") if given.get(name)}
    env = {f"PG{name.upper()}": value for name, value in line.items()}
    dumped = call("pg_dump", "--table=messaging_mark", connection.settings_dict["NAME"], env=env)
    assert may_run()
    with connection.cursor() as cursor:
        kept = read_mark(cursor)
    call("psql", "--quiet", "--set=ON_ERROR_STOP=1", other, env=env, read=dumped)
    with psycopg.connect(dbname=other, **line) as restored, restored.cursor() as cursor:  # type: ignore[arg-type]
        assert read_mark(cursor).went_back(kept) == "number"
    with connection.cursor() as cursor:
        assert read_mark(cursor).went_back(kept) == "", "the one that was not lost goes on"


def test_a_mark_is_compared_with_each_of_its_parts() -> None:
    kept = Mark(5, "1", "A", 100)
    ahead = dataclasses.replace(kept, number=6, position=100)
    assert ahead.went_back(kept) == ""
    assert dataclasses.replace(ahead, number=5).went_back(kept) == "number"
