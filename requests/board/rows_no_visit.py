"""How what is no visit is worded: a call, somebody to look for, who would like to join or to give. Pure over loaded rows."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from quarters.models import Contribution, ContributionKind
from requests.board.saying import GOOD, LATE, SEPARATOR, SOON
from requests.board.words import Row
from requests.models import (
    NightCall,
    NightOutcome,
    Referral,
    ReferralKind,
    RoundEntry,
    Sending,
    SendingAnswer,
    SendingWay,
)
from volunteers.models import Interest


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


def sending_row(sending: Sending, now: dt.datetime) -> Row:
    """Of a call that lies with another organisation: what a helper has to do about it."""
    organisation, district = sending.organisation, sending.referral.district
    is_late = sending.answer_by < clock.local(now).date()
    if sending.answer == SendingAnswer.NO:
        title, tag = _("Kann nicht helfen: %(name)s"), _("andere Stelle suchen")
    elif sending.way == SendingWay.LETTER and sending.posted_at is None:
        title, tag = _("Brief drucken und einwerfen: %(name)s"), _("Brief")
    elif sending.answer:
        title, tag = _("Was ist daraus geworden? %(name)s"), _("nachfragen")
    else:
        title, tag = _("Keine Antwort: %(name)s"), _("überfällig")
    when = _("bis %(day)s erwartet") % {"day": clock.say_day(sending.answer_by)} if is_late else ""
    return Row(
        title=title % {"name": organisation.name},
        meta=SEPARATOR.join(part for part in (_("weitergegeben"), when, district and district.name) if part),
        url=reverse("requests:sending", args=[sending.reference]),
        action=_("Ansehen"),
        tag=tag,
        tag_state=LATE if is_late or sending.answer == SendingAnswer.NO else SOON,
        phone=organisation.phone,
    )


def stalled_row() -> Row:
    """Stands above all but people who may be in danger now."""
    return Row(
        title=_("Nachrichten gehen nicht raus"),
        meta=_("Gleich die Technik anrufen. Wer heute einen Einsatz hat, bitte selbst anrufen."),
        url=reverse("quarters:running"),
        action=_("Ansehen, was steht"),
        tag=_("jetzt"),
        tag_state=LATE,
        place=0,
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


def calls_row(people: int) -> Row:
    """The phone list in one line."""
    return Row(
        title=ngettext("%(n)d Mensch wartet auf einen Anruf", "%(n)d Menschen warten auf einen Anruf", people)
        % {"n": people},
        meta=_("Was nicht per E-Mail geht, sagen wir am Telefon."),
        url=reverse("requests:call_list"),
        action=_("Zur Anrufliste"),
    )


def letters_row(count: int, day: dt.date, now: dt.datetime) -> Row:
    """`day`: of the oldest batch."""
    is_late = day < clock.local(now).date()
    return Row(
        title=ngettext("%(n)d Brief: drucken und einwerfen", "%(n)d Briefe: drucken und einwerfen", count)
        % {"n": count},
        meta=_("Für alle, denen wir auf Papier schreiben."),
        url=reverse("requests:letters"),
        action=_("Zu den Briefen"),
        tag=_("seit %(when)s") % {"when": clock.say_day(day)} if is_late else "",
        tag_state=LATE if is_late else "",
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
