"""`/leitstand/anfragen/…/reihe/…`: the same on the phone, and what only a helper does: make a series, ask somebody for all dates."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.access import get_board_request
from requests.forms.series import HandBackForm, RhythmForm
from requests.models import HelpRequest, Regular
from requests.series.changing import ask_for_series, begin_series
from requests.series.handing_back import hand_back_series
from requests.series.regulars import accept_series, decline_series
from requests.series.reviewing import END, say_for_regular
from requests.states import RegularState
from requests.views import series_acts
from requests.views.case import case_page, to_case
from requests.views.series_acts import Act, BadForm, series_or_404, word
from requests.views.steps import chosen


def for_somebody(act: Act) -> Callable[..., HttpResponse]:
    @require_POST
    @role_required("helper")
    @once
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        user: Any = request.user
        help_request = get_board_request(user, reference)
        try:
            messages.success(request, act(request, help_request, user, clock.now()))
        except BadForm as bad:
            forms: dict[str, Any] = {bad.name: bad.form}
            return case_page(request, help_request, status=INVALID, **forms)
        except DomainError as error:
            return case_page(request, help_request, message=str(error), status=CONFLICT)
        return to_case(request, reference)

    return view


answer_question = for_somebody(series_acts.answer_question)
skip = for_somebody(series_acts.skip)
unskip = for_somebody(series_acts.unskip)
end = for_somebody(series_acts.end)
undo_end = for_somebody(series_acts.undo_end)
pause = for_somebody(series_acts.pause)
unpause = for_somebody(series_acts.unpause)
change = for_somebody(series_acts.change_as_typed)
go_on = for_somebody(series_acts.go_on)


@for_somebody
def begin(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    """A single wish becomes a series, as agreed on the phone."""
    form = RhythmForm(request.POST, today=clock.local(now).date())
    if not form.is_valid():
        raise BadForm("rhythm_form", form)
    minutes = help_request.visits.order_by("-pk")[0].minutes
    begin_series(help_request, form.plan_of(form.said(), minutes=minutes, now=now), by=user, now=now)
    return _("Aufgeschrieben. Wir fragen, wer regelmäßig kommen kann.")


@for_somebody
def ask(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    person = chosen(request)
    ask_for_series(series_or_404(help_request), person, by=user, now=now)
    return _("%(name)s ist gefragt.") % {"name": person.full_name}


@for_somebody
def answer(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    """What somebody who was asked for all dates has said on the phone."""
    regular = _regular(request, help_request)
    if request.POST.get("answer") == "yes":
        accept_series(regular, by=user, now=now)
        return _("Vereinbart: %(name)s kommt regelmäßig.") % {"name": regular.person.full_name}
    decline_series(regular, by=user, now=now)
    return _("Aufgeschrieben. Ein Nein ist völlig in Ordnung.")


@for_somebody
def hand_back(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    """Who comes regularly has called: not any more, from a day on."""
    form = HandBackForm(request.POST)
    if not form.is_valid():
        raise BadForm("hand_back_form", form)
    hand_back_series(_regular(request, help_request), from_day=form.cleaned_data["back_from"], by=user, now=now)
    return _("Aufgeschrieben. Wir suchen jemand anderen, der regelmäßig kommt.")


@for_somebody
def go_on_for_regular(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    says = word(request, "weiter")
    say_for_regular(_regular(request, help_request), says, by=user, now=now)
    return _("Aufgeschrieben. Wir suchen jemanden für danach.") if says == END else _("Aufgeschrieben. Danke!")


def _regular(request: HttpRequest, help_request: HelpRequest) -> Regular:
    rows = Regular.objects.filter(series__help_request=help_request, reference=word(request, "wer"))
    regular = rows.exclude(state=RegularState.WITHDRAWN).select_related("person", "series").first()
    if regular is None:
        raise Http404
    return regular
