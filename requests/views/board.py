"""`/leitstand/`: the board, its live version, and the things on it that are ticked off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.htmx import INVALID, render_page
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import District
from requests.access import get_board_referral
from requests.board.duty_line import load_duty_line
from requests.board.page import load_board
from requests.board.reading import Filters
from requests.board.waiting import count_board, open_interests
from requests.forms.board import NoteForm
from requests.models import Referral, ReferralKind, Sending
from requests.wishes.referrals import close_referral
from volunteers.joining import answer_interest
from volunteers.models import Interest

SHIELD = "sichtschutz"


@role_required("helper")
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx its columns."""
    user: Any = request.user
    now, filters = clock.now(), read_filters(request)
    context = {
        "board": load_board(user=user, now=now, filters=filters, is_shielded=SHIELD in request.session),
        "is_shielded": SHIELD in request.session,
        "filters": filters,
        "query": request.GET.urlencode(),
    }
    if not getattr(request, "htmx", False):
        context |= {
            "duty": load_duty_line(user=user, now=now),
            "districts": districts_of(user),
            "shortcuts": shortcuts(),
        }
    return render_page(request, "requests/board/board.html", context, fragment="columns")


@require_POST
@role_required("helper")
def shield(request: HttpRequest) -> HttpResponse:
    """Names become initials on this device, or come back: one key."""
    if request.POST.get("an"):
        request.session[SHIELD] = True
    else:
        request.session.pop(SHIELD, None)
    return redirect("requests:board")


def read_filters(request: HttpRequest) -> Filters:
    """What does not exist finds nothing; what no name can be is dropped."""
    given = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ("stadtteil", "art", "suche")}
    return Filters(district=given["stadtteil"][:80], category=given["art"][:12], text=given["suche"][:60])


def districts_of(user: Any) -> list[District]:
    """From the roles that were loaded with the person: no query."""
    districts = {role.district_id: role.district for role in user.valid_roles if role.district_id in user.district_ids}
    return sorted(districts.values(), key=lambda district: district.number)


def shortcuts() -> list[dict[str, str]]:
    return [
        {"key": "a", "label": _("Anruf aufnehmen"), "url": reverse("requests:call")},
        {"key": "l", "label": _("Anrufliste"), "url": reverse("requests:call_list")},
        {"key": "m", "label": _("Menschen"), "url": reverse("requests:people")},
        {"key": "s", "label": _("Sichtschutz: nur Anfangsbuchstaben"), "url": ""},
        {"key": "h", "label": _("Heute im Quartier"), "url": reverse("requests:board")},
    ]


@role_required("helper")
@never_cache
def version(request: HttpRequest) -> HttpResponse:
    """Nothing (204) while the board is as the reader has it, else a way to see what is new."""
    user: Any = request.user
    if request.GET.get("stand") == count_board(user, now=clock.now())[0]:
        return HttpResponse(status=204)
    return render(request, "requests/board/_news.html", {"query": request.GET.get("auswahl", "")[:200]})


@role_required("helper")
def referral(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_board_referral(request.user, reference)  # type: ignore[arg-type]
    return _referral_page(request, row, note_form(row))


def _referral_page(request: HttpRequest, row: Referral, form: NoteForm, *, status: int = 200) -> HttpResponse:
    sending = Sending.objects.filter(referral=row, ended_at=None).select_related("organisation").first()
    context = {"referral": row, "form": form, "sending": sending if row.done_at is None else None}
    return render(request, "requests/board/referral.html", context, status=status)


def note_form(referral: Referral, data: Any = None) -> NoteForm:
    """What became of a possible emergency is always written down."""
    return NoteForm(data, is_needed=referral.kind == ReferralKind.EMERGENCY)


@require_POST
@role_required("helper")
@once
def close(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_board_referral(request.user, reference)  # type: ignore[arg-type]
    form = note_form(row, request.POST)
    if not form.is_valid():
        return _referral_page(request, row, form, status=INVALID)
    close_referral(row, by=request.user, now=clock.now(), note=form.cleaned_data["note"])  # type: ignore[arg-type]
    messages.success(request, _("Abgehakt."))
    return redirect("requests:board")


@role_required("helper")
def interests(request: HttpRequest) -> HttpResponse:
    """Everybody who would like to join or stands on a list, the longest waiting first."""
    people = open_interests(request.user).select_related("district", "association")  # type: ignore[arg-type]
    people = people.prefetch_related("categories").order_by("created_at", *alphabetical("name"), "pk")
    return render(request, "requests/board/interests.html", {"people": people})


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
