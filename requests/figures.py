"""What the monitor hears of visits and steps: counts of the whole house."""

from collections.abc import Iterable

from django.db import connection

from piano.messaging.watch.figures import Figure, figures
from requests.states import OPEN_VISIT_STATES

VISITS = """
SELECT count(*), count(*) FILTER (WHERE upper(wish_window) < piano_now()) FROM requests_visit WHERE state = ANY(%s)
"""
STEPS = """
SELECT count(*), count(*) FILTER (WHERE due_at < piano_now() - interval '60 s'),
       greatest(0, coalesce(extract(epoch FROM piano_now() - min(due_at)), 0))::float8
  FROM requests_duework WHERE done_at IS NULL
"""


@figures
def of_visits() -> Iterable[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(VISITS, [[str(state) for state in OPEN_VISIT_STATES]])
        opened, overdue = cursor.fetchone()
        cursor.execute(STEPS)
        pending, late, oldest = cursor.fetchone()
    yield Figure("piano_visits_open", opened)
    yield Figure("piano_visits_overdue", overdue)
    yield Figure("piano_steps_pending", pending)
    yield Figure("piano_steps_overdue", late)
    yield Figure("piano_steps_oldest_due_seconds", oldest)
