"""`/leitstand/`: the board, its live version, and the things on it that are ticked off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.htmx import render_page
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import RoleKind
from requests.access import get_board_referral
from requests.board import Filters, count_board, load_board
from requests.duty_line import load_duty_line
from requests.forms.board import NoteForm
from requests.referrals import close_referral
from volunteers.joining import answer_interest
from volunteers.models import Interest


@role_required("helper")
def board(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx its columns."""
    now = clock.now()
    filters = Filters(
        district=request.GET.get("stadtteil", "")[:80],
        category=request.GET.get("art", "")[:12],
        text=request.GET.get("suche", "").strip().replace("\x00", "")[:60],
    )
    districts = {role.district for role in request.user.valid_roles if role.kind == RoleKind.HELPER}  # type: ignore[union-attr]
    context = {
        "board": load_board(user=request.user, now=now, filters=filters),  # type: ignore[arg-type]
        "duty": load_duty_line(user=request.user, now=now),  # type: ignore[arg-type]
        "districts": sorted(districts, key=lambda district: district.number),
        "filters": filters,
        "shortcuts": shortcuts(),
    }
    return render_page(request, "requests/board/board.html", context, fragment="columns")


def shortcuts() -> list[dict[str, str]]:
    return [
        {"key": "a", "label": _("Anruf aufnehmen"), "url": reverse("requests:call")},
        {"key": "l", "label": _("Anrufliste"), "url": reverse("requests:call_list")},
        {"key": "m", "label": _("Menschen"), "url": reverse("requests:people")},
        {"key": "b", "label": _("Heute im Quartier"), "url": reverse("requests:board")},
    ]


@role_required("helper")
def version(request: HttpRequest) -> HttpResponse:
    """Nothing (204) while the board is as the reader has it, else a word that something is new."""
    if request.GET.get("stand") == count_board(request.user)[0]:  # type: ignore[arg-type]
        return HttpResponse(status=204)
    return render(request, "requests/board/_news.html", {"query": request.GET.get("auswahl", "")[:200]})


@role_required("helper")
def referral(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_board_referral(request.user, reference)  # type: ignore[arg-type]
    return render(request, "requests/board/referral.html", {"referral": row, "form": NoteForm()})


@require_POST
@role_required("helper")
@once
def close(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_board_referral(request.user, reference)  # type: ignore[arg-type]
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    close_referral(row, by=request.user, now=clock.now(), note=note)  # type: ignore[arg-type]
    messages.success(request, _("Abgehakt."))
    return redirect("requests:board")


@role_required("helper")
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_object_or_404(Interest, reference=reference, district__in=request.user.district_ids)  # type: ignore[union-attr]
    return render(request, "requests/board/interest.html", {"interest": row})


@require_POST
@role_required("helper")
@once
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_object_or_404(Interest, reference=reference, district__in=request.user.district_ids)  # type: ignore[union-attr]
    answer_interest(row, by=request.user, now=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("Abgehakt."))
    return redirect("requests:board")
