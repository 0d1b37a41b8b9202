"""Signed addresses: the page of whoever runs it, and of whoever takes part. They hold while that row stands in that part."""

from django.urls import reverse

from piano.kit.links import link_to, read_signed, sign
from quarters.models import InitiativePerson, Part

OWN, TAKES_PART = "quarters.idea.own", "quarters.idea.part"


def own_token(row: InitiativePerson) -> str:
    return sign(OWN, person=row.reference)


def own_page(row: InitiativePerson) -> str:
    return reverse("quarters:own_idea", args=[own_token(row)])


def own_link(row: InitiativePerson) -> str:
    return link_to("quarters:own_idea", own_token(row))


def part_link(row: InitiativePerson) -> str:
    return link_to("quarters:own_part", sign(TAKES_PART, person=row.reference))


def runner_behind(token: str) -> InitiativePerson | None:
    """Whoever runs it still, by her link; None once she handed over or left."""
    return _behind(token, OWN, part=Part.RUNS)


def joiner_behind(token: str) -> InitiativePerson | None:
    return _behind(token, TAKES_PART, part=Part.JOINS)


def _behind(token: str, salt: str, *, part: str) -> InitiativePerson | None:
    named = read_signed(token, salt=salt)
    rows = InitiativePerson.objects.select_related("person", "initiative__district", "initiative__enabler")
    return rows.filter(reference=named.get("person", ""), part=part).first() if named else None
