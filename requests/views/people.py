"""The people of a helper's districts, and the phone list: whom to call, and what to say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.messaging.models import Call
from piano.messaging.phone_list import no_answer, open_calls_for, reach_person
from piano.messaging.words import Words, words_for
from quarters.access import role_required
from quarters.models import Resident, User
from quarters.people_search import find_people
from requests.access import board_requests


@dataclass(frozen=True)
class PersonToCall:
    """One person of the list with everything there is to say to her."""

    person: User
    calls: list[tuple[Call, Words]]


def people_of(user: User) -> QuerySet[User]:
    """Residents and volunteers of the helper's districts."""
    mine = user.district_ids
    return User.objects.filter(Q(resident__district__in=mine) | Q(volunteer__district__in=mine) | Q(pk=user.pk))


@role_required("helper")
def call_list(request: HttpRequest) -> HttpResponse:
    calls = open_calls_for(people_of(request.user)).filter(due_at__lte=clock.now())  # type: ignore[arg-type]
    return render(request, "requests/board/call_list.html", {"people": by_person(calls)})


def by_person(calls: Iterable[Call]) -> list[PersonToCall]:
    """One row per person, with all reasons in it."""
    rows: dict[int, PersonToCall] = {}
    for call in calls:
        person = call.message.recipient
        row = rows.setdefault(person.pk, PersonToCall(person, []))
        row.calls.append((call, words_for(call.message)))
    return list(rows.values())


@require_POST
@role_required("helper")
def called(request: HttpRequest, pk: int) -> HttpResponse:
    """One person was called: everything on her row was said, or nobody answered."""
    person = get_object_or_404(people_of(request.user), pk=pk)  # type: ignore[arg-type]
    verb = reach_person if request.POST.get("erreicht") == "ja" else no_answer
    for call in open_calls_for([person]).filter(due_at__lte=clock.now()):
        verb(call, by=request.user, now=clock.now())
    return redirect("requests:call_list")


@role_required("helper")
def people(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("suche", "")
    found = find_people(query, district_ids=request.user.district_ids, limit=30)  # type: ignore[union-attr]
    return render(request, "requests/board/people.html", {"query": query, "results": found})


@role_required("helper")
def person(request: HttpRequest, reference: str) -> HttpResponse:
    mine = Resident.objects.filter(district__in=request.user.district_ids)  # type: ignore[union-attr]
    resident = get_object_or_404(mine.select_related("user", "district", "building"), user__reference=reference)
    own = board_requests(request.user).filter(resident=resident).order_by("-created_at")[:40]  # type: ignore[arg-type]
    return render(request, "requests/board/person.html", {"resident": resident, "help_requests": own})
