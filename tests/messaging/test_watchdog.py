"""The second path: one mail, not ten; again after half an hour; an all-clear; and a mail though the database is dead."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError

from piano.kit import clock
from piano.messaging.gateway.description import read_description
from piano.messaging.models import Heartbeat
from piano.messaging.watch import alarm, parts
from piano.messaging.watch.alarm import Watchdog
from tests.messaging.gateway_peer import running_peer
from tests.messaging.test_health import running, silence, wait_in_line  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def watched(running: None, settings: Any) -> None:  # noqa: F811
    settings.ALARM_TO = ["technik@piano.example"]


def look_twice(dog: Watchdog) -> None:
    dog.turn()
    dog.turn()


def subjects() -> list[str]:
    return [one.subject for one in mail.outbox]


def test_while_all_is_well_it_says_nothing() -> None:
    look_twice(Watchdog())
    assert subjects() == []


def test_a_message_that_waits_too_long_is_told_to_staff() -> None:
    wait_in_line(6)
    look_twice(Watchdog())
    assert subjects() == ["ALARM: piAno steht still"]
    assert mail.outbox[0].to == ["technik@piano.example"]
    assert "Die älteste wartet 6 Minuten." in mail.outbox[0].body


@pytest.mark.parametrize("name", ["engine", "beat", "worker-urgent", "worker-normal"])
def test_one_silent_process_is_told_too(name: str) -> None:
    silence(f"process:{name}")
    look_twice(Watchdog())
    assert subjects() == ["piAno: ein Teil steht still"]


def test_one_look_alone_gives_no_alarm() -> None:
    silence("process:engine")
    Watchdog().turn()
    assert subjects() == []


def test_it_does_not_ring_again_within_half_an_hour() -> None:
    silence("process:engine")
    dog = Watchdog()
    for _ in range(6):
        dog.turn()
    assert len(subjects()) == 1


def test_it_rings_again_after_half_an_hour() -> None:
    silence("process:engine")
    dog = Watchdog()
    look_twice(dog)
    assert dog.rang_at is not None
    dog.rang_at -= 1801
    dog.turn()
    assert len(subjects()) == 2


def test_it_says_when_it_rings_again(settings: Any) -> None:
    settings.ALARM_AGAIN_SECONDS = 600
    silence("process:engine")
    look_twice(Watchdog())
    assert "alle 10 Minuten, bis es wieder läuft" in mail.outbox[0].body


def test_a_new_watchdog_remembers_the_alarm_of_the_one_before() -> None:
    silence("process:engine")
    look_twice(Watchdog())
    look_twice(Watchdog())
    assert len(subjects()) == 1


def test_when_all_is_well_again_it_says_so_once() -> None:
    silence("process:engine")
    dog = Watchdog()
    look_twice(dog)
    Heartbeat.objects.update(beat_at=clock.now())
    look_twice(dog)
    assert subjects()[1:] == ["piAno läuft wieder"]
    assert not Heartbeat.objects.filter(name="process:alarm").exists()


def test_an_alarm_that_found_no_way_out_is_tried_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    silence("process:engine")
    dog = Watchdog()
    with monkeypatch.context() as broken:
        broken.setattr(alarm, "get_connection", lambda **_: 1 / 0)
        look_twice(dog)
    dog.turn()
    assert len(subjects()) == 1


def test_while_mail_is_dead_the_alarm_comes_by_sms(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    wait_in_line(6)
    with running_peer() as peer:
        settings.GATEWAYS = {
            "sms": read_description(json.dumps({"url": peer.url, "body": {"to": "{to}", "text": "{text}"}}))
        }
        settings.ALARM_PHONES = ["+491705550104"]
        monkeypatch.setattr(alarm, "get_connection", lambda **_: 1 / 0)
        dog = Watchdog()
        look_twice(dog)
        dog.turn()
        said = list(peer.bodies)
    assert said == [{"to": "+491705550104", "text": "ALARM: piAno steht still"}], "once: somebody has heard it"


def test_an_sms_that_the_provider_refuses_is_heard_by_nobody(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    wait_in_line(6)
    with running_peer() as peer:
        peer.mode = "401"
        settings.GATEWAYS = {"sms": read_description(json.dumps({"url": peer.url, "body": {"to": "{to}"}}))}
        settings.ALARM_PHONES = ["+491705550104"]
        monkeypatch.setattr(alarm, "get_connection", lambda **_: 1 / 0)
        dog = Watchdog()
        look_twice(dog)
        assert dog.rang_at is None
        dog.turn()
        assert len(peer.bodies) == 2, "the next look tries again"


def test_without_numbers_no_sms_is_sent(settings: Any) -> None:
    silence("process:engine")
    with running_peer() as peer:
        settings.GATEWAYS = {"sms": read_description(json.dumps({"url": peer.url, "body": {"to": "{to}"}}))}
        look_twice(Watchdog())
        assert peer.bodies == []
    assert len(subjects()) == 1


def test_without_the_database_the_mail_leaves_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError

    for module, name in ((parts, "heartbeat_ages"), (alarm, "heartbeat_ages"), (alarm, "note_process")):
        monkeypatch.setattr(module, name, fail)
    look_twice(Watchdog())
    assert subjects() == ["ALARM: piAno steht still"]
    assert "Die Datenbank antwortet nicht." in mail.outbox[0].body


def test_the_watchdog_gives_a_sign_of_life_itself() -> None:
    silence("process:watchdog", seconds=600)
    Watchdog().turn()
    assert Heartbeat.objects.get(name="process:watchdog").beat_at > clock.now() - dt.timedelta(seconds=5)
