"""`/leitstand/menschen/`: finding the people of a helper's districts, a simple card of each, and taking consent back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.once import once
from quarters.access import role_required
from quarters.forms import TimesForm
from quarters.models import Consent, Resident, User
from quarters.people.acquaintance import acquaintance_of
from quarters.people.guardians import ended_today, guardian_of
from quarters.people.kinship import kin_of
from quarters.people.languages import say_language
from quarters.people.people_search import find_people
from quarters.people.talking import say_talking, talking_of
from quarters.people.trust import TRUST_WORDING
from quarters.people.ways_to_reach import ways_named
from quarters.signing.paper_codes import current_code
from requests.access import board_requests
from requests.board.sheets_of_codes import has_sheet
from requests.forms.needs import HomeForm, HowToTalkForm, KinForm, RecognitionForm, home_of
from requests.forms.sign_off import SignOffForm
from requests.forms.trust import TrustForm
from requests.messages.sign_off_notices import FOR_TAKING_BACK
from requests.models import Assignment, HelpRequest, SignOff
from requests.people import consents
from requests.people.blocking import kept_away, who_may_come
from requests.people.trusting import looks_at, trusted_by
from requests.states import STANDING_ASSIGNMENT_STATES
from volunteers.models import Recognition, Volunteer, VolunteerState
from volunteers.search import find_volunteers

FOUND, REQUESTS_SHOWN, VISITS_SHOWN = 30, 40, 20


@dataclass(frozen=True)
class Card:
    """One person as far as this helper may know her: what she is in other helpers' districts is not said."""

    user: User
    resident: Resident | None
    volunteer: Volunteer | None
    open_requests: list[HelpRequest]
    past_requests: list[HelpRequest]
    next_visits: list[Assignment]
    consents: list[Consent]


@role_required("helper")
def people(request: HttpRequest) -> HttpResponse:
    query, mine = request.GET.get("suche", ""), request.user.district_ids  # type: ignore[union-attr]
    context = {
        "query": query,
        "residents": find_people(query, district_ids=mine, limit=FOUND),
        "volunteers": find_volunteers(query, district_ids=mine, limit=FOUND),
        "most": FOUND,
    }
    return render(request, "requests/board/people.html", context)


@role_required("helper")
def person(request: HttpRequest, reference: str) -> HttpResponse:
    return person_page(request, reference)


def person_page(
    request: HttpRequest,
    reference: str,
    *,
    status: int = 200,
    message: str = "",
    **forms: Any,
) -> HttpResponse:
    """The card as it stands now, with a form that was not valid."""
    card = load_card(request.user, reference)  # type: ignore[arg-type]
    languages = [card.user.language, *(card.volunteer.languages if card.volunteer else [])]
    spoken = ", ".join(say_language(code) for code in dict.fromkeys(languages))
    context = {
        "card": card,
        "languages": spoken,
        "message": message,
        "guardian": guardian_of(card.resident) if card.resident else None,
        "ended_guardian": ended_today(card.resident, now=clock.now()) if card.resident else None,
        "trusts": trusted_by(card.resident) if card.resident else [],
        "looks": looks_at(card.resident) if card.resident else [],
        "paper_code": current_code(card.user) if card.resident else None,
        "is_code_printable": has_sheet(request, reference),
        "now": clock.now(),
        "trust_form": TrustForm(is_read_out=True),
        "wording": in_language(TRUST_WORDING, card.user.reads_in),
        "sign_offs": _sign_offs(card.volunteer) if card.volunteer else [],
        "sign_off_form": SignOffForm(today=clock.today()),
        "talking": say_talking(card.user),
        "talking_form": HowToTalkForm(initial=talking_of(card.user), ways=ways_named(card.user)),
        "times_form": TimesForm(person=card.user),
        "home_form": _home_form(card.resident),
        "kin": kin_of(card.user) if card.resident else [],
        "kin_form": KinForm(people=helpers_near(request.user, but=card.user)) if card.resident else None,
        "recognitions": _recognitions(card.volunteer) if card.volunteer else [],
        "recognition_form": RecognitionForm(),
        **_kept_away(request.user, card),
        **forms,
    }
    return render(request, "requests/board/person.html", context, status=status)


def _sign_offs(volunteer: Volunteer) -> list[tuple[SignOff, bool]]:
    """The days on which she said that she cannot, and whether that may still be taken back."""
    rows = SignOff.objects.filter(person=volunteer.user_id, last_day__gte=clock.today(), taken_back_at=None)
    return [(row, clock.now() <= row.noted_at + FOR_TAKING_BACK) for row in rows.order_by("first_day", "pk")]


def helpers_near(helper: Any, *, but: User) -> list[tuple[str, str]]:
    """Reference and name of whoever helps in this helper's districts."""
    rows = (
        Volunteer.objects.filter(district__in=helper.district_ids).exclude(user=but).exclude(state=VolunteerState.LEFT)
    )
    return [
        (one.user.reference, one.user.full_name)
        for one in rows.select_related("user").order_by(*alphabetical("user__family_name"))
    ]


def _kept_away(helper: Any, card: Card) -> dict[str, list[User]]:
    """Whom she keeps away, and who else may come; never the reader herself."""
    if card.resident is None:
        return {}
    away = [one for one in kept_away(card.user) if one.pk != helper.pk]
    apart = {helper.pk, *(one.pk for one in away)}
    return {"kept_away": away, "may_come": [one for one in who_may_come(card.user) if one.pk not in apart]}


def _home_form(resident: Resident | None) -> HomeForm | None:
    """Only of somebody whom one of us knows."""
    is_known = resident is not None and acquaintance_of(resident) is not None
    return HomeForm(initial=home_of(resident)) if resident is not None and is_known else None


def _recognitions(volunteer: Volunteer) -> list[tuple[Recognition, dt.date | None]]:
    """Those that count or will, each with its last day."""
    rows = volunteer.recognitions.filter(Q(valid_until=None) | Q(valid_until__gt=clock.today()))
    return [(one, one.valid_until - dt.timedelta(days=1) if one.valid_until else None) for one in rows]


def in_language(words: Any, language: str) -> str:
    """What is read out, in the person's language where we have it."""
    with translation.override(language or "de"):
        return str(words)


@require_POST
@role_required("helper")
@once
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """The person said on the phone that she does not agree any more."""
    helper: User = request.user  # type: ignore[assignment]
    resident, purpose = load_card(helper, reference).resident, request.POST.get("purpose")
    if resident is None or purpose not in Consent.ConsentPurpose.values:
        raise Http404
    consents.withdraw(resident.user, purpose=str(purpose), by=helper, now=clock.now())
    messages.success(request, _("Zurückgenommen."))
    return redirect("requests:person", reference)


def load_card(helper: User, reference: str) -> Card:
    """At most five queries. 404 when the person neither lives nor helps in the helper's districts; somebody whose
    district is not known yet is everybody's."""
    near = Q(district__in=helper.district_ids)
    residents = Resident.objects.filter(near | Q(district=None), user__reference=reference)
    volunteers = Volunteer.objects.filter(near, user__reference=reference)
    resident = residents.select_related("user", "district", "building__landlord", "acquaintance").first()
    volunteer = volunteers.select_related("user", "association").first()
    known = resident or volunteer
    if known is None:
        raise Http404
    own = list(board_requests(helper).filter(resident=resident).order_by("-created_at")[:REQUESTS_SHOWN])
    return Card(
        user=known.user,
        resident=resident,
        volunteer=volunteer,
        open_requests=[one for one in own if one.is_open],
        past_requests=[one for one in own if not one.is_open],
        consents=list(Consent.objects.filter(person=known.user, withdrawn_at=None).order_by("given_at")),
        next_visits=_next_visits(helper, volunteer) if volunteer else [],
    )


def _next_visits(helper: User, volunteer: Volunteer) -> list[Assignment]:
    """Where she goes next, in this helper's districts; of others nothing is said."""
    planned = Assignment.objects.filter(
        person=volunteer.user_id,
        state__in=STANDING_ASSIGNMENT_STATES,
        planned_window__endswith__gt=clock.now(),
        visit__help_request__district__in=helper.district_ids,
    )
    related = ("visit__help_request__category", "visit__help_request__resident__user")
    return list(planned.select_related(*related).order_by("planned_window")[:VISITS_SHOWN])
