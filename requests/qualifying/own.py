"""`/einsatz/nachweise/`: „Was ich darf, was fehlt, was kommt“, for whoever helps, paid or not; and her places in courses."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.courses import places
from helpers.courses.reading import open_courses, own_certificates, own_places, planned_days
from helpers.courses.sheets import certificate_sheet
from helpers.models import Certificate, Course, Participant
from helpers.models.courses import STANDING, PlaceState
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from piano.kit.printing import pdf_response
from quarters.models import User
from quarters.signing.behind_sign_in import say_about
from quarters.signing.limited import is_limited
from requests.qualifying.standing import Standing, standing_of

say_about("requests:my_learning", gettext_lazy("Ihre Kurse und Nachweise"))


def _mine(request: HttpRequest) -> tuple[User, Standing]:
    """404 for whoever neither volunteers nor works here, and for a code from paper."""
    person = cast(User, request.user)
    standing = None if is_limited(person) else standing_of(person, on=clock.today())
    if standing is None:
        raise Http404
    return person, standing


@login_required
@never_cache
def my_learning(request: HttpRequest) -> HttpResponse:
    return _page(request, *_mine(request))


def _page(
    request: HttpRequest, person: User, standing: Standing, *, message: str = "", status: int = 200
) -> HttpResponse:
    now = clock.now()
    mine = own_places(person)
    places_ = [one for one in mine if one.state in STANDING and not one.course.is_called_off]
    ahead = list(open_courses(now=now).select_related("organisation"))
    days = planned_days([*ahead, *(one.course for one in places_)])
    taken = {one.course_id for one in places_}
    offered = [_offer(one, days.get(one.pk, []), standing) for one in ahead if one.pk not in taken]
    context = {
        "standing": standing,
        "places": [(one, days.get(one.course_id, []), _may_leave(one, now)) for one in places_],
        "courses": sorted(offered, key=lambda one: not one["helps"]),
        "certificates": own_certificates(person),
        "message": message,
    }
    return render(request, "requests/qualifying/own.html", context, status=status)


def _offer(course: Course, days: list[Any], standing: Standing) -> dict[str, Any]:
    return {"course": course, "days": days, "helps": bool({day.module.gives for day in days} & standing.wanted)}


def _may_leave(place: Participant, now: Any) -> bool:
    first = place.course.days.order_by("starts_at").first()
    return place.state == PlaceState.WAITING or first is None or first.starts_at > now


@require_POST
@login_required
@once
def sign_up(request: HttpRequest, reference: str) -> HttpResponse:
    person, standing = _mine(request)
    course = get_object_or_404(Course, reference=reference)
    try:
        place = places.sign_up(course, person, by=person, now=clock.now())
    except DomainError as error:
        return _page(request, person, standing, message=str(error), status=CONFLICT)
    has_place = place.state == PlaceState.HAS_PLACE
    messages.success(request, _("Sie haben einen Platz.") if has_place else _("Sie stehen auf der Warteliste."))
    return redirect("requests:my_learning")


@require_POST
@login_required
@once
def give_back(request: HttpRequest, reference: str) -> HttpResponse:
    person, _standing = _mine(request)
    place = get_object_or_404(Participant, course__reference=reference, person=person)
    if _may_leave(place, clock.now()):
        places.give_back(place, now=clock.now())
        messages.success(request, _("Abgemeldet. Danke, dass Sie es sagen."))
    return redirect("requests:my_learning")


@login_required
@never_cache
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Her own, also when she does not help any more."""
    rows = Certificate.objects.filter(participant__person=request.user.pk, taken_back_at=None)
    rows = rows.select_related("participant__person", "participant__course__organisation")
    return pdf_response(certificate_sheet(get_object_or_404(rows, code=code)), "bescheinigung")
