"""`/leitstand/dienstplan/`: who is there in the next four weeks, where nobody is, and what a helper does about it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.access import districts_of, get_district, get_duty, get_team, user_of
from helpers.forms import FallbackForm, FillForm, HoursForm, PersonForm
from helpers.models import Duty, Fallback
from helpers.on_duty.fallbacks import set_fallback
from helpers.on_duty.on_call import responsible_at
from helpers.on_duty.reachable import is_proven, troubles_of
from helpers.prints.roster import roster_sheet
from helpers.rota import duties
from helpers.rota.bars import with_bars
from helpers.rota.coverage import has_rota, load_plan, pieces_ahead, say_gap
from helpers.rota.duty_lapses import open_lapses
from helpers.rota.roster_days import is_waiting, note_printed
from helpers.rota.swaps import who_could_take
from helpers.rota.team import Team, members, teams_of
from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.printing import pdf_response, wants_large
from quarters.access import role_required
from quarters.models import District, User

MOST_GAPS = 12


@role_required("helper")
@never_cache
def rota(request: HttpRequest) -> HttpResponse:
    return rota_page(request, get_district(user_of(request), request.GET.get("stadtteil", "")))


def rota_page(
    request: HttpRequest, district: District, *, message: str = "", status: int = 200, filling: Any = None, **forms: Any
) -> HttpResponse:
    now = clock.now()
    found = has_rota(district, now=now)
    pieces = pieces_ahead(district, now=now) if found else []
    context = {
        "district": district,
        "districts": districts_of(user_of(request)),
        "responsible": responsible_at(district, now),
        "has_rota": found,
        "gaps": _with_forms(district, pieces[:MOST_GAPS], filling),
        "more_gaps": max(0, len(pieces) - MOST_GAPS),
        "troubles": troubles_of(district, now=now),
        "waiting": is_waiting(district, now=now),
        "weeks": with_bars(load_plan(district, now=now), now=now),
        "fallback": Fallback.objects.filter(district=district).select_related("person").first(),
        "fallback_form": FallbackForm(people=_staff(district)),
        "message": message,
        **forms,
    }
    return render(request, "helpers/rota.html", context, status=status)


def this_monday(now: dt.datetime) -> dt.date:
    day = clock.local(now).date()
    return day - dt.timedelta(days=day.weekday())


def _with_forms(district: District, pieces: list[Any], filling: FillForm | None) -> list[tuple[str, FillForm]]:
    teams = teams_of([district.pk])
    forms = [FillForm(teams=teams, window=piece) for piece in pieces]
    if filling:
        forms = [filling if one.initial == filling.initial else one for one in forms]
    return [(say_gap(piece), form) for piece, form in zip(pieces, forms, strict=True)]


@role_required("helper")
@require_POST
@once
def fill(request: HttpRequest) -> HttpResponse:
    """One choice: who takes a gap that stands on the page. One that is covered meanwhile is said so."""
    user, now = user_of(request), clock.now()
    district = get_district(user, request.POST.get("district", ""))
    piece = next(
        (one for one in pieces_ahead(district, now=now) if one[0].isoformat() == request.POST.get("start")), None
    )
    if piece is None or piece[1].isoformat() != request.POST.get("end"):
        return rota_page(request, district, message=_("Diese Lücke gibt es nicht mehr."), status=CONFLICT)
    form = FillForm(request.POST, teams=teams_of([district.pk]), window=piece)
    if not form.is_valid():
        return rota_page(request, district, status=INVALID, filling=form)
    key, _sep, reference = form.cleaned_data["who"].partition(":")
    try:
        person = User.objects.get(reference=reference)
        duties.put_on_duty(get_team(user, key), person=person, window=piece, by=user, now=now)
    except DomainError as error:
        return rota_page(request, district, message=str(error), status=CONFLICT)
    messages.success(request, _("Eingetragen. {name} erfährt es.").format(name=person.full_name))
    return _to_rota(district)


def _to_rota(district: District) -> HttpResponse:
    return redirect(f"{reverse('helpers:rota')}?stadtteil={district.slug}")


@role_required("helper")
@never_cache
def roster(request: HttpRequest) -> HttpResponse:
    """PDF of one week: `?woche=2026-11-30`, else this one; with a week to print, that."""
    district, now = get_district(user_of(request), request.GET.get("stadtteil", "")), clock.now()
    monday = _read_monday(request.GET.get("woche", "")) or is_waiting(district, now=now) or this_monday(now)
    sheet = roster_sheet(district, monday=monday, now=now, large=wants_large(request))
    return pdf_response(sheet, f"dienstplan-{district.slug}-{monday:%Y-%m-%d}")


def _read_monday(text: str) -> dt.date | None:
    day = clock.read_day(text)
    return day - dt.timedelta(days=day.weekday()) if day else None


@role_required("helper")
@require_POST
def printed(request: HttpRequest) -> HttpResponse:
    user, now = user_of(request), clock.now()
    district = get_district(user, request.POST.get("district", ""))
    monday = is_waiting(district, now=now)
    if monday:
        note_printed(district, monday=monday, by=user, now=now)
        messages.success(request, _("Danke. Der Plan hängt."))
    return _to_rota(district)


@role_required("helper")
@require_POST
def fallback(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    district = get_district(user, request.POST.get("district", ""))
    form = FallbackForm(request.POST, people=_staff(district))
    if not form.is_valid():
        return rota_page(request, district, status=INVALID, fallback_form=form)
    set_fallback(district, person=form.cleaned_data["person"])
    messages.success(request, _("Gespeichert."))
    return _to_rota(district)


def _staff(district: District) -> Any:
    """Everybody of every team that covers the district."""
    day = clock.today()
    ids = [pk for team in teams_of([district.pk]) for pk in members(team, day=day).values_list("pk", flat=True)]
    return User.objects.filter(pk__in=ids).order_by(*alphabetical("family_name", "given_name"), "pk")


@role_required("helper")
@never_cache
def duty(request: HttpRequest, reference: str) -> HttpResponse:
    return duty_page(request, get_duty(user_of(request), reference))


def duty_page(request: HttpRequest, one: Duty, *, message: str = "", status: int = 200, **forms: Any) -> HttpResponse:
    now = clock.now()
    context = {
        "duty": one,
        "team": Team(one.service, one.district),
        "span": say_gap((one.window.lower, one.window.upper)),
        "is_over": one.window.upper <= now,
        "has_begun": one.window.lower <= now,
        "is_proven": is_proven(one, now=now),
        "is_by_phone": open_lapses(now=now).filter(duty=one).exists(),
        "person_form": PersonForm(people=who_could_take(one)),
        "hours_form": HoursForm.of(one),
        "message": message,
        **forms,
    }
    return render(request, "helpers/duty.html", context, status=status)


@role_required("helper")
@require_POST
@once
def give(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    one = get_duty(user, reference)
    form = PersonForm(request.POST, people=who_could_take(one))
    if not form.is_valid():
        return duty_page(request, one, status=INVALID, person_form=form)
    try:
        duties.give_to(one, person=form.cleaned_data["person"], by=user, now=clock.now())
    except DomainError as error:
        return duty_page(request, one, message=str(error), status=CONFLICT)
    messages.success(request, _("Gespeichert. Beide erfahren es."))
    return redirect("helpers:duty", reference)


@role_required("helper")
@require_POST
@once
def move(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    one, form = get_duty(user, reference), HoursForm(request.POST)
    if not form.is_valid():
        return duty_page(request, one, status=INVALID, hours_form=form)
    try:
        duties.move_duty(one, window=form.window, by=user, now=clock.now())
    except DomainError as error:
        return duty_page(request, one, message=str(error), status=CONFLICT, hours_form=form)
    messages.success(request, _("Gespeichert. {name} erfährt es.").format(name=one.person.full_name))
    return redirect("helpers:duty", reference)


@role_required("helper")
@require_POST
@once
def take_off(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    one = get_duty(user, reference)
    covered = districts_of(user)
    district = next((here for here in covered if here.pk == one.district_id), covered[0])
    try:
        duties.take_off(one, by=user, now=clock.now())
    except DomainError as error:
        return duty_page(request, one, message=str(error), status=CONFLICT)
    messages.success(request, _("Der Dienst entfällt. {name} erfährt es.").format(name=one.person.full_name))
    return _to_rota(district)
