"""`/leitstand/vorfaelle/`: what must not be lost, for the few who may read it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import District, User
from requests.forms.incidents import IncidentDecisionForm, IncidentForm, IncidentStepForm
from requests.incidents import acts
from requests.incidents.access import incidents_for, open_incident, who_may_be_let_in
from requests.models import Incident
from requests.people import suspending
from requests.views.person import load_card
from volunteers.models import Volunteer

STAFF = ("helper", "coordinator")


@role_required(*STAFF)
@never_cache
def incidents(request: HttpRequest) -> HttpResponse:
    rows = list(incidents_for(request.user).order_by("-opened_at")[:200])
    context = {"open": [one for one in rows if not one.decided_at], "decided": [one for one in rows if one.decided_at]}
    return render(request, "requests/incidents/list.html", context)


@role_required(*STAFF)
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """`person` names whom it is about; without it, it is about nobody in particular."""
    user: Any = request.user
    about = _about(user, (request.POST or request.GET).get("person", ""))
    form = IncidentForm(request.POST or None, districts=_districts(user, about))
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                row = acts.write_down(about=about, by=user, now=clock.now(), **form.cleaned_data)
                return redirect("requests:incident", row.reference)
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
    return render(request, "requests/incidents/new.html", {"form": form, "about": about}, status=status)


def _about(user: Any, reference: str) -> User | None:
    """Somebody whom she may know: of her districts, or a volunteer of her association."""
    reference = reference[:10].replace("\x00", "")
    if not reference:
        return None
    volunteer = Volunteer.objects.select_related("user").filter(user__reference=reference).first()
    if volunteer is not None and suspending.may_suspend(user, volunteer):
        return volunteer.user
    return load_card(user, reference).user


def _districts(user: Any, about: User | None) -> Any:
    own = set(user.district_ids)
    if about is not None and about.is_volunteer:
        own.add(about.volunteer.district_id)
    return District.objects.filter(pk__in=own) if own else District.objects.all()


@role_required(*STAFF)
@never_cache
def incident(request: HttpRequest, reference: str) -> HttpResponse:
    return page(request, open_incident(request.user, reference, now=clock.now()))


def page(request: HttpRequest, row: Incident, *, status: int = 200, message: str = "", **forms: Any) -> HttpResponse:
    context = {
        "incident": row,
        "steps": row.steps.select_related("by"),
        "readers": row.readers.select_related("person"),
        "looks": row.looks.select_related("person")[:50],
        "may_be_let_in": who_may_be_let_in(row),
        "step_form": IncidentStepForm(),
        "decision_form": IncidentDecisionForm(),
        "message": message,
        **forms,
    }
    return render(request, "requests/incidents/incident.html", context, status=status)


@require_POST
@role_required(*STAFF)
@once
def step(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    row, form = open_incident(user, reference, now=clock.now()), IncidentStepForm(request.POST)
    if not form.is_valid():
        return page(request, row, status=INVALID, step_form=form)
    acts.note_step(row, words=form.cleaned_data["words"], by=user, now=clock.now())
    return redirect("requests:incident", reference)


@require_POST
@role_required(*STAFF)
@once
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    row, form = open_incident(user, reference, now=clock.now()), IncidentDecisionForm(request.POST)
    if not form.is_valid():
        return page(request, row, status=INVALID, decision_form=form)
    said = form.cleaned_data
    try:
        acts.decide(row, decided=said["decided"], words=said["decision"], by=user, now=clock.now())
    except DomainError as error:
        return page(request, row, status=CONFLICT, message=str(error))
    messages.success(request, _("Entschieden. In drei Jahren wird alles hier gelöscht."))
    return redirect("requests:incident", reference)


@require_POST
@role_required(*STAFF)
@once
def reader(request: HttpRequest, reference: str) -> HttpResponse:
    """Lets somebody in, or out again."""
    user: Any = request.user
    row = open_incident(user, reference, now=clock.now())
    wanted = request.POST.get("wer", "")
    goes = bool(request.POST.get("weg"))
    people = [one.person for one in row.readers.select_related("person")] if goes else who_may_be_let_in(row)
    person = next((one for one in people if one.reference == wanted), None)
    if person is None:
        return page(request, row, status=CONFLICT, message=_("Bitte wählen Sie jemanden aus der Liste."))
    if goes:
        acts.shut_out(row, person=person, by=user, now=clock.now())
    else:
        acts.let_in(row, person=person, by=user, now=clock.now())
    return redirect("requests:incident", reference)
