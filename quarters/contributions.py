"""What people give of their own accord is written down, read by a helper, and taken back by the person whenever she likes."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from quarters.models import Contribution, District, User


def give(
    *,
    kind: str,
    words: str,
    district: District,
    now: dt.datetime,
    person: User | None = None,
    name: str = "",
    phone: str = "",
    taken_by: User | None = None,
    form_token: uuid.UUID | None = None,
) -> Contribution:
    """Writes it down; the same form twice is one row. `name` and `phone` are of somebody without an account."""
    fields: dict[str, Any] = {"kind": kind, "words": words.strip(), "district": district, "given_at": now}
    fields |= {"person": person, "name": name, "phone": phone, "taken_by": taken_by}
    if form_token is None:
        return Contribution.objects.create(**fields)
    return Contribution.objects.get_or_create(form_token=form_token, defaults=fields)[0]


def take_back(*, person: User, reference: str) -> bool:
    """The person's own, with all its words; false when it was gone already."""
    return bool(Contribution.objects.filter(person=person, reference=reference).delete()[0])


def tick_off(contribution: Contribution, *, by: User, now: dt.datetime, note: str = "") -> Contribution:
    """A helper has read it and keeps it in mind. Locks the row; a second tick changes nothing."""
    with transaction.atomic():
        row = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
        if row.seen_at is None:
            row.seen_by, row.seen_at, row.note = by, now, note
            row.save(update_fields=["seen_by", "seen_at", "note"])
    return row


def contributions_in(district_ids: frozenset[int]) -> QuerySet[Contribution]:
    """What people there give, the newest first; of nobody who has died."""
    rows = Contribution.objects.filter(district__in=district_ids, person__resident__died_on=None)
    return rows.select_related("person", "district", "taken_by", "seen_by").order_by("-given_at", "-pk")
