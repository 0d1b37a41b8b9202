"""`/meine/woche/`, and the same for somebody whom she trusts and for a helper on the phone."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.printing import pdf_response
from quarters.models import LookKind, User
from requests.forms.week import EntryForm
from requests.models import WeekEntry
from requests.weeks import plans
from requests.weeks.care import service_agreed_to
from requests.weeks.desk import Desk, desk_of, get_entry, note, writing_desk
from requests.weeks.entries import FOR_TAKING_BACK, end_entry, restore_entry, write_entry
from requests.weeks.numbers import numbers_for
from requests.weeks.reading import Day, Line, week_of
from requests.weeks.sheets import week_sheets

A_WEEK = dt.timedelta(days=7)
WEEKS_AHEAD = 8


@login_required
@never_cache
def week(request: HttpRequest, side: str, reference: str = "") -> HttpResponse:
    desk = desk_of(request, side, reference)
    note(desk)
    today = clock.today()
    first = _first_day(request, today)
    later = first + A_WEEK
    now = clock.now()
    context = {
        "desk": desk,
        "days": _shown(desk, week_of(desk.resident, first_day=first, with_programme=desk.may_decide)),
        "first": first,
        "last": later - dt.timedelta(days=1),
        "is_this": first == today,
        "later": later if later <= today + A_WEEK * WEEKS_AHEAD else None,
        "numbers": numbers_for(desk.resident),
        "plan": plans.plan_of(desk.resident) if desk.may_decide else None,
        "service": service_agreed_to(desk.resident) if desk.may_decide else None,
        "gone": _gone(desk, now=now) if desk.may_write else [],
    }
    return render(request, "requests/weeks/week.html", context)


def _shown(desk: Desk, days: list[Day]) -> list[dict[str, Any]]:
    """With the words of each day, and what may be taken away here."""
    return [
        {
            "weekday": clock.say_weekday(day.day),
            "date": clock.say_date(day.day),
            "iso": day.day.isoformat(),
            "is_holiday": day.is_holiday,
            "lines": [_shown_line(desk, line, day.day) for line in day.lines],
        }
        for day in days
    ]


def _shown_line(desk: Desk, line: Line, day: dt.date) -> dict[str, Any]:
    entry = line.entry
    shown: dict[str, Any] = {"time": line.time, "who": line.who, "what": line.what, "kind": line.kind}
    shown |= {"entry": entry, "is_off": line.is_off}
    if entry is None or not desk.may_write or not (desk.may_decide or entry.service_id is None):
        return shown
    shown["away"] = desk.url("week_away", entry.reference)
    if entry.is_weekly and not line.is_off:
        shown["skip"] = desk.url("week_skip", entry.reference)
    if any(skip.day == day for skip in entry.skips.all()):
        shown["after_all"] = desk.url("week_after_all", entry.reference)
    return shown


def _first_day(request: HttpRequest, today: dt.date) -> dt.date:
    """`?woche=` is a first day within reach; else today."""
    asked = clock.read_day(request.GET.get("woche", "")[:10])
    return asked if asked and today <= asked <= today + A_WEEK * WEEKS_AHEAD else today


def _gone(desk: Desk, *, now: dt.datetime) -> list[dict[str, Any]]:
    """What was taken away today and may be taken back."""
    rows = WeekEntry.objects.filter(resident=desk.resident, ended_at__gt=now - FOR_TAKING_BACK)
    rows = rows if desk.may_decide else rows.filter(service=None)
    rows = rows.order_by("-ended_at")[:3]
    return [{"entry": entry, "back": desk.url("week_back", entry.reference)} for entry in rows]


@login_required
@never_cache
@once
def new_entry(request: HttpRequest, side: str, reference: str = "") -> HttpResponse:
    desk = writing_desk(request, side, reference)
    form = EntryForm(request.POST or None, initial={"day": clock.today()})
    if request.method != "POST":
        return _form_page(request, desk, form)
    if not form.is_valid():
        return _form_page(request, desk, form, status=INVALID)
    try:
        write_entry(desk.resident, form.facts(), by=cast(User, request.user), now=clock.now())
    except DomainError as error:
        return _form_page(request, desk, form, status=CONFLICT, message=str(error))
    note(desk, LookKind.WEEK)
    messages.success(request, _("Das steht jetzt auf dem Wochenblatt."))
    return redirect(desk.url("week"))


def _form_page(
    request: HttpRequest, desk: Desk, form: EntryForm, *, status: int = 200, message: str = ""
) -> HttpResponse:
    context = {"desk": desk, "form": form, "message": message}
    return render(request, "requests/weeks/entry.html", context, status=status)


@require_POST
@login_required
@once
def take_away(request: HttpRequest, side: str, entry: str, reference: str = "") -> HttpResponse:
    desk = writing_desk(request, side, reference)
    end_entry(get_entry(desk, entry), by=cast(User, request.user), now=clock.now())
    note(desk, LookKind.WEEK)
    messages.success(request, _("Das steht nicht mehr auf dem Wochenblatt. Unten können Sie es zurückholen."))
    return redirect(desk.url("week"))


@require_POST
@login_required
@once
def take_back(request: HttpRequest, side: str, entry: str, reference: str = "") -> HttpResponse:
    desk = writing_desk(request, side, reference)
    try:
        restore_entry(get_entry(desk, entry), by=cast(User, request.user), now=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(desk.url("week"))
    note(desk, LookKind.WEEK)
    messages.success(request, _("Das steht wieder auf dem Wochenblatt."))
    return redirect(desk.url("week"))


@login_required
@never_cache
def sheet(request: HttpRequest, side: str, reference: str = "") -> HttpResponse:
    """For the fridge, in her own language. It shows everything: a trusted person prints it only where she may act."""
    desk = writing_desk(request, side, reference)
    note(desk)
    now: Any = clock.now()
    with translation.override(translation.get_language() if desk.is_own else desk.resident.user.reads_in):
        made = week_sheets(
            desk.resident, first_day=_first_day(request, clock.today()), now=now, with_programme=desk.may_decide
        )
        return pdf_response(made, "meine-woche")
