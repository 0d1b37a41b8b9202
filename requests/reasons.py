"""What the pipeline writes to people: each reason with its words' values, its class, and whether it is still owed.

Values are made at hand-over, from rows as they are then. Before a yes nothing names the tenant.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse

from piano.kit import clock
from piano.kit.templatetags.piano import phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import Organisation, Resident, Trust, User
from quarters.trust import standing_trusts
from requests.costs import costs_with, told_costs
from requests.links import offer_link, visit_link
from requests.models import (
    Assignment,
    HelpRequest,
    Offer,
    ProposalState,
    Report,
    StateChange,
    Tier,
    TimeProposal,
    Visit,
)
from requests.notices import helpers_of, letter_after_call
from requests.states import (
    OPEN_REQUEST_STATES,
    STANDING_ASSIGNMENT_STATES,
    AssignmentState,
    OfferState,
    VisitState,
)

Values = dict[str, Any]


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def house() -> Values:
    return {"house_label": settings.DEFAULT_PHONE_LABEL, "house_phone": phone(settings.DEFAULT_PHONE)}


def about_request(help_request: HelpRequest, recipient: User) -> Values:
    return {
        "category": help_request.category.label(recipient.language),
        "district": help_request.district.name,
        "wish_time": help_request.wish_time,
        "short_name": help_request.resident.user.short_name,
        "for_name": _other_name(help_request, recipient),
        **house(),
    }


def _other_name(help_request: HelpRequest, recipient: User) -> str:
    """„Frau Brandt“ for whoever asked for her; empty for herself."""
    tenant = help_request.resident.user
    return tenant.addressed_name if recipient.pk == help_request.contact_id != tenant.pk else ""


def about_request_row(pk: int, recipient: User) -> Values:
    help_request = _requests().get(pk=pk)
    told = {"costs": told_costs(help_request), "link": tenant_link(help_request)}
    return {**about_request(help_request, recipient), **told}


def about_visit_row(pk: int, recipient: User) -> Values:
    visit = Visit.objects.get(pk=pk)
    help_request = _requests().get(pk=visit.help_request_id)
    hears = recipient.pk in (help_request.resident.user_id, help_request.contact_id)
    assignment = visit.assignments.select_related("person").order_by("-pk").first()
    start = assignment.planned_window.lower if assignment else visit.wish_window.lower
    feedback = getattr(visit, "feedback", None)
    return {
        **about_request(help_request, recipient),
        **about_time(start),
        "decide_by": clock.say_moment(visit.decide_by) if visit.decide_by else "",
        "who": announced_name(assignment.person) if assignment else "",
        "thanks": feedback.words if feedback else "",
        "caller": caller_of(visit),
        "link": tenant_link(help_request) if hears else board_link(help_request),
    }


def caller_of(visit: Visit) -> str:
    """„Frau R.“: who of the meeting point reads and calls; empty while nobody is known."""
    helpers = helpers_of(visit, now=clock.now())
    return helpers[0].short_name if helpers else ""


def about_offer_row(pk: int, recipient: User) -> Values:
    offer = Offer.objects.select_related("visit").get(pk=pk)
    help_request = _requests().get(pk=offer.visit.help_request_id)
    values = about_request(help_request, recipient)
    if offer.tier == Tier.VOLUNTEER:
        values.pop("short_name")
    return {
        **values,
        **about_time(offer.proposed_start),
        "minutes": offer.visit.minutes,
        "distance": offer.reasons[0] if offer.reasons else "",
        "welcome": help_request.resident.user.short_name if offer.is_familiar else "",
        "answer_by": clock.say_moment(offer.answer_by),
        "link": offer_link(offer),
    }


def about_assignment_row(pk: int, recipient: User) -> Values:
    assignment = Assignment.objects.select_related("visit", "person").get(pk=pk)
    help_request = _requests().get(pk=assignment.visit.help_request_id)
    goes = assignment.person_id == recipient.pk
    offer = Offer.objects.filter(visit=assignment.visit, person=assignment.person).order_by("-pk").first()
    return {
        **about_request(help_request, recipient),
        **about_time(assignment.planned_window.lower),
        "minutes": assignment.visit.minutes,
        "calls_before": assignment.calls_before,
        "instead_of": _instead_of(assignment),
        "who": announced_name(assignment.person),
        "organisation": organisation_of(assignment.person),
        "costs": costs_with(help_request, employer_of(assignment.person)) if not goes else "",
        "badge": badge_of(assignment.person),
        "link": _way_of(assignment, offer) if goes else tenant_link(help_request),
    }


def about_what_came(pk: int, recipient: User) -> Values:
    """The words that were added last; only a call says them, a mail leads to the page."""
    visit_id = Assignment.objects.values_list("visit", flat=True).get(pk=pk)
    log = StateChange.objects.filter(subject="visit", subject_id=visit_id, from_state=F("to_state"))
    added = log.order_by("-pk").first()
    return {**about_assignment_row(pk, recipient), "added": added.note if added else ""}


def _instead_of(assignment: Assignment) -> str:
    """Who wanted to come before, as the tenant was told."""
    rows = Assignment.objects.filter(visit=assignment.visit_id, pk__lt=assignment.pk, state=AssignmentState.CANCELLED)
    earlier = rows.exclude(person=assignment.person_id).select_related("person").order_by("-pk").first()
    return announced_name(earlier.person) if earlier else ""


def about_trust_row(pk: int, recipient: User) -> Values:
    trust = Trust.objects.select_related("resident__user").get(pk=pk)
    resident: Any = trust.resident
    return {
        "whose": resident.user.addressed_name,
        "may_act": trust.may_act,
        "link": absolute(reverse("requests:looked_after", args=[trust.reference])),
        **house(),
    }


def about_duty_call(pk: int, recipient: User) -> Values:
    """For whoever has duty: as little as makes her look; the rest stands behind her own sign-in."""
    visit = Visit.objects.get(pk=pk)
    help_request = _requests().get(pk=visit.help_request_id)
    return {
        **about_request(help_request, recipient),
        "link": absolute(reverse("requests:duty_call", args=[visit.reference])),
    }


def about_proposal(pk: int, recipient: User) -> Values:
    """`moment` is the time that holds, `new_moment` the one that is proposed."""
    proposal = TimeProposal.objects.get(pk=pk)
    return {
        **about_assignment_row(proposal.assignment_id, recipient),
        "short_name": _requests().get(visits__assignments=proposal.assignment_id).resident.user.short_name,
        "new_moment": clock.say_moment(proposal.window.lower),
        "is_late": proposal.is_late,
    }


def about_worry(pk: int, recipient: User) -> Values:
    visit = Visit.objects.get(pk=pk)
    return {
        **about_duty_call(pk, recipient),
        "link": absolute(reverse("requests:duty_worry", args=[visit.reference])),
    }


def about_referred(pk: int, recipient: User) -> Values:
    visit = Visit.objects.select_related("help_request").get(pk=pk)
    return {**about_visit_row(pk, recipient), "agency": visit.help_request.end_reason}


def about_time(start: Any) -> Values:
    return {"moment": clock.say_moment(start), "day": clock.say_day(start), "time": clock.say_time(start)}


def announced_name(person: User) -> str:
    """The name a tenant reads: as the volunteer agreed, else the whole name of a professional."""
    return person.volunteer.announced_name if person.is_volunteer else person.full_name


def organisation_of(person: User) -> str:
    helper = getattr(person, "helper", None)
    return str(employer_of(person) or (helper.employer if helper else ""))


def employer_of(person: User) -> Organisation | None:
    """The association or care service for which somebody comes; none for a helper."""
    if person.is_volunteer:
        return person.volunteer.association
    worker = getattr(person, "care_worker", None)
    return worker.service.organisation if worker else None


def badge_of(person: User) -> str:
    return person.volunteer.badge if person.is_volunteer else ""


def tenant_link(help_request: HelpRequest) -> str:
    return absolute(reverse("requests:mine_detail", args=[help_request.reference]))


def board_link(help_request: HelpRequest) -> str:
    return absolute(reverse("requests:board_request", args=[help_request.reference]))


def _way_of(assignment: Assignment, offer: Offer | None) -> str:
    """The page of who goes: behind the offer's own link, or the visit's where a yes was given by phone."""
    return offer_link(offer) if offer else visit_link(assignment)


def _requests() -> Any:
    return HelpRequest.objects.select_related("category", "district", "resident__user")


def _request_is_open(pk: int) -> bool:
    return HelpRequest.objects.filter(pk=pk, state__in=OPEN_REQUEST_STATES).exists()


def _offer_is_open(pk: int) -> bool:
    return Offer.objects.filter(pk=pk, state=OfferState.OPEN).exists()


def _assignment_stands(pk: int) -> bool:
    return Assignment.objects.filter(pk=pk, state__in=STANDING_ASSIGNMENT_STATES).exists()


def _assignment_is_cancelled(pk: int) -> bool:
    return Assignment.objects.filter(pk=pk, state=AssignmentState.CANCELLED).exists()


def _trust_stands(pk: int) -> bool:
    return standing_trusts().filter(pk=pk).exists()


def _visit_waits(pk: int) -> bool:
    return Visit.objects.filter(pk=pk, state=VisitState.DECISION).exists()


def _visit_is(*states: str) -> Callable[[int], bool]:
    return lambda pk: Visit.objects.filter(pk=pk, state__in=states).exists()


def _proposal_is_open(pk: int) -> bool:
    standing = Q(assignment__state__in=STANDING_ASSIGNMENT_STATES)
    return TimeProposal.objects.filter(standing, pk=pk, state=ProposalState.OPEN).exists()


def _has_worry(pk: int) -> bool:
    return Report.objects.filter(visit=pk, needs_call=True, acknowledged_at=None).exists()


def _always(pk: int) -> bool:
    return True


def _has_died(pk: int) -> bool:
    return Resident.objects.filter(pk=pk, died_on__isnull=False).exists()


def about_resident_row(pk: int, recipient: User) -> Values:
    return {"name": Resident.objects.select_related("user").get(pk=pk).user.addressed_name, **house()}


SAID_ALONG = ("offer_taken", "offer_not_needed", "report_wanted", "how_was_it", "worry_taken_care_of", "thanks")
URGENT, NORMAL = MessageClass.URGENT, MessageClass.NORMAL
OVER = (VisitState.DONE, VisitState.MISSED)
TEMPLATES = {"late_for_tenant": "time_for_tenant", "nobody_found_call": "nobody_found"}
CALLED = ("somebody_died", "somebody_died_now", "nobody_found_call", "ask_again")  # nobody reads this in a mail
for name, message_class, is_still_due, context in (
    ("request_received", NORMAL, _request_is_open, about_request_row),
    ("offer", NORMAL, _offer_is_open, about_offer_row),
    ("offer_urgent", URGENT, _offer_is_open, about_offer_row),
    ("case_handed_over", URGENT, _offer_is_open, about_offer_row),
    ("offer_taken", NORMAL, _always, about_offer_row),
    ("offer_not_needed", NORMAL, _always, about_offer_row),
    ("decision_needed", NORMAL, _visit_waits, about_visit_row),
    ("decision_urgent", URGENT, _visit_waits, about_visit_row),
    ("please_get_to_know_now", URGENT, _visit_is(VisitState.HELD), about_visit_row),
    ("please_get_to_know", NORMAL, _visit_is(VisitState.HELD), about_visit_row),
    ("please_judge", URGENT, _visit_is(VisitState.HELD, VisitState.DECISION), about_duty_call),
    ("referred", NORMAL, _visit_is(VisitState.REFERRED), about_referred),
    ("not_you", URGENT, _assignment_is_cancelled, about_assignment_row),
    ("arranged_tenant", NORMAL, _assignment_stands, about_assignment_row),
    ("arranged_person", NORMAL, _assignment_stands, about_assignment_row),
    ("reminder_tenant", NORMAL, _assignment_stands, about_assignment_row),
    ("reminder_person", NORMAL, _assignment_stands, about_assignment_row),
    ("wish_grew", NORMAL, _assignment_stands, about_what_came),
    ("wish_grew_now", URGENT, _assignment_stands, about_what_came),
    ("case_grew", URGENT, _offer_is_open, about_offer_row),
    ("reminder_soon", NORMAL, _assignment_stands, about_assignment_row),
    ("time_for_tenant", NORMAL, _proposal_is_open, about_proposal),
    ("late_for_tenant", URGENT, _proposal_is_open, about_proposal),
    ("time_for_person", NORMAL, _proposal_is_open, about_proposal),
    ("time_agreed", NORMAL, _always, about_proposal),
    ("time_refused", NORMAL, _always, about_proposal),
    ("searching_again", NORMAL, _assignment_is_cancelled, about_assignment_row),
    ("called_off", URGENT, _assignment_is_cancelled, about_assignment_row),
    ("nobody_found", NORMAL, _visit_is(VisitState.RETURNED), about_visit_row),
    ("report_wanted", NORMAL, _assignment_stands, about_assignment_row),
    ("how_was_it", NORMAL, _visit_is(*OVER), about_visit_row),
    ("please_call", URGENT, _visit_is(*OVER), about_visit_row),
    ("please_call_duty", URGENT, _has_worry, about_worry),
    ("ask_again", NORMAL, _visit_is(*OVER), about_visit_row),
    ("nobody_found_call", NORMAL, _visit_is(VisitState.RETURNED), about_visit_row),
    ("worry_taken_care_of", NORMAL, _always, about_visit_row),
    ("thanks", NORMAL, _always, about_visit_row),
    ("trusted", NORMAL, _trust_stands, about_trust_row),
    ("somebody_died", NORMAL, _has_died, about_resident_row),
    ("somebody_died_now", URGENT, _has_died, about_resident_row),
):
    register(
        Reason(
            name=name,
            message_class=message_class,
            is_still_due=is_still_due,
            context=context,
            template=TEMPLATES.get(name, name),
            priority=1 if message_class == URGENT else 5,
            is_said_along=name in SAID_ALONG,
            is_called=name in CALLED,
            after_call=letter_after_call if name == "nobody_found_call" else None,
        )
    )
