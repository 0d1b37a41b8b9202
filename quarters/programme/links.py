"""The link in a message about a registration: one registration, without signing in. A GET behind it never acts.

The token is signed for registration and person; it is dead a day after the date.
"""

import datetime as dt
from typing import Any

from piano.kit.links import link_to, read_signed, sign
from quarters.models import Registration

SALT = "quarters.registration"
LIVES_ON = dt.timedelta(days=1)


def token_for(registration: Registration) -> str:
    return sign(SALT, r=registration.reference, p=registration.person_id)


def registration_link(registration: Registration) -> str:
    return link_to("quarters:registration", registration.reference, token_for(registration))


def registration_behind(reference: str, token: str, *, now: dt.datetime) -> Registration | None:
    """None when the link is wrong or too old, or its person is gone."""
    named: Any = read_signed(token, salt=SALT)
    if not named or named.get("r") != reference:
        return None
    rows = Registration.objects.select_related("event__meeting_point__district", "person")
    row = rows.filter(reference=reference, person=named.get("p"), person__is_active=True).first()
    return row if row and now < row.event.ends_at + LIVES_ON else None
