"""„Heute im Quartier“: what needs a person now, what is being looked for, who is on the way, what is done. Reads only.

Rows carry no health words („Hinweise: 1“); before it opens a case, the board says „Frau B.“ and not more.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from quarters.models import Category, User
from requests.models import Assignment, Referral, Visit
from requests.reasons import announced_name
from requests.states import SEARCHING_STATES, STANDING_ASSIGNMENT_STATES, OfferState, VisitState
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
    columns: list[Column]
    version: str
    due_calls: int
    categories: list[Category]


def load_board(*, user: User, now: dt.datetime, filters: Filters) -> Board:
    """Everything of the helper's districts, in about ten queries whatever the number of rows."""
    found = visits_of(user, filters)
    open_visits, over = list(_open(found)[:SHOWN]), list(_over(found, now)[:SHOWN])
    waiting = [visit for visit in open_visits if visit.state == VisitState.DECISION]
    needed = [
        *_referrals(user, filters),
        *_decisions(waiting, now),
        *_worries(over),
        *_complaints(over),
        *_interests(user, filters),
    ]
    columns = [
        Column("now", _("Braucht Sie jetzt"), needed),
        Column("search", _("Wir suchen"), list(_searching([visit for visit in open_visits if visit not in waiting]))),
        Column("running", _("Heute unterwegs"), list(_on_the_way(found, now))),
        Column("done", _("Erledigt heute"), list(_done(over, now))),
    ]
    version, calls = count_board(user)
    kinds = {visit.help_request.category for visit in [*open_visits, *over]}
    categories = sorted(kinds, key=lambda category: category.position)
    return Board(columns, version=version, due_calls=calls, categories=categories)


def _open(found: QuerySet[Visit]) -> QuerySet[Any]:
    """Visits that are looked for, with how many were asked, how many may still answer, and until when."""
    still = Q(offers__state=OfferState.OPEN)
    rows = found.filter(state__in=SEARCHING_STATES).order_by("pk")
    return rows.annotate(
        asked=Count("offers"), waiting=Count("offers", filter=still), until=Max("offers__answer_by", filter=still)
    )


def _over(found: QuerySet[Visit], now: dt.datetime) -> QuerySet[Visit]:
    """Visits that ended today, and older ones that still ask for a call."""
    today = clock.at(clock.local(now).date(), dt.time.min)
    asks = Q(report__needs_call=True, report__acknowledged_at=None) | Q(
        feedback__was_good=False, feedback__read_at=None
    )
    rows = found.filter(state__in=(VisitState.DONE, VisitState.MISSED)).filter(Q(ended_at__gte=today) | asks)
    return rows.select_related("report", "feedback", *CASE).order_by("-ended_at")


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


COUNTS = """
SELECT (SELECT coalesce(max(c.id), 0) FROM requests_statechange c
          JOIN requests_helprequest h ON h.id = c.help_request_id WHERE h.district_id = ANY(%(mine)s)),
       (SELECT count(*) FROM requests_referral r
         WHERE r.done_at IS NULL AND (r.district_id IS NULL OR r.district_id = ANY(%(mine)s))),
       (SELECT count(*) FROM messaging_call k JOIN messaging_message m ON m.id = k.message_id
          LEFT JOIN quarters_resident p ON p.user_id = m.recipient_id
          LEFT JOIN volunteers_volunteer v ON v.user_id = m.recipient_id
         WHERE k.state = 'open' AND k.due_at <= piano_now()
           AND (p.district_id = ANY(%(mine)s) OR v.district_id = ANY(%(mine)s) OR m.recipient_id = %(user)s))
"""


def count_board(user: User) -> tuple[str, int]:
    """What changes whenever a row may have changed, and how many calls are due: one cheap question."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"mine": list(user.district_ids), "user": user.pk})
        seen, referrals, calls = cursor.fetchone()
    return f"{seen}-{referrals}-{calls}", int(calls)


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


def _decisions(rows: Iterable[Any], now: dt.datetime) -> Iterable[Row]:
    for visit in sorted(rows, key=lambda visit: (visit.decide_by or now, visit.pk)):
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


def _worries(over: Iterable[Visit]) -> Iterable[Row]:
    for visit in over:
        report = getattr(visit, "report", None)
        if report and report.needs_call and not report.acknowledged_at:
            yield Row(
                title=_("Sorge nach Besuch: %(name)s") % {"name": visit.help_request.resident.user.short_name},
                meta=_meta(visit, _("gemeldet um %(time)s") % {"time": clock.say_time(report.reported_at)}),
                url=_case_url(visit),
                action=_("Lesen und anrufen"),
                tag=_("heute anrufen"),
                tag_state=LATE,
            )


def _complaints(over: Iterable[Visit]) -> Iterable[Row]:
    for visit in over:
        feedback = getattr(visit, "feedback", None)
        if feedback and not feedback.was_good and not feedback.read_at:
            yield Row(
                title=_("Bitte anrufen: %(name)s") % {"name": visit.help_request.resident.user.short_name},
                meta=_meta(visit, _("war nicht zufrieden")),
                url=_case_url(visit),
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


def _searching(rows: Iterable[Any]) -> Iterable[Row]:
    for visit in sorted(rows, key=lambda visit: (visit.until is not None, visit.until or visit.created_at, visit.pk)):
        asked = ngettext("%(n)d gefragt", "%(n)d gefragt", visit.waiting) % {"n": visit.waiting}
        is_on_call = visit.state == VisitState.ON_CALL
        yield Row(
            title=_title(visit),
            meta=_meta(visit, visit.help_request.wish_time, _("Bereitschaft gefragt") if is_on_call else asked),
            url=_case_url(visit),
            action=_("Warum diese?") if visit.waiting else _("Ansehen"),
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


def _done(over: Iterable[Visit], now: dt.datetime) -> Iterable[Row]:
    today = clock.at(clock.local(now).date(), dt.time.min)
    for visit in sorted(over, key=lambda visit: visit.ended_at or now, reverse=True):
        if visit.ended_at is None or visit.ended_at < today:
            continue
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
