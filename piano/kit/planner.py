"""What PostgreSQL's planner knows of our tables."""

from django.db import connection
from psycopg import sql


def analyze() -> None:
    """Counts our tables anew, so that thousands of rows that came at once are known before the nightly count.

    Ours alone, never the whole database: its catalogues are shared, and two who counted them at once would wait for each other.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names = sql.SQL(", ").join(sql.Identifier(name) for name in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(names).as_string(cursor.connection))
