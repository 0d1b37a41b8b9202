"""The rows of the helper's districts as the filters narrow them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from piano.kit import clock
from quarters.contributions import contributions_in
from quarters.models import Contribution, User
from requests.arranged.untold import is_untold
from requests.board.waiting import count_rows, handed_on, open_interests, open_referrals
from requests.models import (
    Assignment,
    DueWork,
    Offer,
    Referral,
    ReferralKind,
    Sending,
    SuggestedTime,
    SuggestionState,
    Trouble,
    TroubleKind,
    Visit,
    WorkKind,
)
from requests.states import OPEN_VISIT_STATES, STANDING_ASSIGNMENT_STATES, OfferState, VisitState
from volunteers.models import Interest

CASE = ("help_request__resident__user", "report", "feedback", "cared_by")
MOST = 400
ENDED = (VisitState.DONE, VisitState.MISSED)
FAR = dt.timedelta(days=7)
WORRY = Q(report__needs_call=True, report__acknowledged_at=None)
COMPLAINT = Q(feedback__was_good=False, feedback__read_at=None)


@dataclass(frozen=True)
class Filters:
    """What the helper chose in the address: a district's slug, a category's code, a part of a name."""

    district: str = ""
    category: str = ""
    text: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.district or self.category or self.text)


def visits_of(user: User, filters: Filters, now: dt.datetime) -> QuerySet[Visit]:
    """Everything open, what ended today, and what somebody still has to call about."""
    today = clock.at(clock.local(now).date(), dt.time.min)
    shown = Q(state__in=OPEN_VISIT_STATES) | Q(state__in=ENDED, ended_at__gte=today) | WORRY | COMPLAINT
    rows = Visit.objects.filter(shown, help_request__district__in=user.district_ids).exclude(_is_far_date(now))
    if filters.district:
        rows = rows.filter(help_request__district__slug=filters.district)
    if filters.category:
        rows = rows.filter(help_request__category__code=filters.category)
    if filters.text:
        person = "help_request__resident__user__"
        family = Q(**{f"{person}family_name__icontains": filters.text})
        rows = rows.filter(family | Q(**{f"{person}given_name__icontains": filters.text}))
    asked = Offer.objects.filter(visit=OuterRef("pk"))
    suggested = SuggestedTime.objects.filter(visit=OuterRef("pk"), state=SuggestionState.OPEN)
    still = asked.filter(state=OfferState.OPEN)
    rows = rows.annotate(asked=count_rows(asked), waiting=count_rows(still), is_suggested=Exists(suggested))
    steps = DueWork.objects.filter(visit=OuterRef("pk"), done_at=None)
    goes_on_at = steps.filter(kind=WorkKind.ESCALATE).values("due_at")[:1]
    awaits_duty = Exists(steps.filter(kind=WorkKind.AWAIT_DUTY))
    rows = rows.annotate(goes_on_at=Subquery(goes_on_at), awaits_duty=awaits_duty)
    rows = rows.annotate(until=Subquery(still.order_by("-answer_by").values("answer_by")[:1]))
    going = Assignment.objects.filter(state__in=STANDING_ASSIGNMENT_STATES).select_related("person__volunteer")
    going = going.annotate(is_untold=is_untold())
    rows = rows.prefetch_related(Prefetch("assignments", going.order_by("pk"), to_attr="going"))
    return rows.select_related(*CASE).order_by("pk")


def _is_far_date(now: dt.datetime) -> Q:
    """Dates of a series exist weeks ahead; on the board stands what is near, or needs somebody."""
    calm = Q(state__in=(VisitState.OPEN, VisitState.ARRANGED), series__isnull=False)
    return calm & Q(wish_window__startswith__gt=now + FAR)


def troubles_of(user: User, filters: Filters) -> Iterable[Trouble]:
    """What went wrong and is not settled. A door that stays shut is never filtered away."""
    case = "visit__help_request__"
    chosen = ~Q(pk=None)
    if filters.district:
        chosen &= Q(**{f"{case}district__slug": filters.district})
    if filters.category:
        chosen &= Q(**{f"{case}category__code": filters.category})
    if filters.text:
        chosen &= Q(**{f"{case}resident__user__family_name__icontains": filters.text})
    rows = Trouble.objects.filter(chosen | Q(kind=TroubleKind.DOOR), ended_at=None)
    rows = rows.filter(**{f"{case}district__in": user.district_ids}).prefetch_related("steps")
    named = (f"{case}category", f"{case}district", f"{case}resident__user", "assignment__person__volunteer")
    return rows.select_related(*named).order_by("opened_at", "pk")[:MOST]


def referrals_of(user: User, filters: Filters) -> Iterable[Referral]:
    chosen = ~Q(pk=None)
    if filters.district:
        chosen &= Q(district__slug=filters.district)
    if filters.text:
        chosen &= Q(caller_name__icontains=filters.text)
    if filters.category:
        chosen = Q(pk=None)
    rows = open_referrals(user).filter(chosen | Q(kind=ReferralKind.EMERGENCY))
    return rows.select_related("district").order_by("taken_at", "pk")[:MOST]


def sendings_of(user: User, filters: Filters, now: dt.datetime) -> Iterable[Sending]:
    rows = handed_on(user, now).select_related("organisation", "referral__district").order_by("answer_by", "pk")
    if filters.district:
        rows = rows.filter(referral__district__slug=filters.district)
    if filters.text:
        rows = rows.filter(organisation__name__icontains=filters.text)
    return rows.none() if filters.category else rows[:MOST]


def interests_of(user: User, filters: Filters) -> Iterable[Interest]:
    rows = open_interests(user).select_related("district").order_by("created_at", "pk")
    if filters.district:
        rows = rows.filter(district__slug=filters.district)
    if filters.text:
        rows = rows.filter(name__icontains=filters.text)
    return rows.none() if filters.category else rows[:MOST]


def contributions_of(user: User, filters: Filters) -> list[Contribution]:
    """What people give of their own accord and nobody has read yet."""
    if filters.category:
        return []
    rows = contributions_in(user.district_ids).filter(seen_at=None)
    if filters.district:
        rows = rows.filter(district__slug=filters.district)
    if filters.text:
        rows = rows.filter(Q(name__icontains=filters.text) | Q(person__family_name__icontains=filters.text))
    return list(rows[:MOST])
