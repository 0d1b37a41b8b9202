"""`/termine/<ref>/anmelden/` without an account, and the page behind the link in a message. A GET never acts."""

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
from piano.kit.limits import too_often
from piano.kit.once import once
from quarters.models import Event, Registration, User
from quarters.programme import registering
from quarters.programme.errors import AlreadyRegistered, NotPossible
from quarters.programme.forms import RegisterForm
from quarters.programme.links import registration_behind, token_for
from quarters.programme.people import find_or_make_person
from quarters.programme.reading import get_event
from quarters.programme.waiting import place_in_line
from quarters.signing.new_links import too_old

HOUR = 60 * 60
MOST_OF_ONE = 6


@never_cache
@once
def register(request: HttpRequest, reference: str) -> HttpResponse:
    event, now = get_event(reference), clock.now()
    if event.is_cancelled or not event.needs_registration or now >= event.closes_at:
        return redirect(event)
    person = _signed_in(request)
    form = RegisterForm(request.POST or None, event=event, now=now, person=person)
    if request.method != "POST":
        return _page(request, event, form)
    if not form.is_valid():
        return _page(request, event, form, status=INVALID)
    if form.is_machine:  # people leave it empty, machines do not
        return redirect("quarters:registered", event.reference)
    if person is None and _too_many(request, event):
        form.add_error(None, _("Das waren viele Anmeldungen auf einmal. Bitte rufen Sie uns an."))
        return _page(request, event, form, status=INVALID)
    return _take(request, event, form, person)


def _too_many(request: HttpRequest, event: Event) -> bool:
    """From one address: for this date, so that nobody fills it alone, and for all of them."""
    of_this = too_often(request, what=f"event_registration:{event.reference}", most=MOST_OF_ONE, seconds=HOUR)
    return too_often(request, what="event_registration", most=20, seconds=HOUR) or of_this


def _take(request: HttpRequest, event: Event, form: RegisterForm, person: User | None) -> HttpResponse:
    """Who writes her address hears by mail whether she has a place: nobody learns here who is known or registered already."""
    data, is_written_to = form.cleaned_data, person is None and bool(form.cleaned_data.get("email"))
    try:
        who = person or _somebody(data, event)
        guests = form.guests(data.get("name") or who.full_name)
        row = registering.register(event, who, guests, by=None, now=clock.now(), wishes=form.wishes)
    except AlreadyRegistered as error:
        if is_written_to:
            return redirect("quarters:registered", event.reference)
        form.put_right(error.field, str(error))
        return _page(request, event, form, status=CONFLICT)
    except NotPossible as error:
        form.put_right(error.field, str(error))
        return _page(request, event, form, status=CONFLICT)
    if is_written_to:
        return redirect("quarters:registered", event.reference)
    return redirect("quarters:registration", row.reference, token_for(row))


def _somebody(data: dict[str, Any], event: Event) -> User:
    named = {name: data[name] for name in ("name", "phone", "email")}
    return find_or_make_person(**named, is_private=event.is_confidential)


def _signed_in(request: HttpRequest) -> User | None:
    user: Any = request.user
    return user if user.is_authenticated and not user.is_limited else None


def _page(request: HttpRequest, event: Event, form: RegisterForm, *, status: int = 200) -> HttpResponse:
    return render(request, "quarters/programme/register.html", {"event": event, "form": form}, status=status)


def registered(request: HttpRequest, reference: str) -> HttpResponse:
    return render(request, "quarters/programme/registered.html", {"event": get_event(reference)})


@never_cache
def registration(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    row = registration_behind(reference, token, now=clock.now())
    return _own_page(request, row, token) if row else _dead(request, token)


def _own_page(
    request: HttpRequest, row: Registration, token: str, *, message: str = "", status: int = 200
) -> HttpResponse:
    now = clock.now()
    context = {
        "registration": row,
        "event": row.event,
        "token": token,
        "names": list(row.seats.order_by("position").values_list("name", flat=True)),
        "line": place_in_line(row) if row.state == "waiting" else 0,
        "is_ahead": now < row.event.ends_at and not row.event.is_cancelled,
        "may_answer": row.state == "asked" and row.confirm_by is not None and now < row.confirm_by,
        "message": message,
    }
    return render(request, "quarters/programme/registration.html", context, status=status)


def _dead(request: HttpRequest, token: str) -> HttpResponse:
    return too_old(request, token, "quarters/programme/dead_link.html", kind="registration")


@require_POST
@never_cache
@once
def give_back(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    return _act(
        request, reference, token, registering.give_back, _("Sie sind abgemeldet. Danke, dass Sie Bescheid sagen.")
    )


@require_POST
@never_cache
@once
def confirm(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    return _act(request, reference, token, registering.confirm, _("Schön! Der Platz gehört Ihnen."))


@require_POST
@never_cache
@once
def come_again(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    return _act(request, reference, token, registering.come_again, _("Sie sind wieder angemeldet."))


def _act(request: HttpRequest, reference: str, token: str, verb: Any, done: str) -> HttpResponse:
    now = clock.now()
    row = registration_behind(reference, token, now=now)
    if row is None:
        return _dead(request, token)
    try:
        verb(row, now=now)
    except DomainError as error:
        row.refresh_from_db()
        return _own_page(request, row, token, message=str(error), status=CONFLICT)
    messages.success(request, done)
    return redirect("quarters:registration", reference, token)
