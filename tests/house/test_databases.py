"""The quick ways to a test database lead to the same database."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.migrations.executor import MigrationExecutor

from quarters.models import Category, District, MeetingPoint
from tests import databases
from tests.factories import make_district, make_resident

pytestmark = pytest.mark.django_db


def kassel() -> list[list[object]]:
    return [list(model.objects.order_by("pk").values()) for model in (District, Category, MeetingPoint)]


def test_the_copied_database_is_wholly_migrated() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert Permission.objects.exists()


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_a_model_made_anew_alone_makes_the_same_schema() -> None:
    quick = databases.schema()
    assert len(quick) > 2000
    creation, name = connection.creation, connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    template, test["TEMPLATE"], test_name = test["TEMPLATE"], None, test["NAME"]
    test["NAME"] = f"{name}_slow"
    try:
        BaseDatabaseCreation.create_test_db(creation, verbosity=0, autoclobber=True, serialize=False)
        assert databases.schema() == quick
    finally:
        creation.destroy_test_db(name, verbosity=0)
        test["TEMPLATE"], test["NAME"] = template, test_name


def test_what_is_put_back_is_what_the_command_wrote() -> None:
    databases.load_kassel()
    first = kassel()
    assert all(first)
    databases.empty_what_was_written()
    assert not any(kassel())
    databases.load_kassel()
    assert kassel() == first
    assert make_district(city="Anderswo").pk > max(row["id"] for row in first[0]), "sequences run ahead"


def test_emptying_leaves_no_row_and_triggers_work_again() -> None:
    make_resident(make_district())
    assert databases.written_tables()
    databases.empty_what_was_written()
    assert databases.written_tables() == []
    assert Permission.objects.exists()
    make_resident(make_district())
    assert any(name.endswith("event") for name in databases.written_tables()), "the audit trail writes along"
