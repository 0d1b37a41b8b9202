"""Registering somebody by phone or at the door, who was there (for a tablet), the kitchen's list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID, render_page
from piano.kit.once import once
from piano.kit.printing import pdf_response
from quarters.models import Event, RegisteredBy, User
from quarters.programme import attendance, registering
from quarters.programme.access import get_of_event, get_planned, get_seat, may_read_names, planner
from quarters.programme.errors import AlreadyRegistered, NotPossible
from quarters.programme.forms import RegisterForm
from quarters.programme.kitchen import kitchen_list
from quarters.programme.lists import attendance_sheet, kitchen_sheet
from quarters.programme.people import find_or_make_person
from quarters.programme.views.planning import event_page

KNOWN = "Diese Person ist schon angemeldet. Einmal genügt."


@login_required
@never_cache
@once
def sign_up(request: HttpRequest, reference: str) -> HttpResponse:
    """For somebody on the phone, or who stands at the door: while it runs she is there at once."""
    event, now = get_planned(planner(request), reference), clock.now()
    form = RegisterForm(request.POST or None, event=event, now=now, by_us=True)
    if request.method != "POST":
        return _sign_up_page(request, event, form)
    if not form.is_valid():
        return _sign_up_page(request, event, form, status=INVALID)
    try:
        _take(form, event, by=planner(request))
    except NotPossible as error:
        is_known = isinstance(error, AlreadyRegistered)
        if not is_known or may_read_names(planner(request), event):
            form.put_right(error.field, KNOWN if is_known else str(error))
            return _sign_up_page(request, event, form, status=CONFLICT)
    messages.success(request, _("Angemeldet: %(name)s") % {"name": form.cleaned_data["name"]})
    return redirect("quarters:planned_event", reference)


def _take(form: RegisterForm, event: Event, *, by: User) -> None:
    data, now = form.cleaned_data, clock.now()
    is_here = event.starts_at <= now
    way = RegisteredBy.DOOR if is_here else RegisteredBy.PHONE
    said = {name: data[name] for name in ("name", "phone", "email")}
    knows = may_read_names(by, event)  # else she would learn by a number who has a conversation already
    person = find_or_make_person(**said, is_private=not knows, known_in=by.district_ids if knows else ())
    row = registering.register(event, person, form.guests(data["name"]), by=by, now=now, way=way, wishes=form.wishes)
    if is_here and row.state == "registered":
        for seat in row.seats.all():
            attendance.note_came(seat, is_there=True, now=now)


def _sign_up_page(request: HttpRequest, event: Event, form: RegisterForm, *, status: int = 200) -> HttpResponse:
    return render(request, "quarters/programme/sign_up.html", {"event": event, "form": form}, status=status)


@require_POST
@login_required
@once
def sign_off(request: HttpRequest, reference: str, registration: str) -> HttpResponse:
    """Somebody called: she does not come."""
    event = _with_names(request, reference)
    row = registering.give_back(get_of_event(event, registration), now=clock.now())
    messages.success(
        request, _("Abgemeldet: %(name)s. Der Platz geht an die Warteliste.") % {"name": row.person.full_name}
    )
    return redirect("quarters:planned_event", reference)


@require_POST
@login_required
@once
def say_yes(request: HttpRequest, reference: str, registration: str) -> HttpResponse:
    """She said on the phone that she takes the place that became free."""
    event = _with_names(request, reference)
    try:
        row = registering.confirm(get_of_event(event, registration), now=clock.now())
    except DomainError as error:
        return event_page(request, event, message=str(error), status=CONFLICT)
    messages.success(request, _("Kommt: %(name)s") % {"name": row.person.full_name})
    return redirect("quarters:planned_event", reference)


def _with_names(request: HttpRequest, reference: str) -> Event:
    """Raises `PermissionDenied` for whoever may not know who comes."""
    event = get_planned(planner(request), reference)
    if not may_read_names(planner(request), event):
        raise PermissionDenied
    return event


@login_required
@never_cache
def who_is_here(request: HttpRequest, reference: str) -> HttpResponse:
    event = _with_names(request, reference)
    if request.GET.get("blatt"):
        return pdf_response(attendance_sheet(event), "anwesenheit")
    return _who_page(request, event)


@require_POST
@login_required
def note_here(request: HttpRequest, reference: str, seat: int) -> HttpResponse:
    """One touch. The form says what shall be, so that the same again changes nothing, however often a slow net repeats it."""
    event = _with_names(request, reference)
    attendance.note_came(get_seat(event, seat), is_there=request.POST.get("da") == "1", now=clock.now())
    return _who_page(request, event) if getattr(request, "htmx", False) else redirect("quarters:who_is_here", reference)


@require_POST
@login_required
@once
def count_walk_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody is there who did not register, and gives no name."""
    attendance.count_walk_in(_with_names(request, reference), leaves=request.POST.get("weniger") == "1")
    return redirect("quarters:who_is_here", reference)


def _who_page(request: HttpRequest, event: Event) -> HttpResponse:
    seats = attendance.expected(event)
    context = {"event": event, "seats": seats, "came": sum(seat.came_at is not None for seat in seats)}
    return render_page(request, "quarters/programme/who_is_here.html", context, fragment="list")


@login_required
@never_cache
def kitchen(request: HttpRequest, reference: str) -> HttpResponse:
    event = _with_names(request, reference)
    if not event.has_meal:
        raise Http404
    found = kitchen_list(event)
    if request.GET.get("blatt"):
        return pdf_response(kitchen_sheet(event, found), "kueche")
    return render(request, "quarters/programme/kitchen.html", {"event": event, "kitchen": found})
