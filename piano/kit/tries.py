"""How often something secret was guessed at, counted in PostgreSQL: exact for any number of connections at once.

`piano.kit.limits` is for what may be open while its counter is away; this is for what must never be.
"""

from django.db import connection

from piano.kit import clock
from piano.kit.digests import keyed_digest
from piano.kit.models import Tries

TAKE = """
INSERT INTO kit_tries AS known (what, key, count, ends_at)
VALUES (%(what)s, %(key)s, 1, piano_now() + make_interval(secs => %(seconds)s))
ON CONFLICT (what, key) DO UPDATE SET
  count = CASE WHEN known.ends_at > piano_now() THEN known.count + 1 ELSE 1 END,
  ends_at = CASE WHEN known.ends_at > piano_now() THEN known.ends_at ELSE excluded.ends_at END
WHERE known.count < %(most)s OR known.ends_at <= piano_now()
RETURNING count
"""


def take_try(what: str, of: str, *, most: int, seconds: int) -> int | None:
    """Which try this is, or None when `most` were taken within `seconds` of the first. Call it before comparing.

    One statement: who comes at the same moment waits for the row and reads the new count. Do not call it in a
    transaction that may be rolled back; the try would be given back.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"what": what, "key": _key(of), "seconds": seconds, "most": most})
        row = cursor.fetchone()
    return int(row[0]) if row else None


def forgive_tries(what: str, of: str) -> None:
    """The right answer came: the count begins anew."""
    Tries.objects.filter(what=what, key=_key(of)).delete()


def clear_tries() -> int:
    """Removes counts whose time is over."""
    return Tries.objects.filter(ends_at__lte=clock.now()).delete()[0]


def _key(of: str) -> str:
    """Whose tries these are, unreadable without the secret key."""
    return keyed_digest("piano.tries", of)
