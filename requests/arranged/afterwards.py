"""What happens after a visit: the report, the call that it asks for, thanks and complaints.

Each verb locks request, visit, report in that order and is harmless when repeated.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance
from requests.arranged.settling import settle_request
from requests.arranged.visits import standing
from requests.errors import WrongState
from requests.finding.due import cross_off
from requests.locks import lock_visit
from requests.messages import after_notices
from requests.mishaps import trouble
from requests.models import CALL_NOW, After, Assignment, Feedback, Report, Visit
from requests.people.safe_rules import touches_rules
from requests.states import AssignmentState, VisitState
from requests.urgency import worries
from requests.wishes.red_flags import is_emergency
from requests.wishes.referrals import note_danger


class TooEarly(DomainError):
    message = _("Der Besuch hat noch nicht begonnen. Bitte berichten Sie danach.")


Hook = Callable[[Report, Sequence[Assignment], dt.datetime], None]
_reported: list[Hook] = []


def on_reported(hook: Hook) -> Hook:
    """Called once, in the transaction in which a visit is reported to have taken place, with request and visit locked."""
    _reported.append(hook)
    return hook


def report_visit(
    visit: Visit,
    *,
    by: User,
    took_place: bool,
    minutes: int,
    note: str,
    now: dt.datetime,
    after: str = After.FINE,
    needs_call: bool = False,
) -> Report:
    """What happened, told by who went or by a helper for her. A second report returns the first.

    `after` is what has to happen now; `needs_call` says the same as `After.TODAY`. A visit that did not take place asks for a
    call in any case.

    Locks request and visit. Raises `TooEarly` before the visit, `WrongState` when nothing was arranged.
    """
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        known = Report.objects.filter(visit=visit).first()
        if known:
            return known
        assignments = _begun(visit, now=now)
        _end(visit, assignments, took_place=took_place, by=by, now=now)
        told = Report(visit=visit, reported_by=by, took_place=took_place, minutes=minutes, note=note, reported_at=now)
        report = _keep(
            told, after=_weighed(after, needs_call=needs_call, note=note, kind=visit.help_request.category.code)
        )
        if took_place:
            trouble.end_what_settled(visit, trouble.TOOK_PLACE, by=by, now=now)
            for hook in _reported:
                hook(report, assignments, now)
        after_notices.reported(report, assignment=assignments[0], now=now)
        if report.needs_call:
            worries.ask_to_call(report, now=now)
        wake_engine()
    return report


def _end(visit: Visit, assignments: list[Assignment], *, took_place: bool, by: User, now: dt.datetime) -> None:
    for assignment in assignments:
        advance(assignment, AssignmentState.DONE if took_place else AssignmentState.CANCELLED, by=by, now=now)
    advance(visit, VisitState.DONE if took_place else VisitState.MISSED, by=by, now=now, ended_at=now)
    cross_off(visit, now=now)
    settle_request(visit.help_request, by=by, now=now, reason="" if took_place else "Der Besuch fand nicht statt")


def _keep(report: Report, *, after: str) -> Report:
    """A visit that did not take place took no time, and somebody calls."""
    report.minutes = report.minutes if report.took_place else 0
    report.after, report.needs_call = after, after in CALL_NOW or not report.took_place
    report.save()
    return report


def _weighed(after: str, *, needs_call: bool, note: str, kind: str) -> str:
    """What has to happen: whoever ticked that all is well may have written what somebody of us has to read today, or of keys or
    gifts, about which somebody asks in a quiet moment.
    """
    if after not in CALL_NOW and (needs_call or is_emergency(note)):
        return After.TODAY
    return After.NEXT_WEEK if after == After.FINE and touches_rules(note, category=kind) else after


def _begun(visit: Visit, *, now: dt.datetime) -> list[Assignment]:
    """Whose visit can be reported. Raises `TooEarly`, `WrongState`."""
    assignments = standing(visit)
    if visit.state != VisitState.ARRANGED or not assignments:
        raise WrongState()
    if now < assignments[0].planned_window.lower:
        raise TooEarly()
    return assignments


def acknowledge_report(report: Report, *, by: User, now: dt.datetime) -> Report:
    """Somebody has taken care of what the report asked for; the person who asked hears that somebody was reached."""
    with transaction.atomic():
        visit = lock_visit(report.visit_id)
        row = Report.objects.select_for_update(of=("self",)).select_related("visit", "reported_by").get(pk=report.pk)
        if row.acknowledged_at is None:
            row.acknowledged_at = now
            row.save(update_fields=["acknowledged_at"])
            worries.stop_asking(visit, now=now)
            after_notices.worry_taken_care_of(row, by=by, now=now)
    return row


def give_feedback(
    visit: Visit, *, by: User, was_good: bool, words: str, now: dt.datetime, written_in: str = ""
) -> Feedback:
    """Whether all was well. Kind words reach the volunteer, a complaint only the helper. The first answer stands.

    The words stay in the language `written_in` (empty: German).

    What sounds like danger stands first on the board and reaches nobody else.
    """
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.state not in (VisitState.DONE, VisitState.MISSED):
            raise WrongState()
        feedback, is_new = Feedback.objects.get_or_create(
            visit=visit, defaults={"was_good": was_good, "words": words, "written_in": written_in, "given_at": now}
        )
        if is_new and is_emergency(words):
            note_danger(visit.help_request, words=words, by=by, now=now)
        elif is_new and was_good and words:
            after_notices.thanked(feedback, now=now)
            wake_engine()
    return feedback


def read_feedback(feedback: Feedback, *, by: User, now: dt.datetime) -> Feedback:
    """A helper has read it, and called where a call was asked for."""
    with transaction.atomic():
        row = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if row.read_at is None:
            row.read_at = now
            row.save(update_fields=["read_at"])
    return row
