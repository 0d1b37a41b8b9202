"""What somebody is asked, and the own week."""

import datetime as dt
from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.once import once
from quarters.models import User
from requests.arranged.looking import note_looks
from requests.dayround.callers import waiting_for
from requests.finding import free
from requests.models import Assignment, Offer, SeenOn, Tier
from requests.series.asked import asked_of, coming_of
from requests.states import SEARCHING_STATES, STANDING_ASSIGNMENT_STATES, AssignmentState, OfferState, VisitState
from volunteers.models import VolunteerState
from volunteers.path.reading import on_her_way

CASE = ("visit__help_request__category", "visit__help_request__district", "visit__help_request__resident__user")
LOOK_BACK = dt.timedelta(days=30)


@login_required
def offers(request: HttpRequest) -> HttpResponse:
    """What waits for an answer or a report, and what comes next. Eight queries besides the person's own, three more for a caller;
    more where something waits to which nobody has said yes.
    """
    now = clock.now()
    rows = list(standing(request.user))
    going = [assignment for assignment in rows if assignment.planned_window.upper > now]
    note_looks(going, seen_on=SeenOn.LIST, now=now)
    context = {
        "series_offers": asked_of(request.user),
        "offers": open_offers(request.user).filter(tier=Tier.VOLUNTEER),
        "free": free.free_for(request.user, now=now),
        "owed": [assignment for assignment in rows if assignment.planned_window.upper <= now],
        "to_call": waiting_for(cast(User, request.user), clock.local(now).date()),
        "going": going,
        **_standing(request.user),
    }
    return render(request, "requests/offers/list.html", context)


def _standing(user: Any) -> dict[str, bool]:
    """Whether she may say what days suit, as whoever is active or pauses; and whether she is still on her way to that."""
    state = user.volunteer.state if user.is_volunteer else ""
    is_on_way = state == VolunteerState.APPLIED and on_her_way(user)
    return {"may_say_when": state in (VolunteerState.ACTIVE, VolunteerState.PAUSED), "is_on_way": is_on_way}


@require_POST
@login_required
@once
def take_free(request: HttpRequest) -> HttpResponse:
    """A yes without having been asked, to exactly what was shown."""
    user: Any = request.user
    start = clock.read_moment(request.POST.get("start", "")[:40])
    if not user.is_volunteer or start is None:
        raise Http404
    reference = request.POST.get("visit", "").replace("\x00", "")[:10]
    try:
        visit = free.take_free(reference, start=start, by=user, now=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("requests:offers")
    return redirect("requests:offer", visit.reference)


@login_required
def my_week(request: HttpRequest) -> HttpResponse:
    """What lies ahead, day by day, and what was done in the last thirty days."""
    now = clock.now()
    going = [assignment for assignment in standing(request.user) if assignment.planned_window.upper > now]
    note_looks(going, seen_on=SeenOn.WEEK, now=now)
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
