"""`/team/`: the team of a quarter, its meetings, what was decided, and the cases that it looks at together."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.circles.meetings import open_decisions, tick, untick
from helpers.circles.members import add_member, circle_of, circles_of, end_member, place_of
from helpers.models import Circle, CircleDecision, CircleMember
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.models import District, User
from requests.circles.access import MATRIX, Facet, cases_of, enter_case
from requests.circles.agenda import read_agenda
from requests.circles.case_view import parts_for
from requests.forms.circles import MemberForm

MEETINGS_SHOWN = 8


@dataclass(frozen=True)
class Table:
    """At which team's table she sits: `place` None for a helper of the district who is not in it; she may call and name people."""

    district: District
    circle: Circle | None
    place: CircleMember | None
    may_lead: bool

    @property
    def members(self) -> QuerySet[CircleMember]:
        """Of today and later, the fixed ones first."""
        rows = CircleMember.objects.filter(circle=self.circle).exclude(valid_until__lte=clock.today())
        fixed_first = F("stands_in_for").asc(nulls_first=True)
        return rows.select_related("person", "stands_in_for__person").order_by(fixed_first, "role", "valid_from", "pk")

    @property
    def members_today(self) -> QuerySet[CircleMember]:
        return CircleMember.objects.valid_on(clock.today()).filter(circle=self.circle).select_related("person")


def table_of(request: HttpRequest, slug: str) -> Table:
    """The gate: a member of today, or a helper of the district. Raises `Http404`."""
    user = cast(User, request.user)
    district = get_object_or_404(District, slug=slug)
    circle = Circle.objects.filter(district=district).select_related("district").first()
    place = place_of(user, circle, day=clock.today()) if circle else None
    may_lead = district.pk in user.district_ids
    if place is None and not may_lead:
        raise Http404
    return Table(district, circle, place, may_lead)


def leading_table(request: HttpRequest, slug: str) -> Table:
    """For what only the helpers of the district do: naming people, calling meetings."""
    table = table_of(request, slug)
    if not table.may_lead:
        raise PermissionDenied
    return table


@login_required
def teams(request: HttpRequest) -> HttpResponse:
    """Hers, or 404 for whoever has nothing to do with one."""
    user = cast(User, request.user)
    known = {circle.district_id: circle.district for circle in circles_of(user, day=clock.today())}
    near = District.objects.filter(pk__in=user.district_ids)
    found = known | {district.pk: district for district in near}
    if not found:
        raise Http404
    context = {"districts": sorted(found.values(), key=lambda one: one.number), "is_helper": bool(user.district_ids)}
    return render(request, "requests/circles/teams.html", context)


@login_required
@never_cache
def team(request: HttpRequest, slug: str) -> HttpResponse:
    table, now, user = table_of(request, slug), clock.now(), cast(User, request.user)
    circle = table.circle
    meetings = list(circle.meetings.order_by("-starts_at")[:MEETINGS_SHOWN]) if circle else []
    ahead = [row for row in meetings if row.closed_at is None and row.called_off_at is None]
    context = {
        "table": table,
        "members": table.members if circle else [],
        "ahead": ahead[::-1],
        "past": [row for row in meetings if row.closed_at is not None],
        "agenda": read_agenda(circle, table.place, now=now) if circle else None,
        "decisions": open_decisions(circle) if circle else [],
        "cases": cases_of(user, circle, today=clock.today()) if circle else [],
        "reads_names": table.place is not None and Facet.NAME in MATRIX[table.place.role],
        "today": clock.today(),
    }
    return render(request, "requests/circles/team.html", context)


@login_required
@never_cache
@once
def new_member(request: HttpRequest, slug: str) -> HttpResponse:
    table = leading_table(request, slug)
    form = MemberForm(request.POST or None, members=table.members_today, initial={"valid_from": clock.today()})
    if request.method != "POST":
        return _form(request, table, form, title=_("Wer kommt ins Team?"))
    if not form.is_valid():
        return _form(request, table, form, title=_("Wer kommt ins Team?"), status=INVALID)
    circle = circle_of(table.district, now=clock.now())
    try:
        add_member(circle, by=cast(User, request.user), **form.facts)
    except DomainError as error:
        return _form(request, table, form, title=_("Wer kommt ins Team?"), status=CONFLICT, message=str(error))
    messages.success(request, _("Eingetragen."))
    return redirect("requests:team", slug)


def _form(
    request: HttpRequest, table: Table, form: Any, *, title: str, status: int = 200, message: str = ""
) -> HttpResponse:
    context = {"table": table, "form": form, "title": title, "message": message}
    return render(request, "requests/circles/form.html", context, status=status)


@require_POST
@login_required
@once
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """From today on she is not in it, and sees nothing any more."""
    table = leading_table(request, slug)
    end_member(get_object_or_404(table.members, pk=pk), day=clock.today(), by=cast(User, request.user))
    messages.success(request, _("Gehört nicht mehr zum Team."))
    return redirect("requests:team", slug)


@require_POST
@login_required
@once
def done(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """„doch“ takes it back."""
    table = table_of(request, slug)
    row = get_object_or_404(CircleDecision, meeting__circle=table.circle, reference=reference)
    if request.POST.get("doch"):
        untick(row)
    else:
        tick(row, by=cast(User, request.user), now=clock.now())
        messages.success(request, _("Erledigt."))
    return redirect("requests:team", slug)


@login_required
@never_cache
def case(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What her role needs of it. The look is written down before anything is shown."""
    table, now = table_of(request, slug), clock.now()
    row, place = enter_case(request.user, table.circle, reference, now=now)
    context = {"table": table, "case": row, "place": place, "parts": parts_for(row, place, now=now)}
    context["reads_name"] = Facet.NAME in MATRIX[place.role]
    return render(request, "requests/circles/case.html", context)
