"""`/umbau/wohnungen/`: adapted flats of the quarter; from a case in which she moves, one is chosen here."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from quarters.access import role_required
from quarters.conversions.access import HELPER, cases_of, houses_of, side_of
from quarters.conversions.catalogue import FEATURES
from quarters.conversions.flats import MOST, needed_features, search_flats
from quarters.conversions.states import ConversionState
from quarters.models import District

SOON = dt.timedelta(days=92)


class SearchForm(forms.Form):
    stadtteil = forms.ChoiceField(label=_("Stadtteil"), required=False, widget=forms.Select(attrs={"class": "input"}))
    hat = forms.MultipleChoiceField(
        label=_("Die Wohnung hat"),
        required=False,
        choices=list(FEATURES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    rollstuhl = forms.BooleanField(label=_("auch mit Rollstuhl (R)"), required=False)
    frei = forms.BooleanField(label=_("in den nächsten drei Monaten frei"), required=False)


@role_required("helper", "gwg_staff")
@never_cache
def flats(request: HttpRequest) -> HttpResponse:
    """What cannot be read of a question is left out: a search never fails."""
    user: Any = request.user
    side = side_of(user)
    places = District.objects.filter(pk__in=user.district_ids) if side == HELPER else _districts_of(user)
    case = cases_of(user, side).filter(reference=request.GET.get("fall", "")[:20].replace("\x00", "")).first()
    asked = request.GET if "suchen" in request.GET or case is None else {"hat": needed_features(case)}
    form = SearchForm(asked)
    form.fields["stadtteil"].choices = [("", _("alle")), *[(one.slug, one.name) for one in places]]  # type: ignore[attr-defined]
    form.is_valid()
    data = form.cleaned_data
    chosen = [one.pk for one in places if one.slug == data.get("stadtteil")] or [one.pk for one in places]
    soon = clock.today() + SOON
    found = search_flats(
        districts=chosen,
        landlords=None if side == HELPER else houses_of(user),
        features=data.get("hat", []),
        wheelchair=bool(data.get("rollstuhl")),
        free_by=soon if data.get("frei") else None,
    )
    may_choose = case is not None and side == HELPER and case.state == ConversionState.MOVING
    context = {"form": form, "flats": found[:MOST], "case": case, "may_choose": may_choose, "today": clock.today()}
    return render(request, "quarters/conversions/flats.html", context)


def _districts_of(user: Any) -> Any:
    return District.objects.filter(buildings__landlord__in=houses_of(user)).distinct()
