"""What somebody who was asked, or who goes, may see of a case. Plain values for the pages; the wall before a yes is here."""

import datetime as dt
from dataclasses import dataclass

from quarters.models import Consent
from quarters.residents import has_consent
from requests.models import Assignment, Offer, Report, Tier
from requests.states import SEARCHING_STATES, AssignmentState, OfferState, VisitState

OPEN_AFTER = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Contact:
    """Who is helped and where: only for who goes, from the yes until a day after the visit."""

    name: str
    phone: str
    address: str
    floor: str
    door_note: str
    wish: str
    hints: str
    contact_name: str
    contact_phone: str


@dataclass(frozen=True)
class Case:
    """One offer as its page shows it. `stage`: ask, going, report, done, taken, over, called_off."""

    offer: Offer
    stage: str
    starts: dt.datetime
    assignment: Assignment | None
    contact: Contact | None
    may_report: bool


def load_case(offer: Offer, *, now: dt.datetime) -> Case:
    """Four queries at most. Nothing that names the tenant is read before a yes."""
    assignment = _assignment(offer)
    stage = _stage(offer, assignment)
    is_open = assignment is not None and now < assignment.planned_window.upper + OPEN_AFTER
    starts = assignment.planned_window.lower if assignment else offer.proposed_start
    return Case(
        offer=offer,
        stage=stage,
        starts=starts,
        assignment=assignment,
        contact=contact_of(offer) if is_open and stage in ("going", "done") else None,
        may_report=stage == "going" and now >= starts,
    )


def _assignment(offer: Offer) -> Assignment | None:
    """The assignment that came of this offer, unless it was cancelled."""
    if offer.state != OfferState.ACCEPTED:
        return None
    rows = Assignment.objects.filter(visit=offer.visit, person=offer.person).exclude(state=AssignmentState.CANCELLED)
    return rows.order_by("-pk").first()


def _stage(offer: Offer, assignment: Assignment | None) -> str:
    visit = offer.visit
    if assignment is not None:
        return "done" if Report.objects.filter(visit=visit).exists() else "going"
    if offer.state in (OfferState.OPEN, OfferState.EXPIRED) and visit.state in SEARCHING_STATES:
        return "ask"
    if offer.state == OfferState.DECLINED:
        return "declined"
    if visit.state == VisitState.CANCELLED:
        return "called_off"
    if visit.state in (VisitState.ARRANGED, VisitState.DONE, VisitState.MISSED) and offer.state != OfferState.ACCEPTED:
        return "taken"
    return "over"


def contact_of(offer: Offer) -> Contact:
    """Health hints only with the consent that names them; professionals on call see what they need in their own case."""
    help_request = offer.visit.help_request
    resident = help_request.resident
    may_know_hints = has_consent(resident.user, Consent.ConsentPurpose.HEALTH) or offer.tier == Tier.CARE
    return Contact(
        name=resident.user.addressed_name if resident.user.salutation else resident.user.full_name,
        phone=resident.user.phone,
        address=resident.building.address if resident.building else "",
        floor=resident.floor,
        door_note=resident.door_note,
        wish=help_request.wish,
        hints=help_request.hints if may_know_hints else "",
        contact_name=help_request.caller_name,
        contact_phone=help_request.caller_phone,
    )
