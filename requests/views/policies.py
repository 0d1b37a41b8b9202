"""`/leitstand/regeln/`: how we look for people, in words; staff of GWG and coordinators change it, helpers read it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from piano.kit.htmx import INVALID, render_page
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Urgency, User
from requests.forms.policies import PolicyForm, ScopeForm, empty_form, read_form
from requests.models import Policy
from requests.policies import editing
from requests.policies.checking import hints_of
from requests.policies.editing import Scope, plan_of, policy_of, read_scope
from requests.policies.plain import Plan
from requests.policies.words import say_besides, say_plan

EDITORS = ("gwg_staff", "coordinator")
READERS = (*EDITORS, "helper")


@dataclass(frozen=True)
class Shown:
    """One policy as the list and its own page say it."""

    scope: Scope
    title: str
    words: str
    besides: list[str]
    changed: Policy | None


@role_required(*READERS)
@never_cache
def policies(request: HttpRequest) -> HttpResponse:
    """The general ones first, then what is special for a kind of help or some days."""
    rows = list(Policy.objects.select_related("category").order_by("urgency", *alphabetical("category__name"), "days"))
    whole = [
        Scope(urgency, None, for_professionals) for for_professionals in (False, True) for urgency in Urgency.values
    ]
    special = [_scope_of(row) for row in rows if not editing.is_whole(_scope_of(row))]
    by_scope = {_scope_of(row): row for row in rows}
    context = {
        "whole": [_shown(scope, by_scope.get(scope)) for scope in whole],
        "special": [_shown(scope, by_scope[scope]) for scope in special],
        "scope_form": ScopeForm(),
        "may_edit": _may_edit(request),
    }
    return render(request, "requests/policies/list.html", context)


@role_required(*EDITORS)
def new(request: HttpRequest) -> HttpResponse:
    """Leads to the page of the chosen case; nothing is saved yet."""
    form = ScopeForm(request.GET)
    if not form.is_valid():
        return redirect("requests:policies")
    return redirect("requests:policy", form.key)


@role_required(*READERS)
@never_cache
@once
def policy(request: HttpRequest, key: str) -> HttpResponse:
    """Looking, seeing a change in words, saving it: saved is only what was seen in words before."""
    scope = _scope(key)
    if request.method != "POST":
        return _page(request, empty_form(scope, plan_of(scope)))
    if not _may_edit(request):
        raise Http404
    form = read_form(scope, request.POST)
    if not form.is_fine or form.plan is None:
        return _page(request, form, status=INVALID)
    if request.POST.get("gesehen") != _digest(form.plan):
        return _page(request, form, is_preview=True)
    editing.put_policy(scope, form.plan, by=_user(request), now=clock.now())
    messages.success(
        request, _("Gespeichert. Es gilt für jede Suche, die jetzt beginnt; was läuft, bleibt, wie es war.")
    )
    return redirect("requests:policy", key)


@require_POST
@role_required(*EDITORS)
@once
def reset(request: HttpRequest, key: str) -> HttpResponse:
    editing.reset_policy(_scope(key), by=_user(request))
    messages.success(request, _("Es gilt wieder die Regel, mit der piAno ausgeliefert wird."))
    return redirect("requests:policy", key)


@require_POST
@role_required(*EDITORS)
@once
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """The last change, or back to one version of the history."""
    number = request.POST.get("fassung", "")
    try:
        to = int(number) if number.isdecimal() and len(number) < 16 else None
        editing.take_back(_scope(key), to=to, by=_user(request), now=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Zurückgenommen. Es gilt die frühere Fassung."))
    return redirect("requests:policy", key)


def _page(request: HttpRequest, form: PolicyForm, *, is_preview: bool = False, status: int = 200) -> HttpResponse:
    scope, now_holds = form.scope, plan_of(form.scope)
    context = {
        "form": form,
        "shown": _shown(scope, policy_of(scope)),
        "preview": say_plan(form.plan) if form.is_fine and form.plan else "",
        "besides": say_besides(form.plan) if form.is_fine and form.plan else [],
        "hints": hints_of(form.plan, urgency=scope.urgency) if form.plan else [],
        "seen": _digest(form.plan) if form.is_fine and form.plan and form.plan != now_holds else "",
        "is_preview": is_preview,
        "may_edit": _may_edit(request),
        "versions": _history(scope),
    }
    return render_page(request, "requests/policies/edit.html", context, fragment="preview", status=status)


def _history(scope: Scope) -> list[dict[str, Any]]:
    versions = editing.versions_of(scope)
    names = User.objects.in_bulk({one.who for one in versions if one.who})
    return [
        {
            "number": one.number,
            "at": one.at,
            "who": names[one.who].full_name if one.who in names else _("das System"),
            "words": say_plan(one.plan) if one.plan else _("wie ausgeliefert"),
        }
        for one in versions
    ]


def _shown(scope: Scope, row: Policy | None) -> Shown:
    plan = Plan.from_json(row.plan) if row else scope.shipped
    return Shown(scope, _title(scope), say_plan(plan), say_besides(plan), row)


def _title(scope: Scope) -> str:
    what = scope.category.name if scope.category else _("Aufgaben für Fachleute") if scope.for_professionals else ""
    days = "" if editing.Days(scope.days) == editing.Days.ALL else editing.Days(scope.days).label
    when = {Urgency.NORMAL: _("Normal"), Urgency.SOON: _("Bald"), Urgency.URGENT: _("Dringend")}[Urgency(scope.urgency)]
    return ", ".join(str(part) for part in (when, what, days) if part)


def _scope_of(row: Policy) -> Scope:
    return Scope(row.urgency, row.category, row.for_professionals, row.days)


def _scope(key: str) -> Scope:
    scope = read_scope(key)
    if scope is None:
        raise Http404
    return scope


def _digest(plan: Plan) -> str:
    return hashlib.sha256(repr(plan.as_json()).encode()).hexdigest()[:16]


def _may_edit(request: HttpRequest) -> bool:
    return bool(_user(request).role_kinds & set(EDITORS))


def _user(request: HttpRequest) -> Any:
    return request.user
