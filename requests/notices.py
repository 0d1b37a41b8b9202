"""What the pipeline owes to whom at each step: rows of the outbox, written in the verb's transaction.

The words are made at hand-over, by `requests.reasons`. Subjects name rows: `offer:17`, `visit:4`, `request:9`.
"""

import datetime as dt

from piano.kit import clock
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import Reach, Role, RoleKind, Trust, Urgency, User
from requests.contacts import hearers_of
from requests.models import Assignment, Feedback, HelpRequest, Offer, Report, Tier, Visit
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState
from requests.timing import day_before

TENANT_REMINDER_AT, PERSON_REMINDER_AT = dt.time(16), dt.time(17)
SHORTLY_BEFORE = dt.timedelta(hours=2)


def request_received(help_request: HelpRequest, *, now: dt.datetime) -> None:
    """A confirmation in writing; who is reached by phone has just been told."""
    for person in hearers_of(help_request):
        if person.reach == Reach.EMAIL:
            owe(reason="request_received", subject=f"request:{help_request.pk}", recipient=person, now=now)


def offer_made(offer: Offer, *, is_urgent: bool, now: dt.datetime) -> None:
    owe(
        reason="offer_urgent" if is_urgent else "offer",
        subject=f"offer:{offer.pk}",
        recipient=offer.person,
        now=now,
        expires_at=offer.answer_by,
    )


def case_handed_over(offer: Offer, *, now: dt.datetime) -> None:
    owe(reason="case_handed_over", subject=f"offer:{offer.pk}", recipient=offer.person, now=now)


def offer_closed(offer: Offer) -> None:
    """An answered or expired offer is not sent any more."""
    cancel_owed(subject=f"offer:{offer.pk}")


def offer_withdrawn(offer: Offer, *, taken: bool, now: dt.datetime) -> None:
    """Who has already read the offer hears that nobody has to come; who has not, hears nothing."""
    unread = cancel_owed(subject=f"offer:{offer.pk}")
    if not unread:
        reason = "offer_taken" if taken else "offer_not_needed"
        owe(reason=reason, subject=f"offer:{offer.pk}", recipient=offer.person, now=now)


def decision_needed(visit: Visit, *, is_urgent: bool, now: dt.datetime, again: bool = False) -> None:
    """The helpers of the district hear that a decision waits; for urgent ones whatever the hour."""
    for helper in helpers_of(visit, now=now):
        owe(
            reason="decision_urgent" if is_urgent or again else "decision_needed",
            subject=f"visit:{visit.pk}",
            recipient=helper,
            now=now,
            slot=f"{visit.rounds}{'-' + now.strftime('%m%d%H') if again else ''}",
            expires_at=visit.wish_window.upper,
        )


def trusted(trust: Trust, *, now: dt.datetime) -> None:
    """The trusted person hears that she may sign in; once, as it is one row."""
    if trust.person:
        owe(reason="trusted", subject=f"trust:{trust.pk}", recipient=trust.person, now=now)


def please_get_to_know(visit: Visit, *, now: dt.datetime, again: bool = False) -> None:
    """The helpers of the district hear that somebody waits for a call before anybody is asked."""
    for helper in helpers_of(visit, now=now):
        owe(
            reason="please_get_to_know_now" if visit.help_request.urgency == Urgency.URGENT else "please_get_to_know",
            subject=f"visit:{visit.pk}",
            recipient=helper,
            now=now,
            slot=now.strftime("%m%d%H") if again else "",
            expires_at=visit.wish_window.upper,
        )


def please_judge(visit: Visit, person: User, *, now: dt.datetime) -> None:
    """Whoever has duty looks whether something pressing can wait until the office opens. Nobody is asked for by that."""
    owe(reason="please_judge", subject=f"visit:{visit.pk}", recipient=person, now=now, slot=now.strftime("%m%d"))


def referred(visit: Visit, *, now: dt.datetime) -> None:
    """The tenant reads, or hears, who will help instead."""
    cancel_owed(subject=f"visit:{visit.pk}")
    owe(reason="referred", subject=f"visit:{visit.pk}", recipient=visit.help_request.resident.user, now=now)


def not_you(assignment: Assignment, *, now: dt.datetime) -> None:
    """Who would have gone stays at home: the helper has planned anew."""
    owe(reason="not_you", subject=f"assignment:{assignment.pk}", recipient=assignment.person, now=now)


def helpers_of(visit: Visit, *, now: dt.datetime) -> list[User]:
    """The helpers whose role covers the visit's district today."""
    roles = Role.objects.valid_on(clock.local(now).date()).filter(
        kind=RoleKind.HELPER, district=visit.help_request.district_id
    )
    return list(User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("pk"))


def arranged(assignment: Assignment, *, now: dt.datetime) -> None:
    """Tells both sides, who opens the door in any case, and puts the reminders down: the day before for both, two
    hours before for who goes.
    """
    start, person = assignment.planned_window.lower, assignment.person
    subject = f"assignment:{assignment.pk}"
    cancel_owed(subject=f"visit:{assignment.visit_id}")
    for hearer in hearers_of(assignment.visit.help_request, at_the_door=True):
        owe(reason="arranged_tenant", subject=subject, recipient=hearer, now=now, expires_at=start)
        if hearer.reach == Reach.EMAIL:
            _remind("reminder_tenant", subject, hearer, at=day_before(start, TENANT_REMINDER_AT), start=start, now=now)
    owe(reason="arranged_person", subject=subject, recipient=person, now=now, expires_at=start)
    _remind("reminder_person", subject, person, at=day_before(start, PERSON_REMINDER_AT), start=start, now=now)
    if person.reach == Reach.EMAIL:
        _remind("reminder_soon", subject, person, at=start - SHORTLY_BEFORE, start=start, now=now)


def _remind(
    reason: str, subject: str, recipient: User, *, at: dt.datetime, start: dt.datetime, now: dt.datetime
) -> None:
    """A reminder whose moment has passed is not owed: what was arranged has just been told."""
    if at > now:
        owe(reason=reason, subject=subject, recipient=recipient, now=now, not_before=at, expires_at=start)


def wish_grew(visit: Visit, *, slot: str, now: dt.datetime) -> None:
    """Who goes reads it before leaving home, at once where the next quiet hours would be too late; so does whoever has the
    case on call."""
    standing = Assignment.objects.filter(visit=visit, state__in=STANDING_ASSIGNMENT_STATES).select_related("person")
    for assignment in standing:
        person, start = assignment.person, assignment.planned_window.lower
        by_mail = person.reach == Reach.EMAIL
        read_at = (
            clock.after_quiet(now, person.quiet_from, person.quiet_until) if by_mail else clock.next_call_time(now)
        )
        reason = "wish_grew_now" if read_at > start - SHORTLY_BEFORE else "wish_grew"
        subject = f"assignment:{assignment.pk}"
        owe(reason=reason, subject=subject, recipient=person, now=now, slot=slot, expires_at=start)
    for offer in Offer.objects.filter(visit=visit, tier=Tier.CARE, state=OfferState.OPEN).select_related("person"):
        owe(reason="case_grew", subject=f"offer:{offer.pk}", recipient=offer.person, now=now, slot=slot)


def given_up(assignment: Assignment, *, now: dt.datetime) -> None:
    """The tenant hears at once that we search again; nothing more is owed for the old arrangement."""
    subject = f"assignment:{assignment.pk}"
    cancel_owed(subject=subject)
    for hearer in hearers_of(assignment.visit.help_request, at_the_door=True):
        owe(reason="searching_again", subject=subject, recipient=hearer, now=now)


def called_off(assignment: Assignment, *, now: dt.datetime) -> None:
    """Nobody rushes across town for nothing: who would come is told urgently."""
    subject = f"assignment:{assignment.pk}"
    cancel_owed(subject=subject)
    owe(reason="called_off", subject=subject, recipient=assignment.person, now=now)


def nothing_more_due(visit: Visit) -> None:
    cancel_owed(subject=f"visit:{visit.pk}")
    cancel_owed(subject=f"request:{visit.help_request_id}")


def nobody_found(visit: Visit, *, now: dt.datetime) -> None:
    cancel_owed(subject=f"visit:{visit.pk}")
    for hearer in hearers_of(visit.help_request):
        owe(reason="nobody_found", subject=f"visit:{visit.pk}", recipient=hearer, now=now)


def report_wanted(assignment: Assignment, *, slot: str, now: dt.datetime) -> None:
    owe(
        reason="report_wanted",
        subject=f"assignment:{assignment.pk}",
        recipient=assignment.person,
        slot=slot,
        now=now,
        expires_at=now + dt.timedelta(days=1),
    )


def reported(report: Report, *, assignment: Assignment, now: dt.datetime) -> None:
    """Asks the tenant whether all was well, in writing; people of the phone are asked at the next call anyway."""
    cancel_owed(subject=f"assignment:{assignment.pk}")
    for hearer in hearers_of(assignment.visit.help_request):
        if report.took_place and hearer.reach == Reach.EMAIL:
            owe(reason="how_was_it", subject=f"visit:{report.visit_id}", recipient=hearer, now=now)
    if report.needs_call:
        for helper in helpers_of(report.visit, now=now):
            owe(reason="please_call", subject=f"visit:{report.visit_id}", recipient=helper, now=now)


def worry_taken_care_of(report: Report, *, by: User, now: dt.datetime) -> None:
    if report.reported_by and report.reported_by != by:
        owe(reason="worry_taken_care_of", subject=f"visit:{report.visit_id}", recipient=report.reported_by, now=now)


def thanked(feedback: Feedback, *, now: dt.datetime) -> None:
    """The tenant's kind words reach the volunteer."""
    person = User.objects.filter(assignments__visit=feedback.visit, assignments__state="done").first()
    if person:
        owe(reason="thanks", subject=f"visit:{feedback.visit_id}", recipient=person, now=now)
