"""How a thing on the board is worded: one function per kind of row, pure over loaded rows.

Rows carry no health words („Hinweise: 1“); before a case is opened, the board says „Frau B.“ and not more.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.kit.words import whom
from quarters.languages import say_language
from quarters.models import Contribution, ContributionKind, Urgency
from requests.board_words import Row, say_minutes, say_minutes_left, say_waiting, say_when
from requests.message_values import announced_name
from requests.models import (
    After,
    Assignment,
    NightCall,
    NightOutcome,
    Referral,
    ReferralKind,
    RoundEntry,
    Source,
    TroubleKind,
)
from requests.states import VisitState
from requests.urgent import countdown_of, is_pressing, say_care
from volunteers.models import Interest

SEPARATOR = "\u00a0· "  # stays at the end of a line
LATE, SOON, GOOD = "late", "soon", "good"
CLOSE = dt.timedelta(hours=2)  # how long before departure the minutes are counted


def referral_row(referral: Referral) -> Row:
    is_emergency = referral.kind == ReferralKind.EMERGENCY
    title = _("Vielleicht ein Notfall") if is_emergency else referral.get_kind_display()
    called = _("rief um %(time)s an") % {"time": clock.say_time(referral.taken_at)}
    if referral.taken_by_id is None:  # from the web or from paper, nobody has spoken with her yet
        title = _("Bittet um einen Anruf") if referral.kind == ReferralKind.INFORMATION else title
        called = _("seit %(when)s") % {"when": clock.say_moment(referral.taken_at)}
    return Row(
        title=f"{title}: {referral.caller_name}" if referral.caller_name else title,
        meta=SEPARATOR.join(part for part in (called, referral.district and referral.district.name) if part),
        url=reverse("requests:board_referral", args=[referral.reference]),
        action=_("Erledigt, mit Notiz") if is_emergency else _("Lesen und abhaken"),
        tag=_("jetzt") if is_emergency else "",
        tag_state=LATE if is_emergency else "",
        phone=referral.caller_phone,
        is_emergency=is_emergency,
        place=0 if is_emergency else 1,
        names=(referral.caller_name,) if referral.caller_name else (),
    )


def night_row(call: NightCall) -> Row:
    """A call that whoever had duty noted: first in the morning."""
    title = _("Anruf bei der Bereitschaft: %(name)s") if call.caller_name else _("Anruf bei der Bereitschaft")
    called = _("seit %(when)s") % {"when": clock.say_moment(call.noted_at)}
    return Row(
        title=title % {"name": call.caller_name} if call.caller_name else title,
        meta=SEPARATOR.join((called, call.district.name)),
        url=reverse("requests:board_night_call", args=[call.reference]),
        action=_("Lesen und übernehmen"),
        tag=call.get_outcome_display(),
        tag_state=LATE if call.says_danger else GOOD if call.outcome == NightOutcome.DONE else SOON,
        phone=call.caller_phone,
        is_emergency=call.says_danger,
        place=0,
        names=(call.caller_name,) if call.caller_name else (),
    )


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
        care = "" if visit.cared_at else _case_url(visit, "requests:take_care")
        row = _pressing(visit, now, say_care(visit, now), say_wish(visit), asked, waits)
        return replace(row, action=_("Wen noch fragen?"), place=1, care=care)
    return Row(
        title=_title(visit),
        meta=_meta(visit, say_wish(visit), asked),
        url=_case_url(visit),
        action=_("Wen noch fragen?"),
        tag=say_minutes_left(departure - now) if is_close else _("überfällig") if is_late else tag,
        tag_state=LATE if is_late or visit.help_request.urgency == Urgency.URGENT else SOON,
        place=1,
        names=(_person(visit),),
    )


def _pressing(visit: Any, now: dt.datetime, *parts: str) -> Row:
    """What cannot wait says how long until somebody has to leave, in words that are asked for anew while the page stands."""
    counted = countdown_of(visit, now)
    return Row(
        title=_title(visit),
        meta=_meta(visit, *parts),
        url=_case_url(visit),
        action="",
        tag=counted.words if counted else "",
        tag_state=LATE,
        names=(_person(visit),),
        countdown=_case_url(visit, "requests:countdown"),
    )


def held_row(visit: Any, now: dt.datetime) -> Row:
    """Somebody waits for a call before anybody is asked; where it is urgent, the time until departure runs meanwhile."""
    is_late = visit.decide_by is not None and visit.decide_by <= now
    until = _("bis %(when)s") % {"when": say_when(visit.decide_by, now)} if visit.decide_by else ""
    row = Row(
        title=_("Kennenlernen: %(name)s") % {"name": _person(visit)},
        meta=_meta(visit, visit.help_request.category.name, say_wish(visit)),
        url=_case_url(visit),
        action=_("Anrufen und kennenlernen"),
        tag=_("überfällig") if is_late else until,
        tag_state=LATE if is_late else SOON,
        phone=visit.help_request.resident.user.phone,
        place=1,
        names=(_person(visit),),
    )
    if not is_pressing(visit):
        return row
    call = _("überfällig") if is_late else _("anrufen %(until)s") % {"until": until} if until else ""
    counted = _pressing(visit, now, call, visit.help_request.category.name, say_wish(visit))
    return replace(row, meta=counted.meta, tag=counted.tag, tag_state=LATE, countdown=counted.countdown)


def looked_for_row(entry: RoundEntry, now: dt.datetime) -> Row:
    """Not reached in the round of calls, or something was wrong: a helper looks."""
    name = entry.resident.user.short_name
    is_today = entry.round.day == clock.local(now).date()
    return Row(
        title=_("Bitte nachsehen: %(name)s") % {"name": name},
        meta=SEPARATOR.join(
            (
                _("Anrufrunde") if is_today else _("Anrufrunde vom %(day)s") % {"day": clock.say_day(entry.round.day)},
                entry.round.district.name,
            )
        ),
        url=reverse("requests:round_entry", args=[entry.reference]),
        action=_("Nachsehen und abhaken"),
        tag=_("Gefahr") if entry.is_danger else _("nicht erreicht"),
        tag_state=LATE,
        phone=entry.resident.user.phone,
        place=0,
        names=(name,),
    )


def untold_row(visit: Any, assignment: Assignment, now: dt.datetime) -> Row:
    """The visit begins soon, and whoever opens the door does not know who comes."""
    who = announced_name(assignment.person)
    return Row(
        title=_("Weiß noch nicht, wer kommt: %(name)s") % {"name": _person(visit)},
        meta=_meta(visit, _("es kommt %(who)s") % {"who": who}, visit.help_request.category.name),
        url=_case_url(visit),
        action=_("Anrufen und sagen"),
        tag=say_when(assignment.planned_window.lower, now),
        tag_state=LATE,
        phone=visit.help_request.resident.user.phone,
        place=1,
        names=(_person(visit), who),
    )


def worry_row(visit: Any, now: dt.datetime) -> Row:
    """Right below the emergencies, with how long it waits already."""
    is_danger = visit.report.after == After.DANGER
    title = _("Gefahr nach Besuch: %(name)s") if is_danger else _("Sorge nach Besuch: %(name)s")
    return Row(
        title=title % {"name": _person(visit)},
        meta=_meta(visit, _("gemeldet um %(time)s") % {"time": clock.say_time(visit.report.reported_at)}),
        url=_case_url(visit),
        action=_("Lesen und anrufen"),
        tag=say_waiting(now - visit.report.reported_at),
        tag_state=LATE,
        is_emergency=is_danger,
        place=0,
        names=(_person(visit),),
    )


def trouble_row(trouble: Any, now: dt.datetime) -> Row:
    """What was done last stands in it with its time; a door that stays shut is an alarm."""
    is_door = trouble.kind == TroubleKind.DOOR
    who = announced_name(trouble.assignment.person)
    name = who if trouble.kind == TroubleKind.CALLED_OFF else _person(trouble.visit)
    title = {
        TroubleKind.DOOR: _("Niemand öffnet: %(name)s"),
        TroubleKind.NOBODY_CAME: _("Niemand gekommen: %(name)s"),
        TroubleKind.CALLED_OFF: _("Abgesagt, vielleicht unterwegs: %(name)s"),
        TroubleKind.GAVE_UP: _("Kurz vorher abgesagt, wartet: %(name)s"),
        TroubleKind.ONE_OF_TWO: _("Eine von zweien kann nicht: %(name)s"),
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
        meta=_meta(trouble.visit, at_the_door, last, trouble.visit.help_request.category.name),
        url=f"{_case_url(trouble.visit)}#vorfall",
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
        title=_("Bitte anrufen: %(name)s") % {"name": _person(visit)},
        meta=_meta(visit, _("es war nicht alles gut")),
        url=_case_url(visit),
        action=_("Lesen"),
        tag=_("neu"),
        tag_state=SOON,
        place=1,
        names=(_person(visit),),
    )


def letter_row(visit: Any) -> Row:
    name = whom(_person(visit))
    return Row(
        title=_("Brief an %(name)s: drucken und einwerfen") % {"name": name},
        meta=_meta(visit, visit.help_request.category.name, _("niemand gefunden")),
        url=f"{_case_url(visit)}#brief",
        action=_("Brief drucken und abhaken"),
        names=(name,),
    )


def calls_row(people: int) -> Row:
    """The phone list in one line."""
    return Row(
        title=ngettext("%(n)d Mensch wartet auf einen Anruf", "%(n)d Menschen warten auf einen Anruf", people)
        % {"n": people},
        meta=_("Was nicht per E-Mail geht, sagen wir am Telefon."),
        url=reverse("requests:call_list"),
        action=_("Zur Anrufliste"),
    )


def contribution_row(contribution: Contribution) -> Row:
    is_idea = contribution.kind == ContributionKind.IDEA
    title = _("Eigene Idee: %(name)s") if is_idea else _("Macht gern etwas für andere: %(name)s")
    return Row(
        title=title % {"name": contribution.person.short_name if contribution.person else contribution.giver},
        meta=f"{contribution.district.name}{SEPARATOR}{clock.say_day(contribution.given_at)}",
        url=reverse("requests:board_contribution", args=[contribution.reference]),
        action=_("Lesen und abhaken"),
        tag=_("neu"),
        tag_state=GOOD,
        names=(contribution.person.short_name if contribution.person else contribution.giver,),
    )


def interest_row(interest: Interest) -> Row:
    return Row(
        title=_("Möchte mitmachen: %(name)s") % {"name": interest.name},
        meta=f"{interest.district.name}{SEPARATOR}{clock.say_day(interest.created_at)}",
        url=reverse("requests:board_interest", args=[interest.reference]),
        action=_("Lesen und anrufen"),
        tag=_("neu"),
        tag_state=SOON,
        names=(interest.name,),
    )


def listed_people_row(people: int) -> Row:
    """People of an association's list, in one line."""
    return Row(
        title=ngettext("%(n)d Mensch von einer Liste: zu prüfen", "%(n)d Menschen von einer Liste: zu prüfen", people)
        % {"n": people},
        meta=_("Sie werden erst gefragt, wenn jemand von uns sie aufgenommen hat."),
        url=reverse("requests:board_interests"),
        action=_("Zur Liste"),
    )


def searching_row(visit: Any, now: dt.datetime) -> Row:
    asked = ngettext("%(n)d gefragt", "%(n)d gefragt", visit.waiting) % {"n": visit.waiting}
    if visit.state == VisitState.ON_CALL:
        asked = _("Bereitschaft gefragt")
    is_suggested = visit.state == VisitState.DECISION
    if is_suggested:
        asked = _("anderer Termin vorgeschlagen")
    if is_pressing(visit):
        until = _("Antwort bis %(when)s") % {"when": say_when(visit.until, now)} if visit.until else ""
        row = _pressing(visit, now, asked if visit.waiting or is_suggested else "", until, say_wish(visit))
        return replace(row, action=_("Warum diese?") if visit.waiting else _("Ansehen"))
    return Row(
        title=_title(visit),
        meta=_meta(visit, asked if visit.waiting or is_suggested else "", say_wish(visit)),
        url=_case_url(visit),
        action=_("Warum diese?") if visit.waiting else _("Ansehen"),
        tag=_("Antwort bis %(when)s") % {"when": say_when(visit.until, now)} if visit.until else _("gerade neu"),
        names=(_person(visit),),
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
        title=f"{_person(visit)} → {announced_name(assignment.person)}",
        meta=_meta(visit, visit.help_request.category.name, say_minutes(visit.minutes), hints),
        url=_case_url(visit),
        action=_("Ansehen"),
        tag=tag,
        tag_state=state,
        names=(_person(visit), announced_name(assignment.person)),
    )


def done_row(visit: Any) -> Row:
    report, feedback = getattr(visit, "report", None), getattr(visit, "feedback", None)
    is_thanks = feedback is not None and feedback.was_good
    is_done = visit.state == VisitState.DONE
    return Row(
        title=_title(visit),
        meta=_meta(visit, say_minutes(report.minutes) if report and report.minutes else ""),
        url=_case_url(visit),
        action=_("Dank lesen") if feedback is not None and is_thanks and feedback.words else _("Ansehen"),
        tag=_("gut") if is_thanks else _("erledigt") if is_done else _("fand nicht statt"),
        tag_state=GOOD if is_done else SOON,
        names=(_person(visit),),
    )


def say_wish(visit: Any) -> str:
    """When it is wanted. Words that somebody typed may tell more than the time („nach der Dialyse“): then from the dates."""
    if visit.help_request.source == Source.WEB:
        return str(visit.help_request.wish_time)  # made of the choices of the page
    starts, ends = clock.local(visit.wish_window.lower), clock.local(visit.wish_window.upper)
    if starts.date() == ends.date():
        return f"{clock.say_day(starts)}, {clock.say_hours(starts, ends)}"
    return _("%(first)s bis %(last)s") % {"first": clock.say_day(starts), "last": clock.say_day(ends)}


def _case_url(visit: Any, name: str = "requests:board_request") -> str:
    address = reverse(name, args=[visit.help_request.reference])
    return f"{address}?termin={visit.reference}" if visit.series_id else address


def _person(visit: Any) -> str:
    return str(visit.help_request.resident.user.short_name)


def _title(visit: Any) -> str:
    return f"{_person(visit)}, {visit.help_request.category.name}"


def _meta(visit: Any, *parts: str) -> str:
    help_request = visit.help_request
    language = say_language(help_request.needs_language) if help_request.needs_language else ""
    return SEPARATOR.join(part for part in (*parts, language, help_request.district.name) if part)
