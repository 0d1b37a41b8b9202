"""Who belongs to the team of a quarter, in which role, since when and until when, and who stands in."""

import datetime as dt

from django.db import IntegrityError, transaction

from helpers.circles.errors import AlreadyInTheTeam, NotForTheTeam, NotHerDeputy, WrongDays
from helpers.models import Circle, CircleMember, CircleRole
from quarters.models import District, OrganisationKind, Role, RoleKind, User

# What somebody has to be elsewhere to be this in the team. Nobody of a landlord's office is in it, whatever else she is.
NEEDS: dict[str, tuple[str, ...]] = {
    CircleRole.HELPER: (RoleKind.HELPER,),
    CircleRole.CARE: (RoleKind.CARE_PARTNER,),
    CircleRole.ASSOCIATION: (RoleKind.COORDINATOR, RoleKind.ASSOCIATION_OFFICER),
    CircleRole.SOCIAL: (),
    CircleRole.CENTRE: (RoleKind.CENTRE,),
}


def circle_of(district: District, *, now: dt.datetime) -> Circle:
    """The team of a district, made when somebody first needs it."""
    defaults = {"name": f"Team {district.name}", "made_at": now}
    return Circle.objects.get_or_create(district=district, defaults=defaults)[0]


def add_member(
    circle: Circle,
    person: User,
    *,
    role: str,
    valid_from: dt.date,
    by: User,
    valid_until: dt.date | None = None,
    stands_in_for: CircleMember | None = None,
) -> CircleMember:
    """`valid_until` is exclusive; a deputy has one, for the days on which she stands in, and the role of whom she stands in for.

    Raises `NotForTheTeam`, `NotHerDeputy`, `WrongDays`, `AlreadyInTheTeam`.
    """
    if valid_until is not None and valid_until <= valid_from:
        raise WrongDays()
    _check(person, role, circle, valid_from)
    if stands_in_for is not None and (stands_in_for.role, stands_in_for.circle_id) != (role, circle.pk):
        raise NotHerDeputy()
    try:
        with transaction.atomic():
            return CircleMember.objects.create(
                circle=circle,
                person=person,
                role=role,
                valid_from=valid_from,
                valid_until=valid_until,
                stands_in_for=stands_in_for,
                named_by=by,
            )
    except IntegrityError as error:
        raise AlreadyInTheTeam() from error


def _check(person: User, role: str, circle: Circle, day: dt.date) -> None:
    """A role that needs none elsewhere proves nothing: no neighbour gets it, and no volunteer."""
    roles = Role.objects.valid_on(day).filter(user=person)
    is_landlords = roles.filter(kind=RoleKind.GWG_STAFF) | roles.filter(organisation__kind=OrganisationKind.LANDLORD)
    needed = NEEDS[role]
    if is_landlords.exists() or (needed and not roles.filter(kind__in=needed).exists()):
        raise NotForTheTeam()
    if not needed and (
        person.is_volunteer or (person.is_resident and person.resident.district_id == circle.district_id)
    ):
        raise NotForTheTeam()


def end_member(member: CircleMember, *, day: dt.date, by: User) -> None:
    """From `day` on she belongs to it no more, nor does who stands in for her. One that had not begun is gone. Twice changes nothing."""
    with transaction.atomic():
        rows = CircleMember.objects.select_for_update().filter(pk=member.pk) | CircleMember.objects.filter(
            stands_in_for=member.pk
        )
        for row in CircleMember.objects.filter(pk__in=rows.values("pk")).order_by("pk"):
            if row.valid_from >= day:
                row.delete()
            elif row.valid_until is None or row.valid_until > day:
                row.valid_until = day
                row.save(update_fields=["valid_until"])


def place_of(user: User, circle: Circle, *, day: dt.date) -> CircleMember | None:
    """Her place in the team on that day; whose role it needs elsewhere must still have it."""
    row = CircleMember.objects.valid_on(day).filter(circle=circle, person=user).first()
    if row is None:
        return None
    try:
        _check(user, row.role, circle, day)
    except NotForTheTeam:
        return None
    return row


def circles_of(user: User, *, day: dt.date) -> list[Circle]:
    """Those to which she belongs today, and those of the districts where she helps."""
    own = Circle.objects.filter(members__in=CircleMember.objects.valid_on(day).filter(person=user))
    near = Circle.objects.filter(district__in=user.district_ids)
    return list((own | near).distinct().select_related("district").order_by("district__number"))
