"""The round of calls: `/leitstand/anrufrunde/` for helpers, `/einsatz/anrufrunde/` for who calls, one page for each call."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from quarters.people.residents import kept_apart_from
from requests.dayround import rounds
from requests.dayround.access import CALLABLE, Seen, see_entry
from requests.dayround.callers import callers_on, districts_called_by
from requests.dayround.calling import hold_entry, note_call, reopen_entry, settle_entry
from requests.forms.dayround import CallForm, HeatForm, SettleForm
from requests.models import HeatWarning, RoundEntry
from requests.states import EntryState

SUFFIXES = {"helper": "", "caller": "_mine", "duty": "_duty"}
LISTS = {"helper": "requests:call_round", "caller": "requests:my_round", "duty": "requests:on_call"}


def address(name: str, reference: str, room: str) -> str:
    """The same page has an address in each room."""
    return reverse(f"requests:{name}{SUFFIXES[room]}", args=[reference])


@role_required("helper")
@never_cache
def call_round(request: HttpRequest) -> HttpResponse:
    """This morning in the helper's districts, and whom she has in hand from earlier days."""
    return render(request, "requests/board/call_round.html", _morning(cast(User, request.user)))


def _morning(user: User, form: HeatForm | None = None) -> dict[str, Any]:
    now = clock.now()
    day, mine = clock.local(now).date(), user.district_ids
    entries = list(rounds.entries_of(mine, day))
    looked_for = list(rounds.in_hand(mine))
    districts = [role.district for role in user.valid_roles if role.kind == "helper" and role.district]
    return {
        "day": day,
        "standing": rounds.standing_of(mine, day),
        "looked_for": looked_for,
        "contact": [entry for entry in entries if entry.state == EntryState.CONTACT],
        "waiting": [entry for entry in entries if entry.state == EntryState.WAITING],
        "settled": [entry for entry in entries if entry.state == EntryState.SETTLED],
        "callers": callers_on(mine, day),
        "warnings": HeatWarning.objects.filter(district__in=mine, day__gte=day).select_related("district"),
        "heat": form or HeatForm(today=day),
        "districts": districts,
        "now": now,
    }


@require_POST
@role_required("helper")
@once
def warn_of_heat(request: HttpRequest) -> HttpResponse:
    """For all districts of the helper."""
    user, now = cast(User, request.user), clock.now()
    form = HeatForm(request.POST, today=clock.local(now).date())
    if not form.is_valid():
        return render(request, "requests/board/call_round.html", _morning(user, form), status=INVALID)
    context = _morning(user)
    try:
        for district in context["districts"]:
            rounds.warn_of_heat(district, form.cleaned_data["day"], by=user, now=now)
    except DomainError as error:
        form.add_error("day", str(error))
        return render(request, "requests/board/call_round.html", _morning(user, form), status=CONFLICT)
    messages.success(request, _("Gemeldet. Wer bei Hitze angerufen werden möchte, steht an dem Tag auf der Liste."))
    return redirect("requests:call_round")


@require_POST
@role_required("helper")
@once
def call_off_heat(request: HttpRequest, day: str) -> HttpResponse:
    user = cast(User, request.user)
    for warning in HeatWarning.objects.filter(district__in=user.district_ids).select_related("district"):
        if warning.day.isoformat() == day:
            rounds.call_off_heat(warning.district, warning.day)
    messages.success(request, _("Zurückgenommen. Wer schon angerufen wurde, bleibt auf der Liste."))
    return redirect("requests:call_round")


@login_required
@never_cache
def my_round(request: HttpRequest) -> HttpResponse:
    """For who calls: one list, whoever is next on top. Before half past eight there is nobody to call yet."""
    user, now = cast(User, request.user), clock.now()
    day = clock.local(now).date()
    mine = districts_called_by(user, day)
    entries = rounds.entries_of(mine, day).filter(state__in=CALLABLE)
    entries = entries.exclude(resident__user__in=kept_apart_from(user.pk))
    languages = set(user.volunteer.languages) if user.is_volunteer else set()
    rows = sorted(entries, key=lambda entry: entry.resident.user.language not in languages)
    ready = [entry for entry in rows if entry.next_try_at is None or entry.next_try_at <= now]
    later = [entry for entry in rows if entry.next_try_at and entry.next_try_at > now]
    context = {"ready": ready, "later": later, "calls_here": bool(mine), "now": now, "day": day}
    return render(request, "requests/offers/call_round.html", context | {"standing": rounds.standing_of(mine, day)})


@login_required
@never_cache
def entry(request: HttpRequest, reference: str, room: str) -> HttpResponse:
    """One person to call: her number, what to say, what it brought."""
    return entry_page(request, see_entry(cast(User, request.user), reference, now=clock.now()), room)


def entry_page(
    request: HttpRequest, seen: Seen, room: str, *, form: Any = None, status: int = 200, message: str = ""
) -> HttpResponse:
    row, now = seen.entry, clock.now()
    is_held = row.held_by_id not in (None, request.user.pk) and row.held_until is not None and row.held_until > now
    context = {
        "entry": row,
        "seen": seen,
        "room": room,
        "form": form or (SettleForm() if row.state == EntryState.HELPER else CallForm()),
        "steps": row.steps.select_related("by") if seen.is_staff else [],
        "held_by": row.held_by if is_held else None,
        "back": LISTS[room],
        "urls": {name: address(f"round_{name}", row.reference, room) for name in ("hold", "called", "settle")},
        "message": message,
        "tries_left": max(0, 3 - row.tries),
    }
    return render(request, "requests/call_entry.html", context, status=status)


@require_POST
@login_required
@once
def hold(request: HttpRequest, reference: str, room: str) -> HttpResponse:
    """She begins to dial."""
    user, now = cast(User, request.user), clock.now()
    seen = see_entry(user, reference, now=now)
    try:
        hold_entry(seen.entry, by=user, now=now)
    except DomainError as error:
        return entry_page(request, seen, room, status=CONFLICT, message=str(error))
    return redirect(address("round_entry", reference, room))


@require_POST
@login_required
@once
def called(request: HttpRequest, reference: str, room: str) -> HttpResponse:
    """What the call brought; danger shows 112 and leads to the page, everything else back to the list."""
    user, now = cast(User, request.user), clock.now()
    seen = see_entry(user, reference, now=now)
    form = CallForm(request.POST)
    if not form.is_valid():
        return entry_page(request, seen, room, form=form, status=INVALID, message=_("Bitte wählen Sie, was war."))
    data = form.cleaned_data
    try:
        row = note_call(seen.entry, outcome=data["outcome"], note=data["note"], by=user, now=now)
    except DomainError as error:
        return entry_page(request, seen, room, form=form, status=CONFLICT, message=str(error))
    _say(request, row)
    return redirect("requests:round_danger" if row.is_danger and row.state == EntryState.HELPER else LISTS[room])


def _say(request: HttpRequest, row: RoundEntry) -> None:
    words = {
        EntryState.SETTLED: _("Danke! Für heute ist das erledigt."),
        EntryState.WAITING: _("Aufgeschrieben. Bitte später noch einmal versuchen."),
        EntryState.CONTACT: _("Aufgeschrieben. Jetzt bitte die Vertrauensperson anrufen."),
        EntryState.HELPER: _("Der Treffpunkt weiß es jetzt und kümmert sich."),
    }
    messages.success(request, words[EntryState(row.state)])


@login_required
def danger(request: HttpRequest) -> HttpResponse:
    """What to do now, for whoever has just ticked danger."""
    return render(request, "requests/call_danger.html", {"back": cast(User, request.user).is_volunteer})


@require_POST
@login_required
@once
def settle(request: HttpRequest, reference: str, room: str) -> HttpResponse:
    """A helper, or whoever has duty, knows how she is."""
    user, now = cast(User, request.user), clock.now()
    seen = see_entry(user, reference, now=now)
    if not seen.is_staff:
        return entry_page(request, seen, room, status=CONFLICT)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return entry_page(request, seen, room, form=form, status=INVALID)
    settle_entry(seen.entry, note=form.cleaned_data["note"], by=user, now=now)
    messages.success(request, _("Aufgeschrieben. Danke!"))
    return redirect(LISTS[room])


@require_POST
@role_required("helper")
@once
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    reopen_entry(see_entry(user, reference, now=now).entry, by=user, now=now)
    messages.success(request, _("Steht wieder auf der Liste."))
    return redirect(address("round_entry", reference, "helper"))
