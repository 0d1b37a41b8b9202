"""The volunteers of one's associations: found by name, number or badge, and by what they do, speak, and still have to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from quarters.models import RoleKind
from quarters.people.people_search import PHONE, SHORTEST, people_named, phone_matches, tidy
from volunteers.models import Volunteer, VolunteerState
from volunteers.path.signing import who_must_sign

SHOWN = 100
HERE = (VolunteerState.ACTIVE, VolunteerState.PAUSED, VolunteerState.SUSPENDED)
SIGNATURE = "unterschrift"


@dataclass(frozen=True)
class Wanted:
    """What one looks for; everything empty is everybody who is there."""

    text: str = ""
    state: str = ""
    district: int | None = None
    category: int | None = None
    language: str = ""
    lacks: str = ""


@dataclass(frozen=True)
class Crew:
    """The people shown, how many there are, and the keys of those who have to sign anew."""

    people: Sequence[Volunteer]
    total: int
    must_sign: set[int]


def own_people(user: Any) -> QuerySet[Volunteer]:
    own = {role.organisation_id for role in user.valid_roles if role.kind == RoleKind.COORDINATOR}
    return Volunteer.objects.filter(association__in=[pk for pk in own if pk])


def find_crew(user: Any, wanted: Wanted) -> Crew:
    """Who is suspended stands first, then by name. Four queries besides the reader's roles."""
    unsigned = who_must_sign(on=clock.today())
    rows = own_people(user).filter(_asked_for(wanted))
    if wanted.lacks == SIGNATURE:
        rows = rows.filter(pk__in=unsigned.values("pk"))
    rows = rows.distinct()
    first = Case(When(state=VolunteerState.SUSPENDED, then=Value(0)), default=Value(1), output_field=IntegerField())
    shown = rows.annotate(first=first).select_related("user", "association", "district")
    people = list(shown.order_by("first", *alphabetical("user__family_name", "user__given_name"), "pk")[:SHOWN])
    total = len(people) if len(people) < SHOWN else rows.count()
    keys = unsigned.filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True)
    return Crew(people, total, set(keys))


def _asked_for(wanted: Wanted) -> Q:
    found = Q(state=wanted.state) if wanted.state else Q(state__in=HERE)
    if wanted.district:
        found &= Q(district=wanted.district)
    if wanted.category:
        found &= Q(categories=wanted.category)
    if wanted.language:
        found &= Q(languages__contains=[wanted.language])
    return found & _named(wanted.text)


def _named(text: str) -> Q:
    """A number of three figures or more, a badge, or a name like it; one letter finds everybody."""
    text = tidy(text)
    if len(text) < SHORTEST:
        return Q()
    if PHONE.fullmatch(text):
        return Q(phone_matches(text)) | Q(badge=text)
    return Q(user__in=people_named(text).values("pk")) | Q(badge=text)
