"""`/verein/<slug>/zeit/konten/` and `/pauschalen/`: the account book and flat allowances, for officers."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.paging import page_of
from piano.kit.printing import pdf_response
from quarters.models import Organisation, User
from volunteers.accounts import allowances, booking, opening, sheets
from volunteers.accounts.reading import say_account, sides_of
from volunteers.accounts.rules import rule_on, say_time
from volunteers.accounts.staff_forms import AllowanceForm, GrantForm, OpenForm
from volunteers.accounts.views.officer import accounts_in, carry_out, for_officers
from volunteers.models import Allowance, AllowanceKind, Booking, TimeAccount


@for_officers
@once
def accounts(request: HttpRequest, association: Organisation) -> HttpResponse:
    """Every account with what is on it; a new one is opened for somebody whose name and number one knows."""
    rule, form, status = rule_on(association, clock.today()), OpenForm(request.POST or None), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                row = opening.open_for(association, by=cast(User, request.user), now=clock.now(), **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Das Konto ist da."))
                return redirect("volunteers:time_account", association.slug, row.reference)
    page = page_of(request, accounts_in(association))
    rows = [(row, say_time(row.minutes, rule)) for row in page]
    context = {"association": association, "rows": rows, "page": page, "rule": rule, "form": form}
    return render(request, "volunteers/accounts/staff/accounts.html", context, status=status)


@for_officers
@once
def account(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    """One account with its bookings; a credit by the association."""
    row, form, status = _account(association, reference), GrantForm(request.POST or None), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                booking.grant(row, by=cast(User, request.user), now=clock.now(), **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Gutgeschrieben."))
                return redirect("volunteers:time_account", association.slug, reference)
    page = page_of(request, sides_of(row))
    found = say_account(row, page, today=clock.today())
    context = {"association": association, "account": found, "page": page, "form": form}
    return render(request, "volunteers/accounts/staff/account.html", context, status=status)


def _account(association: Organisation, reference: str) -> TimeAccount:
    rows = TimeAccount.objects.select_related("association", "owner")
    return get_object_or_404(rows, association=association, reference=reference)


@require_POST
@for_officers
@once
def hardship(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    row = _account(association, reference)
    is_hardship = request.POST.get("antwort") == "ja"
    carry_out(
        request,
        lambda user: booking.set_hardship(row, is_hardship=is_hardship, by=user, now=clock.now()),
        _("Gespeichert."),
    )
    return redirect("volunteers:time_account", association.slug, reference)


@require_POST
@for_officers
@once
def book_back(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    """A booking the other way round, back to the account from which one came."""
    row = get_object_or_404(Booking.objects.select_related("association"), association=association, reference=reference)
    reason = request.POST.get("grund", "").replace("\x00", "").strip()[:200] or _("Versehen")
    carry_out(
        request, lambda user: booking.book_back(row, reason=reason, by=user, now=clock.now()), _("Zurückgebucht.")
    )
    account = request.POST.get("konto", "").replace("\x00", "")[:20]
    back = TimeAccount.objects.filter(association=association, reference=account).first()
    if back is None:
        return redirect("volunteers:time_accounts", association.slug)
    return redirect("volunteers:time_account", association.slug, back.reference)


@require_safe
@for_officers
def account_sheet(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    """To be handed over on paper."""
    return pdf_response(sheets.statement(_account(association, reference), today=clock.today()), "zeitkonto")


@for_officers
@once
def allowance_list(request: HttpRequest, association: Organisation) -> HttpResponse:
    """This association's own rows of the year, and for each person what is left: never who gave the rest."""
    year, status = clock.today().year, 200
    people = opening.people_of(association)
    form = AllowanceForm(request.POST or None, people=people)
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            status = _grant(request, association, form, year)
            if status == 200:
                return redirect("volunteers:allowances", association.slug)
    rows = Allowance.objects.filter(association=association, year=year).select_related("person")
    named = {row.person_id: row.person for row in rows}
    context = {"association": association, "form": form, "year": year, "rows": rows}
    context["rooms"] = [(person, _rooms(person, year)) for person in named.values()]
    return render(request, "volunteers/accounts/staff/allowances.html", context, status=status)


def _rooms(person: User, year: int) -> list[tuple[Any, allowances.Room]]:
    return [(kind.label, allowances.room_of(person, kind, year)) for kind in AllowanceKind]


def _grant(request: HttpRequest, association: Organisation, form: AllowanceForm, year: int) -> int:
    """The status of the answer; near the ceiling it is said at once."""
    try:
        row = allowances.grant_allowance(
            association=association, year=year, by=cast(User, request.user), now=clock.now(), **form.cleaned_data
        )
    except DomainError as error:
        form.add_error("cents", str(error))
        return CONFLICT
    messages.success(request, _("Eingetragen. Sie steht auf der Liste für die Kasse."))
    room = allowances.room_of(row.person, row.kind, year)
    if room.is_close:
        messages.warning(request, allowances.say_left(room, row.kind, year))
    return 200


@require_POST
@for_officers
@once
def withdraw(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    row = get_object_or_404(
        Allowance.objects.select_related("association"), association=association, reference=reference
    )
    carry_out(request, lambda user: allowances.withdraw(row, by=user, now=clock.now()), _("Zurückgenommen."))
    return redirect("volunteers:allowances", association.slug)
