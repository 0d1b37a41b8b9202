"""One reference through request → step → message, and nothing personal in any line on the way."""

import dataclasses
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from piano.celery import app
from piano.kit import clock
from piano.kit.logs import JsonLines
from piano.kit.sweeps import SWEEPS
from piano.messaging import running
from piano.messaging.models import Message
from piano.messaging.running import run_sweep
from piano.messaging.sweeps import send_messages
from requests.arranged import visits
from requests.models import DueWork, Offer
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_request
from tests.messaging.conftest import Sink
from tests.messaging.conftest import sink as sink

pytestmark = pytest.mark.django_db
TRACE = "0123456789abcdef0123456789abcdef"


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))

    def of(self, trace: str) -> list[str]:
        return [line["says"] for line in map(json.loads, self.said) if line.get("trace") == trace]


@pytest.fixture
def lines() -> Iterator[Lines]:
    app.finalize()  # sets the logs up anew
    handler = Lines()
    loggers = [logging.getLogger(name) for name in ("piano", "requests", "django", "celery")]
    for one in loggers:
        one.addHandler(handler)
    yield handler
    for one in loggers:
        one.removeHandler(handler)


def test_a_request_is_found_again_in_its_steps_and_messages(
    cast: Cast,
    client: Any,
    sink: Sink,
    lines: Lines,
) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.all()[0]
    visits.accept_offer(offer, by=offer.person, now=clock.now())
    client.force_login(cast.tenant.user)
    page = f"/meine/anfragen/{help_request.reference}/absage/"
    answer = client.post(page, {"reason": "well"}, headers={"X-Request-ID": TRACE})
    assert (answer.status_code, answer.headers["X-Request-ID"]) == (302, TRACE)
    assert Message.objects.get(reason="called_off").trace == TRACE
    send_messages()
    assert [line.partition(" ")[0] for line in lines.of(TRACE)] == ["answered", "message"]


def test_a_step_carries_the_reference_on_to_its_messages(cast: Cast, sink: Sink, lines: Lines) -> None:
    make_request(cast.tenant, cast.shop)
    DueWork.objects.update(trace=TRACE)
    Message.objects.all().delete()
    drive_visits()
    assert set(Message.objects.values_list("trace", flat=True)) == {TRACE}
    assert set(DueWork.objects.filter(done_at=None).values_list("trace", flat=True)) == {TRACE}, "the next step as well"
    send_messages()
    said = lines.of(TRACE)
    assert any(line.startswith("visit ") for line in said)
    assert any(line.endswith(" sent") for line in said)


def test_a_run_of_celery_goes_by_the_tasks_own_id(lines: Lines, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    run_sweep("drive_visits", trace=TRACE)
    assert "sweep drive_visits: 1" in lines.of(TRACE)


def test_the_header_of_a_task_is_its_reference(lines: Lines, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    app.tasks["piano.drive_visits"].apply(task_id=TRACE)
    assert "sweep drive_visits: 1" in lines.of(TRACE)


def test_of_a_task_that_fails_only_the_kind_of_the_error_is_told(
    lines: Lines, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Celery would quote it."""

    def fail() -> int:
        raise ValueError("Frau Brandt wohnt in der Siegfriedstraße")

    monkeypatch.setitem(SWEEPS, "drive_visits", dataclasses.replace(SWEEPS["drive_visits"], run=fail))
    monkeypatch.setattr(running, "connection", SimpleNamespace(close=lambda: None))  # the test's own stays open
    app.tasks["piano.drive_visits"].apply(task_id=TRACE)
    (said,) = lines.of(TRACE)
    assert said.startswith("sweep drive_visits failed: ValueError at test_trace.py:")
    assert "Brandt" not in "\n".join(lines.said)


def test_no_line_names_anybody(cast: Cast, client: Any, sink: Sink, lines: Lines) -> None:
    make_request(cast.tenant, cast.shop)
    client.get("/meine/anfragen/ABCDEFGHJK/?suche=Brandt")
    client.force_login(cast.helper)
    client.get("/leitstand/menschen/", {"suche": cast.tenant.user.family_name})
    run_sweep("drive_visits")
    sink.answer = "550 no such user"
    run_sweep("send_messages")
    said = "\n".join(lines.said)
    assert lines.said
    for person in (cast.tenant.user, cast.volunteer.user, cast.helper):
        for word in (person.family_name, person.email, person.phone):
            assert not word or word not in said, word
    assert "suche" not in said
    assert "ABCDEFGHJK" not in said
