"""What the pipeline owes to whom once a visit is arranged: rows of the outbox, written in the verb's transaction.

The words are made at hand-over, from the modules `about_*`. Subjects name rows: `assignment:17`, `proposal:4`.
"""

import datetime as dt
from collections.abc import Sequence

from piano.kit import clock
from piano.messaging.models import TOLD_STATES, Channel, Message
from piano.messaging.outbox import Owed, cancel_owed, owe, owe_many
from piano.messaging.times.rules import read_at
from quarters.models import Reach, User
from requests.finding.timing import SHORTLY_BEFORE, day_before, tell_late, tell_soon
from requests.messages.sign_off_notices import drop_if_found
from requests.models import Assignment, Offer, ProposalState, Tier, TimeProposal, Visit
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState
from requests.wishes.contacts import hearers_of

INVITES = ("arranged_tenant", "reminder_tenant", "time_agreed")  # with the date for a calendar
TENANT_REMINDER_AT, PERSON_REMINDER_AT = dt.time(16), dt.time(17)


def not_you(assignment: Assignment, *, now: dt.datetime) -> None:
    """Who would have gone stays at home: the helper has planned anew."""
    owe(reason="not_you", subject=f"assignment:{assignment.pk}", recipient=assignment.person, now=now)


def arranged(assignment: Assignment, *, earlier: Sequence[Assignment], now: dt.datetime) -> None:
    """Tells both sides, who opens the door in any case, and puts the reminders down: the day before for both, two
    hours before for who goes. By phone there is one call, to the tenant: who goes has just said yes, and calls herself.
    `earlier`: who was to go before.
    """
    start, person = assignment.planned_window.lower, assignment.person
    subject = f"assignment:{assignment.pk}"
    for one in earlier:
        cancel_owed(subject=f"assignment:{one.pk}", reason="searching_again")  # who comes instead is told instead
        drop_if_found(one)
    owed = []
    for hearer in hearers_of(assignment.visit.help_request, at_the_door=True):
        at = tell_soon(start=start, now=now) if hearer.reach == Reach.PHONE else now
        owed.append(Owed("arranged_tenant", subject, hearer, not_before=at, expires_at=start))
    if person.reads_messages:
        owed.append(Owed("arranged_person", subject, person, expires_at=start))
    owe_many([*owed, *_reminders(assignment, slot="", now=now)], now=now)


def planned(assignment: Assignment, *, now: dt.datetime) -> None:
    """A date of a series: both sides know of it, and are reminded on the day before."""
    owe_many(_reminders(assignment, slot="", now=now), now=now)


def _reminders(assignment: Assignment, *, slot: str, now: dt.datetime) -> list[Owed]:
    """For both sides. `slot` tells those of a new time from those of the old one, which may have been sent.

    One whose moment has passed is not owed: what was arranged has just been told.
    """
    start, person = assignment.planned_window.lower, assignment.person
    when = [
        ("reminder_tenant", hearer, day_before(start, TENANT_REMINDER_AT))
        for hearer in hearers_of(assignment.visit.help_request, at_the_door=True)
        if hearer.reads_messages
    ]
    if person.reads_messages:
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
    """Whoever proposed hears the answer; of a new time whoever said yes has it in writing, too. The question is asked no more."""
    proposal_over(proposal)
    is_agreed = proposal.state == ProposalState.AGREED
    reason = "time_agreed" if is_agreed else "time_refused"
    asked, goes = hearers_of(assignment.visit.help_request, at_the_door=True), [assignment.person]
    proposed, answered = (asked, goes) if proposal.by_tenant else (goes, asked)
    in_writing = [person for person in answered if is_agreed and person.reads_messages]
    for person in dict.fromkeys([*proposed, *in_writing]):
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
        by_mail = person.reads_messages
        heard_at = read_at(person, now=now) if by_mail else clock.next_call_time(now)
        reason = "wish_grew_now" if heard_at > start - SHORTLY_BEFORE else "wish_grew"
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
    """Nobody rushes across town for nothing: who would come is told urgently. Whoever has the date in her calendar by a mail of
    ours gets it struck out.
    """
    subject = f"assignment:{assignment.pk}"
    invited = _invited(assignment)
    cancel_owed(subject=subject)
    owe(reason="called_off", subject=subject, recipient=assignment.person, now=now)
    for person in invited:
        owe(
            reason="called_off_tenant",
            subject=subject,
            recipient=person,
            now=now,
            expires_at=assignment.planned_window.upper,
        )


def _invited(assignment: Assignment) -> list[User]:
    """The tenant's side, as far as a mail has told it who comes."""
    moved = TimeProposal.objects.filter(assignment=assignment).values_list("pk", flat=True)
    subjects = [f"assignment:{assignment.pk}", *(f"proposal:{pk}" for pk in moved)]
    rows = Message.objects.filter(reason__in=INVITES, subject__in=subjects)
    rows = rows.filter(channel=Channel.EMAIL, state__in=TOLD_STATES).exclude(recipient=assignment.person_id)
    return list(User.objects.filter(pk__in=rows.values("recipient")).order_by("pk"))
