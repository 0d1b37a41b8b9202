"""`/leitstand/mitmachen/`: who would like to help, where each one stands, the next step with one press and the way back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from volunteers.joining import register_interest
from volunteers.models import CameBy, CardPhoto, Interest, Path, Step
from volunteers.path import acts
from volunteers.path.first_visits import first_visit_of
from volunteers.path.forms import EndForm, LevelForm, SlipForm, StepForm
from volunteers.path.reading import board, get_path, recently, rules, way_of

UNDO = "volunteers.path.undo"
ASKS = {Step.RECORD, Step.EXTENDED_RECORD, Step.CARD, Step.FIRST_VISIT}  # more than a press


@role_required("helper", "coordinator")
@never_cache
def paths(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    now = clock.now()
    context = {"columns": board(user, now=now), "recent": recently(user, now=now), "asks": ASKS}
    return render(request, "volunteers/path/staff/board.html", context | {"undo": request.session.pop(UNDO, None)})


@role_required("helper", "coordinator")
@never_cache
@once
def slip(request: HttpRequest) -> HttpResponse:
    """A slip is typed in, or somebody stands at the door."""
    user: Any = request.user
    form = SlipForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        on_way = {name: said.pop(name) for name in ("came_by", "level", "association")}
        interest = register_interest(now=clock.now(), **said)
        path = acts.begin_path(interest, now=clock.now(), by=user, **on_way)
        messages.success(request, _("Aufgeschrieben. Als Nächstes kommt das Gespräch."))
        return redirect("volunteers:path", path.reference)
    status = INVALID if request.method == "POST" else 200
    return render(request, "volunteers/path/staff/slip.html", {"form": form}, status=status)


@require_POST
@role_required("helper")
@once
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody who stands on a list, or wrote to us before there were steps."""
    user: Any = request.user
    interest = get_object_or_404(Interest, reference=reference, district__in=user.district_ids)
    came_by = CameBy.LIST if interest.is_from_a_list else CameBy.WEB
    return redirect("volunteers:path", acts.begin_path(interest, came_by=came_by, by=user, now=clock.now()).reference)


@role_required("helper", "coordinator")
@never_cache
def path(request: HttpRequest, reference: str) -> HttpResponse:
    return path_page(request, get_path(request.user, reference))


def path_page(request: HttpRequest, path: Path, *, status: int = 200, message: str = "", **forms: Any) -> HttpResponse:
    user: Any = request.user
    way = way_of(path, needed=rules()[path.level], now=clock.now())
    step_form = StepForm(user=user)
    first = first_visit_of(path.volunteer.user_id) if path.volunteer and path.is_open else None
    if way.next:
        day = clock.local(first.starts).date() if first and way.next.step == Step.FIRST_VISIT else clock.today()
        said = {"has_association": path.association_id is not None, "is_known": bool(first and first.took_place)}
        step_form.shown(way.next.step, day=min(day, clock.today()), **said)
    context = {
        "path": path,
        "way": way,
        "step_form": step_form,
        "first": first,
        "photo": CardPhoto.objects.filter(volunteer=path.volunteer_id).first() if path.volunteer_id else None,
        "end_form": EndForm(),
        "level_form": LevelForm(initial={"level": path.level}),
        "history": path.steps.select_related("noted_by", "undone_by"),
        "message": message,
        "undo": request.session.pop(UNDO, None),
        **forms,
    }
    return render(request, "volunteers/path/staff/path.html", context, status=status)


@require_POST
@role_required("helper", "coordinator")
@once
def step(request: HttpRequest, reference: str) -> HttpResponse:
    """The next one, or any that is missing. `zur` says to which page she goes back."""
    user: Any = request.user
    path = get_path(user, reference)
    form = StepForm(request.POST, user=user)
    if not form.is_valid():
        return path_page(request, path, status=INVALID, step_form=form)
    said = {name: form.cleaned_data[name] for name in ("on", "issued_on", "has_no_entry", "association", "words")}
    try:
        row = acts.take_step(path, form.cleaned_data["step"], by=user, now=clock.now(), **said)
    except DomainError as error:
        return path_page(request, path, status=CONFLICT, message=str(error))
    path.refresh_from_db()
    request.session[UNDO] = {
        "reference": reference,
        "step": row.step,
        "label": row.get_step_display(),
        "who": path.name,
    }
    if path.active_at:
        messages.success(request, _("%(name)s ist dabei und wird ab jetzt gefragt.") % {"name": path.name})
    return (
        redirect("volunteers:paths") if request.POST.get("zur") == "tafel" else redirect("volunteers:path", reference)
    )


@require_POST
@role_required("helper", "coordinator")
@once
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    path = get_path(user, reference)
    step = request.POST.get("step", "")
    if step not in Step.values:
        raise Http404
    if acts.undo_step(path, step, by=user, now=clock.now()):
        messages.success(request, _("Zurückgenommen."))
    return redirect("volunteers:path", reference)


@require_POST
@role_required("helper", "coordinator")
@once
def level(request: HttpRequest, reference: str) -> HttpResponse:
    path = get_path(request.user, reference)
    form = LevelForm(request.POST)
    if not form.is_valid():
        return path_page(request, path, status=INVALID, level_form=form)
    acts.aim_at(path, level=form.cleaned_data["level"], now=clock.now())
    messages.success(request, _("Gespeichert. Die Schritte haben sich geändert."))
    return redirect("volunteers:path", reference)


@require_POST
@role_required("helper", "coordinator")
@once
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """It goes no further, or on again."""
    user: Any = request.user
    path = get_path(user, reference)
    if request.POST.get("weiter"):
        acts.resume_path(path, now=clock.now())
        messages.success(request, _("Die Aufnahme geht weiter."))
        return redirect("volunteers:path", reference)
    form = EndForm(request.POST)
    if not form.is_valid():
        return path_page(request, path, status=INVALID, end_form=form)
    acts.end_path(path, why=form.cleaned_data["why"], by=user, now=clock.now())
    return redirect("volunteers:path", reference)
