"""What somebody is asked, and the own week."""

import datetime as dt
from itertools import groupby
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from piano.kit import clock
from quarters.models import User
from requests.dayround.callers import waiting_for
from requests.models import Assignment, Offer, Tier
from requests.series.asked import asked_of, coming_of
from requests.states import SEARCHING_STATES, STANDING_ASSIGNMENT_STATES, AssignmentState, OfferState, VisitState

CASE = ("visit__help_request__category", "visit__help_request__district", "visit__help_request__resident__user")
LOOK_BACK = dt.timedelta(days=30)


@login_required
def offers(request: HttpRequest) -> HttpResponse:
    """What waits for an answer or a report, and what comes next. Four queries besides the person's own, three more for a caller."""
    now = clock.now()
    going = list(standing(request.user))
    context = {
        "series_offers": asked_of(request.user),
        "offers": open_offers(request.user).filter(tier=Tier.VOLUNTEER),
        "owed": [assignment for assignment in going if assignment.planned_window.upper <= now],
        "to_call": waiting_for(cast(User, request.user), clock.local(now).date()),
        "going": [assignment for assignment in going if assignment.planned_window.upper > now],
    }
    return render(request, "requests/offers/list.html", context)


@login_required
def my_week(request: HttpRequest) -> HttpResponse:
    """What lies ahead, day by day, and what was done in the last thirty days."""
    now = clock.now()
    going = [assignment for assignment in standing(request.user) if assignment.planned_window.upper > now]
    days = [(day, list(rows)) for day, rows in groupby(going, key=_day)]
    done = Assignment.objects.filter(
        person=request.user.pk, state=AssignmentState.DONE, planned_window__overlap=(now - LOOK_BACK, now)
    )
    context = {
        "days": days,
        "regulars": coming_of(request.user),
        "done": done.select_related("visit__report", *CASE).order_by("-planned_window")[:20],
    }
    return render(request, "requests/offers/week.html", context)


def _day(assignment: Assignment) -> dt.date:
    return clock.local(assignment.planned_window.lower).date()


def open_offers(user: Any) -> QuerySet[Offer]:
    is_wanted = Q(visit__state__in=SEARCHING_STATES) | Q(visit__state=VisitState.ARRANGED, visit__people_needed=2)
    rows = Offer.objects.filter(is_wanted, person=user, state=OfferState.OPEN)
    return rows.select_related(*CASE).order_by("answer_by")


def standing(user: Any) -> QuerySet[Assignment]:
    """What this person goes to, in order of time."""
    rows = Assignment.objects.filter(person=user, state__in=STANDING_ASSIGNMENT_STATES)
    return rows.select_related(*CASE, "visit__help_request__resident__building").order_by("planned_window")
