"""What the pipeline owes to whom at each step: rows of the outbox, written in the verb's transaction.

The words are made at hand-over, from `requests.message_values`. Subjects name rows: `offer:17`, `visit:4`, `request:9`.
"""

import datetime as dt
from collections.abc import Sequence

from piano.kit import clock
from piano.messaging.outbox import Owed, cancel_owed, cancel_owed_of, owe, owe_many
from quarters.models import Reach, Role, RoleKind, Trust, Urgency, User
from requests.contacts import hearers_of
from requests.letters import owe_letter
from requests.models import (
    After,
    Assignment,
    Feedback,
    HelpRequest,
    Offer,
    ProposalState,
    Report,
    Tier,
    TimeProposal,
    Visit,
)
from requests.sign_off_notices import drop_if_found
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState
from requests.timing import SHORTLY_BEFORE, day_before, tell_late, tell_soon

TENANT_REMINDER_AT, PERSON_REMINDER_AT = dt.time(16), dt.time(17)
A_WEEK = dt.timedelta(days=7)
WORTH_DECIDING = dt.timedelta(days=1)  # what was suggested for later outlives the first wish
WORTH_SAYING = dt.timedelta(days=14)  # then nobody wants to hear of it any more


def request_received(help_request: HelpRequest, *, now: dt.datetime) -> None:
    """A confirmation in writing; who is reached by phone has just been told."""
    for person in hearers_of(help_request):
        if person.reach == Reach.EMAIL:
            owe(reason="request_received", subject=f"request:{help_request.pk}", recipient=person, now=now)


def offers_made(offers: Sequence[Offer], *, now: dt.datetime) -> None:
    """Each person asked is told. The offers come with person and visit."""
    owe_many([_offer_made(offer) for offer in offers], now=now, are_new=True)


def _offer_made(offer: Offer) -> Owed:
    is_urgent = offer.visit.help_request.urgency == Urgency.URGENT
    reason, subject = "offer_urgent" if is_urgent else "offer", f"offer:{offer.pk}"
    return Owed(reason, subject, offer.person, expires_at=offer.answer_by)


def case_handed_over(offer: Offer, *, now: dt.datetime) -> None:
    owe(reason="case_handed_over", subject=f"offer:{offer.pk}", recipient=offer.person, now=now)


def offers_closed(offers: Sequence[Offer]) -> None:
    """An answered or expired offer is not sent any more."""
    cancel_owed_of([f"offer:{offer.pk}" for offer in offers])


def offers_withdrawn(offers: Sequence[Offer], *, taken: bool, now: dt.datetime) -> None:
    """Who has already read the offer hears that nobody has to come; who has not, hears nothing. They come with person."""
    unread = cancel_owed_of([f"offer:{offer.pk}" for offer in offers])
    reason, until = "offer_taken" if taken else "offer_not_needed", now + WORTH_SAYING
    read = [offer for offer in offers if not unread[f"offer:{offer.pk}"]]
    owe_many([Owed(reason, f"offer:{offer.pk}", offer.person, expires_at=until) for offer in read], now=now)


def decision_needed(visit: Visit, *, is_urgent: bool, now: dt.datetime, slot: str = "") -> None:
    """The helpers of the district hear that a decision waits; for urgent ones whatever the hour. `slot` tells it from the first."""
    for helper in helpers_of(visit, now=now):
        owe(
            reason="decision_urgent" if is_urgent else "decision_needed",
            subject=f"visit:{visit.pk}",
            recipient=helper,
            now=now,
            slot=f"{visit.rounds}{slot}",
            expires_at=max(visit.wish_window.upper, now + WORTH_DECIDING),
        )


def times_suggested(visit: Visit, *, slot: str, until: dt.datetime | None, now: dt.datetime) -> None:
    """Whoever hears of the request is asked whether another time would do."""
    for person in hearers_of(visit.help_request):
        subject = f"visit:{visit.pk}"
        owe(reason="times_for_tenant", subject=subject, recipient=person, now=now, slot=slot, expires_at=until)


def times_over(visit: Visit) -> None:
    cancel_owed(subject=f"visit:{visit.pk}", reason="times_for_tenant")


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


def phone_tree(visit: Visit, person: User, *, slot: str, now: dt.datetime) -> None:
    """The next one of the phone tree: somebody has to take care of it, and it may be night."""
    ends = max(visit.wish_window.upper, now + WORTH_DECIDING)
    owe(reason="phone_tree", subject=f"visit:{visit.pk}", recipient=person, now=now, slot=slot, expires_at=ends)


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
    hours before for who goes. By phone there is one call, to the tenant: who goes has just said yes, and calls herself.
    """
    start, person = assignment.planned_window.lower, assignment.person
    subject = f"assignment:{assignment.pk}"
    cancel_owed(subject=f"visit:{assignment.visit_id}")
    for earlier in Assignment.objects.filter(visit=assignment.visit_id, pk__lt=assignment.pk):
        cancel_owed(subject=f"assignment:{earlier.pk}", reason="searching_again")  # who comes instead is told instead
        drop_if_found(earlier)
    owed = []
    for hearer in hearers_of(assignment.visit.help_request, at_the_door=True):
        at = tell_soon(start=start, now=now) if hearer.reach == Reach.PHONE else now
        owed.append(Owed("arranged_tenant", subject, hearer, not_before=at, expires_at=start))
    if person.reach == Reach.EMAIL:
        owed.append(Owed("arranged_person", subject, person, expires_at=start))
    owe_many([*owed, *_reminders(assignment, slot="", now=now)], now=now)


def planned(assignment: Assignment, *, now: dt.datetime) -> None:
    """A date of a series: both sides know of it, and are reminded on the day before."""
    cancel_owed(subject=f"visit:{assignment.visit_id}")
    owe_many(_reminders(assignment, slot="", now=now), now=now)


def _reminders(assignment: Assignment, *, slot: str, now: dt.datetime) -> list[Owed]:
    """For both sides. `slot` tells those of a new time from those of the old one, which may have been sent.

    One whose moment has passed is not owed: what was arranged has just been told.
    """
    start, person = assignment.planned_window.lower, assignment.person
    when = [
        ("reminder_tenant", hearer, day_before(start, TENANT_REMINDER_AT))
        for hearer in hearers_of(assignment.visit.help_request, at_the_door=True)
        if hearer.reach == Reach.EMAIL
    ]
    if person.reach == Reach.EMAIL:
        when.append(("reminder_person", person, day_before(start, PERSON_REMINDER_AT)))
        when.append(("reminder_soon", person, start - SHORTLY_BEFORE))
    subject = f"assignment:{assignment.pk}"
    return [
        Owed(reason, subject, recipient, not_before=at, expires_at=start, slot=slot)
        for reason, recipient, at in when
        if at > now
    ]


def moved(assignment: Assignment, *, now: dt.datetime) -> None:
    """Nothing of the old time is said any more; reminders follow the new one."""
    cancel_owed(subject=f"assignment:{assignment.pk}")
    owe_many(_reminders(assignment, slot=f"{assignment.planned_window.lower:%y%m%d%H%M}", now=now), now=now)


def time_proposed(proposal: TimeProposal, *, assignment: Assignment, now: dt.datetime) -> None:
    """The other side is asked; somebody who is late is announced whatever the hour."""
    until = max(assignment.planned_window.lower, proposal.window.lower)
    if proposal.by_tenant:
        reason = "late_for_person" if proposal.is_late else "time_for_person"
        _of_proposal(reason, proposal, assignment.person, now=now, until=until)
        return
    reason = "late_for_tenant" if proposal.is_late else "time_for_tenant"
    for hearer in hearers_of(assignment.visit.help_request, at_the_door=True):
        _of_proposal(reason, proposal, hearer, now=now, until=until)


def time_answered(proposal: TimeProposal, *, assignment: Assignment, now: dt.datetime) -> None:
    """Whoever proposed hears the answer; the question is asked no more."""
    proposal_over(proposal)
    reason = "time_agreed" if proposal.state == ProposalState.AGREED else "time_refused"
    asked = hearers_of(assignment.visit.help_request, at_the_door=True)
    for person in asked if proposal.by_tenant else [assignment.person]:
        _of_proposal(reason, proposal, person, now=now, until=assignment.planned_window.lower)


def proposal_over(proposal: TimeProposal) -> None:
    cancel_owed(subject=f"proposal:{proposal.pk}")


def _of_proposal(reason: str, proposal: TimeProposal, person: User, *, now: dt.datetime, until: dt.datetime) -> None:
    owe(reason=reason, subject=f"proposal:{proposal.pk}", recipient=person, now=now, expires_at=until)


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


def given_up(assignment: Assignment, *, now: dt.datetime, is_told: bool = True) -> None:
    """The tenant hears that we search again, by phone perhaps together with who comes instead. Nothing more is owed for
    the old arrangement. Not `is_told`: `searching_again` says it of several visits at once.
    """
    subject = f"assignment:{assignment.pk}"
    cancel_owed(subject=subject)
    if not is_told:
        return
    for hearer in hearers_of(assignment.visit.help_request, at_the_door=True):
        at = tell_late(start=assignment.planned_window.lower, now=now) if hearer.reach == Reach.PHONE else now
        owe(reason="searching_again", subject=subject, recipient=hearer, now=now, not_before=at)


def called_off(assignment: Assignment, *, now: dt.datetime) -> None:
    """Nobody rushes across town for nothing: who would come is told urgently."""
    subject = f"assignment:{assignment.pk}"
    cancel_owed(subject=subject)
    owe(reason="called_off", subject=subject, recipient=assignment.person, now=now)


def nothing_more_due(visit: Visit) -> None:
    cancel_owed(subject=f"visit:{visit.pk}")
    cancel_owed(subject=f"request:{visit.help_request_id}")


def nobody_found(visit: Visit, *, now: dt.datetime) -> None:
    """First somebody calls; the letter follows when that call has ended. Who has no telephone gets the letter at once."""
    cancel_owed(subject=f"visit:{visit.pk}")
    for hearer in hearers_of(visit.help_request):
        if not hearer.phone and not hearer.email and _lives_there(visit, hearer):
            owe_letter(visit, now=now)
            continue
        reason = "nobody_found_call" if hearer.phone else "nobody_found"
        owe(reason=reason, subject=f"visit:{visit.pk}", recipient=hearer, now=now)


def letter_after_call(visit_id: int, recipient: User, now: dt.datetime) -> None:
    """What was said on the phone, once more in writing: a mail for who reads her mails, else paper in her letter box."""
    if recipient.reach == Reach.EMAIL and recipient.email:
        owe(reason="nobody_found", subject=f"visit:{visit_id}", recipient=recipient, now=now)
        return
    visit = Visit.objects.select_related("help_request__resident").get(pk=visit_id)
    if _lives_there(visit, recipient):
        owe_letter(visit, now=now)


def _lives_there(visit: Visit, person: User) -> bool:
    """We know no address of whoever asked for her."""
    return visit.help_request.resident.user_id == person.pk


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
    """Asks the tenant whether all was well, in writing; people of the phone are asked at the next call."""
    cancel_owed(subject=f"assignment:{assignment.pk}")
    for hearer in hearers_of(assignment.visit.help_request):
        if report.took_place:
            subject, ends = f"visit:{report.visit_id}", now + WORTH_SAYING
            owe(reason="how_was_it", subject=subject, recipient=hearer, now=now, expires_at=ends)
    if report.after == After.NEXT_WEEK and not report.needs_call:
        tenant = assignment.visit.help_request.resident.user
        owe(reason="ask_again", subject=f"visit:{report.visit_id}", recipient=tenant, now=now, not_before=now + A_WEEK)


def worry_taken_care_of(report: Report, *, by: User, now: dt.datetime) -> None:
    if report.reported_by and report.reported_by != by:
        subject, ends = f"visit:{report.visit_id}", now + WORTH_SAYING
        owe(reason="worry_taken_care_of", subject=subject, recipient=report.reported_by, now=now, expires_at=ends)


def thanked(feedback: Feedback, *, now: dt.datetime) -> None:
    """The tenant's kind words reach the volunteer."""
    person = User.objects.filter(assignments__visit=feedback.visit, assignments__state="done").first()
    if person:
        subject, ends = f"visit:{feedback.visit_id}", now + WORTH_SAYING
        owe(reason="thanks", subject=subject, recipient=person, now=now, expires_at=ends)
