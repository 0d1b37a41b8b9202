"""Who shall come and who pays, on the case; home, family, household and recognition, on the card of a person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.acquaintance import acquaintance_of, note_home
from quarters.forms import TimesForm
from quarters.guardians import end_guardianship, go_on, guardian_of
from quarters.kinship import forget_kin, note_kin
from quarters.models import User
from quarters.own_times import note_times
from quarters.talking import note_talking
from quarters.ways_to_reach import ways_named
from requests.access import get_board_request
from requests.forms.needs import HomeForm, HowToTalkForm, KinForm, NeedsForm, PhrasesForm, RecognitionForm
from requests.needs import note_needs
from requests.phrases import note_phrases
from requests.views.case import case_page, chosen_visit, to_case, who_may_be_wished
from requests.views.person import helpers_near, load_card, person_page
from requests.wished import link_wished, name_wished
from volunteers.recognising import note_recognition


@require_POST
@role_required("helper")
@once
def needs(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    help_request = get_board_request(user, reference)
    form = NeedsForm(request.POST, people=who_may_be_wished(user, help_request))
    if not form.is_valid():
        return case_page(request, help_request, status=INVALID, needs_form=form)
    try:
        visit, said = chosen_visit(request, help_request), dict(form.cleaned_data)
        wished, name = said.pop("wished", ""), said.pop("wished_name").strip()
        if name != help_request.wished_name:
            name_wished(visit, name, by=user, now=clock.now())
        elif name:
            person = User.objects.filter(reference=wished).first() if wished else None
            link_wished(visit, person, by=user, now=clock.now())
        note_needs(visit, by=user, now=clock.now(), **said)
    except DomainError as error:
        return case_page(request, help_request, message=str(error), status=CONFLICT, needs_form=form)
    messages.success(request, _("Aufgeschrieben. Ab jetzt fragen wir nur, wer das darf."))
    return to_case(request, reference)


@require_POST
@role_required("helper")
@once
def phrases(request: HttpRequest, reference: str) -> HttpResponse:
    """What whoever comes should know, said in set phrases."""
    user: Any = request.user
    help_request = get_board_request(user, reference)
    form = PhrasesForm(request.POST)
    if not form.is_valid():
        return case_page(request, help_request, status=INVALID, phrases_form=form)
    try:
        note_phrases(chosen_visit(request, help_request), codes=form.cleaned_data["phrases"], by=user, now=clock.now())
    except DomainError as error:
        return case_page(request, help_request, message=str(error), status=CONFLICT)
    messages.success(request, _("Aufgeschrieben. Wer kommt, liest es in der eigenen Sprache."))
    return to_case(request, reference)


@require_POST
@role_required("helper")
@once
def kin(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    card = load_card(user, reference)
    if card.resident is None:
        raise Http404
    form = KinForm(request.POST, people=helpers_near(user, but=card.user))
    if not form.is_valid():
        return person_page(request, reference, status=INVALID, kin_form=form)
    other = User.objects.get(reference=form.cleaned_data["kin"])
    note_kin(card.user, other, kind=form.cleaned_data["kin_kind"], by=user, now=clock.now())
    messages.success(request, _("Aufgeschrieben."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
def no_kin(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    user: Any = request.user
    if forget_kin(load_card(user, reference).user, pk=pk):
        messages.success(request, _("Zurückgenommen."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def guardianship(request: HttpRequest, reference: str) -> HttpResponse:
    """The court has ended it: from today she speaks for herself. Today that can be taken back."""
    user: Any = request.user
    resident = load_card(user, reference).resident
    if resident is None:
        raise Http404
    if request.POST.get("doch"):
        go_on(resident, now=clock.now())
        messages.success(request, _("Zurückgenommen."))
    elif known := guardian_of(resident):
        end_guardianship(known, now=clock.now())
        messages.success(request, _("Aufgeschrieben: Ab heute entscheidet die Person wieder selbst."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def recognition(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    card = load_card(user, reference)
    if card.volunteer is None:
        raise Http404
    form = RecognitionForm(request.POST)
    if not form.is_valid():
        return person_page(request, reference, status=INVALID, recognition_form=form)
    said = form.cleaned_data
    note_recognition(
        card.volunteer,
        authority=said["authority"],
        file_number=said["file_number"],
        first_day=said["recognised_from"],
        last_day=said["recognised_until"],
        is_provisional=said["is_provisional"],
        by=user,
    )
    messages.success(request, _("Aufgeschrieben."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def home(request: HttpRequest, reference: str) -> HttpResponse:
    """Stairs, animals, smoke: only of somebody whom one of us knows."""
    user: Any = request.user
    resident = load_card(user, reference).resident
    if resident is None or acquaintance_of(resident) is None:
        raise Http404
    form = HomeForm(request.POST)
    if not form.is_valid():
        return person_page(request, reference, status=INVALID, home_form=form)
    said = form.cleaned_data
    note_home(
        resident,
        floor=said["floor"],
        has_lift=said["has_lift"],
        pets=said["home_pets"],
        smokes=said["home_smokes"],
        by=user,
        on=clock.today(),
    )
    messages.success(request, _("Aufgeschrieben."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def when_to_write(request: HttpRequest, reference: str) -> HttpResponse:
    """When she wishes to be written to and called, as she said it."""
    person = load_card(request.user, reference).user  # type: ignore[arg-type]
    form = TimesForm(request.POST, person=person)
    if not form.is_valid():
        return person_page(request, reference, status=INVALID, times_form=form)
    note_times(person, **form.cleaned_data, now=clock.now())
    messages.success(request, _("Aufgeschrieben. Wir halten uns daran."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def how_to_talk(request: HttpRequest, reference: str) -> HttpResponse:
    """How one talks with her, as she said it; of whoever lives or helps here."""
    user: Any = request.user
    person = load_card(user, reference).user
    form = HowToTalkForm(request.POST, ways=ways_named(person))
    if not form.is_valid():
        return person_page(request, reference, status=INVALID, talking_form=form)
    note_talking(person, **form.cleaned_data)
    messages.success(request, _("Aufgeschrieben. So sprechen und schreiben wir von jetzt an."))
    return redirect("requests:person", reference)
