"""Who shall come and who pays, on the case; home, family, household and recognition, on the card of a person."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.once import once
from quarters.access import role_required
from quarters.forms import TimesForm
from quarters.models import Resident, User
from quarters.people.acquaintance import acquaintance_of, note_home
from quarters.people.guardians import end_guardianship, go_on, guardian_of
from quarters.people.kinship import forget_kin, note_kin
from quarters.people.own_times import note_times
from quarters.people.talking import note_talking
from quarters.people.ways_to_reach import ways_named
from requests.forms.needs import HomeForm, HowToTalkForm, KinForm, RecognitionForm
from requests.models import HelpRequest, Visit
from requests.views.case import needs_form, phrases_form
from requests.views.person import Card, helpers_near, load_card
from requests.views.steps import facts, filled, on_card
from requests.wishes.needs import note_needs
from requests.wishes.phrases import note_phrases
from requests.wishes.wished import asks_who, link_wished, name_wished
from volunteers.models import Volunteer
from volunteers.recognising import note_recognition


@filled("needs_form", lambda request, visit: needs_form(request, visit.help_request, request.POST))
def needs(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    wished, name = said.get("wished", ""), said["wished_name"].strip()
    if name != help_request.wished_name:
        name_wished(visit, name, **facts(request))
    elif name and wished:
        link_wished(visit, User.objects.filter(reference=wished).first(), **facts(request))
    how = {field: said[field] for field in ("wants_gender", "people_needed", "uses_relief")}
    if asks_who(note_needs(visit, **how, **facts(request))):
        return _("Aufgeschrieben. Wer „%(name)s“ ist, fragen wir Sie noch.") % {"name": name}
    return _("Aufgeschrieben. Ab jetzt fragen wir nur, wer das darf.")


@filled("phrases_form", lambda request, visit: phrases_form(visit.help_request, request.POST))
def phrases(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    """What whoever comes should know, said in set phrases."""
    note_phrases(visit, codes=said["phrases"], may_tell_hints=said.get("may_tell_hints", False), **facts(request))
    return _("Aufgeschrieben. Wer kommt, liest es in der eigenen Sprache.")


def _kin_form(request: HttpRequest, card: Card) -> KinForm:
    if card.resident is None:
        raise Http404
    return KinForm(request.POST, people=helpers_near(request.user, but=card.user))


@on_card("kin_form", _kin_form)
def kin(request: HttpRequest, card: Card, said: dict[str, Any]) -> str:
    other = User.objects.get(reference=said["kin"])
    note_kin(card.user, other, kind=said["kin_kind"], **facts(request))
    return _("Aufgeschrieben.")


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


def _recognition_form(request: HttpRequest, card: Card) -> RecognitionForm:
    if card.volunteer is None:
        raise Http404
    return RecognitionForm(request.POST)


@on_card("recognition_form", _recognition_form)
def recognition(request: HttpRequest, card: Card, said: dict[str, Any]) -> str:
    note_recognition(
        cast(Volunteer, card.volunteer),
        authority=said["authority"],
        file_number=said["file_number"],
        first_day=said["recognised_from"],
        last_day=said["recognised_until"],
        is_provisional=said["is_provisional"],
        by=request.user,  # type: ignore[arg-type]
    )
    return _("Aufgeschrieben.")


def _home_form(request: HttpRequest, card: Card) -> HomeForm:
    if card.resident is None or acquaintance_of(card.resident) is None:
        raise Http404
    return HomeForm(request.POST)


@on_card("home_form", _home_form)
def home(request: HttpRequest, card: Card, said: dict[str, Any]) -> str:
    """Stairs, animals, smoke: only of somebody whom one of us knows."""
    note_home(
        cast(Resident, card.resident),
        floor=said["floor"],
        has_lift=said["has_lift"],
        pets=said["home_pets"],
        smokes=said["home_smokes"],
        by=request.user,  # type: ignore[arg-type]
        on=clock.today(),
    )
    return _("Aufgeschrieben.")


@on_card("times_form", lambda request, card: TimesForm(request.POST, person=card.user))
def when_to_write(request: HttpRequest, card: Card, said: dict[str, Any]) -> str:
    """When she wishes to be written to and called, as she said it."""
    note_times(card.user, **said, now=clock.now())
    return _("Aufgeschrieben. Wir halten uns daran.")


@on_card("talking_form", lambda request, card: HowToTalkForm(request.POST, ways=ways_named(card.user)))
def how_to_talk(request: HttpRequest, card: Card, said: dict[str, Any]) -> str:
    """How one talks with her, as she said it; of whoever lives or helps here."""
    note_talking(card.user, **said)
    return _("Aufgeschrieben. So sprechen und schreiben wir von jetzt an.")
