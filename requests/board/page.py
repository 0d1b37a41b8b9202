"""„Heute im Quartier“: what needs a person now, what is being looked for, who is on the way, what is done. Reads only.

Five queries whatever the number of rows; how a row is worded stands in the modules `rows_*`.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.models import Category, User
from requests.board import rows_going_on, rows_needed, rows_no_visit
from requests.board.reading import (
    ENDED,
    MOST,
    Filters,
    contributions_of,
    interests_of,
    referrals_of,
    sendings_of,
    troubles_of,
    visits_of,
)
from requests.board.waiting import Waiting, count_board
from requests.board.words import Row, shielded
from requests.dayround import rounds
from requests.finding.timing import staff_tells_until
from requests.models import Visit
from requests.states import SEARCHING_STATES, VisitState
from requests.urgency.night_calls import open_night_calls
from requests.wishes.wished import asks_who

ASKING = (VisitState.OPEN, VisitState.OFFERED, VisitState.ON_CALL)


@dataclass(frozen=True)
class Column:
    """`kind` is now, search, running or done."""

    kind: str
    title: str
    rows: list[Row]


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
    visits = _with_words(list(visits_of(user, filters, now)[:MOST]), user, categories)
    needed = (
        _stalled(waiting) + _night_calls(user, waiting) + _needed(visits, now) + _others(user, filters, waiting, now)
    )
    if waiting.troubles:
        needed += [rows_needed.trouble_row(trouble, now) for trouble in troubles_of(user, filters)]
    columns = [
        Column("now", _("Braucht Sie jetzt"), sorted(needed, key=lambda row: (row.place, not row.is_emergency))),
        Column("search", _("Wir suchen"), _searching(visits, now)),
        Column("running", _("Heute unterwegs"), _running(visits, now)),
        Column("done", _("Erledigt heute"), _done(visits, now)),
    ]
    if is_shielded:
        columns = [replace(column, rows=[shielded(row) for row in column.rows]) for column in columns]
    return Board(columns, version, [category for category in categories if category.is_offered])


def _with_words(visits: list[Visit], user: User, categories: list[Category]) -> list[Visit]:
    """Districts and kinds of help are few and known: joining them would cost more than all the rest."""
    districts = {role.district_id: role.district for role in user.valid_roles}
    kinds = {category.pk: category for category in categories}
    for visit in visits:
        help_request = visit.help_request
        help_request.district = districts[help_request.district_id]
        help_request.category = kinds[help_request.category_id]
    return visits


def _needed(visits: list[Any], now: dt.datetime) -> list[Row]:
    """Visits on which only a person can go on."""
    rows, asked_who = [], set()
    for visit in visits:
        is_open = visit.state in SEARCHING_STATES and asks_who(visit.help_request)
        if is_open and visit.help_request_id not in asked_who:
            asked_who.add(visit.help_request_id)
            rows.append(rows_needed.wished_row(visit))
        report, feedback = getattr(visit, "report", None), getattr(visit, "feedback", None)
        if visit.state == VisitState.DECISION and not visit.is_suggested:
            rows.append(rows_needed.decision_row(visit, now))
        if visit.state == VisitState.HELD:
            rows.append(rows_needed.held_row(visit, now))
        if visit.going and _must_be_told(visit.going[0], now):
            rows.append(rows_needed.untold_row(visit, visit.going[0], now))
        if report and report.needs_call and report.acknowledged_at is None:
            rows.append(rows_needed.worry_row(visit, now))
        if feedback and not feedback.was_good and feedback.read_at is None:
            rows.append(rows_needed.complaint_row(visit))
        if rows_going_on.is_one_of_two(visit, now) and not visit.waiting:
            rows.append(rows_going_on.second_row(visit, now))
    return rows


def _stalled(waiting: Waiting) -> list[Row]:
    """Nothing goes out: this stands above all, since no mail may say it."""
    return [rows_no_visit.stalled_row()] if waiting.stalled else []


def _night_calls(user: User, waiting: Waiting) -> list[Row]:
    """What was noted at night stands first, whatever is filtered."""
    return [rows_no_visit.night_row(call) for call in open_night_calls(user)[:MOST]] if waiting.night_calls else []


def _must_be_told(assignment: Any, now: dt.datetime) -> bool:
    start = assignment.planned_window.lower
    return bool(assignment.is_untold) and staff_tells_until(start) <= now < start


def _others(user: User, filters: Filters, waiting: Waiting, now: dt.datetime) -> list[Row]:
    """What is no visit: calls that became no request, people to call, people who would like to join or give something."""
    rows: list[Row] = []
    if waiting.referrals:
        rows += [rows_no_visit.referral_row(referral) for referral in referrals_of(user, filters)]
    if waiting.handed_on:
        rows += [rows_no_visit.sending_row(sending, now) for sending in sendings_of(user, filters, now)]
    if waiting.looked_for:
        rows += [rows_no_visit.looked_for_row(entry, now) for entry in rounds.in_hand(user.district_ids)[:MOST]]
    if waiting.calls and not filters.is_set:
        rows.append(rows_no_visit.calls_row(waiting.calls))
    if waiting.letters and not filters.is_set:
        rows.append(rows_no_visit.letters_row(waiting.letters, waiting.letters_since or clock.today(), now))
    interests = list(interests_of(user, filters)) if waiting.interests else []
    rows += [rows_no_visit.interest_row(interest) for interest in interests if not interest.is_from_a_list]
    listed = sum(interest.is_from_a_list for interest in interests)
    if waiting.given:
        rows += [rows_no_visit.contribution_row(contribution) for contribution in contributions_of(user, filters)]
    return rows + ([rows_no_visit.listed_people_row(listed)] if listed else [])


def _searching(visits: list[Visit], now: dt.datetime) -> list[Row]:
    """Whose time to answer ends first stands first; what nobody was asked for yet, last."""
    asking: list[Any] = [visit for visit in visits if visit.state in ASKING]
    for visit in visits:
        if visit.state == VisitState.DECISION and visit.is_suggested:  # type: ignore[attr-defined]
            visit.until = visit.decide_by  # type: ignore[attr-defined]
            asking.append(visit)
    asking.sort(key=lambda visit: (visit.until is None, visit.until or visit.created_at, visit.pk))
    of_two: list[Any] = [visit for visit in visits if rows_going_on.is_one_of_two(visit, now)]
    seconds = [rows_going_on.second_row(visit, now) for visit in of_two if visit.waiting]
    return seconds + [rows_going_on.searching_row(visit, now) for visit in asking]


def _running(visits: list[Visit], now: dt.datetime) -> list[Row]:
    """By the hour; whoever forgot to report comes first."""
    going = [(visit, visit.going[0]) for visit in visits if visit.going]  # type: ignore[attr-defined]
    going.sort(key=lambda pair: (pair[1].planned_window.lower, pair[1].pk))
    return [rows_going_on.running_row(visit, assignment, now) for visit, assignment in going]


def _done(visits: list[Visit], now: dt.datetime) -> list[Row]:
    """The latest first."""
    today = clock.local(now).date()
    ended: list[Any] = [visit for visit in visits if visit.state in ENDED and visit.ended_at]
    ended = [visit for visit in ended if clock.local(visit.ended_at).date() == today]
    return [rows_going_on.done_row(visit) for visit in sorted(ended, key=lambda visit: visit.ended_at, reverse=True)]
