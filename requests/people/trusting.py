"""Trusted persons and the requests they look after: the message that they may sign in, and what a resident reads of them."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from piano.kit.sweeps import wake_engine
from quarters.models import Look, Resident, Trust, User
from quarters.people.trust import grant_trust, standing_trusts
from requests.messages import search_notices

LOOKS_SHOWN = 30


def trust_person(resident: Resident, *, now: dt.datetime, taken_by: User | None = None, **facts: Any) -> Trust:
    """Grants it and tells the person how to sign in. Raises what `grant_trust` raises."""
    with transaction.atomic():
        trust = grant_trust(resident, now=now, taken_by=taken_by, language=resident.user.reads_in, **facts)
        search_notices.trusted(trust, now=now)
        wake_engine()
    return trust


def trusted_by(resident: Resident) -> list[Trust]:
    """Who may look at the moment, the first first."""
    rows = standing_trusts().filter(resident=resident).select_related("person", "taken_by")
    return list(rows.order_by("given_at", "pk"))


def looks_at(resident: Resident) -> list[Look]:
    """The latest looks, also of those who may look no more."""
    rows = Look.objects.filter(trust__resident=resident).select_related("trust__person")
    return list(rows.order_by("-at", "-pk")[:LOOKS_SHOWN])


def looked_after(user: User) -> list[Trust]:
    """Whose pages this person may see."""
    rows = standing_trusts().filter(person=user).prefetch_related(Prefetch("resident__user"))
    return list(rows.order_by("given_at", "pk"))
