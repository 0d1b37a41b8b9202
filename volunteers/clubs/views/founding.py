"""The founding, by a founder's link under `/verein/gruendung/` and by a helper under `/leitstand/gruendungen/`."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.printing import pdf_response, wants_large
from piano.kit.printing.odt import odt_response
from quarters.access import role_required
from quarters.models import District
from volunteers.clubs import founding as verbs
from volunteers.clubs import graph
from volunteers.clubs.acting import Acting
from volunteers.clubs.errors import ForTheBoard
from volunteers.clubs.forms import BeginForm, FactsForm, StepForm
from volunteers.clubs.handing_over import hand_over
from volunteers.clubs.papers import PAPERS, paper
from volunteers.clubs.standing import of_helper, stand_of


@role_required("helper")
@never_cache
@once
def foundings(request: HttpRequest) -> HttpResponse:
    """Of the helper's districts; and a new one, which did not begin as an idea."""
    user: Any = request.user
    districts = District.objects.filter(pk__in=user.district_ids).order_by("number")
    form = BeginForm(request.POST or None, districts=districts)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        district = get_object_or_404(districts, pk=said["district"])
        row = verbs.begin(name=said["name"], purpose=said["purpose"], district=district, by=user, now=clock.now())
        return redirect("volunteers:helper_founding", row.reference)
    status = INVALID if request.method == "POST" else 200
    context = {"rows": of_helper(user.district_ids), "form": form}
    return render(request, "volunteers/clubs/foundings.html", context, status=status)


def founding(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What can be done now, who is waited for, what is missing; and the whole way in its branches."""
    stand = stand_of(acting.founding, on=clock.today())
    context = {"acting": acting, "founding": acting.founding, "stand": stand, "papers": _papers(acting)}
    return render(request, "volunteers/clubs/founding.html", context)


def _papers(acting: Acting) -> list[tuple[str, str, str]]:
    """(label, address of the PDF, address of the text). Names stand on them: gone with the people."""
    if not acting.sees_people:
        return []
    return [
        (label, acting.url("paper", kind, "pdf"), acting.url("paper", kind, "odt"))
        for kind, (label, _make) in PAPERS.items()
    ]


def step(request: HttpRequest, acting: Acting, code: str) -> HttpResponse:
    """One step in plain words, with its papers and the two things that can be said of it."""
    if code not in graph.BY_CODE:
        raise Http404
    form, error = StepForm(request.POST or None, initial={"on": clock.today()}, code=code), ""
    if request.method == "POST" and form.is_valid():
        said, waits = form.cleaned_data, request.POST.get("what") == "waits"
        try:
            _must_act(acting)
            verbs.take_step(
                acting.founding, code, on=said["on"], note=said["note"], waits=waits, by=acting.by, now=clock.now()
            )
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Aufgeschrieben."))
            return redirect(acting.back)
    return _step_page(request, acting, code, form, error)


def _step_page(request: HttpRequest, acting: Acting, code: str, form: StepForm, error: str) -> HttpResponse:
    shown = next(one for one in stand_of(acting.founding, on=clock.today()).steps if one.step.code == code)
    papers = [one for one in _papers(acting) if one[0] in {PAPERS[kind][0] for kind in shown.step.papers}]
    after = [one.label for one in graph.STEPS if code in one.needs]
    context = {"acting": acting, "founding": acting.founding, "shown": shown, "form": form, "papers": papers}
    status = 200
    if request.method == "POST":
        status = CONFLICT if error else INVALID
    if error:
        form.add_error(None, error)
    return render(request, "volunteers/clubs/step.html", {**context, "after": after}, status=status)


def _must_act(acting: Acting) -> None:
    if not acting.may_act:
        raise ForTheBoard()


def take_back(request: HttpRequest, acting: Acting, code: str) -> HttpResponse:
    if code not in graph.BY_CODE:
        raise Http404
    if request.method == "POST":
        try:
            _must_act(acting)
            verbs.take_back_step(acting.founding, code, now=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Zurückgenommen."))
    return redirect(acting.url("founding_step", code))


def facts(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What statute, invitation and minutes say; who led the assembly is among it."""
    if not acting.sees_people:
        raise Http404
    form, error = FactsForm(request.POST or None, instance=acting.founding), ""
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_facts(acting.founding, now=clock.now(), **form.said())
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Gespeichert. Die Papiere sagen jetzt das Neue."))
            return redirect(acting.back)
    more: dict[str, Any] = {
        "title": _("Angaben zum Verein"),
        "lede": _("Damit füllen wir Satzung, Einladung und Protokoll. Alles lässt sich noch ändern."),
    }
    return form_page(request, acting, form, error=error, **more)


def print_paper(request: HttpRequest, acting: Acting, kind: str, form: str) -> HttpResponse:
    """As PDF, or as text to go on writing in."""
    if kind not in PAPERS or form not in ("pdf", "odt") or not acting.sees_people:
        raise Http404
    sheet = paper(acting.founding, kind, large=wants_large(request))
    return pdf_response(sheet, kind) if form == "pdf" else odt_response(sheet, kind)


def run_itself(request: HttpRequest, acting: Acting) -> HttpResponse:
    """From now on the association keeps its members itself; nobody else reads them."""
    if request.method != "POST":
        return redirect(acting.back)
    try:
        hand_over(acting.founding, by=acting.by, now=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Der Verein führt sich jetzt selbst. Der Vorstand meldet sich mit seiner E-Mail-Adresse an.")
        )
    return redirect(acting.back)


def form_page(request: HttpRequest, acting: Acting, form: Any, *, error: str = "", **more: Any) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = CONFLICT if error else INVALID
    if error:
        form.add_error(None, error)
    context = {"acting": acting, "founding": acting.founding, "form": form, "back": acting.back, **more}
    return render(request, "volunteers/clubs/form.html", context, status=status)
