"""What the pipeline owes to whom while somebody is looked for: rows of the outbox, written in the verb's transaction.

The words are made at hand-over, from the modules `about_*`. Subjects name rows: `offer:17`, `visit:4`, `request:9`.
"""

import datetime as dt
from collections.abc import Sequence

from piano.messaging.outbox import Owed, cancel_owed, cancel_owed_of, owe, owe_many
from quarters.models import Reach, Trust, Urgency, User
from quarters.people.helping import helpers_of
from requests.messages.ring_notices import ring_for_offer, ring_to_look
from requests.models import HelpRequest, Offer, Visit
from requests.wishes.contacts import hearers_of

WORTH_DECIDING = dt.timedelta(days=1)  # what was suggested for later outlives the first wish
IN_WRITING, ON_PAPER = "nobody_found", "nobody_found_on_paper"
WORTH_SAYING = dt.timedelta(days=14)  # then nobody wants to hear of it any more


def request_received(help_request: HelpRequest, *, now: dt.datetime) -> None:
    """A confirmation in writing; who is reached by phone has just been told."""
    for person in hearers_of(help_request):
        if person.reads_messages or person.reach == Reach.LETTER:
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
    ring_for_offer(offer, now=now)


def offers_closed(offers: Sequence[Offer]) -> None:
    """An answered or expired offer is not sent any more."""
    cancel_owed_of([f"offer:{offer.pk}" for offer in offers])


def offers_withdrawn(offers: Sequence[Offer], *, taken: bool, now: dt.datetime, found_for: Visit | None = None) -> None:
    """Who has already read the offer hears that nobody has to come; who has not, hears nothing.
    Nothing more is said of the search for the visit for which somebody is found.
    """
    search = [f"visit:{found_for.pk}"] if found_for else []
    unread = cancel_owed_of([*(f"offer:{offer.pk}" for offer in offers), *search])
    reason, until = "offer_taken" if taken else "offer_not_needed", now + WORTH_SAYING
    read = [offer for offer in offers if not unread[f"offer:{offer.pk}"]]
    people = User.objects.in_bulk({offer.person_id for offer in read})
    told = [Owed(reason, f"offer:{offer.pk}", people[offer.person_id], expires_at=until) for offer in read]
    owe_many(told, now=now)


def decision_needed(visit: Visit, *, is_urgent: bool, now: dt.datetime, slot: str = "") -> None:
    """The helpers of the district hear that a decision waits; for urgent ones whatever the hour. `slot` tells it from the first."""
    for helper in helpers_of(visit.help_request.district_id, now=now):
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
    for helper in helpers_of(visit.help_request.district_id, now=now):
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
    slot = now.strftime("%m%d")
    owe(reason="please_judge", subject=f"visit:{visit.pk}", recipient=person, now=now, slot=slot)
    ring_to_look(visit, person, slot=slot, now=now)


def phone_tree(visit: Visit, person: User, *, slot: str, now: dt.datetime) -> None:
    """The next one of the phone tree: somebody has to take care of it, and it may be night."""
    ends = max(visit.wish_window.upper, now + WORTH_DECIDING)
    owe(reason="phone_tree", subject=f"visit:{visit.pk}", recipient=person, now=now, slot=slot, expires_at=ends)
    ring_to_look(visit, person, slot=f"tree{slot}", now=now)


def referred(visit: Visit, *, now: dt.datetime) -> None:
    """The tenant reads, or hears, who will help instead."""
    cancel_owed(subject=f"visit:{visit.pk}")
    owe(reason="referred", subject=f"visit:{visit.pk}", recipient=visit.help_request.resident.user, now=now)


def nothing_more_due(visit: Visit) -> None:
    cancel_owed(subject=f"visit:{visit.pk}")
    cancel_owed(subject=f"request:{visit.help_request_id}")


def nobody_found(visit: Visit, *, now: dt.datetime) -> None:
    """First somebody calls; what was said follows in writing when that call has ended. Who has no telephone is written to at once."""
    cancel_owed(subject=f"visit:{visit.pk}")
    for hearer in hearers_of(visit.help_request):
        written = IN_WRITING if hearer.email else _written_as(visit, hearer) or IN_WRITING
        reason = "nobody_found_call" if hearer.phone else written
        owe(reason=reason, subject=f"visit:{visit.pk}", recipient=hearer, now=now, slot=_this_search(visit))


def letter_after_call(visit_id: int, recipient: User, now: dt.datetime) -> None:
    """What was said on the phone, once more in writing: a mail for who reads her mails, a letter with those of the day for who
    wishes letters or reads nothing else.
    """
    visit = _visit(visit_id)
    reason = _written_as(visit, recipient)
    if reason:
        owe(reason=reason, subject=f"visit:{visit_id}", recipient=recipient, now=now, slot=_this_search(visit))


def follows_on_paper(visit_id: int, person: User) -> bool:
    """Whether a letter follows the call to her."""
    reason = _written_as(_visit(visit_id), person)
    return reason == ON_PAPER or (reason == IN_WRITING and person.reach == Reach.LETTER)


def _visit(pk: int) -> Visit:
    return Visit.objects.select_related("help_request__resident").get(pk=pk)


def search_goes_on(visit: Visit) -> None:
    """A helper has taken it up again: nobody says any more that it was in vain."""
    cancel_owed(subject=f"visit:{visit.pk}")


def _this_search(visit: Visit) -> str:
    """Tells one search that ended in vain from the next."""
    return str(int(visit.ended_at.timestamp())) if visit.ended_at else ""


def _written_as(visit: Visit, person: User) -> str:
    """The reason under which she reads it; "" for whoever asked for her and reads nothing of ours: no paper that nobody expects."""
    if (person.reach == Reach.LETTER and person.postal_lines) or (person.reach == Reach.EMAIL and person.email):
        return IN_WRITING
    is_hers = visit.help_request.resident.user_id == person.pk
    return ON_PAPER if is_hers and person.postal_lines else ""
