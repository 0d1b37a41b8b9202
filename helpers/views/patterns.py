"""`/leitstand/dienstplan/muster/`: the shifts that come every week."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.access import get_pattern, get_team, patterns_of, user_of
from helpers.forms import HOLIDAYS, TURNS, EndForm, PatternForm, say_pattern_hours
from helpers.models import ShiftPattern
from helpers.rota import planning
from helpers.rota.team import team_of, teams_of
from piano.kit import clock
from piano.kit.htmx import INVALID
from piano.kit.once import once
from piano.kit.weekdays import say_weekdays
from quarters.access import role_required


@role_required("helper")
@never_cache
def patterns(request: HttpRequest) -> HttpResponse:
    return patterns_page(request)


def patterns_page(
    request: HttpRequest, *, ending: EndForm | None = None, of: str = "", status: int = 200
) -> HttpResponse:
    user, today = user_of(request), clock.today()
    rows = [one for one in patterns_of(user) if one.valid_until is None or one.valid_until > today]
    said = [
        {
            "pattern": one,
            "words": say_pattern(one),
            "people": [place.person.full_name for place in one.people.all()],
            "form": ending if of == one.reference else EndForm(today=today, key=one.reference),
        }
        for one in rows
    ]
    groups = [(team, [row for row in said if team_of(row["pattern"]) == team]) for team in teams_of(user.district_ids)]
    context = {"groups": groups, "ending": ending}
    return render(request, "helpers/patterns.html", context, status=status)


def say_pattern(pattern: ShiftPattern) -> dict[str, str]:
    """„Montag bis Freitag, 18 bis 9 Uhr“, and what else holds."""
    return {
        "when": f"{say_weekdays(pattern.weekdays)}{clock.comma()} {say_pattern_hours(pattern.starts, pattern.ends)}",
        "holidays": str(dict(HOLIDAYS)[pattern.holidays]),
        "turn": str(dict(TURNS)[pattern.turn]),
    }


@role_required("helper")
@never_cache
@once
def new_pattern(request: HttpRequest, team: str) -> HttpResponse:
    ours, today = get_team(user_of(request), team), clock.today()
    form = PatternForm(request.POST or None, team=ours, today=today)
    if request.method != "POST" or not form.is_valid():
        context: dict[str, Any] = {"team": ours, "form": form}
        return render(request, "helpers/pattern.html", context, status=INVALID if request.method == "POST" else 200)
    people = form.cleaned_data["people"]
    planning.make_pattern(ours, people=people, now=clock.now(), **form.fields_of_pattern)
    messages.success(request, _("Gespeichert. Die Dienste der nächsten sechs Wochen stehen im Plan."))
    return redirect("helpers:patterns")


@role_required("helper")
@require_POST
@once
def end(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    pattern = get_pattern(user, reference)
    form = EndForm(request.POST, today=clock.today(), key=reference)
    if not form.is_valid():
        return patterns_page(request, ending=form, of=reference, status=INVALID)
    planning.end_pattern(pattern, on=form.cleaned_data["on"], by=user, now=clock.now())
    messages.success(request, _("Beendet. Wer eingeteilt war, erfährt es."))
    return redirect("helpers:patterns")
