"""`/leitstand/nachweise/`: the coordinator's board of papers, and one person's. Only her own people; of others 404."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.courses import places
from helpers.courses.reading import open_courses
from helpers.models import Course, DutyLapse, Participant, PlaceState
from helpers.models.courses import STANDING
from helpers.rota import duty_lapses
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from quarters.models.evidence import RECORDS
from requests.qualifying import lapses, papers
from requests.qualifying.board import ALL, ENDS, LACKS, duties_by_person, duty_lapses_of, lapses_of, lines_for
from requests.qualifying.forms import PaperForm, as_typed, usual_terms
from requests.qualifying.lapses import WhyMissing
from requests.qualifying.papers import Owner, owner_behind
from requests.qualifying.standing import standing_of


class NothingChosen(DomainError):
    message = "Bitte wählen Sie mindestens einen Dienst."


UNDO, SHOWN = "requests.paper_undo", 100


@role_required("coordinator")
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """Searched by name; `?stand=` shows only who lacks something, or whose papers end."""
    text = request.GET.get("suche", "").replace("\x00", "").strip()[:80]
    only = request.GET.get("stand", ALL)
    only = only if only in (LACKS, ENDS) else ALL
    return _board(request, text=text, only=only)


def _board(
    request: HttpRequest, *, text: str = "", only: str = ALL, message: str = "", status: int = 200
) -> HttpResponse:
    user = cast(User, request.user)
    lines = lines_for(user, text=text, only=only, on=clock.today())
    found = list(lapses_of(user, now=clock.now()))
    duties = list(duty_lapses_of(user, now=clock.now()))
    context = {
        "lines": lines[:SHOWN],
        "more": max(len(lines) - SHOWN, 0),
        "text": text,
        "only": only,
        "lacking": sum(one.is_urgent for one in lines),
        "duties": duties_by_person(duties),
        "lapses": [row for row in found if not row.outcome],
        "let_go": [row for row in found if row.outcome],
        "message": message,
    }
    return render(request, "requests/qualifying/board.html", context, status=status)


@require_POST
@role_required("coordinator")
@once
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """She goes all the same, somebody else goes, or it is to be decided anew."""
    user, now = cast(User, request.user), clock.now()
    row = get_object_or_404(lapses_of(user, now=now), reference=reference)
    try:
        if "doch" in request.POST:
            lapses.take_back(row, now=now)
        elif "andere" in request.POST:
            lapses.give_to_another(row, by=user, now=now)
            messages.success(request, "Die Nachbarschaftshilfe sucht jetzt jemand anderes.")
        else:
            why = request.POST.get("warum", "").replace("\x00", "")[:500]
            lapses.let_go(row, why=why, by=user, now=now)
            messages.success(request, "Entschieden: geht trotzdem.")
    except DomainError as error:
        return _board(request, message=str(error), status=INVALID if isinstance(error, WhyMissing) else CONFLICT)
    return redirect("requests:papers")


@require_POST
@role_required("coordinator")
@once
def decide_duties(request: HttpRequest, reference: str) -> HttpResponse:
    """One person's ticked duties: she has them all the same, somebody else has, or it is to be decided anew. All or none."""
    user, now = cast(User, request.user), clock.now()
    rows = list(duty_lapses_of(user, now=now).filter(person__reference=reference))
    if not rows:
        raise Http404
    chosen = [row for row in rows if row.reference in request.POST.getlist("dienst")]
    try:
        if not chosen:
            raise NothingChosen()
        said = _decide(chosen, request.POST, by=user, now=now)
    except DomainError as error:
        is_unclear = isinstance(error, duty_lapses.WhyNeeded | NothingChosen)
        return _board(request, message=str(error), status=INVALID if is_unclear else CONFLICT)
    if said:
        messages.success(request, said)
    return redirect("requests:papers")


def _decide(rows: list[DutyLapse], said: Any, *, by: User, now: dt.datetime) -> str:
    with transaction.atomic():
        for row in rows:
            if "doch" in said:
                duty_lapses.take_back(row)
            elif "andere" in said:
                duty_lapses.open_duty(row, by=by, now=now)
            else:
                duty_lapses.let_serve(row, why=said.get("warum", "").replace("\x00", "")[:500], by=by, now=now)
    if "doch" in said:
        return ""
    if "andere" in said:
        return "Frei. Im Dienstplan steht jetzt eine Lücke, und alle, die planen, erfahren davon."
    return "Entschieden: hat trotzdem Dienst, auch vor Ort."


@role_required("coordinator")
@never_cache
@once
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """What she has shown; a form for what was seen today."""
    user = cast(User, request.user)
    owner = owner_behind(user, reference)
    if request.method != "POST":
        return _page(request, owner)
    form = PaperForm(request.POST)
    if not form.is_valid():
        return _page(request, owner, form=form, status=INVALID)
    try:
        papers.note(owner, form.seen, by=user)
    except DomainError as error:
        return _page(request, owner, form=form, message=str(error), status=CONFLICT)
    messages.success(request, f"Eingetragen: {papers.say_kind(form.cleaned_data['kind'])}")
    return redirect("requests:papers_of", reference)


def _page(
    request: HttpRequest, owner: Owner, *, form: PaperForm | None = None, message: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "owner": owner,
        "rows": list(owner.rows),
        "standing": standing_of(owner.person, on=clock.today()),
        "form": form or PaperForm(initial={"seen_on": clock.today()}),
        "terms": usual_terms(),
        "today": clock.today(),
        "courses": _courses(owner.person),
        "undo": request.session.pop(UNDO, None),
        "message": message,
    }
    return render(request, "requests/qualifying/papers.html", context, status=status)


def _courses(person: User) -> list[tuple[Course, str]]:
    """What she may still join, with how she stands there."""
    states = dict(Participant.objects.filter(person=person, state__in=STANDING).values_list("course", "state"))
    return [(one, states.get(one.pk, "")) for one in open_courses(now=clock.now())]


@require_POST
@role_required("coordinator")
@once
def enrol(request: HttpRequest, reference: str, course: str) -> HttpResponse:
    """Somebody asked on the phone: her place in a course, and given back the same way."""
    user, now = cast(User, request.user), clock.now()
    owner = owner_behind(user, reference)
    chosen = get_object_or_404(Course, reference=course)
    try:
        if "zurueck" in request.POST:
            mine = Participant.objects.filter(course=chosen, person=owner.person).first()
            if mine is not None:
                places.give_back(mine, now=now)
        else:
            place = places.sign_up(chosen, owner.person, by=user, now=now)
            messages.success(request, "Angemeldet." if place.state == PlaceState.HAS_PLACE else "Auf der Warteliste.")
    except DomainError as error:
        return _page(request, owner, message=str(error), status=CONFLICT)
    return redirect("requests:papers_of", reference)


@require_POST
@role_required("coordinator")
@once
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Taken away, and for one page to be brought back as it was."""
    owner = owner_behind(cast(User, request.user), reference)
    row = papers.remove(owner, pk=pk)
    if row is not None:
        values = as_typed(row, no_entry=row.kind in RECORDS)
        way = reverse("requests:papers_of", args=[reference])
        request.session[UNDO] = {"what": papers.say_kind(row.kind), "way": way, "values": list(values.items())}
    return redirect("requests:papers_of", reference)
