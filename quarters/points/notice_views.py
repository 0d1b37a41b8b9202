"""`/leitstand/treffpunkte/<slug>/aushang/` and `/leitstand/aushang/`: paper for doors and stairwells."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.printing import notice_response
from quarters.access import role_required
from quarters.models import Category, District, MeetingPoint, RoleKind, Who
from quarters.points.forms import WantedForm
from quarters.points.keeping import get_point
from quarters.points.notices import wanted_notice, week_notice
from quarters.points.reading import show, told

keepers = role_required(RoleKind.HELPER, RoleKind.GWG_STAFF)


@keepers
@never_cache
def week(request: HttpRequest, slug: str) -> HttpResponse:
    """`?sprache=tr`: in another language of our pages."""
    point, now = get_point(request.user, slug), clock.now()
    place = show(told(MeetingPoint.objects.filter(pk=point.pk), clock.local(now).date()).get(), now)
    with translation.override(wanted_language(request)):
        return notice_response(week_notice(place), "aushang")


@keepers
@never_cache
def wanted(request: HttpRequest) -> HttpResponse:
    """The form; with a district chosen the sheet."""
    user: Any = request.user
    is_gwg = RoleKind.GWG_STAFF in user.role_kinds
    districts = District.objects.all() if is_gwg else District.objects.filter(pk__in=user.district_ids)
    categories = Category.objects.filter(is_offered=True).exclude(who=Who.PROFESSIONAL)
    form = WantedForm(request.GET or None, districts=districts, categories=categories)
    if not form.is_valid():
        context = {"form": form, "languages": settings.LANGUAGES}
        return render(request, "quarters/points/wanted.html", context)
    district, category = form.cleaned_data["stadtteil"], form.cleaned_data["art"]
    with translation.override(wanted_language(request)):
        kind = category.said if category else ""
        return notice_response(wanted_notice(quarter=district.name, kind=kind, phone=district.phone), "aushang")


def wanted_language(request: HttpRequest) -> str:
    asked = request.GET.get("sprache", "")
    return asked if asked in dict(settings.LANGUAGES) else "de"
