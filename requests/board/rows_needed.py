"""How a visit is worded on which only a person can go on: one function per kind, pure over loaded rows.

Rows carry no health words („Hinweise: 1“); before a case is opened, the board says „Frau B.“ and not more.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from quarters.models import Urgency
from requests.board.saying import CLOSE, LATE, SOON, case_url, meta_of, person_of, pressing_row, say_wish, title_of
from requests.board.words import Row, say_minutes_left, say_waiting, say_when
from requests.messages.naming import announced_name
from requests.models import After, Assignment, TroubleKind
from requests.urgency.urgent import is_pressing, say_care


def decision_row(visit: Any, now: dt.datetime) -> Row:
    """The countdown runs to the latest departure, not to the end of the wish."""
    departure = visit.wish_window.upper - dt.timedelta(minutes=visit.minutes)
    is_close = departure - now < CLOSE
    is_late = is_close or (visit.decide_by is not None and visit.decide_by <= now)
    tag = _("bis %(when)s") % {"when": say_when(visit.decide_by, now)} if visit.decide_by else ""
    asked = ngettext("%(n)d gefragt, keine Zusage", "%(n)d gefragt, keine Zusage", visit.asked) % {"n": visit.asked}
    asked = asked if visit.asked else _("niemand passt bisher")
    if is_pressing(visit):
        waits = _("die Bereitschaft wird gefragt, sobald jemand da ist") if visit.awaits_duty else ""
        care = "" if visit.cared_at else case_url(visit, "requests:take_care")
        row = pressing_row(visit, now, say_care(visit, now), say_wish(visit), asked, waits)
        return replace(row, action=_("Wen noch fragen?"), place=1, care=care)
    return Row(
        title=title_of(visit),
        meta=meta_of(visit, say_wish(visit), asked),
        url=case_url(visit),
        action=_("Wen noch fragen?"),
        tag=say_minutes_left(departure - now) if is_close else _("überfällig") if is_late else tag,
        tag_state=LATE if is_late or visit.help_request.urgency == Urgency.URGENT else SOON,
        place=1,
        names=(person_of(visit),),
    )


def held_row(visit: Any, now: dt.datetime) -> Row:
    """Somebody waits for a call before anybody is asked; where it is urgent, the time until departure runs meanwhile."""
    is_late = visit.decide_by is not None and visit.decide_by <= now
    until = _("bis %(when)s") % {"when": say_when(visit.decide_by, now)} if visit.decide_by else ""
    row = Row(
        title=_("Kennenlernen: %(name)s") % {"name": person_of(visit)},
        meta=meta_of(visit, visit.help_request.category.name, say_wish(visit)),
        url=case_url(visit),
        action=_("Anrufen und kennenlernen"),
        tag=_("überfällig") if is_late else until,
        tag_state=LATE if is_late else SOON,
        phone=visit.help_request.resident.user.phone,
        place=1,
        names=(person_of(visit),),
    )
    if not is_pressing(visit):
        return row
    call = _("überfällig") if is_late else _("anrufen %(until)s") % {"until": until} if until else ""
    counted = pressing_row(visit, now, call, visit.help_request.category.name, say_wish(visit))
    return replace(row, meta=counted.meta, tag=counted.tag, tag_state=LATE, countdown=counted.countdown)


def untold_row(visit: Any, assignment: Assignment, now: dt.datetime) -> Row:
    """The visit begins soon, and whoever opens the door does not know who comes."""
    who = announced_name(assignment.person)
    return Row(
        title=_("Weiß noch nicht, wer kommt: %(name)s") % {"name": person_of(visit)},
        meta=meta_of(visit, _("es kommt %(who)s") % {"who": who}, visit.help_request.category.name),
        url=case_url(visit),
        action=_("Anrufen und sagen"),
        tag=say_when(assignment.planned_window.lower, now),
        tag_state=LATE,
        phone=visit.help_request.resident.user.phone,
        place=1,
        names=(person_of(visit), who),
    )


def worry_row(visit: Any, now: dt.datetime) -> Row:
    """Right below the emergencies, with how long it waits already."""
    is_danger = visit.report.after == After.DANGER
    title = _("Gefahr nach Besuch: %(name)s") if is_danger else _("Sorge nach Besuch: %(name)s")
    return Row(
        title=title % {"name": person_of(visit)},
        meta=meta_of(visit, _("gemeldet um %(time)s") % {"time": clock.say_time(visit.report.reported_at)}),
        url=case_url(visit),
        action=_("Lesen und anrufen"),
        tag=say_waiting(now - visit.report.reported_at),
        tag_state=LATE,
        is_emergency=is_danger,
        place=0,
        names=(person_of(visit),),
    )


def trouble_row(trouble: Any, now: dt.datetime) -> Row:
    """What was done last stands in it with its time; a door that stays shut is an alarm."""
    is_door = trouble.kind == TroubleKind.DOOR
    who = announced_name(trouble.assignment.person)
    name = who if trouble.kind == TroubleKind.CALLED_OFF else person_of(trouble.visit)
    title = {
        TroubleKind.DOOR: _("Niemand öffnet: %(name)s"),
        TroubleKind.NOBODY_CAME: _("Niemand gekommen: %(name)s"),
        TroubleKind.CALLED_OFF: _("Abgesagt, vielleicht unterwegs: %(name)s"),
        TroubleKind.GAVE_UP: _("Kurz vorher abgesagt, wartet: %(name)s"),
        TroubleKind.ONE_OF_TWO: _("Es fehlt die zweite Person: %(name)s"),
    }[TroubleKind(trouble.kind)]
    steps = sorted(trouble.steps.all(), key=lambda step: step.pk)
    last = f"{clock.say_time(steps[-1].at)} {steps[-1].get_kind_display()}" if steps else ""
    at_the_door = _("an der Tür: %(who)s") % {"who": who} if is_door else ""
    called = (
        trouble.assignment.person
        if trouble.kind == TroubleKind.CALLED_OFF
        else trouble.visit.help_request.resident.user
    )
    return Row(
        title=title % {"name": name},
        meta=meta_of(trouble.visit, at_the_door, last, trouble.visit.help_request.category.name),
        url=f"{case_url(trouble.visit)}#vorfall",
        action=_("Schritte ansehen") if is_door else _("Ansehen und anrufen"),
        tag=say_waiting(now - trouble.opened_at),
        tag_state=LATE,
        phone="" if is_door else called.phone,
        is_emergency=is_door,
        place=0 if is_door else 1,
        names=(name, who),
    )


def complaint_row(visit: Any) -> Row:
    return Row(
        title=_("Bitte anrufen: %(name)s") % {"name": person_of(visit)},
        meta=meta_of(visit, _("es war nicht alles gut")),
        url=case_url(visit),
        action=_("Lesen"),
        tag=_("neu"),
        tag_state=SOON,
        place=1,
        names=(person_of(visit),),
    )


def wished_row(visit: Any) -> Row:
    """Somebody is wished for by name, and nobody of us has said who that is."""
    help_request = visit.help_request
    return Row(
        title=_("Am liebsten „%(name)s“: Wer ist das?") % {"name": help_request.wished_name},
        meta=meta_of(visit, person_of(visit), help_request.category.name),
        url=f"{case_url(visit)}#wer",
        action=_("Zuordnen"),
        tag=_("wird zuerst gefragt"),
        tag_state=SOON,
        place=1,
        names=(person_of(visit), help_request.wished_name),
    )
