"""What somebody must have shown before being sent (domain 2); what each level asks for says `levels`."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from piano.kit.dated import holds_on
from quarters.models import Category, Who
from volunteers.levels import LAY
from volunteers.models import Evidence, EvidenceKind, LevelRule, Scope, Volunteer, VolunteerState


def who_may(category: Category, day: dt.date) -> QuerySet[Volunteer]:
    """Active volunteers with every piece of evidence that the category's level asks for where they live on that day, whose
    association lets lay people do it (or its trained ones, who have shown that). What they wish for themselves is not asked.
    """
    people = Volunteer.objects.filter(state=VolunteerState.ACTIVE, user__is_active=True)
    if category.level not in LAY:
        return people.none()
    here = LevelRule.objects.filter(holds_on(day)).filter(Q(state="") | Q(state=OuterRef("district__state")))
    shown = Evidence.objects.filter(holds_on(day), volunteer=OuterRef(OuterRef("pk")), kind=OuterRef("kind"))
    missing = here.filter(~Exists(shown), level__lte=category.level)
    people = people.filter(Exists(here.filter(level=category.level)), ~Exists(missing))
    own_word = Scope.objects.filter(association=OuterRef("association"), category=category).values("who")[:1]
    people = people.annotate(who=Coalesce(Subquery(own_word), Value(category.who)))
    return people.filter(Q(who=Who.LAY) | Q(_shown(EvidenceKind.TRAINING, day), who=Who.TRAINED))


def _shown(kind: str, day: dt.date) -> Exists:
    return Exists(Evidence.objects.filter(holds_on(day), volunteer=OuterRef("pk"), kind=kind))
