"""What Prometheus reads: figures of the whole house, for who may, and no person."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_user
from tests.messaging.test_health import running, wait_in_line  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
LINE = re.compile(r'^(# TYPE piano_\w+ gauge|piano_\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? -?[\d.e+-]+)$')


def read(**fields: Any) -> Any:
    return Client().get("/metrics", **fields)


def test_each_line_is_well_formed(running: None) -> None:  # noqa: F811
    wait_in_line(2)
    lines = read().content.decode().splitlines()
    assert [line for line in lines if not LINE.match(line)] == []
    assert len([line for line in lines if line.startswith("# TYPE")]) > 8


def test_what_waits_is_told_by_channel_and_class(running: None) -> None:  # noqa: F811
    wait_in_line(2, attempt=1)
    text = read().content.decode()
    assert 'piano_messages_due{channel="email",class="b"} 1' in text
    assert 'piano_messages_failed_trying_again{channel="email",class="b"} 1' in text
    assert re.search(r'piano_messages_oldest_due_seconds\{channel="email",class="b"\} 1[12]\d', text)
    assert 'piano_heartbeat_age_seconds{name="process:engine"}' in text
    assert "piano_visits_open 0" in text


def test_which_build_runs_is_told(running: None, settings: Any) -> None:  # noqa: F811
    settings.BUILD = {"version": "1.2.3", "commit": "abcdef1"}
    assert 'piano_build_info{commit="abcdef1",version="1.2.3"} 1' in read().content.decode()


def test_no_person_is_named(running: None) -> None:  # noqa: F811
    wait_in_line(
        2, recipient=make_user(family_name="Kanarienvogel"), last_error="Kanarienvogel", subject="Kanarienvogel"
    )
    assert "Kanarienvogel" not in read().content.decode()


def test_behind_a_proxy_nobody_reads_it_without_a_token(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert read().status_code == 404


@pytest.mark.parametrize("fields", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_from_elsewhere_it_is_not_there(fields: dict[str, str]) -> None:
    assert read(**fields).status_code == 404


def test_with_a_token_only_the_token_counts(settings: Any) -> None:
    settings.METRICS_TOKEN = "gut gehütet"
    assert read().status_code == 404
    assert read(headers={"Authorization": "Bearer falsch"}).status_code == 404
    assert read(REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer gut gehütet"}).status_code == 200


def test_how_many_questions_it_asks(running: None, django_assert_max_num_queries: Any) -> None:  # noqa: F811
    with django_assert_max_num_queries(8):
        read()
