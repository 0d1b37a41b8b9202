"""`/umbau/stand/`: where conversions hang and for how long; the same as a table for the office."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from piano.kit import clock
from quarters.access import role_required
from quarters.conversions import figures
from quarters.conversions.access import cases_of, side_of
from quarters.conversions.advancing import facts_of_many
from quarters.conversions.states import OPEN_STATES


def _lines(request: HttpRequest) -> list[figures.Line]:
    user: Any = request.user
    side, now = side_of(user), clock.now()
    open_cases = list(cases_of(user, side).filter(state__in=OPEN_STATES))
    facts = facts_of_many(open_cases, today=clock.local(now).date())
    return figures.lines(list(facts.values()), side, now=now)


@role_required("helper", "gwg_staff")
@never_cache
def standing(request: HttpRequest) -> HttpResponse:
    found = _lines(request)
    count, late = figures.total(found)
    context = {"lines": found, "count": count, "late": late, "most": max((one.count for one in found), default=0)}
    return render(request, "quarters/conversions/figures.html", context)


@role_required("helper", "gwg_staff")
@never_cache
def standing_csv(request: HttpRequest) -> HttpResponse:
    """As spreadsheets here read it: semicolons, UTF-8 with its mark."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="umbauten.csv"'
    rows = csv.writer(response, delimiter=";", lineterminator="\r\n")
    rows.writerow(["Schritt", "Anzahl", "davon zu lange", "Tage (Median)", "Tage (älteste)", "wartet auf"])
    for one in _lines(request):
        rows.writerow([one.label, one.count, one.late, one.median_days, one.oldest_days, one.waits_words])
    return response
