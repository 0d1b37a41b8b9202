"""Test databases made, filled and emptied quickly. Nothing here decides what a test sees; only how soon it sees it.

Three things cost most of a run before: every run and every shard lived through all migrations (30 s), every test on real
connections emptied a hundred tables and made all permissions anew, and every page test read the Kassel tables again.

- `from_template`: the migrated, empty database is kept in the server under a name that carries a digest of everything that
  made it; a run copies it. Another migration, setting or library is another digest.
- `each_model_alone`: making that template takes 2 s instead of 30.
- `empty_what_was_written`: only tables that hold rows are emptied; content types and permissions stay as the migrations left them.
- `Snapshot`: rows that were made once by the real commands are kept as PostgreSQL writes them, and put back as they were.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.state import ProjectState
from psycopg import sql

from piano.kit import clock

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "piano_template_"
OF_DJANGO = ("django_content_type", "auth_permission", "django_migrations")
OF_MIGRATIONS = (
    "messaging_writinghours",
    "volunteers_datedvalue",
    "volunteers_levelrule",
)  # nobody adds or deletes these rows, so no test has to bring them along
LOCK = 20_261_129


def digest() -> str:
    """Of what makes a migrated database: all migrations, the settings, the audit trail's triggers, the installed versions."""
    made_by = sorted(path for path in ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py"))
    made_by += [ROOT / name for name in ("piano/settings.py", "piano/environment.py", "piano/kit/audit.py")]
    made_by.append(ROOT / "requirements-dev.txt")
    read = hashlib.sha256()
    for path in made_by:
        read.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return read.hexdigest()[:16]


@contextmanager
def maintenance() -> Iterator[Any]:
    """A cursor beside all databases, held by one shard at a time."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")  # the first shard may migrate for a while
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield cursor
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def from_template() -> None:
    """The test database of this process will be a copy; the first process of a new digest makes the template."""
    name = PREFIX + digest()
    with maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"])
        known = {row[0] for row in cursor.fetchall()}
        if name not in known:
            _make_template(name, cursor)
            for old in known:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)).as_string())
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = connection.settings_dict["TEST"]["TEMPLATE"] = name
    connection.creation.create_test_db = _copy_template  # type: ignore[method-assign]


def _copy_template(verbosity: int = 1, autoclobber: bool = False, serialize: bool = False, keepdb: bool = False) -> str:
    """As Django's own, without migrating what is migrated."""
    creation = connection.creation
    name: str = creation._get_test_db_name()
    creation._create_test_db(verbosity, autoclobber, keepdb)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    return name


def _make_template(name: str, cursor: Any) -> None:
    """Migrated under a name of its own, and renamed when it is complete: half a template never has the name."""
    own, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    test_name, test["NAME"] = test["NAME"], f"{name}_{os.getpid()}"
    with each_model_alone():
        made = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own
    test["NAME"] = test_name
    cursor.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(made), sql.Identifier(name)).as_string()
    )


@contextmanager
def each_model_alone() -> Iterator[None]:
    """While migrations run, a model that changes is made anew without all that are related to it, which is most of the work.

    For an empty database that is enough: no step reads rows across relations. That the schema is the same to the letter is
    held by a test of the large set.
    """

    def reload_alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in state.__dict__:
            state._reload({(app_label, model_name.lower())})

    as_ever = ProjectState.reload_model
    ProjectState.reload_model = reload_alone
    try:
        yield
    finally:
        ProjectState.reload_model = as_ever


def schema() -> list[str]:
    """Every column, constraint, index, trigger and function of our database as it is defined, sorted; not the tests' own clock."""
    asked = """
        SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, character_maximum_length,
                         ordinal_position, is_identity) FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
                  WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc
                  WHERE pronamespace = 'public'::regnamespace AND proname != 'piano_now'
        UNION ALL SELECT extname FROM pg_extension
    """
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return sorted(row[0] for row in cursor.fetchall())


def written_tables() -> list[str]:
    """Those that hold rows, without what Django itself keeps of models."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {name} WHERE EXISTS (SELECT FROM {table})").format(name=name, table=sql.Identifier(name))
        for name in sorted(names.difference(OF_DJANGO, OF_MIGRATIONS))
    )
    with connection.cursor() as cursor:
        cursor.execute(asked.as_string(cursor.connection))
        return [row[0] for row in cursor.fetchall()]


def empty_what_was_written() -> None:
    """Every table is empty afterwards, as after Django's own flush."""
    tables = written_tables()
    if not tables:
        return
    with transaction.atomic(), without_triggers() as is_without, connection.cursor() as cursor:
        if is_without:
            cursor.execute("; ".join(f'DELETE FROM "{name}"' for name in tables))
        else:
            cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in tables) + " CASCADE")


@contextmanager
def without_triggers() -> Iterator[bool]:
    """Rows go in and out as they are: no audit, no append-only, no order of foreign keys. False where we may not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        may = bool(cursor.fetchone()[0])
        if may:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield may
        if may:
            cursor.execute("SET LOCAL session_replication_role = origin")


class Snapshot:
    """What a command writes into an empty database, made once in a process and put back from then on.

    Keys are those of the first time; sequences only ever run ahead, so what comes later has other ones.
    """

    kept: dict[Any, dict[str, bytes]] = {}

    @classmethod
    def load(cls, key: Any, make: Callable[[], None]) -> None:
        """`key` names everything on which the rows depend."""
        empty_what_was_written()
        if key in cls.kept:
            with transaction.atomic(), without_triggers() as may:
                if may:
                    cls._put_back(cls.kept[key])
                    return
        make()
        cls.kept[key] = cls._read()

    @staticmethod
    def _read() -> dict[str, bytes]:
        rows = {}
        with connection.cursor() as cursor:
            for table in written_tables():
                with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                    rows[table] = b"".join(bytes(block) for block in copy)
        return rows

    @staticmethod
    def _put_back(rows: dict[str, bytes]) -> None:
        with connection.cursor() as cursor:
            for table, data in rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(data)


def load_kassel() -> None:
    """The Kassel places, organisations and kinds of help, as `load_quarters` writes them today."""
    Snapshot.load(("kassel", clock.today()), lambda: call_command("load_quarters", verbosity=0))


def load_demo() -> None:
    """The Kassel places and the living quarter, as `demo` writes them at this moment of the tests' clock."""
    Snapshot.load(("demo", clock.now().replace(microsecond=0, second=0)), _make_demo)


def _make_demo() -> None:
    call_command("load_quarters", verbosity=0)
    call_command("demo", verbosity=0)
