"""„Heute im Quartier“: what needs a person now, what is being looked for, who is on the way, what is done. Reads only.

Five queries whatever the number of rows; how a row is worded stands in `board_rows`.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.messaging.models import Call
from piano.messaging.reasons import said_along
from quarters.contributions import contributions_in
from quarters.models import Category, Contribution, User
from requests import board_rows
from requests.board_words import Row, shielded
from requests.call_list import due_calls_to, people_of
from requests.dayround import rounds
from requests.letters import waiting_letters
from requests.models import (
    Assignment,
    DueWork,
    Feedback,
    Offer,
    Referral,
    ReferralKind,
    Report,
    StateChange,
    SuggestedTime,
    SuggestionState,
    Trouble,
    TroubleKind,
    TroubleStep,
    Visit,
    WorkKind,
)
from requests.night_calls import open_night_calls
from requests.states import OPEN_VISIT_STATES, STANDING_ASSIGNMENT_STATES, OfferState, VisitState
from requests.timing import staff_tells_until
from requests.untold import is_untold
from volunteers.models import Interest

CASE = ("help_request__resident__user", "report", "feedback", "cared_by")
MOST = 400
FAR = dt.timedelta(days=7)
ENDED = (VisitState.DONE, VisitState.MISSED)
ASKING = (VisitState.OPEN, VisitState.OFFERED, VisitState.ON_CALL)
WORRY = Q(report__needs_call=True, report__acknowledged_at=None)
COMPLAINT = Q(feedback__was_good=False, feedback__read_at=None)


@dataclass(frozen=True)
class Column:
    """`kind` is now, search, running or done."""

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
    """`version` changes with the rows; a reader's browser asks whether it still holds."""

    columns: list[Column]
    version: str
    categories: list[Category]


def load_board(*, user: User, now: dt.datetime, filters: Filters, is_shielded: bool = False) -> Board:
    """The rows of the helper's districts, narrowed by the filters; a possible emergency is never filtered away."""
    version, waiting = count_board(user, now=now)
    categories = list(Category.objects.all())
    visits = _with_words(list(_visits(user, filters, now)[:MOST]), user, categories)
    needed = _night_calls(user, waiting) + _needed(visits, now) + _others(user, filters, waiting, now)
    if waiting.troubles:
        needed += [board_rows.trouble_row(trouble, now) for trouble in _troubles(user, filters)]
    columns = [
        Column("now", _("Braucht Sie jetzt"), sorted(needed, key=lambda row: (row.place, not row.is_emergency))),
        Column("search", _("Wir suchen"), _searching(visits, now)),
        Column("running", _("Heute unterwegs"), _running(visits, now)),
        Column("done", _("Erledigt heute"), _done(visits, now)),
    ]
    if is_shielded:
        columns = [replace(column, rows=[shielded(row) for row in column.rows]) for column in columns]
    return Board(columns, version, [category for category in categories if category.is_offered])


@dataclass(frozen=True)
class Waiting:
    """How many rows that are no visit wait for somebody, by kind; of none nothing needs to be read."""

    referrals: int
    interests: int
    given: int
    calls: int
    night_calls: int = 0
    troubles: int = 0
    looked_for: int = 0


def count_board(user: User, *, now: dt.datetime) -> tuple[str, Waiting]:
    """A word that changes whenever a row may have changed, and what waits beside the visits: one cheap query."""
    mine = {"visit__help_request__district__in": user.district_ids}
    seen = StateChange.objects.filter(help_request__district__in=user.district_ids).order_by("-pk").values("pk")[:1]
    counts = (
        _counted(_open_referrals(user)),
        _counted(open_interests(user)),
        _counted(Report.objects.filter(needs_call=True, acknowledged_at=None, **mine)),
        _counted(Feedback.objects.filter(Q(was_good=True) | Q(read_at=None), **mine)),
        _counted(contributions_in(user.district_ids).filter(seen_at=None)),
        _counted(due_calls(user, now), "message__recipient"),
        _counted(waiting_letters().filter(**mine)),
        _counted(open_night_calls(user)),
        _counted(Trouble.objects.filter(ended_at=None, **mine)),
        Subquery(
            TroubleStep.objects.filter(trouble__visit__help_request__district__in=user.district_ids)
            .order_by("-pk")
            .values("pk")[:1]
        ),
        _counted(rounds.in_hand(user.district_ids).select_related(None)),
    )
    named = {f"part_{place}": count for place, count in enumerate(counts)}
    row = User.objects.filter(pk=user.pk).values_list(Subquery(seen), *named.values()).get()
    counted = [part or 0 for part in row]
    waiting = Waiting(
        referrals=counted[1],
        interests=counted[2],
        given=counted[5],
        calls=counted[6],
        night_calls=counted[8],
        troubles=counted[9],
        looked_for=counted[11],
    )
    return "-".join(str(part) for part in (clock.local(now).day, *counted)), waiting


def due_calls(user: User, now: dt.datetime) -> QuerySet[Call]:
    """The rows of the phone list."""
    return due_calls_to(people_of(user), now=now).exclude(message__reason__in=said_along())


def _counted(rows: QuerySet[Any], what: str = "pk") -> Subquery:
    counted = Count(what, distinct=True)
    return Subquery(rows.order_by().values(one=Value(1)).annotate(counted=counted).values("counted"), IntegerField())


def _with_words(visits: list[Visit], user: User, categories: list[Category]) -> list[Visit]:
    """Districts and kinds of help are few and known: joining them would cost more than all the rest."""
    districts = {role.district_id: role.district for role in user.valid_roles}
    kinds = {category.pk: category for category in categories}
    for visit in visits:
        help_request = visit.help_request
        help_request.district = districts[help_request.district_id]
        help_request.category = kinds[help_request.category_id]
    return visits


def _visits(user: User, filters: Filters, now: dt.datetime) -> QuerySet[Visit]:
    """Everything open, what ended today, and what somebody still has to call about."""
    today = clock.at(clock.local(now).date(), dt.time.min)
    shown = (
        Q(state__in=OPEN_VISIT_STATES)
        | Q(state__in=ENDED, ended_at__gte=today)
        | WORRY
        | COMPLAINT
        | Q(pk__in=waiting_letters().values("visit"))
    )
    rows = Visit.objects.filter(shown, help_request__district__in=user.district_ids).exclude(_is_far_date(now))
    if filters.district:
        rows = rows.filter(help_request__district__slug=filters.district)
    if filters.category:
        rows = rows.filter(help_request__category__code=filters.category)
    if filters.text:
        person = "help_request__resident__user__"
        family = Q(**{f"{person}family_name__icontains": filters.text})
        rows = rows.filter(family | Q(**{f"{person}given_name__icontains": filters.text}))
    asked = Offer.objects.filter(visit=OuterRef("pk"))
    letters = waiting_letters().filter(visit=OuterRef("pk"))
    suggested = SuggestedTime.objects.filter(visit=OuterRef("pk"), state=SuggestionState.OPEN)
    still = asked.filter(state=OfferState.OPEN)
    rows = rows.annotate(asked=_counted(asked), waiting=_counted(still), is_suggested=Exists(suggested))
    steps = DueWork.objects.filter(visit=OuterRef("pk"), done_at=None)
    goes_on_at = steps.filter(kind=WorkKind.ESCALATE).values("due_at")[:1]
    awaits_duty = Exists(steps.filter(kind=WorkKind.AWAIT_DUTY))
    rows = rows.annotate(has_letter=Exists(letters), goes_on_at=Subquery(goes_on_at), awaits_duty=awaits_duty)
    rows = rows.annotate(until=Subquery(still.order_by("-answer_by").values("answer_by")[:1]))
    going = Assignment.objects.filter(state__in=STANDING_ASSIGNMENT_STATES).select_related("person__volunteer")
    going = going.annotate(is_untold=is_untold())
    rows = rows.prefetch_related(Prefetch("assignments", going.order_by("pk"), to_attr="going"))
    return rows.select_related(*CASE).order_by("pk")


def _is_far_date(now: dt.datetime) -> Q:
    """Dates of a series exist weeks ahead; on the board stands what is near, or needs somebody."""
    calm = Q(state__in=(VisitState.OPEN, VisitState.ARRANGED), series__isnull=False)
    return calm & Q(wish_window__startswith__gt=now + FAR)


def _needed(visits: list[Any], now: dt.datetime) -> list[Row]:
    """Visits on which only a person can go on."""
    rows = []
    for visit in visits:
        report, feedback = getattr(visit, "report", None), getattr(visit, "feedback", None)
        if visit.state == VisitState.DECISION and not visit.is_suggested:
            rows.append(board_rows.decision_row(visit, now))
        if visit.state == VisitState.HELD:
            rows.append(board_rows.held_row(visit, now))
        if visit.going and _must_be_told(visit.going[0], now):
            rows.append(board_rows.untold_row(visit, visit.going[0], now))
        if report and report.needs_call and report.acknowledged_at is None:
            rows.append(board_rows.worry_row(visit, now))
        if feedback and not feedback.was_good and feedback.read_at is None:
            rows.append(board_rows.complaint_row(visit))
        if visit.has_letter:
            rows.append(board_rows.letter_row(visit))
    return rows


def _night_calls(user: User, waiting: Waiting) -> list[Row]:
    """What was noted at night stands first, whatever is filtered."""
    return [board_rows.night_row(call) for call in open_night_calls(user)[:MOST]] if waiting.night_calls else []


def _must_be_told(assignment: Any, now: dt.datetime) -> bool:
    start = assignment.planned_window.lower
    return bool(assignment.is_untold) and staff_tells_until(start) <= now < start


def _others(user: User, filters: Filters, waiting: Waiting, now: dt.datetime) -> list[Row]:
    """What is no visit: calls that became no request, people to call, people who would like to join or give something."""
    rows: list[Row] = []
    if waiting.referrals:
        rows += [board_rows.referral_row(referral) for referral in _referrals(user, filters)]
    if waiting.looked_for:
        rows += [board_rows.looked_for_row(entry, now) for entry in rounds.in_hand(user.district_ids)[:MOST]]
    if waiting.calls and not filters.is_set:
        rows.append(board_rows.calls_row(waiting.calls))
    interests = list(_interests(user, filters)) if waiting.interests else []
    rows += [board_rows.interest_row(interest) for interest in interests if not interest.is_from_a_list]
    listed = sum(interest.is_from_a_list for interest in interests)
    if waiting.given:
        rows += [board_rows.contribution_row(contribution) for contribution in _contributions(user, filters)]
    return rows + ([board_rows.listed_people_row(listed)] if listed else [])


def _troubles(user: User, filters: Filters) -> Iterable[Trouble]:
    """What went wrong and is not settled. A door that stays shut is never filtered away."""
    case = "visit__help_request__"
    chosen = ~Q(pk=None)
    if filters.district:
        chosen &= Q(**{f"{case}district__slug": filters.district})
    if filters.category:
        chosen &= Q(**{f"{case}category__code": filters.category})
    if filters.text:
        chosen &= Q(**{f"{case}resident__user__family_name__icontains": filters.text})
    rows = Trouble.objects.filter(chosen | Q(kind=TroubleKind.DOOR), ended_at=None)
    rows = rows.filter(**{f"{case}district__in": user.district_ids}).prefetch_related("steps")
    named = (f"{case}category", f"{case}district", f"{case}resident__user", "assignment__person__volunteer")
    return rows.select_related(*named).order_by("opened_at", "pk")[:MOST]


def _open_referrals(user: User) -> QuerySet[Referral]:
    """Those of the districts, and those that nobody could place."""
    return Referral.objects.filter(Q(district__in=user.district_ids) | Q(district=None), done_at=None)


def _referrals(user: User, filters: Filters) -> Iterable[Referral]:
    chosen = ~Q(pk=None)
    if filters.district:
        chosen &= Q(district__slug=filters.district)
    if filters.text:
        chosen &= Q(caller_name__icontains=filters.text)
    if filters.category:
        chosen = Q(pk=None)
    rows = _open_referrals(user).filter(chosen | Q(kind=ReferralKind.EMERGENCY))
    return rows.select_related("district").order_by("taken_at", "pk")[:MOST]


def open_interests(user: User) -> QuerySet[Interest]:
    """Whoever would like to join, or stands on a list that nobody has looked at, in the helper's districts."""
    return Interest.objects.filter(district__in=user.district_ids, answered_at=None)


def _interests(user: User, filters: Filters) -> Iterable[Interest]:
    rows = open_interests(user).select_related("district").order_by("created_at", "pk")
    if filters.district:
        rows = rows.filter(district__slug=filters.district)
    if filters.text:
        rows = rows.filter(name__icontains=filters.text)
    return rows.none() if filters.category else rows[:MOST]


def _contributions(user: User, filters: Filters) -> list[Contribution]:
    """What people give of their own accord and nobody has read yet."""
    if filters.category:
        return []
    rows = contributions_in(user.district_ids).filter(seen_at=None)
    if filters.district:
        rows = rows.filter(district__slug=filters.district)
    if filters.text:
        rows = rows.filter(Q(name__icontains=filters.text) | Q(person__family_name__icontains=filters.text))
    return list(rows[:MOST])


def _searching(visits: list[Visit], now: dt.datetime) -> list[Row]:
    """Whose time to answer ends first stands first; what nobody was asked for yet, last."""
    asking: list[Any] = [visit for visit in visits if visit.state in ASKING]
    for visit in visits:
        if visit.state == VisitState.DECISION and visit.is_suggested:  # type: ignore[attr-defined]
            visit.until = visit.decide_by  # type: ignore[attr-defined]
            asking.append(visit)
    asking.sort(key=lambda visit: (visit.until is None, visit.until or visit.created_at, visit.pk))
    return [board_rows.searching_row(visit, now) for visit in asking]


def _running(visits: list[Visit], now: dt.datetime) -> list[Row]:
    """By the hour; whoever forgot to report comes first."""
    going = [(visit, visit.going[0]) for visit in visits if visit.going]  # type: ignore[attr-defined]
    going.sort(key=lambda pair: (pair[1].planned_window.lower, pair[1].pk))
    return [board_rows.running_row(visit, assignment, now) for visit, assignment in going]


def _done(visits: list[Visit], now: dt.datetime) -> list[Row]:
    """The latest first."""
    today = clock.local(now).date()
    ended: list[Any] = [visit for visit in visits if visit.state in ENDED and visit.ended_at]
    ended = [visit for visit in ended if clock.local(visit.ended_at).date() == today]
    return [board_rows.done_row(visit) for visit in sorted(ended, key=lambda visit: visit.ended_at, reverse=True)]
