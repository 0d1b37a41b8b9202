"""`/qualifizierung/`: the volunteer centre's courses and the days that somebody teaches. Nobody else's participants."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.courses import planning
from helpers.courses.access import ROOM, centres_of, courses_of, get_course, get_planned, plans, teacher
from helpers.courses.curriculum import load_curriculum
from helpers.courses.forms import CourseForm, DayForm
from helpers.courses.reading import days_of, lines_of, trainers_of, waiting_of
from helpers.models import Course, CourseDay, Module
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required

SHOWN = 60


@role_required(*ROOM)
@never_cache
def courses(request: HttpRequest) -> HttpResponse:
    """What lies ahead, what still has no day, and what was lately; searched by title."""
    user, now = teacher(request), clock.now()
    query = request.GET.get("suche", "").replace("\x00", "").strip()[:80]
    rows = courses_of(user).with_days()
    if query:
        rows = rows.filter(title__icontains=query)
    context = {
        "ahead": list(rows.filter(ends_at__gt=now).order_by("starts_at")[:SHOWN]),
        "undated": list(rows.filter(starts_at=None).order_by("pk")[:SHOWN]),
        "past": list(rows.filter(ends_at__lte=now).order_by("-ends_at")[:SHOWN]),
        "query": query,
        "may_plan": centres_of(user).exists(),
        "modules": Module.objects.count(),
    }
    return render(request, "helpers/courses/courses.html", context)


@role_required("centre")
@once
def plan(request: HttpRequest) -> HttpResponse:
    user = teacher(request)
    own = centres_of(user)
    form = CourseForm(request.POST or None, organisations=own)
    if request.method != "POST" or not form.is_valid():
        status = INVALID if request.method == "POST" else 200
        return render(request, "helpers/courses/plan.html", {"form": form}, status=status)
    organisation = form.cleaned_data.get("organisation") or own[0]
    course = planning.plan_course(form.facts, organisation=organisation, by=user, now=clock.now())
    messages.success(request, "Geplant. Jetzt noch die Tage dazu.")
    return redirect("helpers:course", course.reference)


@role_required(*ROOM)
@never_cache
def course(request: HttpRequest, reference: str) -> HttpResponse:
    return course_page(request, get_course(teacher(request), reference))


def course_page(
    request: HttpRequest, shown: Course, *, day_form: Any = None, message: str = "", status: int = 200
) -> HttpResponse:
    """Everything of one course; who only teaches in it sees no button that changes it."""
    user, now, days, lines = teacher(request), clock.now(), days_of(shown), lines_of(shown)
    context = {
        "course": shown,
        "days": days,
        "lines": lines,
        "may_certify": any(one.taken and not one.certificate for one in lines),
        "certified": sum(one.certificate is not None for one in lines),
        "waiting": waiting_of(shown),
        "may_plan": plans(user, shown),
        "day_form": day_form or DayForm(trainers=trainers_of(shown, on=clock.today())),
        "can_take_back": planning.can_take_back(shown, now=now),
        "has_begun": bool(days) and days[0].starts_at <= now,
        "has_ended": planning.has_ended(shown, now=now),
        "now": now,
        "message": message,
    }
    return render(request, "helpers/courses/course.html", context, status=status)


@role_required("centre")
@once
def change(request: HttpRequest, reference: str) -> HttpResponse:
    user = teacher(request)
    shown = get_planned(user, reference)
    initial = {name: getattr(shown, name) for name in ("title", "place", "places", "about")}
    form = CourseForm(request.POST or None, organisations=centres_of(user), course=shown, initial=initial)
    if request.method != "POST" or not form.is_valid():
        status = INVALID if request.method == "POST" else 200
        return render(request, "helpers/courses/plan.html", {"form": form, "course": shown}, status=status)
    try:
        planning.change_course(shown, form.facts, now=clock.now())
    except DomainError as error:
        form.add_error("places", str(error))
        return render(request, "helpers/courses/plan.html", {"form": form, "course": shown}, status=CONFLICT)
    messages.success(request, "Gespeichert.")
    return redirect("helpers:course", reference)


@require_POST
@role_required("centre")
@once
def add_day(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_planned(teacher(request), reference)
    form = DayForm(request.POST, trainers=trainers_of(shown, on=clock.today()))
    if not form.is_valid():
        return course_page(request, shown, day_form=form, status=INVALID)
    starts_at, ends_at = form.span
    data = form.cleaned_data
    try:
        planning.add_day(shown, data["module"], starts_at=starts_at, ends_at=ends_at, trainer=data["trainer"])
    except DomainError as error:
        return course_page(request, shown, day_form=form, message=str(error), status=CONFLICT)
    messages.success(request, "Der Tag steht.")
    return redirect("helpers:course", reference)


@require_POST
@role_required("centre")
@once
def remove_day(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    shown = get_planned(teacher(request), reference)
    day = CourseDay.objects.filter(course=shown, pk=pk).first()
    try:
        if day is not None:
            planning.remove_day(day)
    except DomainError as error:
        return course_page(request, shown, message=str(error), status=CONFLICT)
    messages.success(request, "Der Tag ist entfernt.")
    return redirect("helpers:course", reference)


@require_POST
@role_required("centre")
@once
def call_off(request: HttpRequest, reference: str) -> HttpResponse:
    """And, while nobody has heard of it, taking that back."""
    shown = get_planned(teacher(request), reference)
    if request.POST.get("doch"):
        planning.take_back(shown, now=clock.now())
        return redirect("helpers:course", reference)
    try:
        planning.call_off(shown, now=clock.now())
    except DomainError as error:
        return course_page(request, shown, message=str(error), status=CONFLICT)
    return redirect("helpers:course", reference)


@require_POST
@role_required("centre")
@once
def fill_modules(request: HttpRequest) -> HttpResponse:
    """The starting set, as a proposal."""
    load_curriculum()
    messages.success(request, "Der Vorschlag ist geladen.")
    return redirect("helpers:modules")


@role_required(*ROOM)
def modules(request: HttpRequest) -> HttpResponse:
    may_plan = centres_of(teacher(request)).exists()
    context = {"modules": list(Module.objects.all()), "may_plan": may_plan}
    return render(request, "helpers/courses/modules.html", context)
