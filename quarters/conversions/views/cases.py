"""`/umbau/`: the conversions that somebody works on, what hangs first; and a new wish."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.conversions import gates, reading, wishes
from quarters.conversions.access import HELPER, cases_of, helper_cases, side_of
from quarters.conversions.advancing import facts_of_many
from quarters.conversions.forms import WishForm
from quarters.conversions.states import CLOSED_STATES
from quarters.models import Resident

SHOWN = 100


@role_required("helper", "gwg_staff")
@never_cache
def cases(request: HttpRequest) -> HttpResponse:
    """A helper sees those of her districts, the landlord's people theirs; what waits for her stands before the others."""
    user: Any = request.user
    side = side_of(user)
    rows = cases_of(user, side)
    now = clock.now()
    is_over = request.GET.get("stand") == "fertig"
    wanted = (
        rows.filter(state__in=CLOSED_STATES).order_by("-ended_at") if is_over else rows.exclude(state__in=CLOSED_STATES)
    )
    found = list(wanted[:SHOWN])
    facts = facts_of_many(found, today=clock.local(now).date())
    cards = [card(facts[one.pk], side, now=now) for one in found]
    cards.sort(key=lambda one: (not one["hangs"], not one["is_own_turn"]))
    context = {
        "cards": cards,
        "is_helper": side == HELPER,
        "is_over": is_over,
    }
    return render(request, "quarters/conversions/cases.html", context)


def card(facts: gates.Facts, side: str, *, now: Any) -> dict[str, Any]:
    """One line of the list."""
    case, shut = facts.conversion, gates.missing(facts)
    return {
        "case": case,
        "label": reading.label_of(case.state, side),
        "turn": reading.say_turn(gates.turn(facts), case.state, side),
        "gap": reading.say_gap(shut[0], side).words if shut else "",
        "is_own_turn": gates.turn(facts) == side,
        "days": reading.days_in_step(case, now=now),
        "hangs": case.hangs(now),
    }


@role_required("helper")
@never_cache
@once
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """A wish for somebody's flat, with the agreement as it is read out; where one runs already, that one."""
    helper: Any = request.user
    near = Q(district__in=helper.district_ids) | Q(building__district__in=helper.district_ids)
    residents = Resident.objects.filter(near, died_on=None).select_related("user", "building__landlord")
    resident = get_object_or_404(residents, user__reference=reference)
    running = helper_cases(helper).filter(person__resident=resident).exclude(state__in=CLOSED_STATES).first()
    if running is not None and request.method != "POST":
        return redirect("quarters:conversion", running.reference)
    form = WishForm(request.POST or None, initial={"position": resident.floor})
    if request.method != "POST":
        return _new_page(request, resident, form)
    if not form.is_valid():
        return _new_page(request, resident, form, status=INVALID)
    try:
        row = wishes.open_wish(resident=resident, by=helper, now=clock.now(), **form.cleaned_data)
    except DomainError as error:
        return _new_page(request, resident, form, status=CONFLICT, message=str(error))
    messages.success(request, _("Der Wunsch ist aufgeschrieben."))
    return redirect("quarters:conversion", row.reference)


def _new_page(
    request: HttpRequest, resident: Resident, form: Any, *, status: int = 200, message: str = ""
) -> HttpResponse:
    landlord = resident.building.landlord if resident.building else None
    context = {
        "resident": resident,
        "form": form,
        "wording": wishes.say_wording(landlord.name) if landlord else "",
        "message": message,
    }
    return render(request, "quarters/conversions/new.html", context, status=status)
