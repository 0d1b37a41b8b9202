"""The people of a helper's districts, and the phone list: whom to call, and what to say."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Consent, Resident, User
from quarters.people_search import find_people
from requests.access import board_requests
from requests.call_list import load_call_list, load_unreached, people_of, settle_calls

FOUND, REQUESTS = 30, 40


@role_required("helper")
@never_cache
def call_list(request: HttpRequest) -> HttpResponse:
    now, user = clock.now(), cast(User, request.user)
    context = {"people": load_call_list(user, now=now), "unreached": load_unreached(user), "now": now}
    return render(request, "requests/board/call_list.html", context)


@require_POST
@role_required("helper")
@once
def called(request: HttpRequest, reference: str) -> HttpResponse:
    """One person was called: everything that stood on her row was said, or nobody answered."""
    user, now = cast(User, request.user), clock.now()
    person = get_object_or_404(people_of(user), reference=reference)
    has_reached = request.POST.get("erreicht") == "ja"
    shown_at = min(read_moment(request.POST.get("stand", ""), default=now), now)
    settle_calls(person, by=user, has_reached=has_reached, shown_at=shown_at, now=now)
    words = _("Abgehakt: {name}.") if has_reached else _("Nicht erreicht: {name}. Später noch einmal.")
    messages.success(request, words.format(name=person.addressed_name))
    return redirect("requests:call_list")


def read_moment(text: str, *, default: dt.datetime) -> dt.datetime:
    """When the list was shown: what came onto it later was not said yet."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return default
    return moment if moment.tzinfo else default


@role_required("helper")
def people(request: HttpRequest) -> HttpResponse:
    """Residents by name, street or phone. Nobody is listed unasked."""
    query = request.GET.get("suche", "")
    found = find_people(query, district_ids=request.user.district_ids, limit=FOUND)  # type: ignore[union-attr]
    return render(request, "requests/board/people.html", {"query": query, "results": found, "most": FOUND})


@role_required("helper")
def person(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    near = Resident.objects.filter(Q(district__in=user.district_ids) | Q(district=None))
    resident = get_object_or_404(near.select_related("user", "district", "building"), user__reference=reference)
    context = {
        "resident": resident,
        "help_requests": board_requests(user).filter(resident=resident).order_by("-created_at")[:REQUESTS],
        "consents": Consent.objects.filter(person=resident.user, withdrawn_at=None).order_by("given_at"),
    }
    return render(request, "requests/board/person.html", context)
