"""`/antwort/…`: what a message is about, and its answer, without signing in. A GET shows, a POST answers, once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.limits import too_often
from piano.kit.links import unkept
from piano.kit.once import once
from quarters.people.languages import read_by
from quarters.signing.new_links import too_old
from requests.answers.acts import act
from requests.answers.links import Asked, asked_behind
from requests.answers.shown import show
from requests.forms.mine import FeedbackForm

MOST, HOUR = 60, 3600  # of one address; a household answers less often than that


@require_http_methods(["GET", "HEAD", "POST"])
@once
def answer(request: HttpRequest, token: str) -> HttpResponse:
    asked = asked_behind(token, now=clock.now())
    if asked is None:
        return too_old(request, token, "requests/mine/answer_gone.html", kind="request")
    with translation.override(read_by(request, asked.person)):
        return unkept(_answered(request, asked) if request.method == "POST" else _page(request, asked))


def _answered(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Back to the same address, which then says what was answered."""
    shown = show(asked)
    form = FeedbackForm(request.POST) if shown.form else None
    if not asked.may_answer:
        return _page(request, asked, message=_("Das kann nur die Person selbst beantworten."), status=CONFLICT)
    if form is not None and not form.is_valid():
        return _page(request, asked, form=form, status=INVALID)
    if too_often(request, what="answer", most=MOST, seconds=HOUR):
        message = _("Von diesem Anschluss kamen gerade viele Versuche. Bitte rufen Sie uns an.")
        return _page(request, asked, form=form, message=message, status=CONFLICT)
    try:
        act(asked, form.cleaned_data if form else request.POST, now=clock.now())
    except DomainError as error:
        return _page(request, _again(asked), message=str(error), status=CONFLICT)
    return redirect(request.path)


def _again(asked: Asked) -> Asked:
    asked.row.refresh_from_db()
    return asked


def _page(
    request: HttpRequest, asked: Asked, *, form: Any = None, message: str = "", status: int = 200
) -> HttpResponse:
    shown = show(asked)
    context = {
        "shown": shown,
        "form": form or shown.form,
        "asked": asked,
        "reference": asked.help_request.reference,
        "message": message,
    }
    return render(request, "requests/mine/answer.html", context, status=status)
