"""How fast a channel may be used, counted in PostgreSQL for all processes together."""

import time

from django.db import connection

from piano.messaging.channels import Channel

TAKE = """
INSERT INTO messaging_pace AS p (channel, free_at) VALUES (%(channel)s, clock_timestamp() + %(step)s * interval '1 second')
ON CONFLICT (channel) DO UPDATE
   SET free_at = greatest(p.free_at, clock_timestamp()) + %(step)s * interval '1 second'
 WHERE p.free_at < clock_timestamp() + %(most)s * interval '1 second'
RETURNING extract(epoch FROM free_at - clock_timestamp())::float8 - %(step)s
"""


def wait_for(channel: Channel, *, until: float) -> bool:
    """Takes the next free moment of a channel and waits for it, holding no lock. False when it is after `until` (monotonic)."""
    if channel.per_second is None:
        return True
    step = 1 / channel.per_second
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"channel": channel.name, "step": step, "most": max(0.0, until - time.monotonic())})
        row = cursor.fetchone()
    if row is None:
        return False
    time.sleep(max(0.0, row[0]))
    return True
