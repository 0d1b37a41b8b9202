"""`/bereitschaft/dienste/`: the own duties of whoever has some, care worker or helper; days away; taking up; the handover."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.access import ROOM, asks_of, get_note, get_own_duty, user_of
from helpers.courses.expiring import coordination_of
from helpers.forms import AwayForm, NoteForm, SwapForm, TakeUpForm
from helpers.models import Away, Duty, DutyFeed, HandoverNote, Swap, SwapState
from helpers.on_duty import handover as notes
from helpers.on_duty import starting
from helpers.rota import duties
from helpers.rota.coverage import say_gap
from helpers.rota.duty_lapses import marked, open_lapses
from helpers.rota.own_gaps import gaps_for, take_gap
from helpers.rota.swaps import who_could_take
from helpers.rota.team import team_of
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.house import default_house
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User

AHEAD = dt.timedelta(days=42)
MOST_GAPS = 12


@role_required(*ROOM)
@never_cache
def own_duties(request: HttpRequest) -> HttpResponse:
    return duties_page(request)


def duties_page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """Seven queries besides the person's own, and for a care service those of the gaps of its districts."""
    user, now = user_of(request), clock.now()
    rows = Duty.objects.filter(person=user, window__overlap=(now, now + AHEAD)).order_by("window")
    asked = set(Swap.objects.filter(duty__in=rows, state=SwapState.OPEN).values_list("duty", flat=True))
    waiting = asks_of(user).filter(answer="", swap__state=SwapState.OPEN, swap__duty__window__startswith__gt=now)
    is_care = "care_partner" in user.role_kinds
    gaps = gaps_for(user, now=now) if is_care else []
    context = {
        "duties": [say_own(duty, now=now, is_asked=duty.pk in asked) for duty in _with_team(marked(rows))],
        "asks": [{"ask": ask, "span": say_duty(ask.swap.duty)} for ask in waiting.order_by("swap__duty__window")],
        "notes": say_notes(notes.notes_for(user, now=now)),
        "away": Away.objects.filter(person=user, last_day__gte=clock.local(now).date()).order_by("first_day"),
        "away_form": AwayForm(),
        "has_feed": DutyFeed.objects.filter(person=user, district=None, revoked_at=None).exists(),
        "is_care": is_care,
        "gaps": gaps[:MOST_GAPS],
        "more_gaps": max(0, len(gaps) - MOST_GAPS),
        **more,
    }
    return render(request, "helpers/own_duties.html", context, status=status)


def _with_team(rows: Any) -> Any:
    return rows.select_related("person", "service__organisation", "district")


def say_duty(duty: Duty) -> str:
    return say_gap((duty.window.lower, duty.window.upper))


def say_own(duty: Duty, *, now: dt.datetime, is_asked: bool = False) -> dict[str, Any]:
    """One own duty in words; `may_take_up` as long as somebody has to."""
    start = duty.window.lower
    return {
        "duty": duty,
        "span": say_duty(duty),
        "team": str(team_of(duty)),
        "is_now": start <= now < duty.window.upper,
        "is_asked": is_asked,
        "may_take_up": duty.taken_up_at is None and start - starting.EARLIEST <= now < duty.window.upper,
    }


def say_notes(rows: list[HandoverNote]) -> list[dict[str, Any]]:
    return [{"note": note, "span": say_duty(note.duty), "who": note.duty.person.full_name} for note in rows]


@role_required("care_partner")
@require_POST
@once
def take(request: HttpRequest) -> HttpResponse:
    """A span without anybody becomes her own duty."""
    slug, start = request.POST.get("district", ""), request.POST.get("start", "")
    try:
        duty = take_gap(user_of(request), slug=slug, start=start, now=clock.now())
    except DomainError as error:
        return duties_page(request, message=str(error), status=CONFLICT)
    messages.success(request, _("Danke. Sie sind eingeteilt: {span}.").format(span=say_duty(duty)))
    return redirect("helpers:own_duties")


@role_required(*ROOM)
@never_cache
def own_duty(request: HttpRequest, reference: str) -> HttpResponse:
    return duty_page(request, get_own_duty(user_of(request), reference))


def duty_page(request: HttpRequest, duty: Duty, *, message: str = "", status: int = 200, **forms: Any) -> HttpResponse:
    now, note = clock.now(), HandoverNote.objects.filter(duty=duty).first()
    swap = Swap.objects.filter(duty=duty, state=SwapState.OPEN).prefetch_related("asks__person").first()
    could = who_could_take(duty) if duty.window.lower > now and swap is None else User.objects.none()
    context = {
        **say_own(duty, now=now),
        "is_over": duty.window.upper <= now,
        "is_by_phone": open_lapses(now=now).filter(duty=duty).exists(),
        "coordination": coordination_of(duty.person, on=clock.local(now).date()),
        "house": default_house(),
        "deputies": _deputies(duty),
        "notes": say_notes(notes.notes_for(duty.person, now=now)),
        "note": note,
        "may_write": duty.window.lower <= now <= duty.window.upper + notes.WRITTEN_UNTIL,
        "swap": swap,
        "take_up_form": TakeUpForm(),
        "note_form": NoteForm(initial={"words": note.words if note else ""}),
        "swap_form": SwapForm(people=could),
        "could_ask": could.exists(),
        "may_swap": duty.window.lower > now,
        "message": message,
        **forms,
    }
    return render(request, "helpers/own_duty.html", context, status=status)


def _deputies(duty: Duty) -> list[User]:
    """Whoever else of the team is on duty at some time of it."""
    rows = Duty.objects.filter(window__overlap=duty.window, **team_of(duty).fields).exclude(person=duty.person)
    return list(dict.fromkeys(row.person for row in rows.select_related("person").order_by("is_deputy", "pk")))


@role_required(*ROOM)
@require_POST
@once
def take_up(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    duty, form = get_own_duty(user, reference), TakeUpForm(request.POST)
    form.is_valid()
    has_checked = bool(form.cleaned_data.get("forwarding"))
    try:
        starting.take_up(duty, by=user, now=clock.now(), has_checked_forwarding=has_checked)
    except DomainError as error:
        return duty_page(request, duty, message=str(error), status=CONFLICT)
    messages.success(request, _("Danke. Sie haben übernommen."))
    return redirect("helpers:own_duty", reference)


@role_required(*ROOM)
@require_POST
@once
def write_note(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    duty, form = get_own_duty(user, reference), NoteForm(request.POST)
    if not form.is_valid():
        return duty_page(request, duty, status=INVALID, note_form=form)
    try:
        notes.write_note(duty, words=form.cleaned_data["words"], by=user, now=clock.now())
    except DomainError as error:
        return duty_page(request, duty, message=str(error), status=CONFLICT, note_form=form)
    messages.success(request, _("Danke. Wer nach Ihnen Dienst hat, liest es."))
    return redirect("helpers:own_duty", reference)


@role_required(*ROOM)
@require_POST
def read_note(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    try:
        notes.read_note(get_note(reference), by=user, now=clock.now())
    except DomainError as error:
        return duties_page(request, status=CONFLICT, message=str(error))
    return redirect("helpers:own_duties")


@role_required(*ROOM)
@require_POST
@once
def be_away(request: HttpRequest) -> HttpResponse:
    user, form = user_of(request), AwayForm(request.POST)
    if not form.is_valid():
        return duties_page(request, status=INVALID, away_form=form)
    freed = duties.be_away(user, **form.cleaned_data, by=user, now=clock.now())
    if freed:
        count = len(freed)
        words = _(
            "Eingetragen. %(n)d Dienste sind jetzt frei, und der Treffpunkt sieht es. Danke, dass Sie es früh sagen."
        )
        one = _("Eingetragen. Ein Dienst ist jetzt frei, und der Treffpunkt sieht es. Danke, dass Sie es früh sagen.")
        messages.success(request, one if count == 1 else words % {"n": count})
    else:
        messages.success(request, _("Eingetragen. An diesen Tagen haben Sie keinen Dienst."))
    return redirect("helpers:own_duties")


@role_required(*ROOM)
@require_POST
def be_back(request: HttpRequest, pk: int) -> HttpResponse:
    if duties.be_back(user_of(request), pk=pk):
        messages.success(request, _("Gespeichert. Sie sind an diesen Tagen wieder da."))
    return redirect(reverse("helpers:own_duties"))
