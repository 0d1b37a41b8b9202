"""Who is called in the morning and by whom: entered and ended by a helper, paused and ended by the person herself."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.weekdays import EVERY_DAY, say_weekdays
from quarters.access import role_required
from quarters.models import Resident, User
from requests.dayround import enrolling
from requests.dayround.callers import choose_caller, may_call
from requests.forms.dayround import AwayForm, CallersForm, EnrolForm
from requests.models import Enrolment, RoundCaller
from requests.views.person import in_language, load_card
from volunteers.models import Volunteer


@role_required("helper")
def enrolment(request: HttpRequest, reference: str) -> HttpResponse:
    """`/leitstand/menschen/<ref>/anrufrunde/`: entering, pausing, ending."""
    return _page(request, _resident(request, reference))


def _resident(request: HttpRequest, reference: str) -> Resident:
    resident = load_card(cast(User, request.user), reference).resident
    if resident is None:
        raise Http404
    return resident


def _page(
    request: HttpRequest,
    resident: Resident,
    *,
    form: EnrolForm | None = None,
    away: AwayForm | None = None,
    status: int = 200,
    message: str = "",
) -> HttpResponse:
    context = {
        "resident": resident,
        "enrolments": said(resident),
        "wording": in_language(enrolling.WORDING, resident.user.reads_in),
        "form": form or EnrolForm(initial={"weekdays": list(EVERY_DAY)}),
        "away": away or AwayForm(),
        "message": message,
    }
    return render(request, "requests/board/enrolment.html", context, status=status)


def said(resident: Resident) -> list[tuple[Enrolment, str]]:
    """Each standing enrolment with its days in words."""
    return [(row, say_weekdays(row.weekdays)) for row in enrolling.standing(resident).order_by("kind")]


@require_POST
@role_required("helper")
@once
def enrol(request: HttpRequest, reference: str) -> HttpResponse:
    resident, form = _resident(request, reference), EnrolForm(request.POST)
    if not form.is_valid():
        return _page(request, resident, form=form, status=INVALID)
    data = form.cleaned_data
    try:
        row = enrolling.enrol(
            resident,
            kind=data["kind"],
            weekdays=data["weekdays"],
            has_agreed=data["agreed"],
            by=cast(User, request.user),
            now=clock.now(),
        )
    except DomainError as error:
        return _page(request, resident, form=form, status=CONFLICT, message=str(error))
    words = _("Eingetragen. Der erste Anruf kommt am {day}.")
    messages.success(request, words.format(day=clock.say_day(row.first_day)))
    return redirect("requests:enrolment", reference)


@require_POST
@role_required("helper")
@once
def away(request: HttpRequest, reference: str) -> HttpResponse:
    resident, form = _resident(request, reference), AwayForm(request.POST)
    if not form.is_valid():
        return _page(request, resident, away=form, status=INVALID)
    try:
        enrolling.set_away(resident, by=cast(User, request.user), now=clock.now(), **form.cleaned_data)
    except DomainError as error:
        return _page(request, resident, away=form, status=CONFLICT, message=str(error))
    messages.success(request, _("Aufgeschrieben. In dieser Zeit rufen wir nicht an."))
    return redirect("requests:enrolment", reference)


@require_POST
@role_required("helper")
@once
def back(request: HttpRequest, reference: str) -> HttpResponse:
    enrolling.come_back(_resident(request, reference))
    messages.success(request, _("Wir rufen wieder an."))
    return redirect("requests:enrolment", reference)


@require_POST
@role_required("helper")
@once
def end(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    enrolling.end_enrolment(_resident(request, reference), kind=kind, by=cast(User, request.user), now=clock.now())
    messages.success(request, _("Beendet. Wir rufen nicht mehr an."))
    return redirect("requests:enrolment", reference)


@login_required
def my_calls(request: HttpRequest) -> HttpResponse:
    """`/meine/anrufe/`: the person's own: when we call, pause, end."""
    return _my_page(request, _me(request))


def _me(request: HttpRequest) -> Resident:
    return get_object_or_404(Resident.objects.select_related("user"), user=request.user.pk)


def _my_page(
    request: HttpRequest, me: Resident, *, form: AwayForm | None = None, status: int = 200, message: str = ""
) -> HttpResponse:
    context = {"enrolments": said(me), "form": form or AwayForm(), "message": message}
    return render(request, "requests/mine/calls.html", context, status=status)


@require_POST
@login_required
@once
def my_away(request: HttpRequest) -> HttpResponse:
    me, form = _me(request), AwayForm(request.POST)
    if not form.is_valid():
        return _my_page(request, me, form=form, status=INVALID)
    try:
        enrolling.set_away(me, by=me.user, now=clock.now(), **form.cleaned_data)
    except DomainError as error:
        return _my_page(request, me, form=form, status=CONFLICT, message=str(error))
    messages.success(request, _("Danke. In dieser Zeit rufen wir nicht an."))
    return redirect("requests:my_calls")


@require_POST
@login_required
@once
def my_return(request: HttpRequest) -> HttpResponse:
    enrolling.come_back(_me(request))
    messages.success(request, _("Schön, dass Sie wieder da sind. Wir rufen wieder an."))
    return redirect("requests:my_calls")


@require_POST
@login_required
@once
def my_end(request: HttpRequest, kind: str) -> HttpResponse:
    me = _me(request)
    enrolling.end_enrolment(me, kind=kind, by=me.user, now=clock.now())
    messages.success(request, _("Beendet. Wir rufen nicht mehr an."))
    return redirect("requests:my_calls")


@role_required("helper")
def callers(request: HttpRequest) -> HttpResponse:
    """`/leitstand/anrufrunde/anrufende/`: who calls on which days; only who may is shown."""
    return render(request, "requests/board/callers.html", _callers(cast(User, request.user)))


def _callers(user: User, bound: dict[str, CallersForm] | None = None) -> dict[str, Any]:
    near = Volunteer.objects.filter(district__in=user.district_ids)
    people = may_call(clock.today()).filter(pk__in=near.values("pk")).select_related("user", "district")
    chosen = RoundCaller.objects.filter(district__in=user.district_ids, person__in=people.values("user"))
    days = {row.person_id: row.weekdays for row in chosen}
    bound = bound or {}
    rows = []
    for one in people.order_by(*alphabetical("user__family_name"), "pk")[:200]:
        chosen_days, reference = days.get(one.user_id, []), one.user.reference
        form = bound.get(reference) or CallersForm(initial={"weekdays": chosen_days}, prefix=reference)
        rows.append((one, form, say_weekdays(chosen_days)))
    return {"rows": rows}


@require_POST
@role_required("helper")
@once
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    rows = Volunteer.objects.filter(district__in=user.district_ids).select_related("user", "district")
    volunteer = get_object_or_404(rows, user__reference=reference)
    form = CallersForm(request.POST, prefix=reference)
    if not form.is_valid():
        return render(request, "requests/board/callers.html", _callers(user, {reference: form}), status=INVALID)
    try:
        choose_caller(volunteer, volunteer.district, by=user, now=clock.now(), **form.cleaned_data)
    except DomainError as error:
        messages.error(request, str(error))
        return render(request, "requests/board/callers.html", _callers(user), status=CONFLICT)
    messages.success(request, _("Gespeichert: {name}.").format(name=volunteer.user.full_name))
    return redirect("requests:round_callers")
