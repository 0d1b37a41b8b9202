"""F21, I1, I11: a form counts once however often it is sent, and what was confirmed outlives a crash of the web server."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection

from requests.models import HelpRequest
from tests.conftest import Cast, make_cast
from tests.faults.driver import Driver, a_call
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
CALL = "/leitstand/anruf/"


@pytest.fixture
def desk(_morning: None) -> Cast:
    return make_cast(volunteers=1)


def at_once(driver: Driver, forms: list[dict[str, str]]) -> list[tuple[int, str] | None]:
    barrier = threading.Barrier(len(forms))

    def send(fields: dict[str, str]) -> tuple[int, str] | None:
        barrier.wait(20)
        return driver.post(CALL, **fields)

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


def test_a_form_sent_ten_times_at_once_is_one_request_with_ten_equal_answers(
    desk: Cast, serve: Callable[..., int]
) -> None:
    driver = Driver.of(desk.helper, serve())
    driver.open(CALL)
    for round_ in range(8):
        form = a_call(f"Brot {round_}")
        answers = at_once(driver, [form] * 10)
        assert len(set(answers)) == 1
        assert answers[0] is not None
        assert answers[0][0] == 302
        assert driver.post(CALL, **form) == answers[0], "sent again later"
        assert HelpRequest.objects.count() == round_ + 1


def test_a_form_with_other_words_under_a_used_token_is_refused(desk: Cast, serve: Callable[..., int]) -> None:
    driver = Driver.of(desk.helper, serve())
    driver.open(CALL)
    form = a_call("Brot")
    driver.post(CALL, **form)
    assert driver.post(CALL, **(form | {"words": "Milch"})) == (409, "")
    assert HelpRequest.objects.count() == 1


@pytest.mark.full
def test_without_its_token_ten_forms_are_ten_requests(desk: Cast, serve: Callable[..., int]) -> None:
    """The negative control."""
    driver = Driver.of(desk.helper, serve())
    driver.open(CALL)
    at_once(driver, [a_call("Brot") | {"form_token": ""}] * 10)
    assert HelpRequest.objects.count() > 1


@contextmanager
def sending(driver: Driver) -> Iterator[list[str]]:
    """Two people type call after call; the words of each confirmed one."""
    confirmed: list[str] = []
    stop = threading.Event()

    def type_calls(who: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            words = f"Wunsch {who}-{number}"
            answer = driver.post(CALL, **a_call(words))
            if answer is None:
                time.sleep(0.05)
            elif answer[0] == 302:
                confirmed.append(words)

    threads = [threading.Thread(target=type_calls, args=[who]) for who in range(2)]
    for thread in threads:
        thread.start()
    yield confirmed
    stop.set()
    for thread in threads:
        thread.join()


def crash_web(
    processes: Processes, serve: Callable[..., int], application: str, helper: object, times: int
) -> set[str]:
    """Kills the web server under load again and again. Returns what was confirmed and is not there."""
    port, dice = serve(application), random.Random()
    driver = Driver.of(helper, port)
    driver.open(CALL)
    with sending(driver) as confirmed:
        for _ in range(times):
            before = len(confirmed)
            wait_for(lambda before=before: len(confirmed) > before + 2)
            time.sleep(dice.uniform(0, 0.2))
            processes.kill(processes.running[-1])
            serve(application, port)
        before = len(confirmed)
        wait_for(lambda: len(confirmed) > before)
    kept = {one.wish for one in HelpRequest.objects.all()}
    return set(confirmed) - kept


def test_what_was_confirmed_outlives_the_web_server(
    desk: Cast, processes: Processes, serve: Callable[..., int]
) -> None:
    assert crash_web(processes, serve, "piano.wsgi", desk.helper, times=2) == set()


@pytest.mark.full
def test_a_server_that_confirms_first_and_keeps_later_loses_calls(
    desk: Cast, processes: Processes, serve: Callable[..., int]
) -> None:
    """The negative control."""
    assert crash_web(processes, serve, "tests.faults.hasty", desk.helper, times=1)


def test_what_was_confirmed_outlives_the_loss_of_every_database_connection(
    desk: Cast, serve: Callable[..., int]
) -> None:
    driver = Driver.of(desk.helper, serve())
    driver.open(CALL)
    with sending(driver) as confirmed:
        for _ in range(5):
            before = len(confirmed)
            wait_for(lambda before=before: len(confirmed) > before + 2)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
        before = len(confirmed)
        wait_for(lambda: len(confirmed) > before)
    assert set(confirmed) <= {one.wish for one in HelpRequest.objects.all()}
