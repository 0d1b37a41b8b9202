"""The room of an association that was founded here: its name, its address, and its rules, as its founders said them."""

import datetime as dt

from django.utils.text import slugify

from quarters.models import Organisation, OrganisationKind
from volunteers.clubs.errors import NameTaken
from volunteers.clubs.rules import change_rules, rules_of
from volunteers.models import Founding

NOT_A_SLUG = frozenset({"gruendung"})  # an address of ours
SAID = ("seat", "purpose", "notice_days", "board_years", "fee_cents", "family_fee_cents")


def make_room(founding: Founding, *, founded_on: dt.date) -> Organisation:
    """Raises `NameTaken`."""
    name = founding.name.strip()
    if Organisation.objects.filter(name__iexact=name).exists():
        raise NameTaken()
    association = Organisation.objects.create(name=name, slug=_free_slug(name), kind=OrganisationKind.ASSOCIATION)
    rules_of(association)
    change_rules(association, founded_on=founded_on, **_said(founding))
    return association


def say_in_room(founding: Founding) -> None:
    """Something changed because court or tax office wanted it. The address stays. In the caller's transaction; raises `NameTaken`."""
    name, association = founding.name.strip(), founding.association
    assert association is not None, "an association has a room from the hand-over on"
    if association.name != name:
        if Organisation.objects.filter(name__iexact=name).exclude(pk=association.pk).exists():
            raise NameTaken()
        association.name = name
        association.save(update_fields=["name"])
    change_rules(association, **_said(founding))


def _said(founding: Founding) -> dict[str, object]:
    return {field: getattr(founding, field) for field in SAID}


def _free_slug(name: str) -> str:
    plain = name.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    base = slugify(plain)[:100].strip("-") or "verein"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | NOT_A_SLUG
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
