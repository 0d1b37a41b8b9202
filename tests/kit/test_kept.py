"""Statements whose plan is kept: rows as Django makes them, in Django's transaction, where a test can count them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from piano.kit.kept import KEPT_SECONDS, ONE_PLAN, keep_connections, read_rows, run_kept
from requests.models import HelpRequest, Visit
from tests.conftest import Cast
from tests.factories import make_visit

pytestmark = pytest.mark.django_db
BOTH = """
SELECT {columns} FROM requests_visit visit JOIN requests_helprequest request ON request.id = visit.help_request_id
 WHERE visit.id = %s
"""


def test_rows_are_as_django_makes_them(cast: Cast) -> None:
    made = make_visit(cast.tenant, cast.shop)
    HelpRequest.objects.filter(pk=made.help_request_id).update(wish="Milch und Brot")
    ((visit, help_request),) = read_rows(BOTH, [made.pk], visit=Visit, request=HelpRequest)
    for row in (visit, help_request):
        usual = type(row).objects.get(pk=row.pk)
        names = [field.attname for field in row._meta.concrete_fields]
        assert [getattr(row, name) for name in names] == [getattr(usual, name) for name in names]
        assert not row._state.adding
    assert help_request.wish == "Milch und Brot"


def test_one_table_gives_its_rows(cast: Cast) -> None:
    made = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    found = read_rows("SELECT {columns} FROM requests_visit one WHERE id = ANY(%s) ORDER BY id", [[2**40]], one=Visit)
    assert found == []
    keys = [visit.pk for visit in made]
    assert (
        read_rows("SELECT {columns} FROM requests_visit one WHERE id = ANY(%s) ORDER BY id", [keys], one=Visit) == made
    )


def test_its_plan_is_kept_and_it_can_be_counted() -> None:
    with CaptureQueriesContext(connection) as asked:
        run_kept("SELECT 17 + %s::int", [4])
    assert [one["sql"] for one in asked.captured_queries] == ["SELECT 17 + 4::int"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 17 +%%'")
        assert cursor.fetchone()[0] == 1


def test_its_errors_are_djangos_and_a_broken_transaction_takes_no_more() -> None:
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            run_kept("INSERT INTO quarters_block (person_id) VALUES (%s)", [None])
        connection.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            run_kept("SELECT %s", [1])


@pytest.mark.parametrize("words", [["a,b", 'sagt "ja"', "\\", "", "NULL", "{}"], [None, "ä"], []])
def test_lists_arrive_as_they_are(words: list[str | None]) -> None:
    assert run_kept("SELECT %s::text[]", [words]).fetchone() == (words,)


def test_lists_of_numbers_and_moments_arrive_as_they_are() -> None:
    moment = clock.now()
    found = run_kept("SELECT %(n)s::bigint[], %(at)s::timestamptz[]", {"n": [1, 2**40, -3], "at": [moment, None]})
    assert found.fetchone() == ([1, 2**40, -3], [moment, None])


def test_who_answers_people_keeps_connections_and_one_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = connection.settings_dict
    monkeypatch.setitem(settings, "CONN_MAX_AGE", 0)
    monkeypatch.setitem(settings, "OPTIONS", {**settings["OPTIONS"], "options": "-c lock_timeout=5s"})
    keep_connections()
    keep_connections()
    assert settings["CONN_MAX_AGE"] == KEPT_SECONDS
    assert connection.get_connection_params()["options"] == f"-c lock_timeout=5s{ONE_PLAN}"
