"""Calls handed on, for whoever gets them: a care service on its own page, everybody else behind the link of a mail."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.links import unkept
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.circles import sending as acts
from requests.circles.links import is_over, sending_behind
from requests.forms.circles import AnswerForm
from requests.models import Sending

GONE = 404


@role_required("care_partner")
@never_cache
def handed_to_us(request: HttpRequest) -> HttpResponse:
    rows = acts.sent_to(cast(User, request.user), now=clock.now()).order_by("answer_by", "pk")
    return render(request, "requests/circles/handed_to_us.html", {"rows": [(row, acts.told(row)) for row in rows]})


@role_required("care_partner")
@never_cache
@once
def handed_to_us_one(request: HttpRequest, reference: str) -> HttpResponse:
    """What consent allows at this moment, and the answer."""
    user, now = cast(User, request.user), clock.now()
    row = get_object_or_404(acts.sent_to(user, now=now), reference=reference)
    form = AnswerForm(request.POST or None, is_own=True)
    status, message = (INVALID if request.method == "POST" else 200), ""
    if request.method == "POST" and form.is_valid():
        try:
            acts.answer(row, by=user, now=now, **form.cleaned_data)
            messages.success(request, _("Danke. Ihre Antwort ist angekommen."))
            return redirect("requests:handed_to_us")
        except DomainError as error:
            status, message = CONFLICT, str(error)
    if request.method != "POST":
        acts.note_seen(row, now=now)
    context = {"sending": row, "told": acts.told(row), "form": form, "message": message}
    return render(request, "requests/circles/handed_to_us_one.html", context, status=status)


@once
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A GET names nobody, since mail scanners follow links. Asking for the name is a POST, and noted as the look."""
    now = clock.now()
    row = sending_behind(token, now=now)
    if row is None:
        return unkept(render(request, "requests/circles/link_gone.html", status=GONE))
    if request.method != "POST" or is_over(row):
        return _linked(request, row)
    if request.POST.get("zeigen"):
        acts.note_seen(row, now=now)
        return _linked(request, row, is_shown=True)
    form = AnswerForm(request.POST, is_own=True)
    if not form.is_valid():
        return _linked(request, row, form=form, status=INVALID)
    try:
        acts.answer(row, by=None, now=now, **form.cleaned_data)
    except DomainError as error:
        return _linked(request, row, form=form, message=str(error), status=CONFLICT)
    messages.success(request, _("Danke. Ihre Antwort ist angekommen."))
    return unkept(redirect(request.path))


def _linked(
    request: HttpRequest,
    row: Sending,
    *,
    form: Any = None,
    is_shown: bool = False,
    status: int = 200,
    message: str = "",
) -> HttpResponse:
    context = {
        "sending": row,
        "told": acts.told_by_mail(row) if is_shown else None,
        "is_over": is_over(row),
        "form": form or AnswerForm(is_own=True),
        "message": message,
    }
    return unkept(render(request, "requests/circles/by_link.html", context, status=status))
