"""The link in a message about a registration: one registration, without signing in. A GET behind it never acts.

The token is signed for registration and person, and says itself that it ends a day after the date. Where the date has moved meanwhile,
a new one is sent (`quarters.signing.new_links`).
"""

import datetime as dt
from typing import Any

from piano.kit import clock
from piano.kit.links import link_to, read_signed, sign
from quarters.models import Registration
from quarters.signing.new_links import Lost

SALT = "quarters.registration"
LIVES_ON = dt.timedelta(days=1)


def token_for(registration: Registration) -> str:
    ends = registration.event.ends_at + LIVES_ON
    return sign(SALT, r=registration.reference, p=registration.person_id, e=int(ends.timestamp()))


def registration_link(registration: Registration) -> str:
    return link_to("quarters:registration", registration.reference, token_for(registration))


def registration_behind(reference: str, token: str, *, now: dt.datetime) -> Registration | None:
    """None when the link is wrong or too old, or its person is gone."""
    named: Any = read_signed(token, salt=SALT)
    if not named or named.get("r") != reference or _is_over(named, now=now):
        return None
    return _row_of(named, now=now)


def _is_over(named: Any, *, now: dt.datetime) -> bool:
    """Older ones say no end and go by the date alone."""
    return bool("e" in named and named["e"] <= now.timestamp())


def lost_behind(token: str) -> Lost | None:
    """Whose link is too old for a date that is still ahead."""
    named = read_signed(token, salt=SALT)
    row = _row_of(named, now=clock.now()) if named else None
    return Lost(row.person, row.pk) if row else None


def _row_of(named: Any, *, now: dt.datetime) -> Registration | None:
    rows = Registration.objects.select_related("event__meeting_point__district", "person")
    row = rows.filter(reference=named.get("r"), person=named.get("p"), person__is_active=True).first()
    return row if row and now < row.event.ends_at + LIVES_ON else None
