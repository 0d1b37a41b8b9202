"""What somebody who was asked, or who goes, may see of a case. Plain values for the pages; the wall before a yes is here.

Why she is asked is said by `why`. Pages and doors may import this; it never reads the request.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from piano.messaging.channels.sms.numbers import mobile_number
from quarters.models import Consent, User
from quarters.people.languages import say_language
from quarters.people.residents import has_consent, is_kept_apart
from quarters.people.talking import say_talking
from requests.board.interpreting import reads
from requests.finding.second_place import is_wanted
from requests.finding.why import say_stairs
from requests.models import After, Assignment, HelpRequest, Offer, Report, StateChange, Tier, Visit
from requests.people.safe_rules import touches_rules
from requests.states import SEARCHING_STATES, AssignmentState, OfferState, VisitState
from requests.wishes.phrases import say_phrases

OPEN_AFTER = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Errand:
    """A visit for which one person was asked, or to which she goes.

    `reference` is the offer's or the visit's own; `offer` is None where a helper wrote down a yes given by phone.
    """

    reference: str
    visit: Visit
    person: User
    offer: Offer | None

    @property
    def help_request(self) -> HelpRequest:
        return self.visit.help_request

    @property
    def is_care(self) -> bool:
        return self.offer is not None and self.offer.tier == Tier.CARE


@dataclass(frozen=True)
class Contact:
    """Who is helped and where: only for who goes, from the yes until her report, at the latest a day after the visit.

    `not_read` is the language of free words that she does not read: then she has the `phrases` alone (docs/decisions/051).
    """

    name: str
    phone: str
    address: str
    floor: str
    door_note: str
    wish: str
    hints: str
    phrases: list[str]
    not_read: str
    talking: list[str]
    only_writes: bool
    text_number: str
    contact_name: str
    contact_phone: str


@dataclass(frozen=True)
class Case:
    """An errand as its page shows it. `stage`: ask, going, done, missed, given_up, planned_anew, declined, taken, called_off,
    over.
    """

    errand: Errand
    stage: str
    starts: dt.datetime
    ends: dt.datetime
    assignment: Assignment | None
    contact: Contact | None
    may_report: bool
    may_give_up: bool
    says_danger: bool
    touches_rules: bool = False


def load_case(errand: Errand, *, now: dt.datetime) -> Case:
    """Two queries at most, besides what is read of the tenant. Nothing that names the tenant is read before a yes."""
    own = list(Assignment.objects.filter(visit=errand.visit, person=errand.person).order_by("-pk"))
    assignment = next((row for row in own if row.state != AssignmentState.CANCELLED), None)
    stage = _stage(errand, assignment, gave_up=bool(own), now=now)
    if stage == "given_up" and not was_her_word(own[0]):
        stage = "planned_anew"
    starts, ends = _times(errand, assignment or next(iter(own), None))
    says_danger = stage in ("done", "missed") and _says_danger(errand.visit)
    is_needed = stage == "going" or says_danger  # 112 asks for the address
    may_see = assignment is not None and is_needed and now < ends + OPEN_AFTER and not is_kept_from(errand)
    return Case(
        errand=errand,
        stage=stage,
        starts=starts,
        ends=ends,
        assignment=assignment,
        contact=contact_of(errand) if may_see else None,
        may_report=stage == "going" and now >= starts,
        may_give_up=stage == "going" and now < ends,
        says_danger=says_danger,
        touches_rules=stage == "done" and _touches_rules(errand),
    )


def _touches_rules(errand: Errand) -> bool:
    """Her own report spoke of gifts, money or keys."""
    report = Report.objects.filter(visit=errand.visit).only("note").first()
    return report is not None and touches_rules(report.note, category=errand.help_request.category.code)


def was_her_word(assignment: Assignment) -> bool:
    """She gave it up herself, or somebody noted it for her who says so; not a helper or the house that planned anew."""
    rows = StateChange.objects.filter(
        subject="assignment", subject_id=assignment.pk, to_state=AssignmentState.CANCELLED
    )
    return rows.filter(by=assignment.person_id).exists()


def is_kept_from(errand: Errand) -> bool:
    """Somebody who was there yesterday and shall not come again looks nothing up any more."""
    return is_kept_apart(errand.person, errand.help_request.resident.user)


def _says_danger(visit: Visit) -> bool:
    """Who reported a danger reads 112 until somebody has taken care of it."""
    return Report.objects.filter(visit=visit, after=After.DANGER, acknowledged_at=None).exists()


def _times(errand: Errand, assignment: Assignment | None) -> tuple[dt.datetime, dt.datetime]:
    if assignment is not None:
        return assignment.planned_window.lower, assignment.planned_window.upper
    start = errand.offer.proposed_start if errand.offer else errand.visit.wish_window.lower
    return start, start + dt.timedelta(minutes=errand.visit.minutes)


def _stage(errand: Errand, assignment: Assignment | None, *, gave_up: bool, now: dt.datetime) -> str:
    """`gave_up`: she had said yes once and does not go any more."""
    state, offer = errand.visit.state, errand.offer
    if assignment is not None:
        return "done" if assignment.state == AssignmentState.DONE else "going"
    if state == VisitState.CANCELLED:
        return "called_off"
    if gave_up:
        return "missed" if state == VisitState.MISSED else "given_up"
    if offer is None:
        return "over"
    may_answer = offer.state in (OfferState.OPEN, OfferState.EXPIRED)
    if may_answer and (state in SEARCHING_STATES or is_wanted(offer, errand.visit, now=now)):
        return "ask"
    if offer.state == OfferState.DECLINED:
        return "declined"
    return "taken" if state in (VisitState.ARRANGED, VisitState.DONE, VisitState.MISSED) else "over"


def _not_read(errand: Errand) -> str:
    """The language of the free words, where whoever goes is a volunteer who does not read it; professionals ask us."""
    written = errand.help_request.written_in
    if reads(errand.person, written) or not (errand.help_request.wish or errand.help_request.hints):
        return ""
    return written or settings.LANGUAGE_CODE


def contact_of(errand: Errand) -> Contact:
    """Health hints only with the consent that names them; professionals on call see what they need in their own case."""
    help_request = errand.help_request
    resident, not_read = help_request.resident, _not_read(errand)
    may_know_hints = errand.is_care or has_consent(resident.user, Consent.ConsentPurpose.HEALTH)
    return Contact(
        name=resident.user.addressed_name if resident.user.salutation else resident.user.full_name,
        phone=resident.user.phone,
        address=resident.building.address if resident.building else "",
        floor=say_stairs(resident) or resident.floor,
        door_note=resident.door_note,
        wish="" if not_read else help_request.wish,
        hints=help_request.hints if may_know_hints and not not_read else "",
        phrases=say_phrases(help_request) if may_know_hints else [],
        not_read=say_language(not_read) if not_read else "",
        talking=say_talking(resident.user),
        only_writes=resident.user.only_writes,
        text_number=mobile_number(resident.user.phone) if resident.user.only_writes else "",
        contact_name=help_request.caller_name,
        contact_phone=help_request.caller_phone,
    )
