"""„Quartier“: the ways to what is kept for a quarter, a line each. One entry of the menu instead of six."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quarters.access import role_required

HELPER, STAFF, BOTH = {"helper"}, {"gwg_staff"}, {"helper", "gwg_staff"}


class Way(NamedTuple):
    """`page` is a URL's name, `kinds` whose roles find it here."""

    page: str
    label: str | Promise
    says: str | Promise
    kinds: set[str]


WAYS = [
    Way("requests:teams", _("Team"), _("Wer zusammenarbeitet, Treffen, Pflegedienste, Reservewohnung."), HELPER),
    Way("quarters:planned", _("Termine"), _("Planen, anmelden, absagen; wer da ist, zum Antippen."), HELPER),
    Way("quarters:helper_ideas", _("Eigene Ideen"), _("Was Menschen hier selbst anfangen."), HELPER),
    Way("volunteers:foundings", _("Vereine in Gründung"), _("Schritt für Schritt, mit allen Papieren."), HELPER),
    Way("quarters:idea_figures", _("Eigene Ideen"), _("Wie viele es sind, und Geld für sie."), STAFF),
    Way("quarters:kept_points", _("Treffpunkte"), _("Zeiten, Wege, Fotos und Aushänge für die Tür."), BOTH),
    Way("volunteers:paths", _("Wer mitmachen möchte"), _("Wer worauf wartet, vom ersten Wort bis zum Besuch."), HELPER),
    Way(
        "requests:incidents", _("Vorfälle"), _("Was nicht verloren gehen darf, für die wenigen, die es lesen."), HELPER
    ),
    Way("quarters:conversions", _("Umbauten"), _("Wohnungen, in denen jemand bleiben kann."), BOTH),
    Way("quarters:concepts", _("Stadtteilkonzepte"), _("Was wir vorhaben, und was daraus geworden ist."), BOTH),
    Way("requests:my_learning", _("Was ich darf"), _("Eigene Nachweise und Kurse: was fehlt, was kommt."), HELPER),
    Way("quarters:programme_figures", _("Zahlen der Termine"), _("Wie viele kommen, ohne Namen."), STAFF),
]


@require_safe
@never_cache
@role_required(*BOTH)
def around(request: HttpRequest) -> HttpResponse:
    return render(request, "quarters/around.html", {"ways": ways_of(request.user)})


def ways_of(user: Any) -> list[Way]:
    return [way for way in WAYS if way.kinds & user.role_kinds]
