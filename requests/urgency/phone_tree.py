"""The phone tree of a district: who is told one after another when nobody has taken care of something urgent.

Helpers and coordinators of the district keep it. Also here: who hears that a visit has nobody yet.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.phones import read_phone
from quarters.models import District, Reach, Role, User
from requests.models import TreePerson


class NoNumber(DomainError):
    message = _("Ohne Telefonnummer kann niemand in der Telefonkette stehen.")


class AlreadyInTree(DomainError):
    message = _("Diese Nummer steht schon in der Telefonkette.")


def tree_of(district: District | int) -> QuerySet[TreePerson]:
    """In the order in which people are told; whoever may not be written to any more is left out."""
    rows = TreePerson.objects.filter(district=district, left_at=None, person__is_active=True)
    return rows.select_related("person").order_by("position", "pk")


def add_to_tree(
    district: District, *, name: str, phone: str, who: str, hears_of_gaps: bool, now: dt.datetime
) -> TreePerson:
    """At the end of the tree. Somebody who works here is known by her number; others become a person without a sign-in.

    Raises `NoNumber`, `NotAPhoneNumber`, `AlreadyInTree`.
    """
    number = read_phone(phone)
    if not number:
        raise NoNumber()
    with transaction.atomic():
        District.objects.select_for_update(no_key=True).get(pk=district.pk)
        person = _person(name, number, day=clock.local(now).date())
        if tree_of(district).filter(person__phone=number).exists():
            raise AlreadyInTree()
        last = tree_of(district).aggregate(last=Max("position"))["last"] or 0
        return TreePerson.objects.create(
            district=district, person=person, who=who.strip(), position=last + 1, hears_of_gaps=hears_of_gaps
        )


def _person(name: str, number: str, *, day: dt.date) -> User:
    working = Role.objects.valid_on(day).values("user")
    known = User.objects.filter(phone=number, is_active=True, pk__in=working).first()
    earlier = User.objects.filter(phone=number, is_active=True, email=None, phone_trees__isnull=False).first()
    given_name, _space, family_name = name.strip().rpartition(" ")
    return (
        known
        or earlier
        or User.objects.create_user(
            given_name=given_name[:60], family_name=family_name[:60], phone=number, reach=Reach.PHONE
        )
    )


def move_up(row: TreePerson) -> None:
    """One place earlier; the first one stays."""
    with transaction.atomic():
        District.objects.select_for_update(no_key=True).get(pk=row.district_id)
        people = list(tree_of(row.district_id))
        place = next((place for place, one in enumerate(people) if one.pk == row.pk), 0)
        if place:
            people[place - 1], people[place] = people[place], people[place - 1]
        for position, one in enumerate(people, start=1):
            TreePerson.objects.filter(pk=one.pk).update(position=position)


def leave_tree(row: TreePerson, *, now: dt.datetime) -> None:
    """Is told nothing more. Twice changes nothing."""
    TreePerson.objects.filter(pk=row.pk, left_at=None).update(left_at=now)


def come_back(row: TreePerson) -> None:
    """Takes `leave_tree` back. Raises `AlreadyInTree` where she was entered anew meanwhile."""
    with transaction.atomic():
        District.objects.select_for_update(no_key=True).get(pk=row.district_id)
        if tree_of(row.district_id).filter(person=row.person_id).exclude(pk=row.pk).exists():
            raise AlreadyInTree()
        TreePerson.objects.filter(pk=row.pk).update(left_at=None)
