"""How far a wish has come, in the tenant's words. Pure values for her pages, made from rows that were loaded before."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from piano.kit import clock
from requests.finding.second_place import TWO, lacks_one
from requests.messages.naming import announced_name, badge_of, organisation_of
from requests.models import Assignment, HelpRequest, SuggestedTime, SuggestionState, Visit
from requests.series.shown import shown_visit
from requests.states import SEARCHING_STATES, STANDING_ASSIGNMENT_STATES, AssignmentState, VisitState
from requests.wishes.wish_time import say_wish

DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True)
class Key:
    """One key: `state` is done, now or next."""

    label: str
    when: str
    state: str


@dataclass(frozen=True)
class Visitor:
    """Who comes, as the tenant reads it."""

    name: str
    organisation: str
    badge: str
    starts: dt.datetime


@dataclass(frozen=True)
class Standing:
    """A request at this moment. `stage`: held, searching, coming, done, missed, returned, referred or cancelled; `mark` changes with it."""

    help_request: HelpRequest
    visit: Visit
    stage: str
    headline: str
    when: str
    visitor: Visitor | None
    somebody_gave_up: bool
    seeks_second: bool
    mark: str
    wished: str
    keys: list[Key]

    @property
    def is_open(self) -> bool:
        return self.stage in ("held", "searching", "coming")


def with_visits(rows: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
    """Everything that `standing_of` reads, in two queries more whatever the number."""
    people = (
        "person__volunteer__association",
        "person__care_worker__service__organisation",
        "person__helper__employer",
    )
    assignments = Assignment.objects.select_related(*people).order_by("part", "-pk")  # who goes along comes last
    suggested = SuggestedTime.objects.filter(visit=OuterRef("pk"), state=SuggestionState.OPEN).order_by("-pk")
    visits = Visit.objects.annotate(asked_time=Subquery(suggested.values("pk")[:1])).order_by("-pk")
    visits = visits.prefetch_related(Prefetch("assignments", assignments, to_attr="newest_first"))
    return rows.prefetch_related(Prefetch("visits", visits, to_attr="newest_first"))


def standing_of(help_request: Any, *, of: Visit | None = None) -> Standing:
    """Of a row from `with_visits`; of a series the next date, or `of` a certain one."""
    named = [visit for visit in help_request.newest_first if of is not None and visit.pk == of.pk]
    visit: Any = shown_visit(named or help_request.newest_first)
    latest = visit.newest_first[0] if visit.newest_first else None
    assignment = latest if latest and latest.state != AssignmentState.CANCELLED else None
    stage = stage_of(visit)
    visitor = visitor_of(assignment) if assignment else None
    asked = visit.asked_time or 0 if visit.state == VisitState.DECISION else 0
    seeks_second = _seeks_second(visit)
    return Standing(
        help_request=help_request,
        visit=visit,
        stage=stage,
        headline=_("Passt Ihnen ein anderer Termin?") if asked else _headline(stage, visitor),
        when=clock.say_moment(visitor.starts) if visitor else _wished(help_request, visit),
        visitor=visitor if stage == "coming" else None,
        seeks_second=seeks_second,
        somebody_gave_up=stage == "searching" and latest is not None,
        mark=_mark(stage, assignment, asked=asked, seeks_second=seeks_second),
        wished=_wished(help_request, visit),
        keys=_keys(help_request, visit, assignment, visitor),
    )


def _seeks_second(visit: Any) -> bool:
    """The database's clock is asked only where two are needed."""
    if visit.people_needed != TWO:
        return False
    going = [one for one in visit.newest_first if one.state in STANDING_ASSIGNMENT_STATES]
    return lacks_one(visit, going, now=clock.now())


def _mark(stage: str, assignment: Assignment | None, *, asked: int, seeks_second: bool) -> str:
    """Another word wherever the page says something else."""
    if assignment is None:
        return f"{stage}-{asked}"
    second = "-second" if seeks_second else ""
    return f"{stage}-{assignment.pk}{assignment.planned_window.lower:-%d%H%M}{second}"


def stage_of(visit: Visit) -> str:
    if visit.state == VisitState.HELD:
        return "held"
    if visit.state in SEARCHING_STATES:
        return "searching"
    return "coming" if visit.state == VisitState.ARRANGED else str(visit.state)


def visitor_of(assignment: Assignment) -> Visitor:
    person = assignment.person
    return Visitor(announced_name(person), organisation_of(person), badge_of(person), assignment.planned_window.lower)


def _headline(stage: str, visitor: Visitor | None) -> str:
    if stage == "coming" and visitor:
        return _("{name} kommt zu Ihnen").format(name=visitor.name)
    return {
        "held": _("Wir rufen zuerst an"),
        "searching": _("Wir suchen gerade jemanden"),
        "done": _("Erledigt"),
        "missed": _("Der Besuch fand nicht statt"),
        "returned": _("Wir haben diesmal niemanden gefunden"),
        "referred": _("Dafür gibt es eine bessere Stelle"),
        "cancelled": _("Abgesagt"),
    }.get(stage, "")


def _wished(help_request: HelpRequest, visit: Visit) -> str:
    return say_wish(help_request.wish_time, (visit.wish_window.lower, visit.wish_window.upper))


def _searched(*, is_found: bool) -> Key:
    if is_found:
        return Key(_("Gesucht"), _("Wir haben gesucht, ohne Ihren Namen zu nennen"), DONE)
    return Key(_("Gesucht"), _("ohne Ihren Namen zu nennen"), NOW)


def _keys(help_request: HelpRequest, visit: Visit, assignment: Assignment | None, visitor: Visitor | None) -> list[Key]:
    stage = stage_of(visit)
    is_found, is_done = assignment is not None, stage == "done"
    starts = clock.say_moment(visitor.starts) if visitor else _wished(help_request, visit)
    found = f"{visitor.name}, {clock.say_day(assignment.created_at)}" if visitor and assignment else ""
    return [
        Key(_("Angefragt"), clock.say_moment(help_request.created_at), DONE),
        Key(_("Kennenlernen"), _("am Telefon"), NOW) if stage == "held" else _searched(is_found=is_found),
        Key(_("Gefunden"), found, DONE if is_found else NEXT),
        Key(_("Besuch"), starts, DONE if is_done else NOW if is_found else NEXT),
        Key(_("Erledigt"), _("Sie sagen uns, wie es war"), DONE if is_done else NEXT),
    ]
