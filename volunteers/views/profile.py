"""„Meine Angaben“: when, when not, what, and a pause. One form a part, so that nobody loses the others; taking away can be undone."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.weekdays import WEEKDAYS
from quarters.people.languages import say_language
from volunteers import profile as verbs
from volunteers.forms import (
    AbsenceForm,
    PauseForm,
    TimeForm,
    WishesForm,
    say_hours,
    say_way,
    wishes_of,
)
from volunteers.how_often import say_often
from volunteers.models import Availability, DayTime, Volunteer, VolunteerState
from volunteers.path.reading import on_her_way
from volunteers.pausing import begin_pause, end_pause, standing_pause
from volunteers.profile_lines import lines_for, notices_for
from volunteers.suits_forms import DayTimeForm, SuitsForm, suits_of
from volunteers.week_grid import BY_CODE, grid_of, turn

View = Callable[..., HttpResponse]
UNDO = "volunteers.undo"


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
    """Nine queries besides the person's own, and those of what rooms above say."""
    spans = list(volunteer.availabilities.all())
    context = {
        **summary(volunteer),
        "volunteer": volunteer,
        "grid": grid_of(spans),
        "lines": lines_for(volunteer, now=clock.now()),
        "notices": notices_for(volunteer, now=clock.now()),
        "times": [(say_span(span), span) for span in spans],
        "days": [(say_day_time(one), one) for one in volunteer.day_times.filter(day__gte=clock.today())],
        "suits": suits_in_words(volunteer),
        "suits_form": SuitsForm(initial=suits_of(volunteer)),
        "day_form": DayTimeForm(),
        "pause_form": PauseForm(),
        "pause": standing_pause(volunteer) if volunteer.state == VolunteerState.PAUSED else None,
        "absences": volunteer.absences.filter(last_day__gte=clock.today()).order_by("first_day"),
        "message": message,
        "on_way": volunteer.state == VolunteerState.APPLIED and on_her_way(volunteer.user),
        "undo": request.session.pop(UNDO, None),
        "wishes_form": WishesForm(initial=wishes_of(volunteer)),
        "time_form": TimeForm(),
        "absence_form": AbsenceForm(),
        **forms,
    }
    return render(request, "volunteers/profile.html", context, status=status)


def summary(volunteer: Volunteer) -> dict[str, Any]:
    """What stands there now, in words."""
    does = list(volunteer.categories.all())
    return {
        "kinds": ", ".join(category.said_to_helpers for category in does),
        "favourites": ", ".join(category.said_to_helpers for category in does if category.code in volunteer.favourites),
        "way": say_way(volunteer.max_distance_m),
        "hours": say_hours(volunteer.weekly_minutes),
        "often": say_often(volunteer.most_visits, volunteer.most_visits_in),
        "spoken": ", ".join(say_language(code) for code in volunteer.languages),
    }


def say_span(span: Availability) -> str:
    """„Dienstag, 9 bis 12:30 Uhr“."""
    start, end = (f"{time.hour}:{time:%M}".removesuffix(":00") for time in (span.starts, span.ends))
    return _("%(day)s, %(start)s bis %(end)s Uhr") % {"day": dict(WEEKDAYS)[span.weekday], "start": start, "end": end}


def say_day_time(one: DayTime) -> str:
    """„Dienstag, 24. November: doch, 9 bis 12 Uhr“."""
    said = _("%(day)s: doch") if one.is_free else _("%(day)s: nicht")
    words = said % {"day": clock.say_day(one.day)}
    if one.starts == dt.time.min and one.ends >= dt.time(23, 59):
        return words
    start, end = (f"{time.hour}:{time:%M}".removesuffix(":00") for time in (one.starts, one.ends))
    return _("%(what)s, %(start)s bis %(end)s Uhr") % {"what": words, "start": start, "end": end}


def say_floors(most: int | None) -> str:
    """„Treppen bis in den 2. Stock“."""
    if most is None:
        return _("alle Treppen")
    return _("Treppen bis in den %(n)d. Stock") % {"n": most} if most else _("keine Treppen")


def suits_in_words(volunteer: Volunteer) -> list[str]:
    """What stands there now, a line each."""
    return [
        say_floors(volunteer.most_floors),
        _("Tiere sind in Ordnung") if volunteer.fine_with_pets else _("lieber ohne Tiere"),
        _("Rauch ist in Ordnung") if volunteer.fine_with_smoke else _("lieber ohne Rauch"),
        *([_("Führerschein")] if volunteer.has_licence else []),
        *([_("eigenes Auto")] if volunteer.has_car else []),
        _("auch an Feiertagen") if volunteer.works_on_holidays else _("nicht an Feiertagen"),
    ]


@require_POST
@own_profile
@once
def suits(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = SuitsForm(request.POST, initial=suits_of(volunteer))
    if not form.is_valid():
        return page(request, volunteer, status=INVALID, suits_form=form)
    verbs.change_suits(volunteer, **form.cleaned_data)
    return saved(request)


@require_POST
@own_profile
@once
def add_day(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = DayTimeForm(request.POST)
    if not form.is_valid():
        return page(request, volunteer, status=INVALID, day_form=form)
    said = {name: form.cleaned_data[name] for name in ("day", "is_free", "starts", "ends")}
    verbs.say_day_time(volunteer, **said)
    return saved(request)


@require_POST
@own_profile
def remove_day(request: HttpRequest, volunteer: Volunteer, pk: int) -> HttpResponse:
    one = verbs.remove_day_time(volunteer, pk=pk)
    if one is not None:
        values = {"day": one.day.isoformat(), "is_free": "yes" if one.is_free else "no"}
        values |= {"from_time": f"{one.starts:%H:%M}", "until_time": f"{one.ends:%H:%M}"}
        offer_undo(request, say_day_time(one), "volunteers:add_day", values)
    return redirect("volunteers:profile")


@require_POST
@own_profile
@once
def wishes(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = WishesForm(request.POST, initial=wishes_of(volunteer))
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
def turn_part(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    """One tap on the grid. The button says what it wants, so that the same tap twice is one."""
    day, _dash, rest = request.POST.get("teil", "").partition("-")
    part, _dash, to = rest.partition("-")
    if day not in {str(number) for number, _name in WEEKDAYS} or part not in BY_CODE or to not in ("an", "aus"):
        return page(request, volunteer, status=CONFLICT)
    turn(volunteer, weekday=int(day), part=part, on=to == "an")
    return redirect(f"{reverse('volunteers:profile')}#wann")


@require_POST
@own_profile
def remove_time(request: HttpRequest, volunteer: Volunteer, pk: int) -> HttpResponse:
    span = verbs.remove_time(volunteer, pk=pk)
    if span is not None:
        values = {"weekday": span.weekday, "starts": f"{span.starts:%H:%M}", "ends": f"{span.ends:%H:%M}"}
        offer_undo(request, say_span(span), "volunteers:add_time", values)
    return redirect("volunteers:profile")


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
    absence = verbs.remove_absence(volunteer, pk=pk)
    if absence is not None:
        values = {"first_day": absence.first_day.isoformat(), "last_day": absence.last_day.isoformat()}
        offer_undo(request, clock.say_day(absence.first_day), "volunteers:add_absence", values)
    return redirect("volunteers:profile")


@require_POST
@own_profile
@once
def pause(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    """Pauses, until a day if she says one, or comes back."""
    user: Any = request.user
    if request.POST.get("to") == "active":
        end_pause(volunteer, by=user, now=clock.now())
        return saved(request)
    form = PauseForm(request.POST)
    if not form.is_valid():
        return page(request, volunteer, status=INVALID, pause_form=form)
    try:
        begin_pause(volunteer, by=user, now=clock.now(), until=form.cleaned_data["until"])
    except DomainError as error:
        return page(request, volunteer, status=CONFLICT, message=str(error), pause_form=form)
    return saved(request)


def saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Gespeichert."))
    return redirect("volunteers:profile")


def offer_undo(request: HttpRequest, what: str, way: str, values: dict[str, Any]) -> None:
    """What was taken away stands on the next page with the way back; the way back adds it anew."""
    request.session[UNDO] = {"what": what, "way": reverse(way), "values": list(values.items())}
