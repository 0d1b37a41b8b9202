"""A whole series: asked once, answered once. The same page serves who is signed in and who comes by a message's link."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.links import unkept
from piano.kit.once import once
from quarters.models import Reach
from quarters.signing.new_links import too_old
from requests.arranged.looking import note_look
from requests.forms.series import HandBackForm
from requests.models import Regular, SeenOn
from requests.series.handing_back import hand_back_series
from requests.series.links import find_regular, regular_behind
from requests.series.page import load_page
from requests.series.regulars import accept_series, decline_series
from requests.series.reviewing import say_for_regular

View = Callable[..., HttpResponse]
ACTIONS = ("accept_series", "decline_series", "hand_back_series", "series_goes_on")


def through_door(view: View) -> View:
    """Finds the question by the signed-in person or by the link's token. A stranger's answers 404; nobody on the way keeps it."""

    @wraps(view)
    def wrapper(request: HttpRequest, reference: str, token: str = "") -> HttpResponse:
        if token:
            regular = regular_behind(reference, token, now=clock.now())
            if regular is None:
                return too_old(request, token, "requests/offers/dead_link.html")
        elif request.user.is_authenticated:
            regular = find_regular(request.user.pk, reference)
            if regular is None:
                raise Http404
        else:
            return redirect_to_login(request.get_full_path())
        return unkept(view(request, regular, token))

    return wrapper


def acting(view: View) -> View:
    """Only a POST acts, and once; a GET at an action's address shows the page."""
    act = once(view)

    @wraps(view)
    def wrapper(request: HttpRequest, regular: Regular, token: str) -> HttpResponse:
        return act(request, regular, token) if request.method == "POST" else redirect(way_to("regular", regular, token))

    return wrapper


def way_to(name: str, regular: Regular, token: str) -> str:
    if token:
        return reverse(f"requests:{name}_by_link", args=[regular.reference, token])
    return reverse(f"requests:{name}", args=[regular.reference])


def regular_page(
    request: HttpRequest, regular: Regular, token: str, *, status: int = 200, message: str = "", **forms: Any
) -> HttpResponse:
    now = clock.now()
    page = load_page(regular, now=now)
    if page.first and (page.street or page.whose):
        note_look(page.first, regular.person, seen_on=SeenOn.LIST if page.whose else SeenOn.STREET, now=now)
    context = {
        "page": page,
        "regular": regular,
        "category": regular.series.help_request.category,
        "help_request": regular.series.help_request,
        "ways": {name: way_to(name, regular, token) for name in ACTIONS},
        "hand_back_form": HandBackForm(initial={"back_from": clock.today() + dt.timedelta(days=1)}),
        "message": message,
        **forms,
    }
    return render(request, "requests/offers/series.html", context, status=status)


@through_door
def regular(request: HttpRequest, regular: Regular, token: str) -> HttpResponse:
    """A GET never acts."""
    return regular_page(request, regular, token)


@through_door
@acting
def accept(request: HttpRequest, regular: Regular, token: str) -> HttpResponse:
    calls = "ruft_an" in request.POST and regular.series.help_request.resident.user.reach == Reach.PHONE
    try:
        accept_series(regular, by=regular.person, now=clock.now(), calls_before=calls)
    except DomainError as error:
        return refused(request, regular, token, error)
    return redirect(way_to("regular", regular, token))


@through_door
@acting
def decline(request: HttpRequest, regular: Regular, token: str) -> HttpResponse:
    try:
        decline_series(regular, by=regular.person, now=clock.now())
    except DomainError as error:
        return refused(request, regular, token, error)
    return redirect(way_to("regular", regular, token))


@through_door
@acting
def hand_back(request: HttpRequest, regular: Regular, token: str) -> HttpResponse:
    """She does not come any more, from a day on: no blame, with thanks. A second time changes nothing."""
    form = HandBackForm(request.POST)
    if not form.is_valid():
        return regular_page(request, regular, token, status=INVALID, hand_back_form=form)
    try:
        hand_back_series(regular, from_day=form.cleaned_data["back_from"], by=regular.person, now=clock.now())
    except DomainError as error:
        return refused(request, regular, token, error)
    return redirect(way_to("regular", regular, token))


@through_door
@acting
def go_on(request: HttpRequest, regular: Regular, token: str) -> HttpResponse:
    """„Möchten Sie weiter regelmäßig kommen?“"""
    try:
        say_for_regular(regular, request.POST.get("weiter", ""), by=regular.person, now=clock.now())
    except DomainError as error:
        return refused(request, regular, token, error)
    return redirect(way_to("regular", regular, token))


def refused(request: HttpRequest, regular: Regular, token: str, error: DomainError) -> HttpResponse:
    """409 with the page as things stand now."""
    fresh = find_regular(regular.person_id, regular.reference)
    assert fresh is not None
    return regular_page(request, fresh, token, status=CONFLICT, message=str(error))
