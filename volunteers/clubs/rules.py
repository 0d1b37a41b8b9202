"""What the statute of an association says, as far as days and sums follow from it; and who may do which kind of help there."""

import datetime as dt
from typing import Any

from django.db import transaction

from quarters.models import Category, Level, Organisation, Who
from volunteers.clubs.errors import NotForLay
from volunteers.models import ClubRules, Scope

USUAL = ""  # no row: the category's own rule holds


def rules_of(association: Organisation) -> ClubRules:
    return ClubRules.objects.get_or_create(association=association)[0]


def change_rules(association: Organisation, **said: Any) -> ClubRules:
    """For what comes: an assembly that is called keeps the days it was called with, a fee its sum."""
    rules_of(association)
    with transaction.atomic():
        row = ClubRules.objects.select_for_update(of=("self",)).get(association=association)
        for name, value in said.items():
            setattr(row, name, value)
        row.save()
    return row


def last_day_to_invite(held_on: dt.date, notice_days: int) -> dt.date:
    """The day of sending and the day of the assembly are not counted (§§ 187, 188 BGB, as our draft of the statute says)."""
    return held_on - dt.timedelta(days=notice_days + 1)


def matrix(association: Organisation) -> list[tuple[Category, str]]:
    """Every kind of help, with what the association decided; `USUAL` where it did not. Two queries."""
    decided = dict(Scope.objects.filter(association=association).values_list("category", "who"))
    return [(category, decided.get(category.pk, USUAL)) for category in Category.objects.order_by("position", "pk")]


def choices_for(category: Category) -> list[str]:
    """What may be decided: care stays with professionals (domain 2, level P)."""
    if category.level == Level.P:
        return [USUAL, Who.PROFESSIONAL, Scope.NOT_OFFERED]
    return [USUAL, Who.LAY, Who.TRAINED, Who.PROFESSIONAL, Scope.NOT_OFFERED]


def decide_scope(association: Organisation, decided: dict[str, str]) -> int:
    """Category code → who. Returns how many changed. Raises `NotForLay`."""
    changed = 0
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=association.pk)
        for category, was in matrix(association):
            who = decided.get(category.code, was)
            if who == was:
                continue
            if who not in choices_for(category):
                raise NotForLay()
            Scope.objects.filter(association=association, category=category).delete()
            if who != USUAL:
                Scope.objects.create(association=association, category=category, who=who)
            changed += 1
    return changed
