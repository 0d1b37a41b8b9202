"""`/umbau/<reference>/papier/…`: what is printed. What names the tenant or her health is for helpers alone."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.photos import photo_response
from piano.kit.printing import pdf_response
from quarters.access import role_required
from quarters.conversions.access import HELPER, get_case, get_own_case, person_of
from quarters.conversions.letters import letters_in
from quarters.conversions.papers import IN_HER_LANGUAGE, OF_FLAT, OF_PERSON
from quarters.models import RoomPhoto


@role_required("helper", "gwg_staff")
@never_cache
def paper(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    found, side = get_case(request.user, reference)
    if kind not in dict(letters_in(found.state, for_landlord=side != HELPER)):
        raise Http404
    if kind in OF_FLAT:
        return pdf_response(OF_FLAT[kind](found, clock.today()), f"umbau-{kind}")
    person = person_of(found)
    if person is None:
        raise Http404
    with translation.override(person.resident.user.reads_in if kind in IN_HER_LANGUAGE else "de"):
        return pdf_response(OF_PERSON[kind](found, person, clock.today()), f"umbau-{kind}")


@login_required
@never_cache
def own_photo(request: HttpRequest, reference: str, photo: str, size: str) -> HttpResponse:
    """A room of her own flat."""
    rows = RoomPhoto.objects.with_bytes().filter(conversion=get_own_case(request.user, reference))
    return photo_response(request, get_object_or_404(rows, reference=photo), is_small=size == "klein")


@role_required("helper", "gwg_staff")
@never_cache
def photo(request: HttpRequest, reference: str, photo: str, size: str) -> HttpResponse:
    found, _side = get_case(request.user, reference)
    row = get_object_or_404(RoomPhoto.objects.with_bytes(), conversion=found, reference=photo)
    return photo_response(request, row, is_small=size == "klein")
