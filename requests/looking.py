"""Who looked up name, address and telephone of a tenant after a yes; the tenant reads it."""

import datetime as dt
from collections.abc import Iterable

from quarters.models import User
from requests.messages.naming import announced_name
from requests.models import Assignment, ContactLook

SHOWN = 100


def note_looks(assignments: Iterable[Assignment], *, seen_on: str, now: dt.datetime) -> None:
    """One row each, of whoever goes there. Nothing for nobody."""
    rows = [ContactLook(visit_id=one.visit_id, person_id=one.person_id, at=now, seen_on=seen_on) for one in assignments]
    if rows:
        ContactLook.objects.bulk_create(rows)


def looks_at_address(tenant: User) -> list[tuple[str, ContactLook]]:
    """The latest first, each with the name as she knows it."""
    rows = ContactLook.objects.filter(visit__help_request__resident__user=tenant).select_related("person__volunteer")
    return [(announced_name(one.person) if one.person else "", one) for one in rows[:SHOWN]]
