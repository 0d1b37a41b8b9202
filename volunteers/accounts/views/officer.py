"""`/verein/<slug>/zeit/`: what officers decide and read. Only of their own association, and never about themselves."""

import csv
import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.photos import photo_response
from piano.kit.printing import pdf_response
from quarters.models import Organisation, User
from volunteers.accounts import cash, efforts, expenses, reading, staff_sheets
from volunteers.accounts.access import association_for
from volunteers.accounts.forms import PURPOSES
from volunteers.accounts.rules import rule_on, say_minutes
from volunteers.accounts.staff_forms import DecideForm, RuleForm
from volunteers.models import AccountKind, Effort, EffortKind, Expense, ExpensePhoto, ExpenseState, TimeAccount

View = Callable[..., HttpResponse]
LISTED = 100


def for_officers(view: View) -> View:
    """Hands the association to the view; of every other one nobody learns here that it exists."""

    @login_required
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, association_for(cast(User, request.user), slug), *args, **kwargs)

    return wrapper


@require_safe
@for_officers
def overview(request: HttpRequest, association: Organisation) -> HttpResponse:
    """What waits for a decision, then what was decided, then the ways on."""
    rows = Expense.objects.filter(association=association).select_related("person")
    waiting = rows.filter(state=ExpenseState.ENTERED).order_by("day", "entered_at")[:LISTED]
    decided = rows.exclude(state=ExpenseState.ENTERED).order_by("-decided_at")[:20]
    notes = Effort.objects.filter(association=association, decided_at=None).select_related("person")
    context = {
        "association": association,
        "waiting": [(one, _purpose(one)) for one in waiting],
        "decided": [(one, _purpose(one)) for one in decided],
        "efforts": [(one, say_minutes(one.minutes)) for one in notes.order_by("day", "entered_at")[:LISTED]],
        "rule": rule_on(association, clock.today()),
        "year": clock.today().year,
        "signs": cash.without_number(association, year=clock.today().year, on=clock.today()),
    }
    return render(request, "volunteers/accounts/staff/overview.html", context)


def _purpose(expense: Expense) -> str:
    return str(PURPOSES.get(expense.purpose, expense.purpose))


@for_officers
@once
def expense(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    """One expense with its receipt: yes, or no with a reason."""
    rows = Expense.objects.select_related("person", "association", "decided_by")
    row = get_object_or_404(rows, association=association, reference=reference)
    form, status = DecideForm(request.POST or None), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                expenses.decide_expense(row, by=cast(User, request.user), now=clock.now(), **form.facts)
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Entschieden."))
                return redirect("volunteers:time", association.slug)
    context = {"association": association, "row": row, "words": _purpose(row), "form": form}
    context["photo"] = ExpensePhoto.objects.filter(expense=row).first()
    return render(request, "volunteers/accounts/staff/expense.html", context, status=status)


@require_safe
@for_officers
def receipt(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    rows = ExpensePhoto.objects.with_bytes()
    return photo_response(
        request, get_object_or_404(rows, expense__reference=reference, expense__association=association)
    )


@require_POST
@for_officers
@once
def reopen(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    row = get_object_or_404(Expense, association=association, reference=reference)
    carry_out(request, lambda user: expenses.reopen_expense(row, by=user), _("Wieder offen."))
    return redirect("volunteers:expense", association.slug, reference)


@require_POST
@for_officers
@once
def effort(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    """`antwort` is „ja“ or „nein“."""
    row = get_object_or_404(Effort.objects.select_related("association"), association=association, reference=reference)
    counts = request.POST.get("antwort") == "ja"
    carry_out(
        request,
        lambda user: efforts.decide_effort(row, counts=counts, by=user, now=clock.now()),
        _("Die Stunden zählen.") if counts else _("Die Stunden zählen nicht."),
    )
    return redirect("volunteers:time", association.slug)


def carry_out(request: HttpRequest, act: Callable[[User], object], done: str) -> None:
    """What is not possible is said; what was done, too."""
    try:
        act(cast(User, request.user))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


@for_officers
@once
def rule(request: HttpRequest, association: Organisation) -> HttpResponse:
    """How this association counts time; before it there are no accounts."""
    found = rule_on(association, clock.today())
    form, status = RuleForm(request.POST or None, rule=found), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            form.keep(association, by=cast(User, request.user), now=clock.now())
            messages.success(request, _("Gespeichert. Es gilt ab heute."))
            return redirect("volunteers:time_accounts", association.slug)
    context = {"association": association, "form": form, "rule": found}
    return render(request, "volunteers/accounts/staff/rule.html", context, status=status)


def year_of(request: HttpRequest) -> int:
    """`?jahr=`, of the last years; else this one."""
    today = clock.today()
    said = request.GET.get("jahr", "")
    year = int(said) if said.isascii() and said.isdigit() and len(said) == 4 else today.year
    return year if today.year - 12 <= year <= today.year else today.year


@require_safe
@for_officers
def insurer(request: HttpRequest, association: Organisation, kind: str) -> HttpResponse:
    """Hours and kilometres of a year as PDF or as a table: no name of anybody."""
    year = year_of(request)
    found = reading.totals(association, since=dt.date(year, 1, 1), until=dt.date(year + 1, 1, 1))
    if kind == "pdf":
        return pdf_response(
            staff_sheets.insurer_sheet(association, found, year=year, today=clock.today()), f"jahr-{year}"
        )
    if kind != "csv":
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jahr-{year}.csv"'
    response["Cache-Control"] = "no-store"
    response.write("\ufeff")
    rows = csv.writer(response, delimiter=";")
    rows.writerow([_("Jahr"), _("Was"), _("Wofür"), _("Menge"), _("Einheit")])
    for key in sorted(found.minutes):
        hours = f"{found.minutes[key] / 60:.2f}".replace(".", ",")
        rows.writerow([year, _("Stunden"), EffortKind(key).label, hours, _("Stunden")])
    for key in sorted(found.km):
        rows.writerow([year, _("Kilometer"), PURPOSES.get(key, key), found.km[key], "km"])
    rows.writerow([year, _("Menschen, die geholfen haben"), "", found.people, _("Menschen")])
    return response


def accounts_in(association: Organisation) -> Any:
    """The association's own and the pot, then people by name."""
    rows = TimeAccount.objects.filter(association=association, closed_at=None).select_related("owner")
    rows = rows.annotate(is_hers=Q(kind=AccountKind.PERSON))
    return rows.order_by("is_hers", "kind", *alphabetical("owner__family_name", "owner__given_name"), "pk")
