"""„Meine Angaben“: one page, one small form per thing, each saved on its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from volunteers import profile as verbs
from volunteers.forms import WEEKDAYS, AbsenceForm, TimeForm, WishesForm
from volunteers.models import Volunteer

View = Callable[..., HttpResponse]


def own_profile(view: View) -> View:
    """Hands the signed-in person's own volunteer row to the view; nobody else has this page."""

    @login_required
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_volunteer:  # type: ignore[union-attr]
            raise Http404
        return view(request, request.user.volunteer, *args, **kwargs)  # type: ignore[union-attr]

    return wrapper


@own_profile
def profile(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    return page(request, volunteer)


def page(
    request: HttpRequest, volunteer: Volunteer, *, status: int = 200, message: str = "", **forms: Any
) -> HttpResponse:
    days = dict(WEEKDAYS)
    times = [(days[span.weekday], span) for span in volunteer.availabilities.all()]
    absences = volunteer.absences.filter(last_day__gte=clock.today()).order_by("first_day")
    wishes = {
        "categories": volunteer.categories.all(),
        "max_distance_m": volunteer.max_distance_m,
        "weekly_minutes": volunteer.weekly_minutes,
    }
    context = {
        "volunteer": volunteer,
        "times": times,
        "absences": absences,
        "message": message,
        "wishes_form": WishesForm(initial=wishes),
        "time_form": TimeForm(),
        "absence_form": AbsenceForm(),
        **forms,
    }
    return render(request, "volunteers/profile.html", context, status=status)


@require_POST
@own_profile
@once
def wishes(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = WishesForm(request.POST)
    if not form.is_valid():
        return page(request, volunteer, status=INVALID, wishes_form=form)
    verbs.change_wishes(volunteer, **form.cleaned_data)
    return saved(request)


@require_POST
@own_profile
@once
def add_time(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = TimeForm(request.POST)
    if not form.is_valid():
        return page(request, volunteer, status=INVALID, time_form=form)
    try:
        verbs.add_time(volunteer, **form.cleaned_data)
    except DomainError as error:
        return page(request, volunteer, status=CONFLICT, message=str(error), time_form=form)
    return saved(request)


@require_POST
@own_profile
def remove_time(request: HttpRequest, volunteer: Volunteer, pk: int) -> HttpResponse:
    verbs.remove_time(volunteer, pk=pk)
    return saved(request)


@require_POST
@own_profile
@once
def add_absence(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return page(request, volunteer, status=INVALID, absence_form=form)
    verbs.add_absence(volunteer, **form.cleaned_data)
    return saved(request)


@require_POST
@own_profile
def remove_absence(request: HttpRequest, volunteer: Volunteer, pk: int) -> HttpResponse:
    verbs.remove_absence(volunteer, pk=pk)
    return saved(request)


@require_POST
@own_profile
@once
def pause(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    """Pauses, or comes back."""
    (verbs.resume if request.POST.get("to") == "active" else verbs.pause)(volunteer)
    return saved(request)


def saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Gespeichert."))
    return redirect("volunteers:profile")
