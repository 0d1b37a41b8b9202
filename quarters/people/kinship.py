"""Who is related to whom or lives with whom: noted by a helper who knows it, taken back when it was wrong."""

import datetime as dt

from django.db.models import Q

from quarters.models import Kin, User


def note_kin(person: User, other: User, *, kind: str, by: User, now: dt.datetime) -> Kin:
    """Once for two people, in either order."""
    both = Q(person=person, other=other) | Q(person=other, other=person)
    known = Kin.objects.filter(both, kind=kind).first()
    return known or Kin.objects.create(person=person, other=other, kind=kind, noted_by=by, noted_at=now)


def forget_kin(person: User, *, pk: int) -> bool:
    """Takes back one line about this person; a second time changes nothing."""
    return bool(Kin.objects.filter(Q(person=person) | Q(other=person), pk=pk).delete()[0])


def kin_of(person: User) -> list[tuple[Kin, User]]:
    """The lines about somebody, each with the other one of the two."""
    rows = Kin.objects.filter(Q(person=person) | Q(other=person)).select_related("person", "other").order_by("pk")
    return [(row, row.other if row.person_id == person.pk else row.person) for row in rows]
