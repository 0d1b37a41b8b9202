"""How a visit is worded that goes its way: looked for, under way, done. Pure over loaded rows, without health words."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from requests.board.saying import GOOD, SOON, case_url, meta_of, person_of, pressing_row, say_wish, title_of
from requests.board.words import Row, say_minutes, say_when
from requests.finding.second_place import lacks_one
from requests.messages.naming import announced_name
from requests.models import Assignment
from requests.states import VisitState
from requests.urgency.urgent import is_pressing


def searching_row(visit: Any, now: dt.datetime) -> Row:
    asked = ngettext("%(n)d gefragt", "%(n)d gefragt", visit.waiting) % {"n": visit.waiting}
    if visit.state == VisitState.ON_CALL:
        asked = _("Bereitschaft gefragt")
    is_suggested = visit.state == VisitState.DECISION
    if is_suggested:
        asked = _("anderer Termin vorgeschlagen")
    if is_pressing(visit):
        until = _("Antwort bis %(when)s") % {"when": say_when(visit.until, now)} if visit.until else ""
        row = pressing_row(visit, now, asked if visit.waiting or is_suggested else "", until, say_wish(visit))
        return replace(row, action=_("Warum diese?") if visit.waiting else _("Ansehen"))
    return Row(
        title=title_of(visit),
        meta=meta_of(visit, asked if visit.waiting or is_suggested else "", say_wish(visit)),
        url=case_url(visit),
        action=_("Warum diese?") if visit.waiting else _("Ansehen"),
        tag=_("Antwort bis %(when)s") % {"when": say_when(visit.until, now)} if visit.until else _("gerade neu"),
        names=(person_of(visit),),
    )


def is_one_of_two(visit: Any, now: dt.datetime) -> bool:
    """The first yes is there, and the second place is looked for."""
    return lacks_one(visit, visit.going, now=now)


def second_row(visit: Any, now: dt.datetime) -> Row:
    """„1 von 2 gefunden“. Where nobody is left to answer, a helper looks for somebody herself, or one is enough."""
    asked = ngettext("%(n)d gefragt", "%(n)d gefragt", visit.waiting) % {"n": visit.waiting}
    first = visit.going[0]
    return Row(
        title=_("1 von 2 gefunden: %(name)s") % {"name": person_of(visit)},
        meta=meta_of(visit, visit.help_request.category.name, asked if visit.waiting else _("niemand mehr gefragt")),
        url=case_url(visit, "requests:going_together"),
        action=_("Ansehen") if visit.waiting else _("Wer geht noch mit?"),
        tag=say_when(first.planned_window.lower, now),
        tag_state="" if visit.waiting else SOON,
        place=1,
        names=(person_of(visit),),
    )


def running_row(visit: Any, assignment: Assignment, now: dt.datetime) -> Row:
    starts, ends = assignment.planned_window.lower, assignment.planned_window.upper
    tag, state = say_when(starts, now), ""
    if ends <= now:
        tag, state = _("Bericht fehlt"), SOON
    elif starts <= now:
        tag, state = _("seit %(time)s dort") % {"time": clock.say_time(starts)}, GOOD
    hints = _("Hinweise: 1") if visit.help_request.hints else ""
    return Row(
        title=f"{person_of(visit)} → {announced_name(assignment.person)}",
        meta=meta_of(visit, visit.help_request.category.name, say_minutes(visit.minutes), hints),
        url=case_url(visit),
        action=_("Ansehen"),
        tag=tag,
        tag_state=state,
        names=(person_of(visit), announced_name(assignment.person)),
    )


def done_row(visit: Any) -> Row:
    report, feedback = getattr(visit, "report", None), getattr(visit, "feedback", None)
    is_thanks = feedback is not None and feedback.was_good
    is_done = visit.state == VisitState.DONE
    return Row(
        title=title_of(visit),
        meta=meta_of(visit, say_minutes(report.minutes) if report and report.minutes else ""),
        url=case_url(visit),
        action=_("Dank lesen") if feedback is not None and is_thanks and feedback.words else _("Ansehen"),
        tag=_("gut") if is_thanks else _("erledigt") if is_done else _("fand nicht statt"),
        tag_state=GOOD if is_done else SOON,
        names=(person_of(visit),),
    )
