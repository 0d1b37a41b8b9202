"""`/einsatz/konto/` and `/meine/zeitkonto/`: one's own hours, points and expenses. Everybody reads and enters her own alone."""

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.photos import photo_response
from piano.kit.printing import pdf_response, wants_large
from quarters.models import User
from volunteers.accounts import allowances, booking, card, efforts, expenses, forms, reading, sheets
from volunteers.accounts.errors import NoSuchAccount
from volunteers.accounts.rules import say_minutes
from volunteers.models import Effort, Expense, ExpensePhoto, TimeAccount, Volunteer
from volunteers.views.profile import own_profile

SHOWN = 12


@require_safe
@own_profile
@never_cache
def account(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    """Hours of the year, what is on the account, what was entered. About ten queries."""
    person, today = volunteer.user, clock.today()
    since, until = dt.date(today.year, 1, 1), dt.date(today.year + 1, 1, 1)
    context = {
        "association": volunteer.association,
        "year": today.year,
        "hours": say_minutes(reading.counted(person, since=since, until=until)),
        "open_cents": reading.open_cents(person),
        "accounts": reading.accounts_of(person, today=today),
        "expenses": [(one, said(one)) for one in reading.expenses_of(person)[:SHOWN]],
        "efforts": [(one, say_minutes(one.minutes)) for one in Effort.objects.filter(person=person, about="")[:SHOWN]],
        "hint": card.card_hint(person, today=today),
    }
    return render(request, "volunteers/accounts/own.html", context)


def said(expense: Expense) -> str:
    """What it was for, in the reader's language."""
    return str(forms.PURPOSES.get(expense.purpose, expense.purpose))


@own_profile
@never_cache
@once
def km(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    return _entry(request, volunteer, forms.KmForm(request.POST or None), _("Kilometer eintragen"), expenses.enter_km)


@own_profile
@never_cache
@once
def outlay(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = forms.OutlayForm(request.POST or None, request.FILES or None)
    return _entry(request, volunteer, form, _("Beleg fotografieren"), expenses.enter_outlay)


@own_profile
@never_cache
@once
def effort(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = forms.EffortForm(request.POST or None)
    return _entry(request, volunteer, form, _("Stunden eintragen"), efforts.enter_effort)


def _entry(request: HttpRequest, volunteer: Volunteer, form: Any, title: str, verb: Callable[..., Any]) -> HttpResponse:
    """One form, one verb, back to the account."""
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                verb(person=volunteer.user, association=volunteer.association, now=clock.now(), **form.facts)
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Eingetragen. Ihr Verein sieht es sich an."))
                return redirect("volunteers:account")
    return render(request, "volunteers/accounts/enter.html", {"form": form, "title": title}, status=status)


@require_POST
@own_profile
@once
def remove(request: HttpRequest, volunteer: Volunteer, reference: str) -> HttpResponse:
    """An entry of hers that nobody has decided. What is gone already is no error."""
    expense = Expense.objects.filter(reference=reference, person=volunteer.user).first()
    note = Effort.objects.filter(reference=reference, person=volunteer.user).first()
    if expense is None and note is None:
        raise Http404
    is_gone = (
        expenses.remove_own(expense, by=volunteer.user)
        if expense
        else efforts.remove_own(cast(Effort, note), by=volunteer.user)
    )
    messages.success(request, _("Entfernt.")) if is_gone else messages.error(
        request, _("Das ist schon geprüft. Bitte sprechen Sie mit Ihrem Verein.")
    )
    return redirect("volunteers:account")


@require_safe
@own_profile
def receipt(request: HttpRequest, volunteer: Volunteer, reference: str) -> HttpResponse:
    rows = ExpensePhoto.objects.with_bytes()
    return photo_response(
        request, get_object_or_404(rows, expense__reference=reference, expense__person=volunteer.user)
    )


@own_profile
@never_cache
@once
def elsewhere(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    """What is left of both ceilings, and her word on what she gets from others."""
    year = clock.today().year
    form, status = forms.ElsewhereForm(request.POST or None), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            allowances.declare_elsewhere(person=volunteer.user, year=year, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Danke, das ist gemerkt."))
            return redirect("volunteers:elsewhere")
    rooms = [(kind.label, allowances.room_of(volunteer.user, kind, year)) for kind in allowances.AllowanceKind]
    context = {"form": form, "rooms": rooms, "year": year}
    return render(request, "volunteers/accounts/elsewhere.html", context, status=status)


@require_safe
@login_required
@never_cache
def tenant_account(request: HttpRequest) -> HttpResponse:
    """Of whoever has one; everybody else has no such page."""
    found = _own_accounts(request)
    return render(request, "volunteers/accounts/tenant.html", {"accounts": found})


def _own_accounts(request: HttpRequest) -> list[reading.Account]:
    found = reading.accounts_of(cast(User, request.user), today=clock.today(), most=20)
    if not found:
        raise Http404
    return found


@login_required
@never_cache
@once
def gift(request: HttpRequest, reference: str) -> HttpResponse:
    """To somebody by the number of her account, or to the pot."""
    person = cast(User, request.user)
    row = get_object_or_404(TimeAccount.objects.select_related("association"), reference=reference, owner=person)
    own = reading.read_account(row, today=clock.today(), most=1)
    form = forms.GiftForm(request.POST or None, choices=forms.gift_choices(row.minutes, own.say))
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            status = _give(form, row, person)
            if status == 200:
                messages.success(request, _("Danke! Ihr Geschenk ist angekommen."))
                return redirect("volunteers:account" if person.is_volunteer else "volunteers:tenant_account")
    return render(request, "volunteers/accounts/gift.html", {"form": form, "account": own}, status=status)


def _give(form: Form, row: TimeAccount, person: User) -> int:
    """The status of the answer; what was not possible stands on the form."""
    data, to = form.cleaned_data, None
    try:
        if data["to"]:
            to = TimeAccount.objects.filter(association=row.association, reference=data["to"]).first()
            if to is None:
                raise NoSuchAccount()
        booking.give(row, minutes=int(data["minutes"]), to=to, by=person, now=clock.now())
    except DomainError as error:
        form.add_error("to" if isinstance(error, NoSuchAccount) else None, str(error))
        return CONFLICT
    return 200


@require_safe
@login_required
def statement(request: HttpRequest, reference: str) -> HttpResponse:
    """The account on paper, of this year and the last."""
    rows = TimeAccount.objects.select_related("association", "owner")
    row = get_object_or_404(rows, reference=reference, owner=request.user)
    return pdf_response(sheets.statement(row, today=clock.today(), large=wants_large(request)), "zeitkonto")


@require_safe
@own_profile
def certificate(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    """What she did for others, for whoever wants to see it."""
    return pdf_response(sheets.certificate(volunteer, today=clock.today(), large=wants_large(request)), "bescheinigung")
