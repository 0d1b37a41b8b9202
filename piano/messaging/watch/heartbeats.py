"""Signs of life: one row for each sweep, and one for each kind of process that runs them."""

from django.db import connection

PROCESS = "process:"
BEAT, ENGINE, WATCHDOG = "beat", "engine", "watchdog"
ALARM = "alarm"  # stands from an alarm to its all-clear
RESTORED = "restored"  # stands while the database is one from a backup and nobody has said how to go on
WORKERS = {"urgent": "worker-urgent", "normal": "worker-normal", "bulk": "worker-bulk"}
NOTE = """
INSERT INTO messaging_heartbeat (name, beat_at)
SELECT name, piano_now() FROM unnest(%s::text[]) AS name ORDER BY name
    ON CONFLICT (name) DO UPDATE SET beat_at = EXCLUDED.beat_at
"""


def note_sweep(name: str, *, by: str) -> None:
    """This sweep committed just now, in this kind of process. Locks the two rows in the order of their names."""
    _note([name, PROCESS + by])


def note_process(name: str) -> None:
    _note([PROCESS + name])


def forget(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM messaging_heartbeat WHERE name = %s", [PROCESS + name])


def _note(names: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [names])
