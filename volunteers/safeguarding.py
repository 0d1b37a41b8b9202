"""What somebody must have shown before being sent (domain 2): each level includes the one before; P is nobody of ours."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from quarters.models import Category, Level, Who
from volunteers.models import Evidence, EvidenceKind, Scope, Volunteer, VolunteerState

_A = frozenset({EvidenceKind.RULES})
_B = _A | {EvidenceKind.IDENTITY, EvidenceKind.SECRECY}
_C = _B | {EvidenceKind.RECORD, EvidenceKind.INSURANCE}
_D = _C | {EvidenceKind.EXTENDED_RECORD}
REQUIRED: dict[str, frozenset[EvidenceKind]] = {Level.A: _A, Level.B: _B, Level.C: _C, Level.D: _D}


def who_may(category: Category, day: dt.date) -> QuerySet[Volunteer]:
    """Active volunteers with every piece of evidence of the category's level on that day, whose association lets lay people
    do it (or its trained ones, who have shown that). What they wish for themselves is not asked.
    """
    people = Volunteer.objects.filter(state=VolunteerState.ACTIVE, user__is_active=True)
    if category.level not in REQUIRED:
        return people.none()
    for kind in sorted(REQUIRED[category.level]):
        people = people.filter(_shown(kind, day))
    own_word = Scope.objects.filter(association=OuterRef("association"), category=category).values("who")[:1]
    people = people.annotate(who=Coalesce(Subquery(own_word), Value(category.who)))
    return people.filter(Q(who=Who.LAY) | Q(_shown(EvidenceKind.TRAINING, day), who=Who.TRAINED))


def _shown(kind: str, day: dt.date) -> Exists:
    rows = Evidence.objects.filter(volunteer=OuterRef("pk"), kind=kind, valid_from__lte=day)
    return Exists(rows.filter(Q(valid_until=None) | Q(valid_until__gt=day)))
