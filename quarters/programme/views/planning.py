"""`/termine/planen/`: what is planned, planning it, changing it. For whoever helps in the district, or leads a date."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Event, Registration, RoleKind, User
from quarters.models.registrations import STANDING
from quarters.programme import changing
from quarters.programme.access import events_of, get_planned, may_read_names, planner, points_of
from quarters.programme.errors import NotPossible
from quarters.programme.forms_planning import CallOffForm, FactsForm, PlanForm, WhenForm, initial_of
from quarters.programme.planning import plan_event, plan_series, warnings_about
from quarters.programme.rule import days_of, say_rule
from quarters.programme.slots import slots_of

SHOWN, SHOWN_PAST = 80, 20


@login_required
def planned(request: HttpRequest) -> HttpResponse:
    """What lies ahead in her districts and what was there lately; searched by title and meeting point."""
    user, now = planner(request), clock.now()
    query = request.GET.get("suche", "").replace("\x00", "").strip()[:80]
    rows = events_of(user)
    if query:
        rows = rows.filter(Q(title__icontains=query) | Q(meeting_point__name__icontains=query))
    context = {
        "events": list(rows.ahead(now).in_order()[:SHOWN]),
        "past": list(rows.filter(ends_at__lte=now).order_by("-starts_at")[:SHOWN_PAST]),
        "query": query,
        "may_plan": RoleKind.HELPER in user.role_kinds,
    }
    return render(request, "quarters/programme/planned.html", context)


@role_required("helper")
@once
def plan(request: HttpRequest) -> HttpResponse:
    """A new date. On a holiday the first try only shows what to think of; sent again with it, it counts."""
    form = PlanForm(request.POST or None, **_choices(planner(request)))
    if request.method != "POST":
        return _plan_page(request, form)
    if not form.is_valid():
        return _plan_page(request, form, status=INVALID)
    try:
        warned = [] if request.POST.get("gesehen") else _warnings(form)
        if warned:
            return _plan_page(request, form, warnings=warned, status=INVALID)
        made = _make(form, by=planner(request))
    except NotPossible as error:
        form.put_right(error.field, str(error))
        return _plan_page(request, form, status=INVALID)
    messages.success(request, _("Geplant.") if len(made) == 1 else _("Geplant: %(n)d Termine.") % {"n": len(made)})
    return redirect("quarters:planned_event", made[0].reference)


def _choices(user: User) -> dict[str, Any]:
    today = clock.today()
    workers = Q(roles__kind=RoleKind.HELPER, roles__district__in=user.district_ids) | Q(pk=user.pk)
    hosts = User.objects.filter(workers, is_active=True).distinct()
    return {"points": points_of(user, today=today), "hosts": hosts.order_by(*alphabetical("family_name", "given_name"))}


def _make(form: PlanForm, *, by: User) -> list[Event]:
    now, (starts_at, ends_at) = clock.now(), form.span
    if not form.rule:
        return [plan_event(form.facts, starts_at=starts_at, ends_at=ends_at, by=by, now=now)]
    data = form.cleaned_data
    return plan_series(
        form.facts,
        rule=form.rule,
        first_day=data["day"],
        last_day=data["last_day"],
        starts=data["starts"],
        minutes=int((ends_at - starts_at).total_seconds() // 60),
        by=by,
        now=now,
        left_out=form.left_out_days,
    )


def _warnings(form: PlanForm) -> list[tuple[str, list[str]]]:
    """Each day ahead that is no day like others, with what to think of."""
    data = form.cleaned_data
    days = [data["day"]] if data["day"] >= clock.today() else []
    if days and form.rule and data["last_day"] and 0 <= (data["last_day"] - data["day"]).days <= 366:
        days = days_of(form.rule, first_day=data["day"], last_day=data["last_day"])
    return [(day.isoformat(), words) for day in days if (words := warnings_about(day))]


def _plan_page(request: HttpRequest, form: PlanForm, *, warnings: Any = (), status: int = 200) -> HttpResponse:
    return render(request, "quarters/programme/plan.html", {"form": form, "warnings": warnings}, status=status)


@login_required
def planned_event(request: HttpRequest, reference: str) -> HttpResponse:
    return event_page(request, get_planned(planner(request), reference))


def event_page(
    request: HttpRequest, event: Event, *, when: Any = None, off: Any = None, message: str = "", status: int = 200
) -> HttpResponse:
    now, user = clock.now(), planner(request)
    reads_names = may_read_names(user, event)
    rows = (
        Registration.objects.filter(event=event, state__in=STANDING).select_related("person").prefetch_related("seats")
    )
    context = {
        "event": event,
        "registrations": list(rows.order_by("turn")) if reads_names else [],
        "slots": slots_of(event) if event.slot_minutes else [],
        "reads_names": reads_names,
        "waiting": rows.filter(state="waiting").count(),
        "expected": event.places_taken,
        "rule": say_rule(event.series.rule) if event.series else "",
        "when": when or WhenForm(initial=initial_of(event)),
        "call_off": off or CallOffForm(),
        "to_tell": rows.count() if event.is_cancelled else 0,
        "off_with": changing.called_off_with(event).count() if event.is_cancelled else 0,
        "can_take_back": changing.can_take_back(event, now=now),
        "undo_until": changing.undo_until(event),
        "is_ahead": event.ends_at > now,
        "message": message,
        "may_plan": RoleKind.HELPER in user.role_kinds,
    }
    return render(request, "quarters/programme/planned_event.html", context, status=status)


@role_required("helper")
@once
def change(request: HttpRequest, reference: str) -> HttpResponse:
    user = planner(request)
    event = get_planned(user, reference)
    form = FactsForm(request.POST or None, initial=initial_of(event), **_choices(user))
    if request.method != "POST":
        return render(request, "quarters/programme/change.html", {"form": form, "event": event})
    if form.is_valid():
        try:
            changing.change_facts(event, form.facts, by=user, now=clock.now())
            messages.success(request, _("Gespeichert."))
            return redirect("quarters:planned_event", reference)
        except NotPossible as error:
            form.put_right(error.field, str(error))
    return render(request, "quarters/programme/change.html", {"form": form, "event": event}, status=INVALID)


@require_POST
@role_required("helper")
@once
def move(request: HttpRequest, reference: str) -> HttpResponse:
    event, form = get_planned(planner(request), reference), WhenForm(request.POST)
    if not form.is_valid():
        return event_page(request, event, when=form, status=INVALID)
    starts_at, ends_at = form.span
    try:
        changing.move_event(event, starts_at=starts_at, ends_at=ends_at, now=clock.now())
    except NotPossible as error:
        form.put_right(error.field, str(error))
        return event_page(request, event, when=form, status=INVALID)
    messages.success(request, _("Verschoben. Alle Angemeldeten bekommen Nachricht."))
    for words in warnings_about(form.cleaned_data["day"]):
        messages.warning(request, words)
    return redirect("quarters:planned_event", reference)


@require_POST
@role_required("helper")
@once
def call_off(request: HttpRequest, reference: str) -> HttpResponse:
    event = get_planned(planner(request), reference)
    form = CallOffForm(request.POST)
    if not form.is_valid():
        return event_page(request, event, off=form, status=INVALID)
    verb = changing.call_off_rest if form.cleaned_data["rest"] else changing.call_off
    verb(event, note=form.cleaned_data["note"], now=clock.now())
    return redirect("quarters:planned_event", reference)


@require_POST
@role_required("helper")
@once
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    event = get_planned(planner(request), reference)
    try:
        back = changing.take_back(event, now=clock.now())
    except NotPossible as error:
        event.refresh_from_db()
        return event_page(request, event, message=str(error), status=CONFLICT)
    messages.success(
        request,
        _("Der Termin findet statt. Niemand hat etwas anderes gehört.")
        if len(back) < 2
        else _("%(n)d Termine finden statt. Niemand hat etwas anderes gehört.") % {"n": len(back)},
    )
    return redirect("quarters:planned_event", reference)
