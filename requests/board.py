"""„Heute im Quartier“: what needs a person now, what is being looked for, who is on the way, what is done. Reads only.

Rows carry no health words („Hinweise: 1“); before it opens a case, the board says „Frau B.“ and not more.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.messaging.models import Call, CallState
from quarters.models import User
from requests.models import Assignment, Feedback, Referral, Report, StateChange, Visit
from requests.reasons import announced_name
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState, VisitState
from volunteers.models import Interest

LATE, SOON, GOOD = "late", "soon", "good"
CASE = ("help_request__category", "help_request__district", "help_request__resident__user")
SHOWN = 60


@dataclass(frozen=True)
class Row:
    """One thing on the board: a title, a tag with its state, a line, and where it leads."""

    title: str
    meta: str
    url: str
    action: str
    tag: str = ""
    tag_state: str = ""
    phone: str = ""
    is_emergency: bool = False


@dataclass(frozen=True)
class Column:
    kind: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Filters:
    """What the helper chose in the address: a district's slug, a category's code, a part of a name."""

    district: str = ""
    category: str = ""
    text: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.district or self.category or self.text)


@dataclass(frozen=True)
class Board:
    columns: list[Column] = field(default_factory=list)
    due_calls: int = 0


def load_board(*, user: User, now: dt.datetime, filters: Filters) -> Board:
    """Everything of the helper's districts, in about ten queries whatever the number of rows."""
    found = visits_of(user, filters)
    needed = [
        *_referrals(user, filters),
        *_decisions(found, now),
        *_worries(found),
        *_complaints(found),
        *_interests(user, filters),
    ]
    columns = [
        Column("now", _("Braucht Sie jetzt"), needed),
        Column("search", _("Wir suchen"), list(_searching(found))),
        Column("running", _("Heute unterwegs"), list(_on_the_way(found, now))),
        Column("done", _("Erledigt heute"), list(_done(found, now))),
    ]
    return Board(columns, due_calls=due_calls(user, now))


def visits_of(user: User, filters: Filters) -> QuerySet[Visit]:
    rows = Visit.objects.filter(help_request__district__in=user.district_ids).select_related(*CASE)
    if filters.district:
        rows = rows.filter(help_request__district__slug=filters.district)
    if filters.category:
        rows = rows.filter(help_request__category__code=filters.category)
    if filters.text:
        person = "help_request__resident__user__"
        rows = rows.filter(
            Q(**{f"{person}family_name__icontains": filters.text})
            | Q(**{f"{person}given_name__icontains": filters.text})
        )
    return rows


def board_version(user: User) -> str:
    """Changes whenever a row of the board may have changed: one cheap question every few seconds."""
    seen = StateChange.objects.filter(help_request__district__in=user.district_ids).aggregate(Max("pk"))["pk__max"]
    referrals = Referral.objects.filter(Q(district__in=user.district_ids) | Q(district=None), done_at=None)
    return f"{seen or 0}-{referrals.count()}"


def due_calls(user: User, now: dt.datetime) -> int:
    people = Q(message__recipient__resident__district__in=user.district_ids)
    people |= Q(message__recipient__volunteer__district__in=user.district_ids)
    return Call.objects.filter(people, state=CallState.OPEN, due_at__lte=now).distinct().count()


def _case_url(visit: Visit) -> str:
    return reverse("requests:board_request", args=[visit.help_request.reference])


def _title(visit: Visit) -> str:
    return f"{visit.help_request.resident.user.short_name}, {visit.help_request.category.name}"


def _meta(visit: Visit, *parts: str) -> str:
    request = visit.help_request
    needs = [_("Sprache: %(code)s") % {"code": request.needs_language}] if request.needs_language else []
    return " · ".join([*(part for part in parts if part), request.district.name, *needs])


def _referrals(user: User, filters: Filters) -> Iterable[Row]:
    rows = Referral.objects.filter(Q(district__in=user.district_ids) | Q(district=None), done_at=None)
    if filters.is_set and not filters.text:
        rows = rows.filter(district__slug=filters.district) if filters.district else rows.none()
    ordered = sorted(rows.select_related("district")[:SHOWN], key=lambda row: (row.kind != "emergency", row.taken_at))
    for referral in ordered:
        is_emergency = referral.kind == "emergency"
        title = _("Vielleicht ein Notfall") if is_emergency else referral.get_kind_display()
        yield Row(
            title=f"{title}: {referral.caller_name}" if referral.caller_name else title,
            meta=_("angerufen um %(time)s") % {"time": clock.say_time(referral.taken_at)},
            url=reverse("requests:board_referral", args=[referral.reference]),
            action=_("Ansehen und abhaken"),
            tag=_("jetzt") if is_emergency else "",
            tag_state=LATE if is_emergency else "",
            phone=referral.caller_phone,
            is_emergency=is_emergency,
        )


def _decisions(found: QuerySet[Visit], now: dt.datetime) -> Iterable[Row]:
    waiting = found.filter(state=VisitState.DECISION).annotate(asked=Count("offers")).order_by("decide_by", "pk")
    for visit in waiting[:SHOWN]:
        by_when = visit.decide_by
        is_late = by_when is not None and by_when <= now
        asked = ngettext("%(n)d gefragt, keine Zusage", "%(n)d gefragt, keine Zusage", visit.asked) % {"n": visit.asked}
        yield Row(
            title=_title(visit),
            meta=_meta(visit, visit.help_request.wish_time, asked),
            url=_case_url(visit),
            action=_("Wen noch fragen?"),
            tag=_("überfällig")
            if is_late
            else _("bis %(time)s") % {"time": clock.say_time(by_when)}
            if by_when
            else "",
            tag_state=LATE if is_late or visit.help_request.urgency == "urgent" else SOON,
        )


def _worries(found: QuerySet[Visit]) -> Iterable[Row]:
    reports = Report.objects.filter(needs_call=True, acknowledged_at=None, visit__in=found.values("pk"))
    for report in reports.select_related(*(f"visit__{name}" for name in CASE)).order_by("reported_at")[:SHOWN]:
        yield Row(
            title=_("Sorge nach Besuch: %(name)s") % {"name": report.visit.help_request.resident.user.short_name},
            meta=_meta(report.visit, _("gemeldet um %(time)s") % {"time": clock.say_time(report.reported_at)}),
            url=_case_url(report.visit),
            action=_("Lesen und anrufen"),
            tag=_("heute anrufen"),
            tag_state=LATE,
        )


def _complaints(found: QuerySet[Visit]) -> Iterable[Row]:
    unread = Feedback.objects.filter(was_good=False, read_at=None, visit__in=found.values("pk"))
    for feedback in unread.select_related(*(f"visit__{name}" for name in CASE)).order_by("given_at")[:SHOWN]:
        yield Row(
            title=_("Bitte anrufen: %(name)s") % {"name": feedback.visit.help_request.resident.user.short_name},
            meta=_meta(feedback.visit, _("war nicht zufrieden")),
            url=_case_url(feedback.visit),
            action=_("Lesen"),
            tag=_("neu"),
            tag_state=SOON,
        )


def _interests(user: User, filters: Filters) -> Iterable[Row]:
    rows = Interest.objects.filter(district__in=user.district_ids, answered_at=None).select_related("district")
    if filters.district:
        rows = rows.filter(district__slug=filters.district)
    for interest in rows.order_by("created_at")[:SHOWN]:
        yield Row(
            title=_("Möchte mitmachen: %(name)s") % {"name": interest.name},
            meta=f"{interest.district.name} · {clock.say_day(interest.created_at)}",
            url=reverse("requests:board_interest", args=[interest.reference]),
            action=_("Ansehen und anrufen"),
            tag=_("neu"),
            tag_state=SOON,
        )


def _searching(found: QuerySet[Visit]) -> Iterable[Row]:
    is_open = Q(offers__state=OfferState.OPEN)
    rows = found.filter(state__in=(VisitState.OPEN, VisitState.OFFERED, VisitState.ON_CALL))
    rows = rows.annotate(asked=Count("offers", filter=is_open), until=Max("offers__answer_by", filter=is_open))
    for visit in rows.order_by("until", "pk")[:SHOWN]:
        asked = ngettext("%(n)d gefragt", "%(n)d gefragt", visit.asked) % {"n": visit.asked}
        is_on_call = visit.state == VisitState.ON_CALL
        yield Row(
            title=_title(visit),
            meta=_meta(visit, visit.help_request.wish_time, _("Bereitschaft gefragt") if is_on_call else asked),
            url=_case_url(visit),
            action=_("Warum diese?") if visit.asked else _("Ansehen"),
            tag=_("Antwort bis %(time)s") % {"time": clock.say_time(visit.until)} if visit.until else _("neu"),
        )


def _on_the_way(found: QuerySet[Visit], now: dt.datetime) -> Iterable[Row]:
    going = Assignment.objects.filter(state__in=STANDING_ASSIGNMENT_STATES, visit__in=found.values("pk"))
    going = going.select_related("person__volunteer", *(f"visit__{name}" for name in CASE)).order_by("planned_window")
    for assignment in going[:SHOWN]:
        visit, starts, ends = assignment.visit, assignment.planned_window.lower, assignment.planned_window.upper
        is_today = clock.local(starts).date() == clock.local(now).date()
        tag = clock.say_time(starts) if is_today else clock.say_day(starts)
        if ends < now:
            tag = _("Bericht fehlt")
        elif starts <= now:
            tag = _("seit %(time)s dort") % {"time": clock.say_time(starts)}
        hints = _("Hinweise: 1") if visit.help_request.hints else ""
        yield Row(
            title=f"{visit.help_request.resident.user.short_name} → {announced_name(assignment.person)}",
            meta=_meta(visit, visit.help_request.category.name, hints),
            url=_case_url(visit),
            action=_("Ansehen"),
            tag=tag,
            tag_state=SOON if ends < now else "",
        )


def _done(found: QuerySet[Visit], now: dt.datetime) -> Iterable[Row]:
    today = clock.at(clock.local(now).date(), dt.time.min)
    rows = found.filter(state__in=(VisitState.DONE, VisitState.MISSED), ended_at__gte=today)
    for visit in rows.select_related("report", "feedback").order_by("-ended_at")[:SHOWN]:
        feedback = getattr(visit, "feedback", None)
        minutes = visit.report.minutes if hasattr(visit, "report") else 0
        is_done = visit.state == VisitState.DONE
        yield Row(
            title=_title(visit),
            meta=_meta(visit, _("%(n)d Minuten") % {"n": minutes} if minutes else ""),
            url=_case_url(visit),
            action=_("Dank lesen") if feedback and feedback.was_good else _("Ansehen"),
            tag=_("gut") if feedback and feedback.was_good else _("erledigt") if is_done else _("fand nicht statt"),
            tag_state=GOOD if is_done else SOON,
        )
