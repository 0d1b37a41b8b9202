"""What is printed on the way, and the photo that is taken for the card."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.photos import PhotoField, photo_response
from piano.kit.printing import card_response, pdf_response
from quarters.access import role_required
from volunteers.models import CardPhoto
from volunteers.path.cards import card_of, keep_photo
from volunteers.path.reading import get_path
from volunteers.path.sheets import SHEETS, slip_sheet
from volunteers.path.views.staff import path_page


class PhotoForm(forms.Form):
    foto = PhotoField(label=gettext_lazy("Foto für den Ausweis"))


@role_required("helper", "coordinator")
def blank_slip(request: HttpRequest) -> HttpResponse:
    return pdf_response(slip_sheet(), "ich-moechte-helfen")


@role_required("helper", "coordinator")
def sheet(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    path = get_path(request.user, reference)
    if kind not in SHEETS:
        raise Http404
    return pdf_response(SHEETS[kind](path), kind)


@require_POST
@role_required("helper", "coordinator")
@once
def photo(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    path = get_path(user, reference)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return path_page(request, path, status=INVALID, photo_form=form)
    try:
        keep_photo(path, photo=form.cleaned_data["foto"], by=user, now=clock.now())
    except DomainError as error:
        return path_page(request, path, status=CONFLICT, message=str(error))
    messages.success(request, _("Das Foto ist da. Jetzt können Sie den Ausweis drucken."))
    return redirect("volunteers:path", reference)


@role_required("helper", "coordinator")
@never_cache
def picture(request: HttpRequest, reference: str) -> HttpResponse:
    path = get_path(request.user, reference)
    row = get_object_or_404(CardPhoto.objects.with_bytes(), volunteer=path.volunteer_id)
    return photo_response(request, row, is_small=True)


@role_required("helper", "coordinator")
def card(request: HttpRequest, reference: str) -> HttpResponse:
    """404 without a photo: there is nothing to print."""
    try:
        printed = card_of(get_path(request.user, reference), today=clock.today())
    except DomainError as error:
        raise Http404 from error
    return card_response(printed, "ausweis")
