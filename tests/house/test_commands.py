"""What the three commands decide before anything starts: which port, which database, which environment."""

import socket

import pytest

from piano.local import commands, manage, up


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "help",
        "match_problem fall.json",
        "makemessages -l tr",
        "check",
        "migrate --help",
        "--version",
        "check --deploy",
    ],
)
def test_it_starts_no_database_for(line):
    assert not manage.needs_database(line.split())


@pytest.mark.parametrize("line", ["shell", "demo --links", "check --database default", "check_invariants", "migrate"])
def test_it_starts_a_database_for(line):
    assert manage.needs_database(line.split())


def test_a_wished_port_that_is_taken_is_refused_by_name(taken_port):
    with pytest.raises(up.CannotStart, match=f"Port {taken_port} ist schon belegt"):
        up.choose_port(str(taken_port))


@pytest.mark.parametrize("wish", ["web", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(wish):
    with pytest.raises(up.CannotStart, match="PORT muss eine Zahl"):
        up.choose_port(wish)


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch, taken_port):
    monkeypatch.setattr(up, "DEFAULT_PORT", taken_port)
    assert up.choose_port(None) > taken_port


def test_debug_is_on_here_but_never_beside_keys_for_operation(monkeypatch, tmp_path):
    monkeypatch.delenv("PIANO_DEBUG", raising=False)
    monkeypatch.delenv("PIANO_SECRET_KEY_FILE", raising=False)
    assert commands.environment(tmp_path, {})["PIANO_DEBUG"] == "1"
    monkeypatch.setenv("PIANO_SECRET_KEY_FILE", "/run/secrets/key")
    assert "PIANO_DEBUG" not in commands.environment(tmp_path, {})
