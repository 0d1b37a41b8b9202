"""What makes a view of a step in a case, or on a person's card: the gate before it, the fresh page after it, whatever it said."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.access import get_board_request
from requests.models import HelpRequest, Visit
from requests.views.case import case_page, chosen_visit, to_case
from requests.views.person import Card, load_card, person_page

Verb = Callable[[HttpRequest, HelpRequest, Visit, dict[str, Any]], str]
CardVerb = Callable[[HttpRequest, Card, dict[str, Any]], str]


def step(
    verb: Callable[[HttpRequest, HelpRequest, Visit], str], *, from_call_list: bool = False
) -> Callable[..., HttpResponse]:
    """Makes a view of one step: gate, verb, word of success; a domain error shows the fresh case with its message.

    Who works down the call list comes back to it.
    """

    @require_POST
    @role_required("helper")
    @once
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        help_request = get_board_request(request.user, reference)  # type: ignore[arg-type]
        try:
            messages.success(request, verb(request, help_request, chosen_visit(request, help_request)))
        except DomainError as error:
            return case_page(request, help_request, message=str(error), status=CONFLICT)
        return redirect("requests:call_list") if from_call_list else to_case(request, reference)

    return view


def filled(
    name: str, make: Callable[[HttpRequest, Visit], forms.Form]
) -> Callable[[Verb], Callable[..., HttpResponse]]:
    """Makes a view of a step with a form: gate, form, verb. What was typed stands there again under `name`."""

    def decorate(verb: Verb) -> Callable[..., HttpResponse]:
        @require_POST
        @role_required("helper")
        @once
        def view(request: HttpRequest, reference: str) -> HttpResponse:
            help_request = get_board_request(request.user, reference)  # type: ignore[arg-type]
            visit = chosen_visit(request, help_request)
            form: Any = make(request, visit)
            if not form.is_valid():
                return case_page(request, help_request, status=INVALID, **{name: form})
            try:
                messages.success(request, verb(request, help_request, visit, getattr(form, "said", form.cleaned_data)))
            except DomainError as error:
                return case_page(request, help_request, message=str(error), status=CONFLICT, **{name: form})
            return to_case(request, reference)

        return view

    return decorate


def on_card(
    name: str, make: Callable[[HttpRequest, Card], forms.Form]
) -> Callable[[CardVerb], Callable[..., HttpResponse]]:
    """The same on the card of a person. `make` raises `Http404` where the step is none for her."""

    def decorate(verb: CardVerb) -> Callable[..., HttpResponse]:
        @require_POST
        @role_required("helper")
        @once
        def view(request: HttpRequest, reference: str) -> HttpResponse:
            card = load_card(request.user, reference)  # type: ignore[arg-type]
            form: Any = make(request, card)
            if not form.is_valid():
                return person_page(request, reference, status=INVALID, **{name: form})
            try:
                messages.success(request, verb(request, card, form.cleaned_data))
            except DomainError as error:
                return person_page(request, reference, message=str(error), status=CONFLICT, **{name: form})
            return redirect("requests:person", reference)

        return view

    return decorate


def facts(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": clock.now()}


def chosen(request: HttpRequest) -> User:
    reference = request.POST.get("person", "").replace("\x00", "")
    person: User = get_object_or_404(User, reference=reference[:10], is_active=True)
    return person
