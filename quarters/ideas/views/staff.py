"""`/leitstand/ideen/`: helpers look ideas over, help to begin, and write down what is said on the phone."""

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
from quarters.access import role_required
from quarters.contributions import contributions_in
from quarters.ideas.bringing import idea_from, looked_over_by
from quarters.ideas.joining import join, leave
from quarters.ideas.looking_over import enable, publish, settle_reports, turn_down
from quarters.ideas.reading import facts_of, ideas_of_helper, runner_in
from quarters.ideas.staff_forms import AddForm, TurnDownForm
from quarters.ideas.views.acts import Acting
from quarters.models import ContributionKind, InitiativePerson


@role_required("helper")
@never_cache
def ideas(request: HttpRequest) -> HttpResponse:
    """Of her districts; what waits to be looked over first. `suche` finds words of the title."""
    user: Any = request.user
    query = request.GET.get("suche", "").strip()[:80].replace("\x00", "")
    found = ideas_of_helper(user.district_ids)
    rows: list[Any] = list((found.filter(title__icontains=query) if query else found)[:200])
    for row in rows:
        row.runner, row.look_by = runner_in(row.everybody), looked_over_by(row.brought_at)
    context = {"waiting": [row for row in rows if row.waits], "others": [row for row in rows if not row.waits]}
    return render(request, "quarters/ideas/staff/list.html", {**context, "query": query, "today": clock.today()})


def idea(request: HttpRequest, acting: Acting) -> HttpResponse:
    return _page(request, acting)


def let_out(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Others see it from now on."""
    if request.method == "POST":
        publish(acting.idea, by=acting.helper, now=clock.now())  # type: ignore[arg-type]
        messages.success(request, _("Die Seite ist jetzt für alle zu sehen."))
    return redirect(acting.back)


def hold_back(request: HttpRequest, acting: Acting) -> HttpResponse:
    """It does not become public, or is taken off, with words for whoever brought it."""
    form = TurnDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        turn_down(acting.idea, why=form.cleaned_data["why"], by=acting.helper, now=clock.now())  # type: ignore[arg-type]
        messages.success(request, _("Die Seite ist nicht öffentlich. Wer die Idee gebracht hat, hört warum."))
        return redirect(acting.back)
    return _page(request, acting, turn_down=form, status=INVALID if request.method == "POST" else 200)


def help_along(request: HttpRequest, acting: Acting) -> HttpResponse:
    if request.method == "POST":
        enable(acting.idea, by=acting.helper, now=clock.now())  # type: ignore[arg-type]
        messages.success(request, _("Sie helfen beim Anfangen."))
    return redirect(acting.back)


def add(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Somebody said on the phone that she joins."""
    form = AddForm(request.POST or None)
    if request.method != "POST":
        return redirect(acting.back)
    if not form.is_valid():
        return _page(request, acting, add=form, status=INVALID)
    said = {name: form.cleaned_data[name] for name in ("brings", "shows_name", "may_reach")}
    try:
        join(acting.idea, who=form.somebody(), now=clock.now(), taken_by=acting.helper, **said)
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, acting, add=form, status=CONFLICT)
    messages.success(request, _("Eingetragen."))
    return redirect(acting.back)


def remove(request: HttpRequest, acting: Acting, person: str) -> HttpResponse:
    """She said that she does not want to any more."""
    row = get_object_or_404(InitiativePerson, initiative=acting.idea, reference=person)
    if request.method == "POST":
        leave(row, by=acting.helper, now=clock.now())
        messages.success(request, _("Ausgetragen, die Angaben sind gelöscht."))
    return redirect(acting.back)


def settle(request: HttpRequest, acting: Acting) -> HttpResponse:
    if request.method == "POST":
        settle_reports(acting.idea, by=acting.helper, now=clock.now())  # type: ignore[arg-type]
        messages.success(request, _("Abgehakt."))
    return redirect(acting.back)


@require_POST
@role_required("helper")
@once
def take_up(request: HttpRequest, reference: str) -> HttpResponse:
    """What somebody said on the phone becomes an initiative, with one press."""
    user: Any = request.user
    said = get_object_or_404(contributions_in(user.district_ids), reference=reference, kind=ContributionKind.IDEA)
    row = idea_from(said, by=user, now=clock.now())
    messages.success(request, _("Die Seite ist angelegt. Sehen Sie sie an, bevor sie öffentlich wird."))
    return redirect("quarters:helper_idea", row.reference)


def _page(request: HttpRequest, acting: Acting, *, status: int = 200, **forms: Any) -> HttpResponse:
    row = acting.idea
    context = {"add": AddForm(), "turn_down": TurnDownForm(), **forms, **facts_of(row), "acting": acting}
    context |= {"people": row.people.select_related("person"), "steps": row.steps.select_related("by")}
    context |= {"reports": row.reports.filter(seen_at=None), "look_by": looked_over_by(row.brought_at)}
    context["budgets"] = row.budgets.exclude(purpose="").select_related("decided_by")
    context["form"] = next((form for form in (context["add"], context["turn_down"]) if form.errors), None)
    return render(request, "quarters/ideas/staff/idea.html", context, status=status)
