"""`/leitstand/anruf/`: the telephone intake. One page, the keyboard alone; danger is shown before anything is kept."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import FIELD, once
from quarters.access import role_required
from quarters.costs import Costs
from quarters.models import Category, ContributionKind, District, Resident
from quarters.people.languages import say_language
from quarters.people.people_search import find_people, split_name
from quarters.people.talking import needs_of
from requests.access import get_board_request
from requests.board.call_list import settle_calls
from requests.forms.call import REQUEST, CallForm
from requests.models import ReferralKind, Source
from requests.series.ending import stop_request
from requests.views.night_call import get_board_night_call
from requests.views.people import read_shown_at
from requests.wishes.call import Known, call_costs, consent_words, load_known, refer, take_call, write_down_idea
from requests.wishes.call_time import say_back, urgency_said
from requests.wishes.costs import told_costs
from requests.wishes.holds import holds_of
from requests.wishes.needs import say_needs
from requests.wishes.red_flags import EMERGENCY, LANDLORD, MEDICAL, RedFlag, find_red_flags

FREE_TEXT = ("words", "hints", "wish_time", "gives")
TIME_AND_PLACE = ("district", "street", "house_number", "when", "day", "wish_time", "urgency")
FITTING = {EMERGENCY: ReferralKind.EMERGENCY, LANDLORD: ReferralKind.LANDLORD, MEDICAL: ReferralKind.PROFESSIONAL}
SHORTCUTS = [
    {"key": "F2", "label": gettext_lazy("Jemanden suchen")},
    {"key": "↓ ↑", "label": gettext_lazy("Durch die Gefundenen gehen, Eingabe wählt")},
    {"key": "Alt + 1", "label": gettext_lazy("Die erste Person wählen, mit 2 die zweite …")},
    {"key": "F4", "label": gettext_lazy("Es ruft jemand anderes an")},
    {"key": "F6", "label": gettext_lazy("Zur offenen Anfrage dazuschreiben")},
    {"key": "F8", "label": gettext_lazy("Vorgelesen, einverstanden")},
    {"key": gettext_lazy("Strg + Eingabe"), "label": gettext_lazy("Speichern")},
]


@role_required("helper")
@once
def call(request: HttpRequest) -> HttpResponse:
    known = chosen_person(request)
    if request.method != "POST":
        return page(request, first_form(request, known), known)
    if "kosten" in request.POST:  # the button of a browser without JavaScript
        return page(request, make_form(request, initial=typed_so_far(request)), known)
    data, flags = posted(request), find_red_flags(*(request.POST.get(name, "") for name in FREE_TEXT))
    if must_warn(data, flags):
        data["outcome"] = FITTING[flags[0].kind]
        return page(request, make_form(request, data), known, flags=flags, status=INVALID)
    form = make_form(request, data)
    if not form.is_valid():
        return page(request, form, known, flags=flags, status=INVALID)
    try:
        return keep(request, form.cleaned_data, known)
    except DomainError as error:
        return page(request, form, known, message=str(error), status=CONFLICT)


def first_form(request: HttpRequest, known: Known | None) -> CallForm:
    """The form as it opens, with the cursor where the next word belongs."""
    form = make_form(request, initial=presets(request, known))
    if form.initial:
        next_field = "words" if known else "phone" if form.initial.get("family_name") else "family_name"
        form.fields[next_field].widget.attrs["autofocus"] = True
    return form


def posted(request: HttpRequest) -> Any:
    """What was sent; a button beside a warning („Als Notfall notieren“) decides over what was chosen before."""
    data = request.POST.copy()
    data["outcome"] = data.get("als") or data.get("outcome", "")
    return data


def make_form(request: HttpRequest, data: Any = None, **kwargs: Any) -> CallForm:
    return CallForm(data, districts=districts(request), now=clock.now(), **kwargs)


def typed_so_far(request: HttpRequest) -> dict[str, Any]:
    """What was typed, for a page that opens once more without being sent."""
    return {**request.POST.dict(), "phrases": request.POST.getlist("phrases")}


def must_warn(data: Any, flags: list[RedFlag]) -> bool:
    """An emergency is never a request nor an idea; the other kinds are a request when the helper says so after reading."""
    is_request = data["outcome"] in ("", REQUEST)
    if any(flag.kind == EMERGENCY for flag in flags):
        return is_request or data["outcome"] == ContributionKind.IDEA
    return is_request and bool(flags) and not data.get("anyway")


def keep(
    request: HttpRequest, data: dict[str, Any], known: Known | None, *, source: str = Source.PHONE
) -> HttpResponse:
    """A request, an idea, or a referral; what was typed in from a slip names paper as its source."""
    user: Any = request.user
    facts = {
        "resident": known and known.resident,
        "default": districts(request)[0],
        "by": user,
        "now": clock.now(),
        "token": token(request),
    }
    if data["outcome"] == REQUEST:
        answer = redirect("requests:call_taken", take_call(data, **facts, source=source).reference)
    elif data["outcome"] == ContributionKind.IDEA:
        answer = redirect("requests:board_contribution", write_down_idea(data, **facts).reference)
    else:
        answer = redirect("requests:board_referral", refer(data, **facts).reference)
    if known and data.get("said"):
        shown_at = read_shown_at(data["shown_at"], latest=known.shown_at)
        settle_calls(known.resident.user, by=user, has_reached=True, shown_at=shown_at, now=clock.now())
    return answer


def page(
    request: HttpRequest,
    form: CallForm,
    known: Known | None,
    *,
    flags: list[RedFlag] | None = None,
    message: str = "",
    status: int = 200,
    template: str = "requests/board/call.html",
) -> HttpResponse:
    query = request.GET.get("suche", "")
    language = known.resident.user.language if known else str(form["language"].value() or "de")
    context = {
        "form": form,
        "known": known,
        "query": query,
        "results": search(request, query),
        "consent": consent_words(known.resident.user.reads_in if known else language),
        "language": say_language(language),
        "flags": flags or [],
        "message": message,
        "costs": costs_said(request, form.initial if not form.is_bound else request.POST, known),
        "shortcuts": SHORTCUTS,
    }
    return render(request, template, context, status=status)


def costs_said(request: HttpRequest, typed: Any, known: Known | None) -> Costs | None:
    """What the help costs that is chosen so far, as it is read out; nothing while none is chosen."""
    category = Category.objects.filter(
        code=str(typed.get("category") or "").replace("\x00", "")[:12], is_offered=True
    ).first()
    if category is None:
        return None
    mine = districts(request)
    data: dict[str, Any] = {name: str(typed.get(name) or "").replace("\x00", "")[:120] for name in TIME_AND_PLACE}
    data |= {"category": category, "district": mine.filter(slug=data["district"]).first()}
    now = clock.now()
    urgency = urgency_said(data, today=clock.local(now).date())
    return call_costs(data, resident=known.resident if known else None, default=mine[0], urgency=urgency, now=now)


def presets(request: HttpRequest, known: Known | None) -> dict[str, Any]:
    """A known person with a usual wish is one key away from being saved; a new one starts with what was typed."""
    if "nacht" in request.GET:
        return night_presets(request)
    if known is None:
        return split_name(request.GET.get("suche", "")) if "neu" in request.GET else {}
    return {
        "person": known.resident.user.reference,
        "category": known.usual_category,
        "language": known.resident.user.language,
        "needs_language": not known.resident.speaks_german,
        **needs_of(known.resident.user),
    }


def night_presets(request: HttpRequest) -> dict[str, Any]:
    """What was noted at night of a call that a helper has taken."""
    row = get_board_night_call(request.user, _named(request.GET["nacht"]))  # type: ignore[arg-type]
    said = {"phone": row.caller_phone, "words": row.words, "district": row.district.slug}
    return split_name(row.caller_name) | said


def districts(request: HttpRequest) -> QuerySet[District]:
    return District.objects.filter(pk__in=request.user.district_ids).order_by("number")  # type: ignore[union-attr]


def chosen_person(request: HttpRequest) -> Known | None:
    """The known person of the form or the address, of the helper's districts or of none yet."""
    reference = _named(request.POST.get("person") or request.GET.get("person", ""))
    if not reference:
        return None
    people = Resident.objects.select_related("user", "district", "building__landlord", "acquaintance")
    mine = people.filter(district__in=districts(request)) | people.filter(district=None)
    return load_known(get_object_or_404(mine, user__reference=reference))


def _named(text: str) -> str:
    """A reference as it may be asked for: PostgreSQL takes no NUL."""
    return text.replace("\x00", "")[:10]


def search(request: HttpRequest, query: str) -> list[Resident]:
    return find_people(query, district_ids=request.user.district_ids)  # type: ignore[union-attr]


@role_required("helper")
def call_search(request: HttpRequest) -> HttpResponse:
    """The people found while typing."""
    query = request.GET.get("suche", "")
    return render(request, "requests/board/_found.html", {"results": search(request, query), "query": query})


@require_POST
@role_required("helper")
def call_check(request: HttpRequest) -> HttpResponse:
    """Reads what is being typed: words of danger, and how a time was understood. Keeps nothing."""
    context: dict[str, Any] = {
        "flags": find_red_flags(*(request.POST.get(name, "") for name in FREE_TEXT)),
        "costs": costs_said(request, request.POST, chosen_person(request)),
    }
    try:
        context["understood"] = say_back(request.POST.get("wish_time", "")[:120], now=clock.now())
    except DomainError as error:
        context["not_understood"] = str(error)
    return render(request, "requests/board/_read_along.html", context)


@role_required("helper")
def call_taken(request: HttpRequest, reference: str) -> HttpResponse:
    taken = get_board_request(request.user, reference)  # type: ignore[arg-type]
    context = {
        "costs": told_costs(taken),
        "help_request": taken,
        "holds": holds_of(taken) if taken.is_open else [],
        "needs": say_needs(taken),
    }
    return render(request, "requests/board/call_taken.html", context)


@require_POST
@role_required("helper")
@once
def call_undo(request: HttpRequest, reference: str) -> HttpResponse:
    """„Doch nicht“: everything of this call stops, and the page says so."""
    taken = get_board_request(request.user, reference)  # type: ignore[arg-type]
    user: Any = request.user
    stop_request(taken, by=user, now=clock.now(), reason=_("doch nicht aufgenommen"))
    return redirect("requests:call_taken", reference)


def token(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
