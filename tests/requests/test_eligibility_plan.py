"""Who may go to one visit is found by indexes, however many volunteers there are: the plans of the statements themselves."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from piano.kit import clock, columns
from piano.kit.planner import analyze
from requests.matching import gather
from requests.matching.candidates import find
from tests.conftest import Cast
from tests.factories import make_visit
from volunteers import could

pytestmark = pytest.mark.django_db
MANY = 20_000
BIG = {"volunteers_volunteer", "volunteers_evidence", "volunteers_availability", "volunteers_volunteer_categories"}
# Each does seven kinds of help; two hundred to a district, one to each square of 600 metres: a land, not a town
FILL = """
SET session_replication_role = replica;
INSERT INTO quarters_district (id, city, number, name, slug, latitude, longitude, postcodes, has_landlord_stock)
  SELECT 1000000 + n, 'Land', n, 'Quartier ' || n, 'quartier-' || n, 51, 9, '', false FROM generate_series(0, 100) n;
INSERT INTO quarters_user (id, password, is_superuser, reference, given_name, family_name, salutation, phone, language, reach,
    quiet_from, quiet_until, is_active, is_staff, is_demo, created_at)
  SELECT 1000000 + n, '!', false, 'R' || n, '', 'P', '', '', 'de', 'email', '20:00', '08:00', true, false, false, now()
    FROM generate_series(1, {many}) n;
INSERT INTO volunteers_volunteer (id, user_id, association_id, state, district_id, latitude, longitude, max_distance_m,
    weekly_minutes, languages, has_licence, shows_family_name, badge, joined_on)
  SELECT 1000000 + n, 1000000 + n, {association}, 'active', 1000000 + n / 200, 51.0 + (n / 140) * 0.006, 9.0 + (n % 140) * 0.009,
         2000, 600, '{{de}}', false, false, '', '2025-01-01' FROM generate_series(1, {many}) n;
INSERT INTO volunteers_volunteer_categories (volunteer_id, category_id)
  SELECT 1000000 + n, {category} + kind FROM generate_series(1, {many}) n, generate_series(0, 6) kind;
INSERT INTO volunteers_evidence (volunteer_id, kind, valid_from)
  SELECT 1000000 + n, kind, '2025-01-01' FROM generate_series(1, {many}) n, unnest(ARRAY['rules', 'identity', 'secrecy']) kind;
INSERT INTO volunteers_availability (volunteer_id, weekday, starts, ends)
  SELECT 1000000 + n, day, '07:00', '21:00' FROM generate_series(1, {many}) n, generate_series(0, 6, 3) day;
SET session_replication_role = origin;
"""


def fill(cast: Cast) -> None:
    values = {"many": MANY, "association": cast.volunteer.association_id}
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(**values, category=cast.shop.pk))
    analyze()


def explained(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """From here on each statement that reads columns is explained before it is carried out: (statement, plan)."""
    plans: list[tuple[str, Any]] = []

    def read(sql: str, params: Any, kinds: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (FORMAT JSON) " + columns._as_arrays(sql, tuple(kinds.values())), dict(params))
            found = cursor.fetchone()[0]
        plans.append((sql, json.loads(found) if isinstance(found, str) else found))
        return columns.read_columns(sql, params, kinds)

    monkeypatch.setattr(could, "read_columns", read)
    monkeypatch.setattr(gather, "read_columns", read)
    return plans


def nodes(plan: Any) -> Iterator[dict[str, Any]]:
    """Every step of a plan."""
    if isinstance(plan, list):
        for one in plan:
            yield from nodes(one)
    elif isinstance(plan, dict):
        if "Node Type" in plan:
            yield plan
        for value in plan.values():
            yield from nodes(value)


def read_through(plans: list[tuple[str, Any]]) -> set[str]:
    """The big tables of which some statement reads every row."""
    steps = [node for _sql, plan in plans for node in nodes(plan)]
    return {node["Relation Name"] for node in steps if node["Node Type"] == "Seq Scan"} & BIG


def test_no_statement_reads_through_everybody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    fill(cast)
    plans = explained(monkeypatch)
    found = find([visit.pk], now=clock.now())
    used = {node.get("Index Name") for _sql, plan in plans for node in nodes(plan)}
    assert read_through(plans) == set()
    assert "volunteer_reach" in used
    assert 3 < len(found) < 200
    assert len(plans) <= 16

    with connection.cursor() as cursor:  # the control: without the index everybody is read
        cursor.execute("DROP INDEX volunteer_reach")
    plans.clear()
    assert len(find([visit.pk], now=clock.now())) == len(found)
    assert read_through(plans)
