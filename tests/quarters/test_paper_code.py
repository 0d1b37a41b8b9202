"""A code on paper: bound to its person, five tries however many come at once, one use; nobody learns who is known."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from piano.kit import clock
from quarters.models import PaperCode, Resident, User
from quarters.signing import paper_codes
from quarters.signing.paper_codes import NoPaperCode, confirm_use, make_code, revoke_codes
from tests import clock as machine
from tests.factories import make_district, make_helper, make_resident, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_in")]
with_connections = pytest.mark.django_db(transaction=True)
URL, GUESSES = "/konto/zettel-code/", 24


@pytest.fixture
def helper() -> User:
    return make_helper(make_district())


@pytest.fixture
def person(helper: User) -> User:
    return make_resident(make_district(), make_user(email=None)).user


@pytest.fixture
def code(person: User, helper: User) -> str:
    return make_code(person, by=helper, now=clock.now())


def try_it(client: Client, reference: str, code: str) -> Any:
    return client.post(URL, {"reference": reference, "code": code})


def wrong(code: str, number: int = 0) -> str:
    return f"{(int(code.replace('-', '')) + number + 1) % 10**8:08d}"


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_number_and_code_sign_in(client: Client, person: User, code: str) -> None:
    assert try_it(client, person.reference, code).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get("/meine/").status_code == 200


def test_it_may_be_typed_as_people_type(client: Client, person: User, code: str) -> None:
    spaced = f" {person.reference[:5].lower()} {person.reference[5:].lower()} "
    try_it(client, spaced, f" {code[:2]} {code[2:4]} {code[5:]} ")
    assert is_in(client)


def test_it_counts_once(client: Client, person: User, code: str) -> None:
    try_it(client, person.reference, code)
    again = Client()
    assert try_it(again, person.reference, code).status_code == 422
    assert not is_in(again)


def test_a_code_opens_nothing_for_another_person(client: Client, code: str) -> None:
    other = make_resident(make_district()).user
    make_code(other, by=other, now=clock.now())
    assert try_it(client, other.reference, code).status_code == 422


def test_after_five_wrong_tries_the_right_one_opens_nothing(client: Client, person: User, code: str) -> None:
    for number in range(5):
        try_it(client, person.reference, wrong(code, number))
    assert try_it(client, person.reference, code).status_code == 422
    assert PaperCode.objects.get().tries == 5


def test_the_fifth_try_may_be_right(client: Client, person: User, code: str) -> None:
    for number in range(4):
        try_it(client, person.reference, wrong(code, number))
    try_it(client, person.reference, code)
    assert is_in(client)


@pytest.mark.parametrize("end", ["revoked", "over", "replaced", "inactive", "died"])
def test_it_opens_nothing_when_it_is(client: Client, person: User, helper: User, code: str, end: str) -> None:
    now = clock.now()
    {
        "revoked": lambda: revoke_codes(person, now=now),
        "over": lambda: machine.travel_to(now + dt.timedelta(days=14, seconds=1)),
        "replaced": lambda: make_code(person, by=helper, now=now),
        "inactive": lambda: User.objects.filter(pk=person.pk).update(is_active=False),
        "died": lambda: Resident.objects.filter(user=person).update(died_on=now.date()),
    }[end]()
    try_it(client, person.reference, code)
    assert not is_in(client)


def test_nobody_learns_whether_a_number_is_known(person: User, code: str) -> None:
    """Known, unknown, without a code, dead: the same answer in the same words."""
    without = make_resident(make_district()).user
    answers = []
    for reference in (person.reference, "ZZZZZZZZZZ", without.reference):
        client = Client()
        tried = [try_it(client, reference, wrong(code, number)) for number in range(7)]
        said = [one.content.decode().replace(reference, "NUMMER") for one in tried]
        answers.append([(one.status_code, strip_csrf(text)) for one, text in zip(tried, said, strict=True)])
    assert answers[0] == answers[1] == answers[2]


def strip_csrf(page: str) -> str:
    import re

    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=|form_token" value=)"[^"]*"', "", page)


def test_the_database_keeps_no_code(person: User, code: str) -> None:
    kept = PaperCode.objects.get()
    assert code not in str(vars(kept))
    assert code.replace("-", "") not in str(vars(kept))
    assert len(kept.digest) == 64


def test_who_works_here_gets_none(helper: User) -> None:
    with pytest.raises(NoPaperCode):
        make_code(helper, by=helper, now=clock.now())


def test_a_number_is_judged_thirty_times_a_day(person: User, helper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when helpers print one code after the other."""
    judged = watch(monkeypatch)
    for _ in range(8):
        code = make_code(person, by=helper, now=clock.now())
        for number in range(5):
            try_it(Client(), person.reference, wrong(code, number))
    assert len(judged) == 30


def test_one_connection_is_judged_a_hundred_times_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = watch(monkeypatch)
    for number in range(103):
        try_it(Client(), f"NIEMAND{number:03d}", "12345678")
    assert len(judged) == 100


def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every guess that was compared."""
    judged: list[str] = []
    compare = paper_codes.constant_time_compare

    def watched(one: str, other: str) -> bool:
        judged.append(other)
        return compare(one, other)

    monkeypatch.setattr(paper_codes, "constant_time_compare", watched)
    return judged


def at_once(steps: list[Callable[[], Any]]) -> list[Any]:
    barrier = threading.Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait(30)
        try:
            return step()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def live_judgements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every guess that was compared with a code that still opens something."""
    judged: list[str] = []
    compare = paper_codes.constant_time_compare

    def watched(kept: str, other: str) -> bool:
        if kept:
            judged.append(other)
        return compare(kept, other)

    monkeypatch.setattr(paper_codes, "constant_time_compare", watched)
    return judged


@with_connections
def test_of_many_guesses_at_once_five_are_judged(person: User, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = live_judgements(monkeypatch)
    at_once([lambda n=n: try_it(Client(), person.reference, wrong(code, n)) for n in range(GUESSES)])  # type: ignore[misc]
    assert len(judged) == 5
    assert PaperCode.objects.get().tries == 5


@with_connections
def test_reading_before_writing_would_judge_many_more(person: User, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the count is read first, and written afterwards."""
    judged = live_judgements(monkeypatch)
    everybody_has_read = threading.Barrier(GUESSES)

    def naive(reference: str) -> tuple[int, str]:
        row = PaperCode.objects.get(person__reference=reference)
        everybody_has_read.wait(30)
        if row.tries >= PaperCode.MOST_TRIES:
            return 0, ""
        PaperCode.objects.filter(pk=row.pk).update(tries=row.tries + 1)
        return row.pk, row.digest

    monkeypatch.setattr(paper_codes, "_count_try", naive)
    at_once([lambda n=n: try_it(Client(), person.reference, wrong(code, n)) for n in range(GUESSES)])  # type: ignore[misc]
    assert len(judged) > 5


@with_connections
def test_the_right_code_twice_at_once_opens_one_session(person: User, code: str) -> None:
    answers = at_once([lambda: try_it(Client(), person.reference, code).status_code] * 4)
    assert sorted(answers) == [302, 422, 422, 422]


@with_connections
def test_two_helpers_at_once_leave_one_code(person: User, helper: User) -> None:
    now = clock.now()
    codes = at_once([lambda: make_code(person, by=helper, now=now)] * 4)
    assert PaperCode.objects.filter(person=person, used_at=None, revoked_at=None).count() == 1
    assert sum(try_it(Client(), person.reference, one).status_code == 302 for one in codes) == 1


@pytest.mark.parametrize(
    "path",
    ["/konto/email/", "/konto/2fa/", "/konto/sessions/", "/einsatz/", "/leitstand/", "/verwaltung/", "/mitmachen/"],
)
def test_the_first_session_shows_the_own_requests_and_nothing_else(
    client: Client, person: User, code: str, path: str
) -> None:
    try_it(client, person.reference, code)
    response = client.get(path)
    assert response.status_code == 403
    assert "mit einem Code vom Papier angemeldet" in response.content.decode()


def test_once_somebody_of_us_has_confirmed_it_the_session_is_like_any_other(
    client: Client, person: User, helper: User, code: str
) -> None:
    try_it(client, person.reference, code)
    assert client.get("/konto/email/").status_code == 403
    assert confirm_use(person, by=helper, now=clock.now()) == 1
    assert client.get("/konto/email/").status_code != 403


def test_a_code_that_is_taken_back_ends_the_session(client: Client, person: User, code: str) -> None:
    try_it(client, person.reference, code)
    revoke_codes(person, now=clock.now())
    assert client.get("/meine/").status_code == 302
    assert not is_in(client)


def test_a_session_by_mail_is_not_limited(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get("/konto/email/").status_code != 403


def test_bad_input_names_the_field(client: Client) -> None:
    page = client.post(URL, {"reference": "", "code": "12"})
    assert page.status_code == 422
    assert page.content.decode().count('aria-invalid="true"') == 2
    assert 'value="12"' in page.content.decode()


def test_who_is_signed_in_needs_no_code(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(URL).status_code == 302
