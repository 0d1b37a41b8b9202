"""A log line is one JSON object with its reference, and says nothing of anybody."""

import json
import logging
import sys
from typing import Any

import pytest

from piano.environment import WrongEnvironment, read_environment
from piano.kit.logs import JsonLines, PlainLines, pattern_of
from piano.kit.tracing import current_trace, new_trace, read_trace, tracing


def line(message: str, *arguments: Any, name: str = "piano.messaging", **extra: Any) -> dict[str, Any]:
    record = logging.getLogger(name).makeRecord(name, logging.INFO, "x.py", 1, message, arguments, None, extra=extra)
    found: dict[str, Any] = json.loads(JsonLines().format(record))
    return found


def test_a_line_carries_the_reference_under_which_it_was_done() -> None:
    with tracing("0123456789abcdef"):
        said = line("message %s %s", 17, "sent")
    assert said["says"] == "message 17 sent"
    assert (said["trace"], said["level"], said["logger"]) == ("0123456789abcdef", "info", "piano.messaging")
    assert "trace" not in line("message 17 sent"), "nothing is left over from the one before"


def test_fields_stand_beside_what_it_says() -> None:
    assert line("answered", fields={"status": 200})["status"] == 200


def failed() -> logging.LogRecord:
    try:
        raise ValueError("Frau Brandt wohnt in der Siegfriedstraße")
    except ValueError:
        return logging.LogRecord("requests.sweeps", logging.ERROR, "x.py", 1, "step 3 failed", (), sys.exc_info())


def test_of_an_error_only_its_kind_and_place_are_told() -> None:
    said = JsonLines().format(failed())
    assert json.loads(said)["error"].startswith("ValueError at test_logs.py:")
    assert "Brandt" not in said


def test_lines_for_eyes_quote_an_error_on_ones_own_machine_alone(settings: Any) -> None:
    said = PlainLines().format(failed())
    assert "ValueError at test_logs.py:" in said
    assert "Brandt" not in said
    settings.DEBUG = True
    assert "Brandt" in PlainLines().format(failed())


def test_djangos_own_lines_lose_their_address(rf: Any) -> None:
    token = "eyJhIjoxfQ:abc"
    request = rf.get(f"/einsatz/antwort/{token}/")
    said = line("Not Found: %s", request.path, name="django.request", request=request, status_code=404)
    assert token not in json.dumps(said)
    assert said["says"].startswith("404")


def test_of_an_address_only_the_pattern_is_told() -> None:
    assert pattern_of("/meine/anfragen/ABCDEFGHJK/") == "meine/anfragen/<str:reference>/"
    assert pattern_of("/brandt/") == ""


@pytest.mark.parametrize("sent", ["Frau Brandt", "meryem@example.org", "0170 5550104", "", "a" * 99, "0x12<script>"])
def test_what_a_client_sends_can_be_nothing_but_a_reference(sent: str) -> None:
    assert read_trace(sent) != sent
    assert len(read_trace(sent)) == 32


def test_a_proxys_reference_is_kept() -> None:
    assert read_trace("6F9619FF-8B86-D011-B42D-00CF4FC964FF") == "6f9619ff-8b86-d011-b42d-00cf4fc964ff"


def test_one_inside_another_comes_back() -> None:
    with tracing("aaaaaaaa"), tracing("") as inner:
        assert current_trace() == inner != "aaaaaaaa"
    assert current_trace() == ""
    assert new_trace() != new_trace()


@pytest.mark.parametrize("wrong", [{"PIANO_LOG": "xml"}, {"PIANO_ALARM_PHONES": "0170 5550104"}])
def test_a_wrong_environment_stops_with_the_variables_name(wrong: dict[str, str]) -> None:
    usual = {"PIANO_DEBUG": "1", "REDIS_URL": "redis://x", "DATABASE_URL": "postgresql://x/y"}
    with pytest.raises(WrongEnvironment, match=next(iter(wrong))):
        read_environment(usual | wrong)


def test_the_build_is_told_or_read() -> None:
    usual = {"PIANO_DEBUG": "1", "REDIS_URL": "redis://x", "DATABASE_URL": "postgresql://x/y"}
    assert read_environment(usual | {"PIANO_COMMIT": "abcdef1"}).commit == "abcdef1"
    read = read_environment(usual | {"PIANO_COMMIT": "Frau Brandt"})
    assert "Brandt" not in read.commit
    assert read.version
