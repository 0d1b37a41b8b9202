"""`/termine/planen/noch-einmal/`: last month's single dates, ticked and planned once more; and the figures without names."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.htmx import INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Event, EventKind
from quarters.programme.access import planner, points_of
from quarters.programme.errors import NotPossible
from quarters.programme.repeating import Proposal, first_of_month, plan_again, proposals


@role_required("helper")
@once
def again(request: HttpRequest) -> HttpResponse:
    """Into the month that `?monat=naechster` says, else this one."""
    user, now = planner(request), clock.now()
    ahead = 1 if (request.POST or request.GET).get("monat") == "naechster" else 0
    month = first_of_month(clock.local(now).date(), ahead=ahead)
    found = {point: proposals(point, month=month, now=now) for point in points_of(user, today=clock.today())}
    context = {
        "groups": [(point, rows) for point, rows in found.items() if rows],
        "title": clock.say_month(month),
        "is_next": ahead,
    }
    if request.method != "POST":
        return render(request, "quarters/programme/again.html", context)
    chosen = _chosen(request, [one for rows in found.values() for one in rows])
    try:
        made = plan_again(chosen, by=user, now=now)
    except NotPossible as error:
        return render(request, "quarters/programme/again.html", {**context, "message": str(error)}, status=INVALID)
    if not made:
        return render(
            request,
            "quarters/programme/again.html",
            {**context, "message": _("Bitte wählen Sie mindestens einen Termin.")},
            status=INVALID,
        )
    messages.success(request, _("Geplant: %(n)d Termine.") % {"n": len(made)})
    return redirect("quarters:planned")


def _chosen(request: HttpRequest, found: list[Proposal]) -> list[Proposal]:
    ticked = set(request.POST.getlist("termin"))
    return [one for one in found if one.event.reference in ticked]


def _shown(sums: Any) -> tuple[int, str, str]:
    """Dates, and people of them: fewer than five are nobody's business."""
    return sums["planned"], *(_few(sums[name] or 0) for name in ("taken", "came"))


def _few(count: int) -> str:
    return _("unter 5") if 0 < count < 5 else str(count)


@role_required("helper", "gwg_staff", "coordinator")
def figures(request: HttpRequest) -> HttpResponse:
    """How many dates there were of each kind in the past twelve months, and how many people came: counts, no names."""
    now, _user = clock.now(), planner(request)
    events = Event.objects.filter(starts_at__gte=now - dt.timedelta(days=365), starts_at__lte=now, cancelled_at=None)
    sums = {"planned": Count("pk"), "taken": Sum("places_taken"), "came": Sum(F("came") + F("walk_ins"))}
    found = {row["kind"]: row for row in events.values("kind").annotate(**sums)}
    rows = [(kind.label, *_shown(found[kind])) for kind in EventKind if kind in found]
    return render(request, "quarters/programme/figures.html", {"rows": rows})
