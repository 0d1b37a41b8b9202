"""A team's meeting: called by a helper; its agenda, decisions and minutes by whoever sits at the table."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.circles.meetings import call_meeting, call_off, decide, write_minutes
from helpers.circles.members import circle_of
from helpers.models import CircleMeeting
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.models import User
from requests.circles.agenda import agenda_of, read_agenda
from requests.circles.views.team import Table, leading_table, table_of
from requests.forms.circles import DecisionForm, MeetingForm, MinutesForm


@login_required
@never_cache
@once
def new_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    table = leading_table(request, slug)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        circle = circle_of(table.district, now=clock.now())
        place = form.cleaned_data["place"]
        row = call_meeting(circle, starts_at=form.starts_at, place=place, by=cast(User, request.user))
        messages.success(
            request, _("Eingetragen. Das Team bekommt eine Nachricht, die Tagesordnung macht sich selbst.")
        )
        return redirect("requests:team_meeting", slug, row.reference)
    context = {"table": table, "form": form, "title": _("Wann trifft sich das Team?"), "message": ""}
    status = INVALID if request.method == "POST" else 200
    return render(request, "requests/circles/form.html", context, status=status)


@login_required
@never_cache
def meeting(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    table = table_of(request, slug)
    return _page(request, table, _meeting(table, reference))


def _meeting(table: Table, reference: str) -> CircleMeeting:
    return get_object_or_404(CircleMeeting.objects.filter(circle=table.circle), reference=reference)


def _page(
    request: HttpRequest, table: Table, row: CircleMeeting, *, status: int = 200, message: str = "", **forms: Any
) -> HttpResponse:
    is_open = row.closed_at is None and row.called_off_at is None
    context = {
        "table": table,
        "meeting": row,
        "agenda": read_agenda(row.circle, table.place, now=clock.now()) if is_open else None,
        "decisions": row.decisions.select_related("who").order_by("due_on", "pk"),
        "may_call_off": is_open and table.may_lead,
        "may_write": is_open and table.place is not None,
        "decision_form": DecisionForm(members=table.members_today),
        "minutes_form": MinutesForm(),
        "message": message,
        **forms,
    }
    return render(request, "requests/circles/meeting.html", context, status=status)


@require_POST
@login_required
@once
def add_decision(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    table = table_of(request, slug)
    row = _meeting(table, reference)
    form = DecisionForm(request.POST, members=table.members_today)
    if not form.is_valid():
        return _page(request, table, row, status=INVALID, decision_form=form)
    data = form.cleaned_data
    try:
        decide(row, words=data["words"], who=data["who"].person, due_on=data["due_on"], now=clock.now())
    except DomainError as error:
        return _page(request, table, row, status=CONFLICT, message=str(error), decision_form=form)
    return redirect("requests:team_meeting", slug, reference)


@require_POST
@login_required
@once
def close(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    table, now = table_of(request, slug), clock.now()
    row = _meeting(table, reference)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, table, row, status=INVALID, minutes_form=form)
    topics = len(agenda_of(row.circle, table.place, now=now).topics)
    try:
        write_minutes(row, words=form.cleaned_data["minutes"], topics=topics, by=cast(User, request.user), now=now)
    except DomainError as error:
        return _page(request, table, row, status=CONFLICT, message=str(error), minutes_form=form)
    messages.success(request, _("Das Protokoll ist abgeschlossen."))
    return redirect("requests:team_meeting", slug, reference)


@require_POST
@login_required
@once
def off(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """It does not take place; who was told of it is told that, too."""
    table = leading_table(request, slug)
    row = _meeting(table, reference)
    try:
        call_off(row, by=cast(User, request.user), now=clock.now())
    except DomainError as error:
        return _page(request, table, row, status=CONFLICT, message=str(error))
    messages.success(request, _("Abgesagt. Das Team bekommt eine Nachricht."))
    return redirect("requests:team", slug)
