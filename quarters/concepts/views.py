"""`/stadtteile/<slug>/konzept/`: kept by helpers of the district and the landlord's people; nobody else finds it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.printing import pdf_response, wants_large
from quarters.access import role_required
from quarters.concepts import forms, keeping
from quarters.concepts.paper import held_paper, paper, said
from quarters.concepts.reading import dropped, overview, show
from quarters.models import Concept, ConceptMeasure, ConceptMeeting, District, Goal, Indicator, Partner

# (kind in the address, table, form, title of a new one)
KINDS: dict[str, tuple[type[Any], type[forms.PartForm], str]] = {
    "ziel": (Goal, forms.GoalForm, "Ein Ziel"),
    "massnahme": (ConceptMeasure, forms.MeasureForm, "Eine Maßnahme"),
    "kennzahl": (Indicator, forms.IndicatorForm, "Eine Kennzahl"),
    "partner": (Partner, forms.PartnerForm, "Ein Partner"),
    "treffen": (ConceptMeeting, forms.MeetingForm, "Ein Treffen"),
}


def of_district(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The concept of a district that she may keep; 404 for every other. Begins it with the first step."""

    @wraps(view)
    def wrapper(request: HttpRequest, district: str, *args: Any, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(_districts(request.user), slug=district)
        concept = Concept.objects.filter(district=row).select_related("district").first()
        if concept is None and request.method == "POST":
            concept = keeping.begin_concept(row, now=clock.now())
        return view(request, row, concept, *args, **kwargs)

    return role_required("helper", "gwg_staff")(never_cache(once(wrapper)))


def _districts(user: Any) -> Any:
    """All of the landlord's for its people, a helper's own for her."""
    rows = District.objects.order_by("number")
    if "gwg_staff" in user.role_kinds:
        return rows.filter(has_landlord_stock=True) | rows.filter(concept__isnull=False)
    return rows.filter(pk__in=user.district_ids)


@role_required("helper", "gwg_staff")
@never_cache
def concepts(request: HttpRequest) -> HttpResponse:
    """Every district with how far its concept is, and what is overdue."""
    rows = overview(districts=_districts(request.user), on=clock.today())
    return render(request, "quarters/concepts/list.html", {"rows": rows})


@of_district
def concept(request: HttpRequest, district: District, row: Concept | None) -> HttpResponse:
    context: dict[str, Any] = {"district": district, "today": clock.today()}
    if row is not None:
        context |= {"shown": show(row, on=clock.today()), "dropped": dropped(row), "versions": row.versions.all()}
    return render(request, "quarters/concepts/concept.html", context)


@of_district
def words(request: HttpRequest, district: District, row: Concept | None) -> HttpResponse:
    """Summary and situation."""
    row = row or Concept(district=district)
    form = forms.ConceptForm(request.POST or None, instance=row, concept=row)
    if request.method == "POST" and form.is_valid():
        keeping.note_words(row, now=clock.now(), **form.cleaned_data)
        return _saved(request, district)
    return _form(request, district, form, _("Worte des Konzepts"))


@of_district
def new(request: HttpRequest, district: District, row: Concept | None, kind: str) -> HttpResponse:
    return _edit(request, district, row or Concept(district=district), kind, None)


@of_district
def edit(request: HttpRequest, district: District, row: Concept | None, kind: str, reference: str) -> HttpResponse:
    return _edit(request, district, _there(row), kind, _part(row, kind, reference))


def _edit(request: HttpRequest, district: District, concept: Concept, kind: str, part: Any) -> HttpResponse:
    model, form_class, title = _kind(kind)
    if concept.pk is None and request.method != "POST" and kind in ("massnahme", "kennzahl"):
        return redirect("quarters:concept", district.slug)  # first a goal
    before = model.objects.get(pk=part.pk) if part else None
    form, error = form_class(request.POST or None, instance=part, concept=concept), ""
    if request.method == "POST" and form.is_valid():
        try:
            _note(kind, model, concept, before, form.cleaned_data)
        except DomainError as found:
            error = str(found)
        else:
            return _saved(request, district)
    more = {"remove": part, "kind": kind}
    return _form(request, district, form, (part and _("Ändern")) or title, error=error, **more)


def _note(kind: str, model: type[Any], concept: Concept, before: Any, fields: dict[str, Any]) -> None:
    if kind == "massnahme":
        keeping.note_measure(concept, now=clock.now(), row=before, **fields)
    else:
        keeping.note_part(model, concept, now=clock.now(), row=before, **fields)


@of_district
def read(request: HttpRequest, district: District, row: Concept | None, reference: str) -> HttpResponse:
    """One more value of an indicator."""
    indicator = _part(row, "kennzahl", reference)
    form, error = forms.ReadingForm(request.POST or None, concept=_there(row)), ""
    if request.method == "POST" and form.is_valid():
        try:
            keeping.note_reading(indicator, now=clock.now(), **form.cleaned_data)
        except DomainError as found:
            error = str(found)
        else:
            return _saved(request, district)
    return _form(request, district, form, indicator.name, error=error)


@require_POST
@of_district
def drop(request: HttpRequest, district: District, row: Concept | None, kind: str, reference: str) -> HttpResponse:
    keeping.drop(_part(row, kind, reference), now=clock.now())
    messages.success(request, _("Herausgenommen. Unten auf der Seite können Sie es zurückholen."))
    return redirect("quarters:concept", district.slug)


@require_POST
@of_district
def fetch_back(
    request: HttpRequest, district: District, row: Concept | None, kind: str, reference: str
) -> HttpResponse:
    keeping.fetch_back(_part(row, kind, reference, is_dropped=True), now=clock.now())
    messages.success(request, _("Wieder da."))
    return redirect("quarters:concept", district.slug)


@require_POST
@of_district
def hold(request: HttpRequest, district: District, row: Concept | None) -> HttpResponse:
    """What was agreed, kept as it stands."""
    concept = _there(row)
    version = keeping.hold_version(concept, blocks=said(show(concept, on=clock.today())), now=clock.now())
    messages.success(request, _("Fassung {number} ist festgehalten.").format(number=version.number))
    return redirect("quarters:concept", district.slug)


@of_district
def print_paper(request: HttpRequest, district: District, row: Concept | None) -> HttpResponse:
    sheet = paper(show(_there(row), on=clock.today()), on=clock.today(), large=wants_large(request))
    return pdf_response(sheet, f"konzept-{district.slug}")


@of_district
def print_version(request: HttpRequest, district: District, row: Concept | None, number: int) -> HttpResponse:
    version = get_object_or_404(_there(row).versions, number=number)
    return pdf_response(held_paper(version, large=wants_large(request)), f"konzept-{district.slug}-{number}")


def _there(row: Concept | None) -> Concept:
    if row is None:
        raise Http404
    return row


def _kind(kind: str) -> tuple[type[Any], type[forms.PartForm], str]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _part(row: Concept | None, kind: str, reference: str, *, is_dropped: bool = False) -> Any:
    rows = _kind(kind)[0].objects.filter(concept=_there(row), dropped_at__isnull=not is_dropped)
    return get_object_or_404(rows, reference=reference)


def _saved(request: HttpRequest, district: District) -> HttpResponse:
    messages.success(request, _("Gespeichert."))
    return redirect("quarters:concept", district.slug)


def _form(
    request: HttpRequest, district: District, form: Any, title: str, *, error: str = "", **more: Any
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = CONFLICT if error else INVALID
    if error:
        form.add_error(None, error)
    context = {"district": district, "form": form, "title": title, **more}
    return render(request, "quarters/concepts/form.html", context, status=status)
