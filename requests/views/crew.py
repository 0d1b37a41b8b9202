"""`/leitstand/sperren/` and `/leitstand/menschen/…/ehrenamt/`: a coordinator's volunteers, and one of them: pause, signature, papers."""

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
from piano.kit.printing import pdf_response
from quarters.access import role_required
from quarters.models import RoleKind
from quarters.people.languages import say_language
from requests.forms.crew import CrewForm
from requests.people.crew import find_crew, own_people
from requests.people.parting import hours_of
from requests.people.suspending import may_read_why
from requests.prints.hours import say_hours
from requests.views.suspending import get_volunteer
from volunteers.forms import PauseForm
from volunteers.models import Path, Volunteer
from volunteers.path.sheets import declaration
from volunteers.path.signing import declaration_of, sign_anew, who_must_sign
from volunteers.pausing import begin_pause, end_pause, standing_pause


@role_required("coordinator")
@never_cache
def crew(request: HttpRequest) -> HttpResponse:
    """The volunteers of the reader's associations; who is suspended stands first."""
    user: Any = request.user
    form = CrewForm(request.GET, people=own_people(user))
    context = {"form": form, "crew": find_crew(user, form.wanted), "is_narrowed": any(request.GET.values())}
    return render(request, "requests/board/crew.html", context)


@role_required("helper", "coordinator")
@never_cache
def member(request: HttpRequest, reference: str) -> HttpResponse:
    return member_page(request, get_volunteer(request.user, reference))


def member_page(
    request: HttpRequest, volunteer: Volunteer, *, status: int = 200, message: str = "", **forms: Any
) -> HttpResponse:
    user: Any = request.user
    hours, today = hours_of(volunteer.user), clock.today()
    context = {
        "volunteer": volunteer,
        "hours": hours,
        "hours_said": say_hours(hours.minutes),
        "languages": ", ".join(say_language(code) for code in volunteer.languages),
        "pauses": volunteer.pauses.exclude(ended_at=None)[:6],
        "standing": standing_pause(volunteer),
        "signed": declaration_of(volunteer, on=today),
        "must_sign": who_must_sign(on=today).filter(pk=volunteer.pk).exists(),
        "path": Path.objects.filter(volunteer=volunteer).order_by("-pk").first(),
        "is_own": may_read_why(user, volunteer),
        "is_helper": RoleKind.HELPER in user.role_kinds and volunteer.district_id in user.district_ids,
        "pause_form": PauseForm(),
        "message": message,
        **forms,
    }
    return render(request, "requests/board/member.html", context, status=status)


@require_POST
@role_required("helper", "coordinator")
@once
def member_pause(request: HttpRequest, reference: str) -> HttpResponse:
    """As she said on the telephone: a pause, or that she is back."""
    user: Any = request.user
    volunteer = get_volunteer(user, reference)
    if request.POST.get("zurueck"):
        if end_pause(volunteer, by=user, now=clock.now()):
            messages.success(request, _("Wieder da. Ab jetzt fragen wir."))
        return redirect("requests:member", reference)
    form = PauseForm(request.POST)
    if not form.is_valid():
        return member_page(request, volunteer, status=INVALID, pause_form=form)
    try:
        if begin_pause(volunteer, by=user, now=clock.now(), until=form.cleaned_data["until"]):
            messages.success(request, _("Die Pause ist eingetragen. Was vereinbart ist, bleibt vereinbart."))
    except DomainError as error:
        return member_page(request, volunteer, status=CONFLICT, message=str(error), pause_form=form)
    return redirect("requests:member", reference)


@require_POST
@role_required("helper", "coordinator")
@once
def member_signed(request: HttpRequest, reference: str) -> HttpResponse:
    """She has signed today's words on paper."""
    user: Any = request.user
    if sign_anew(get_volunteer(user, reference), by=user, now=clock.now()):
        messages.success(request, _("Notiert. Das Blatt kommt in den Ordner."))
    return redirect("requests:member", reference)


@role_required("helper", "coordinator")
@never_cache
def member_declaration(request: HttpRequest, reference: str) -> HttpResponse:
    volunteer = get_volunteer(request.user, reference)
    return pdf_response(declaration(volunteer.user.full_name, volunteer.user.reads_in), "verschwiegenheit")
