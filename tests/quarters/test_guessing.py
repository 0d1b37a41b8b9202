"""A code is judged three times and a second factor five times, however many guesses come at once."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account import forms as code_forms
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from piano.kit.models import Tries
from piano.kit.tries import clear_tries
from tests.factories import make_user
from tests.quarters.conftest import StillApp

GUESSES = 24
CONFIRM, FACTOR = "/konto/login/code/confirm/", "/konto/2fa/authenticate/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_in")]
Ask = Callable[[Client, str], str]
with_connections = pytest.mark.django_db(transaction=True)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every guess that was compared with a code from a mail."""
    seen: list[str] = []
    compare = code_forms.compare_user_code

    def watched(*, actual: str, expected: str) -> bool:
        seen.append(actual)
        return compare(actual=actual, expected=expected)

    monkeypatch.setattr(code_forms, "compare_user_code", watched)
    return seen


@pytest.fixture
def judged_factors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    validate = totp.validate_totp_code

    def watched(secret: str, code: str) -> bool:
        seen.append(code)
        return validate(secret, code)

    monkeypatch.setattr(totp, "validate_totp_code", watched)
    return seen


def wrong(code: str, number: int) -> str:
    """Another code of eight digits, a different one for each number."""
    return f"{(int(code.replace('-', '') or 0) + number + 1) % 10**8:08d}"


def guess_at_once(client: Client, path: str, codes: list[str]) -> list[int]:
    """Each guess in a thread with a connection of its own, all with the session of this client, at one barrier."""
    barrier = threading.Barrier(len(codes))

    def guess(code: str) -> int:
        mine = Client()
        mine.cookies = client.cookies.copy()  # type: ignore[assignment]
        connection.ensure_connection()
        barrier.wait(30)
        try:
            return mine.post(path, {"code": code}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(codes)) as pool:
        return list(pool.map(guess, codes))


@with_connections
def test_of_many_guesses_at_once_three_are_judged(judged: list[str], ask_for_code: Ask) -> None:
    for _ in range(3):
        guesser = Client()
        code = ask_for_code(guesser, make_user().email)
        judged.clear()
        guess_at_once(guesser, CONFIRM, [wrong(code, number) for number in range(GUESSES)])
        assert len(judged) == 3


@with_connections
def test_without_the_count_many_more_are_judged(
    client: Client, judged: list[str], settings: Any, ask_for_code: Ask
) -> None:
    """The negative control: allauth's own count in the session."""
    settings.ACCOUNT_FORMS = {}
    code = ask_for_code(client, make_user().email)
    judged.clear()
    guess_at_once(client, CONFIRM, [wrong(code, number) for number in range(GUESSES)])
    assert len(judged) > 3


@with_connections
def test_a_code_that_confirms_an_address_is_counted_alike(client: Client, judged: list[str]) -> None:
    client.post("/konto/signup/", {"email": "neu@example.org"})
    assert re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)
    guess_at_once(client, "/konto/confirm-email/", [f"{number:08d}" for number in range(GUESSES)])
    assert len(judged) == 3


def test_the_right_code_after_three_wrong_ones_opens_nothing(client: Client, ask_for_code: Ask) -> None:
    code = ask_for_code(client, make_user().email)
    for number in range(3):
        client.post(CONFIRM, {"code": wrong(code, number)})
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session


def test_the_third_guess_may_be_right(client: Client, ask_for_code: Ask) -> None:
    code = ask_for_code(client, make_user().email)
    answers = [client.post(CONFIRM, {"code": guess}).status_code for guess in (wrong(code, 1), wrong(code, 2), code)]
    assert answers == [422, 422, 302]
    assert "_auth_user_id" in client.session


def test_a_new_code_has_tries_of_its_own(client: Client, ask_for_code: Ask) -> None:
    user = make_user()
    code = ask_for_code(client, user.email)
    for number in range(3):
        client.post(CONFIRM, {"code": wrong(code, number)})
    client.post(CONFIRM, {"code": ask_for_code(client, user.email)})
    assert "_auth_user_id" in client.session


def test_an_unknown_address_is_judged_as_often(judged: list[str], ask_for_code: Ask) -> None:
    """Who guesses learns nothing about whether the address has an account."""
    answers = []
    for email in (make_user().email, "niemand@example.org", "auch.niemand@example.org"):
        guesser = Client()
        ask_for_code(guesser, str(email))
        answers.append([guesser.post(CONFIRM, {"code": f"0000-000{number}"}).status_code for number in range(4)])
    assert answers == [[422, 422, 302, 302]] * 3
    assert len(judged) == 9


def test_an_address_is_judged_thirty_times_a_day(judged: list[str], ask_for_code: Ask) -> None:
    user, code = make_user(), ""
    for _ in range(12):
        cache.clear()  # Redis may forget how many codes were sent
        guesser = Client()
        code = ask_for_code(guesser, user.email)
        for number in range(3):
            guesser.post(CONFIRM, {"code": wrong(code, number)})
    assert len(judged) == 30


@pytest.fixture
def at_the_factor(client: Client, ask_for_code: Ask) -> tuple[Client, str]:
    """Somebody at the page that asks for the number from the app, and the app's secret."""
    user, secret = make_user(), totp.generate_totp_secret()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    totp.TOTP.activate(user, secret)
    client.post(CONFIRM, {"code": ask_for_code(client, user.email)})
    return client, secret


@with_connections
def test_of_many_numbers_at_once_five_are_judged(
    at_the_factor: tuple[Client, str], still_app: StillApp, judged_factors: list[str], settings: Any
) -> None:
    """Also when the limit in Redis is gone."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None}
    guess_at_once(at_the_factor[0], FACTOR, [still_app.wrong(at_the_factor[1], number) for number in range(GUESSES)])
    assert len(judged_factors) == 5


@with_connections
def test_without_the_count_redis_is_all_there_is(
    at_the_factor: tuple[Client, str], still_app: StillApp, judged_factors: list[str], settings: Any
) -> None:
    """The negative control."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None}
    settings.MFA_FORMS = {}
    guess_at_once(at_the_factor[0], FACTOR, [still_app.wrong(at_the_factor[1], number) for number in range(GUESSES)])
    assert len(judged_factors) > 5


def test_after_five_wrong_numbers_one_waits_five_minutes(
    at_the_factor: tuple[Client, str], still_app: StillApp
) -> None:
    client, secret = at_the_factor
    for number in range(5):
        cache.clear()
        client.post(FACTOR, {"code": still_app.wrong(secret, number)})
    cache.clear()
    client.post(FACTOR, {"code": still_app(secret)})
    assert "_auth_user_id" not in client.session
    Tries.objects.update(ends_at="2020-01-01T00:00:00Z")
    cache.clear()
    client.post(FACTOR, {"code": still_app(secret)})
    assert "_auth_user_id" in client.session


def test_the_right_number_forgives_the_wrong_ones(at_the_factor: tuple[Client, str], still_app: StillApp) -> None:
    client, secret = at_the_factor
    client.post(FACTOR, {"code": still_app.wrong(secret, 1)})
    client.post(FACTOR, {"code": still_app(secret)})
    assert not Tries.objects.filter(count__gt=0, what="factor").exists()


def test_counts_that_are_over_are_removed(client: Client, ask_for_code: Ask) -> None:
    client.post(CONFIRM, {"code": wrong(ask_for_code(client, make_user().email), 1)})
    assert clear_tries() == 0
    Tries.objects.update(ends_at="2020-01-01T00:00:00Z")
    assert clear_tries() == 2
