"""A founder's own address of the founding: signed, good for ninety days, and as long as she is on the list under that account.

Names of others stand behind it, so it ends; who comes too late has a new one sent (`quarters.signing.new_links`).
"""

import datetime as dt
from typing import Any

from piano.kit import clock
from piano.kit.links import link_to, read_signed, sign
from quarters.signing.new_links import Lost
from volunteers.models import Founder

SALT = "volunteers.founder"
LIVES = dt.timedelta(days=90)  # a founding takes months; whoever works on it has a new one sent


def founder_key(founder: Founder) -> str:
    ends = int((clock.now() + LIVES).timestamp())
    return sign(SALT, founder=founder.reference, p=founder.person_id or 0, e=ends)


def founder_link(founder: Founder) -> str:
    return link_to("volunteers:own_founding", founder_key(founder))


def founder_behind(key: str, *, now: dt.datetime) -> Founder | None:
    named = read_signed(key, salt=SALT)
    return _row_of(named) if named and named.get("e", 0) > now.timestamp() else None


def lost_behind(key: str) -> Lost | None:
    """Whoever was sent a link of ours that is too old by now."""
    row = _row_of(read_signed(key, salt=SALT))
    return Lost(row.person, row.pk) if row and row.person and row.person.is_active else None


def _row_of(named: dict[str, Any] | None) -> Founder | None:
    """A link that was handed over before she was written to (0) is hers still; one sent to an address she has no more is not, and
    none is once her account is closed.
    """
    if named is None:
        return None
    rows = Founder.objects.select_related(
        "person", "founding__district", "founding__enabler", "founding__association", "founding__idea"
    )
    row = rows.filter(reference=named.get("founder", ""), founding__ended_at=None).first()
    if row is None or (row.person is not None and not row.person.is_active):
        return None
    return row if named.get("p", 0) in (0, row.person_id) else None
