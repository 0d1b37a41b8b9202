"""What somebody is asked, and the own week."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from piano.kit import clock
from requests.models import Assignment, Offer
from requests.states import SEARCHING_STATES, STANDING_ASSIGNMENT_STATES, AssignmentState, OfferState

CASE = ("visit__help_request__category", "visit__help_request__district", "visit__help_request__resident__user")


@login_required
def offers(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    going = list(standing(request.user))
    context = {
        "offers": open_offers(request.user),
        "owed": [assignment for assignment in going if assignment.planned_window.upper <= now],
        "going": [assignment for assignment in going if assignment.planned_window.upper > now],
    }
    return render(request, "requests/offers/list.html", context)


@login_required
def my_week(request: HttpRequest) -> HttpResponse:
    """The next seven days by day, and what was done in the last thirty."""
    now = clock.now()
    going = [assignment for assignment in standing(request.user) if assignment.planned_window.upper > now]
    days: dict[dt.date, list[Assignment]] = {}
    for assignment in going:
        days.setdefault(clock.local(assignment.planned_window.lower).date(), []).append(assignment)
    since = (now - dt.timedelta(days=30), now)
    done = Assignment.objects.filter(person=request.user.pk, state=AssignmentState.DONE, planned_window__overlap=since)
    context = {
        "days": days.items(),
        "done": done.select_related("visit__report", *CASE).order_by("-planned_window")[:20],
    }
    return render(request, "requests/offers/week.html", context)


def open_offers(user: Any) -> QuerySet[Offer]:
    rows = Offer.objects.filter(person=user, state=OfferState.OPEN, visit__state__in=SEARCHING_STATES)
    return rows.select_related(*CASE).order_by("answer_by")


def standing(user: Any) -> QuerySet[Assignment]:
    """What this person goes to, with the offer whose page tells more."""
    own_offers = Offer.objects.filter(person=user).order_by("-pk")
    rows = Assignment.objects.filter(person=user, state__in=STANDING_ASSIGNMENT_STATES).select_related(*CASE)
    return rows.prefetch_related(Prefetch("visit__offers", queryset=own_offers, to_attr="own_offers")).order_by(
        "planned_window"
    )
