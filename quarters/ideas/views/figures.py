"""`/berichte/ideen/`: how many things residents run themselves; and the money asked for them, which the landlord decides."""

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.tables import harmless
from quarters.access import role_required
from quarters.drawing import draw
from quarters.ideas.figures import figures
from quarters.ideas.money import can_take_back, decide, requests_for_money, sums_by_district, take_back_decision
from quarters.ideas.reading import public_ideas
from quarters.ideas.reasons import say_euro
from quarters.ideas.staff_forms import DecideForm
from quarters.models import InitiativeBudget

READERS = ("helper", "coordinator", "gwg_staff")


@role_required(*READERS)
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """As of today, and the ends of the last months: picture, table, and what there is by name (public ones alone)."""
    found = figures(on=_day(request))
    context = {"figures": found, "drawing": draw(found.total), "on": found.days[-1], "today": clock.today()}
    context["ideas"] = public_ideas(stage="laeuft")[:200]
    context["sums"] = [(name, say_euro(asked), say_euro(given)) for name, asked, given in sums_by_district()]
    return render(request, "quarters/ideas/staff/figures.html", context)


@role_required(*READERS)
@never_cache
def table(request: HttpRequest) -> HttpResponse:
    """The same as a file, with semicolons, as office programs here read it."""
    found = figures(on=_day(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="eigene-ideen.csv"'
    response.write("\ufeff")
    rows = csv.writer(response, delimiter=";")
    rows.writerow([_("Stadtteil"), *(day.isoformat() for day in found.days), _("fängt gerade an")])
    for line in found.lines:
        rows.writerow([harmless(line.name), *line.numbers, line.beginning])
    rows.writerow([_("Zusammen"), *found.total, sum(line.beginning for line in found.lines)])
    return response


def _day(request: HttpRequest) -> Any:
    """„stand“ as an ISO day that is not ahead; else today."""
    today = clock.today()
    day = clock.read_day(request.GET.get("stand", ""))
    return day if day and day <= today and day.year > 2000 else today


@role_required("gwg_staff", "helper")
@never_cache
def money(request: HttpRequest) -> HttpResponse:
    """Whoever decides sees all; a helper sees those of her districts."""
    user: Any = request.user
    rows = requests_for_money()
    if "gwg_staff" not in user.role_kinds:
        rows = rows.filter(initiative__district__in=user.district_ids)
    context: dict[str, list[InitiativeBudget]] = {"opened": [], "decided": []}
    for row in rows[:300]:
        context["decided" if row.verdict else "opened"].append(row)
    may_decide = "gwg_staff" in user.role_kinds
    return render(request, "quarters/ideas/staff/money.html", {**context, "may_decide": may_decide})


@role_required("gwg_staff")
@never_cache
@once
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    budget = _budget(reference)
    form, status = DecideForm(request.POST or None, budget=budget), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            said = {"verdict": form.cleaned_data["verdict"], "reason": form.cleaned_data["reason"]}
            try:
                decide(budget, **said, granted_cents=form.cleaned_data["euros"] or 0, by=request.user, now=clock.now())  # type: ignore[arg-type]
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(
                    request, _("Entschieden. In 15 Minuten sagen wir es weiter; so lange können Sie es zurücknehmen.")
                )
                return redirect("quarters:idea_decision", reference)
    context = {"budget": budget, "form": form, "can_take_back": can_take_back(budget, now=clock.now())}
    return render(request, "quarters/ideas/staff/decision.html", context, status=status)


@require_POST
@role_required("gwg_staff")
@once
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        take_back_decision(_budget(reference), by=request.user, now=clock.now())  # type: ignore[arg-type]
        messages.success(request, _("Zurückgenommen. Es ist wieder offen."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("quarters:idea_decision", reference)


def _budget(reference: str) -> InitiativeBudget:
    return get_object_or_404(requests_for_money(), reference=reference)
