"""Who comes is known before the door is opened. The staff says it on the phone; where nobody of the staff is there in time, who
goes calls herself; and where nobody has tried, whoever has duty does.

Told is what the row `arranged_tenant` of the outbox says of itself: sent. A call that nobody answered counts its tries. That is
one record, whoever called.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from helpers.on_duty.on_call import on_call_at
from piano.kit import clock
from piano.kit.languages import in_sentences
from piano.kit.templatetags.piano import phone
from piano.kit.words import one_full_stop
from piano.messaging.models import TOLD_STATES, Call, Message, MessageState
from piano.messaging.outbox import cancel_owed, owe
from piano.messaging.phone_list import no_answer, put_on_list, reach_person
from quarters.models import Reach, User
from requests.advance import note_down
from requests.arranged.untold import untold
from requests.finding.due import cross_off, owe_step
from requests.finding.timing import SHORTLY_BEFORE, staff_tells_until
from requests.locks import lock_visit
from requests.messages.naming import announced_name, badge_of, instead_of, organisation_of
from requests.models import Assignment, Visit, WorkKind
from requests.states import STANDING_ASSIGNMENT_STATES
from requests.urgency.responsible import is_office_open

TIME_TO_CALL = dt.timedelta(minutes=30)  # from the question to who goes until whoever has duty is asked
ASKED = "Weiß noch nicht, wer kommt. Wer hingeht, ist um einen Anruf gebeten"
REACHED, IN_VAIN = "Am Telefon gesagt, wer kommt", "Angerufen, um zu sagen, wer kommt. Niemand ging ans Telefon"


@dataclass(frozen=True)
class Telling:
    """What is to be said to the tenant before the visit. `tries` counts the calls that nobody answered."""

    words: str
    tries: int


def word_owed(assignment: Assignment) -> Message | None:
    """The row that is still to be said to whoever opens the door."""
    rows = untold().filter(recipient__resident__help_requests__visits=assignment.visit_id)
    return rows.filter(subject=f"assignment:{assignment.pk}").first()


def is_hers_to_tell(assignment: Assignment, *, now: dt.datetime) -> bool:
    """Before the visit, and after the hours in which the staff could have told."""
    start = assignment.planned_window.lower
    return bool(staff_tells_until(start) <= now < start)


def load_telling(assignment: Assignment | None, *, now: dt.datetime) -> Telling | None:
    """What who goes, or whoever calls for her, has to say now; None when it is said, or the staff still says it."""
    if assignment is None or not is_hers_to_tell(assignment, now=now):
        return None
    word = word_owed(assignment)
    if word is None:
        return None
    tries = Call.objects.filter(message=word).values_list("tries", flat=True).first()
    return Telling(_words(assignment), tries or 0)


def _words(assignment: Assignment) -> str:
    """So that she can ask us whether it is true."""
    person, badge, other = assignment.person, badge_of(assignment.person), instead_of(assignment)
    start = clock.say_moment(assignment.planned_window.lower)
    who = {"who": announced_name(person), "organisation": organisation_of(person), "start": start}
    said = [
        _("Guten Tag, zu Ihnen kommt %(who)s: %(start)s.") % who,
        _("%(who)s gehört zu: %(organisation)s.") % who,
        _("Sie oder er kommt statt: %(other)s.") % {"other": other} if other else "",
        _("Auf dem Ausweis steht die Nummer %(badge)s.") % {"badge": badge} if badge else "",
        _("Unsicher? Dann rufen Sie bitte den Treffpunkt an: %(phone)s.") % {"phone": phone(settings.DEFAULT_PHONE)},
    ]
    return one_full_stop(in_sentences(said))


def see_to_telling(visit: Visit, *, now: dt.datetime) -> None:
    """The staff is gone, and the tenant does not know: who goes is asked to call, then whoever has duty.

    The caller holds the visit's lock.
    """
    standing = Assignment.objects.filter(visit=visit, state__in=STANDING_ASSIGNMENT_STATES).select_related("person")
    assignment = standing.first()
    if assignment is None or not is_hers_to_tell(assignment, now=now) or word_owed(assignment) is None:
        cross_off(visit, WorkKind.TELL, now=now)
        return
    assignment.visit = visit
    if _can_be_asked(assignment):
        note_down(visit, by=None, now=now, note=ASKED)
        _ask_to_tell(assignment, now=now)
        start = assignment.planned_window.lower
        owe_step(visit, WorkKind.TELL, due_at=max(min(start - SHORTLY_BEFORE, start), now + TIME_TO_CALL))
        return
    cross_off(visit, WorkKind.TELL, now=now)
    if not Call.objects.filter(message=word_owed(assignment), tries__gt=0).exists():
        _ask_duty_to_tell(assignment, now=now)


def _ask_to_tell(assignment: Assignment, *, now: dt.datetime) -> None:
    """Who goes is asked to call the tenant, who does not know yet who comes."""
    subject, start = f"assignment:{assignment.pk}", assignment.planned_window.lower
    owe(reason="please_tell", subject=subject, recipient=assignment.person, now=now, expires_at=start)


def _ask_duty_to_tell(assignment: Assignment, *, now: dt.datetime) -> None:
    """Whoever has duty is asked to, while the meeting point is closed; else it stands on the board."""
    duty = on_call_at(district=assignment.visit.help_request.district, moment=now).first()
    if duty and not is_office_open(now, district=assignment.visit.help_request.district):
        subject, start = f"visit:{assignment.visit_id}", assignment.planned_window.lower
        slot = str(assignment.pk)  # somebody else may come in the end
        owe(reason="please_tell_on_duty", subject=subject, recipient=duty.person, now=now, expires_at=start, slot=slot)


def _can_be_asked(assignment: Assignment) -> bool:
    """Once, and in writing: who has to be called herself is asked by nobody at that hour."""
    asked = Message.objects.filter(reason="please_tell", subject=f"assignment:{assignment.pk}")
    reads_mails = assignment.person.reach in (Reach.SMS, Reach.PUSH) or (
        assignment.person.reach == Reach.EMAIL and bool(assignment.person.email)
    )
    return reads_mails and not asked.exclude(state=MessageState.CANCELLED).exists()


def note_call(assignment: Assignment, *, by: User, has_reached: bool, now: dt.datetime) -> bool:
    """Somebody called the tenant to say who comes. What was said is never said twice; returns whether it was still owed.

    Locks request and visit, then the message.
    """
    with transaction.atomic():
        visit = lock_visit(assignment.visit_id)
        found = word_owed(assignment)
        word = Message.objects.select_for_update().get(pk=found.pk) if found else None
        if word is None or word.state in TOLD_STATES:
            return False
        call = Call.objects.filter(message=word).first() or put_on_list(word, now=now)
        (reach_person if has_reached else no_answer)(call, by=by, now=now)
        note_down(visit, by=by, now=now, note=REACHED if has_reached else IN_VAIN)
        if has_reached:
            cross_off(visit, WorkKind.TELL, now=now)
            cancel_owed(subject=f"assignment:{assignment.pk}", reason="please_tell")
            cancel_owed(subject=f"visit:{visit.pk}", reason="please_tell_on_duty")
    return True
