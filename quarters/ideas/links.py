"""Signed addresses: the page of whoever runs it, and of whoever takes part. Each names its person and ends; it holds while that row
stands in that part. Who comes too late has a new one sent (`quarters.signing.new_links`).
"""

import datetime as dt

from django.urls import reverse

from piano.kit import clock
from piano.kit.links import link_to, read_signed, sign
from quarters.models import InitiativePerson, Part
from quarters.signing.new_links import Lost

OWN, TAKES_PART = "quarters.idea.own", "quarters.idea.part"
PARTS = {OWN: Part.RUNS, TAKES_PART: Part.JOINS}
LIVES = dt.timedelta(days=90)  # she meets others for months; each message brings a new one


def own_token(row: InitiativePerson) -> str:
    return _token(OWN, row)


def own_page(row: InitiativePerson) -> str:
    return reverse("quarters:own_idea", args=[own_token(row)])


def own_link(row: InitiativePerson) -> str:
    return link_to("quarters:own_idea", own_token(row))


def part_link(row: InitiativePerson) -> str:
    return link_to("quarters:own_part", _token(TAKES_PART, row))


def her_link(row: InitiativePerson) -> str:
    return own_link(row) if row.part == Part.RUNS else part_link(row)


def runner_behind(token: str, *, now: dt.datetime) -> InitiativePerson | None:
    """Whoever runs it still, by her link; None once she handed over or left, and when it is too old."""
    return _behind(token, OWN, now=now)


def joiner_behind(token: str, *, now: dt.datetime) -> InitiativePerson | None:
    return _behind(token, TAKES_PART, now=now)


def lost_behind(token: str) -> Lost | None:
    """Who is in it still, in whatever part, by a link of ours that is too old."""
    for salt in PARTS:
        row = _row_of(read_signed(token, salt=salt))
        if row is not None:
            return Lost(row.person, row.pk)
    return None


def _token(salt: str, row: InitiativePerson) -> str:
    return sign(salt, person=row.reference, p=row.person_id, e=int((clock.now() + LIVES).timestamp()))


def _behind(token: str, salt: str, *, now: dt.datetime) -> InitiativePerson | None:
    named = read_signed(token, salt=salt)
    row = _row_of(named) if named and named.get("e", 0) > now.timestamp() else None
    return row if row and row.part == PARTS[salt] else None


def _row_of(named: dict[str, str] | None) -> InitiativePerson | None:
    """One from before links named their person finds her all the same, but only to send her a new one."""
    if named is None:
        return None
    rows = InitiativePerson.objects.select_related("person", "initiative__district", "initiative__enabler")
    row = rows.filter(reference=named.get("person", ""), person__is_active=True).first()
    return row if row and named.get("p", row.person_id) == row.person_id else None
