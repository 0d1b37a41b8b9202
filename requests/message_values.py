"""What the words of a message need to know, made at hand-over from rows as they are then. Before a yes nothing names the tenant."""

from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from piano.kit import clock
from piano.kit.templatetags.piano import phone
from quarters.models import Organisation, Resident, Trust, User
from requests.alerts import alert_link
from requests.contacts import hearers_of
from requests.costs import costs_with, told_costs
from requests.links import offer_link, visit_link
from requests.models import (
    Assignment,
    DayNotice,
    HelpRequest,
    Offer,
    StateChange,
    Tier,
    TimeProposal,
    Trouble,
    Visit,
)
from requests.notices import helpers_of
from requests.series.words import series_words
from requests.sign_off_notices import of_one_word
from requests.states import (
    STANDING_ASSIGNMENT_STATES,
    AssignmentState,
)
from requests.suggested import open_times
from requests.timing import latest_departure

Values = dict[str, Any]


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def house() -> Values:
    return {"house_label": settings.DEFAULT_PHONE_LABEL, "house_phone": phone(settings.DEFAULT_PHONE)}


def about_request(help_request: HelpRequest, recipient: User) -> Values:
    return {
        "category": help_request.category.said,
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
    assignment = visit.assignments.select_related("person").order_by("part", "-pk").first()
    start = assignment.planned_window.lower if assignment else visit.wish_window.lower
    feedback = getattr(visit, "feedback", None)
    return {
        **about_request(help_request, recipient),
        **about_time(start),
        "decide_by": clock.say_moment(visit.decide_by) if visit.decide_by else "",
        "who": announced_name(assignment.person) if assignment else "",
        "thanks": feedback.words if feedback else "",
        "caller": caller_of(visit),
        "worry_since": _worry_since(visit),
        "link": tenant_link(help_request) if hears else board_link(help_request),
    }


def about_alert(pk: int, recipient: User) -> Values:
    """For people who work here, and for those of the phone tree, who may be no users: nothing names the tenant."""
    visit = Visit.objects.select_related("help_request__category", "help_request__district").get(pk=pk)
    help_request = visit.help_request
    helps_there = recipient in helpers_of(visit, now=clock.now())
    return {
        "category": help_request.category.name,
        "district": help_request.district.name,
        "wish_time": clock.say_span(visit.wish_window.lower, visit.wish_window.upper),
        "departure": clock.say_moment(latest_departure(visit)),
        "link": board_link(help_request) if helps_there else "",
        **house(),
    }


def _worry_since(visit: Visit) -> str:
    report = getattr(visit, "report", None)
    return clock.say_moment(report.reported_at) if report else ""


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
        "link": alert_link(offer) if offer.tier == Tier.CARE else offer_link(offer),
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
        **series_words(assignment),
        "calls_before": assignment.calls_before,
        "instead_of": instead_of(assignment),
        "who": announced_name(assignment.person),
        "organisation": organisation_of(assignment.person),
        "costs": costs_with(help_request, employer_of(assignment.person)) if not goes else "",
        "badge": badge_of(assignment.person),
        "link": _way_of(assignment, offer) if goes else tenant_link(help_request),
    }


def about_called_off(pk: int, recipient: User) -> Values:
    """`is_late`: she may be on the way, and says that she has read it."""
    return {**about_assignment_row(pk, recipient), "is_late": Trouble.objects.filter(assignment=pk).exists()}


def about_trouble(pk: int, recipient: User) -> Values:
    trouble = Trouble.objects.select_related("visit__help_request").get(pk=pk)
    values = about_assignment_row(trouble.assignment_id, recipient)
    hears = recipient in hearers_of(trouble.visit.help_request, at_the_door=True)
    link = tenant_link if hears else board_link
    steps = [f"{clock.say_time(step.at)}: {step.get_kind_display()}" for step in trouble.steps.order_by("pk")]
    return {
        **values,
        "short_name": trouble.visit.help_request.resident.user.short_name,
        "kind": trouble.get_kind_display(),
        "what": trouble.kind,
        "since": clock.say_time(trouble.opened_at),
        "steps": steps,
        "link": link(trouble.visit.help_request),
    }


def about_trouble_on_duty(pk: int, recipient: User) -> Values:
    """The rest stands behind her own sign-in."""
    reference = Trouble.objects.values_list("reference", flat=True).get(pk=pk)
    link = absolute(reverse("requests:duty_trouble", args=[reference]))
    return {**about_trouble(pk, recipient), "steps": [], "link": link}


def about_two(pk: int, recipient: User) -> Values:
    """`who` goes along, or does not any more; `other` goes in any case."""
    assignment = Assignment.objects.select_related("visit", "person").get(pk=pk)
    standing = Assignment.objects.filter(visit=assignment.visit, state__in=STANDING_ASSIGNMENT_STATES)
    other = standing.exclude(person=assignment.person).select_related("person").order_by("part", "pk").first()
    return {
        **about_assignment_row(pk, recipient),
        "short_name": _requests().get(pk=assignment.visit.help_request_id).resident.user.short_name,
        "other": announced_name(other.person) if other else "",
        "goes": recipient.pk in (assignment.person_id, other.person_id if other else None),
        "is_along": recipient.pk == assignment.person_id,
    }


def about_given_up(pk: int, recipient: User) -> Values:
    """Several visits that one person gave up at once, as far as nobody has been found for them."""
    assignment = Assignment.objects.select_related("visit__help_request").get(pk=pk)
    visits = [
        (clock.say_moment(one.planned_window.lower), one.visit.help_request.category.label(recipient.language))
        for one in of_one_word(assignment)
    ]
    return {**about_assignment_row(pk, recipient), "visits": visits, "link": absolute(reverse("requests:mine"))}


def about_what_came(pk: int, recipient: User) -> Values:
    """The words that were added last; only a call says them, a mail leads to the page."""
    visit_id = Assignment.objects.values_list("visit", flat=True).get(pk=pk)
    log = StateChange.objects.filter(subject="visit", subject_id=visit_id, from_state=F("to_state"))
    added = log.order_by("-pk").first()
    return {**about_assignment_row(pk, recipient), "added": added.note if added else ""}


def instead_of(assignment: Assignment) -> str:
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
        "worry_since": _worry_since(visit),
        "link": absolute(reverse("requests:duty_worry", args=[visit.reference])),
    }


def about_times(pk: int, recipient: User) -> Values:
    """Other times that a helper suggests, and until when an answer helps."""
    visit = Visit.objects.get(pk=pk)
    return {
        **about_visit_row(pk, recipient),
        "times": [clock.say_span(one.window.lower, one.window.upper) for one in open_times(visit)],
        "answer_by": clock.say_moment(visit.decide_by) if visit.decide_by else "",
    }


def about_telling(pk: int, recipient: User) -> Values:
    visit = Visit.objects.get(pk=pk)
    return {
        **about_duty_call(pk, recipient),
        "link": absolute(reverse("requests:duty_tell", args=[visit.reference])),
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


def about_day_notice(pk: int, recipient: User) -> Values:
    row = DayNotice.objects.select_related("by").get(pk=pk)
    writer = row.by.full_name if row.by else settings.DEFAULT_PHONE_LABEL
    return {"words": row.words, "day": clock.say_day(row.day), "writer": writer, **house()}


def about_suspension(pk: int, recipient: User) -> Values:
    """Nothing of why: whoever calls says that somebody would like to talk with her."""
    return {"name": recipient.addressed_name, "association": employer_of(recipient) or "", **house()}


def about_resident_row(pk: int, recipient: User) -> Values:
    return {"name": Resident.objects.select_related("user").get(pk=pk).user.addressed_name, **house()}
