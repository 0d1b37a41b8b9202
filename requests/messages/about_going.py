"""What the words of a message on a visit and who goes there need to know, made at hand-over from rows as they are then."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.db.models import F

from piano.kit import clock
from piano.messaging.reasons import ReadTogether
from quarters.models import User
from quarters.signing.behind_sign_in import link_behind_sign_in
from requests.answers.links import LIVES_ON, Errand, answer_link, going_link
from requests.links import offer_link, visit_link
from requests.messages.leading import board_link
from requests.messages.naming import announced_name, badge_of, employer_of, instead_of, organisation_of
from requests.messages.sign_off_notices import of_one_word
from requests.messages.values import (
    Values,
    about_request,
    about_time,
    requests_with_names,
)
from requests.models import Assignment, Offer, ProposalState, StateChange, TimeProposal, Trouble
from requests.series.words import series_words
from requests.states import STANDING_ASSIGNMENT_STATES
from requests.wishes.contacts import hearers_of
from requests.wishes.costs import costs_with


@dataclass(frozen=True)
class Going:
    """With everything that is told of it. `offer`: the last one of who goes; none where a yes was given by phone."""

    assignment: Assignment
    offer: Offer | None


def _read_going(ids: Collection[int]) -> dict[int, Going]:
    """Two queries."""
    of_request = (f"visit__help_request__{name}" for name in ("category", "district", "resident__user"))
    rows = Assignment.objects.select_related("visit__series", "person__volunteer", *of_request).in_bulk(ids)
    offers = Offer.objects.filter(visit__in={row.visit_id for row in rows.values()}).order_by("pk")
    last = {(offer.visit_id, offer.person_id): offer for offer in offers}
    return {pk: Going(row, last.get((row.visit_id, row.person_id))) for pk, row in rows.items()}


def _say_going(going: Going, recipient: User, *, errand: Errand = Errand.COMES) -> Values:
    """`errand`: what whoever asked for it does behind the link."""
    assignment, help_request = going.assignment, going.assignment.visit.help_request
    goes = assignment.person_id == recipient.pk
    return {
        **about_request(help_request, recipient),
        **about_time(assignment.planned_window.lower),
        "minutes": assignment.visit.minutes,
        **series_words(assignment),
        "calls_before": assignment.calls_before,
        "who": announced_name(assignment.person),
        "link": _way_of(assignment, going.offer) if goes else going_link(assignment, recipient, errand=errand),
    }


def _say_arranged(going: Going, recipient: User) -> Values:
    """And who she is, for whom she comes, instead of whom, and what that costs: read for each alone."""
    assignment, help_request = going.assignment, going.assignment.visit.help_request
    goes = assignment.person_id == recipient.pk
    return {
        **_say_going(going, recipient),
        "instead_of": instead_of(assignment),
        "organisation": organisation_of(assignment.person),
        "costs": costs_with(help_request, employer_of(assignment.person)) if not goes else "",
        "badge": badge_of(assignment.person),
    }


about_reminder = ReadTogether(_read_going, partial(_say_going, errand=Errand.CANCEL))
about_assignment_row = ReadTogether(_read_going, _say_arranged)


def about_called_off(pk: int, recipient: User) -> Values:
    """`is_late`: she may be on the way, and says that she has read it."""
    return {**about_assignment_row(pk, recipient), "is_late": Trouble.objects.filter(assignment=pk).exists()}


def about_trouble(pk: int, recipient: User) -> Values:
    trouble = Trouble.objects.select_related("visit__help_request").get(pk=pk)
    values = about_assignment_row(trouble.assignment_id, recipient)
    hears = recipient in hearers_of(trouble.visit.help_request, at_the_door=True)
    help_request = trouble.visit.help_request
    steps = [f"{clock.say_time(step.at)}: {step.get_kind_display()}" for step in trouble.steps.order_by("pk")]
    return {
        **values,
        "short_name": trouble.visit.help_request.resident.user.short_name,
        "kind": trouble.get_kind_display(),
        "what": trouble.kind,
        "since": clock.say_time(trouble.opened_at),
        "steps": steps,
        "link": values["link"] if hears else board_link(help_request, recipient),
    }


def about_trouble_on_duty(pk: int, recipient: User) -> Values:
    """The rest stands behind her own sign-in."""
    reference = Trouble.objects.values_list("reference", flat=True).get(pk=pk)
    link = link_behind_sign_in(recipient, "requests:duty_trouble", reference)
    return {**about_trouble(pk, recipient), "steps": [], "link": link}


def about_two(pk: int, recipient: User) -> Values:
    """`who` goes along, or does not any more; `other` goes in any case."""
    assignment = Assignment.objects.select_related("visit", "person").get(pk=pk)
    standing = Assignment.objects.filter(visit=assignment.visit, state__in=STANDING_ASSIGNMENT_STATES)
    other = standing.exclude(person=assignment.person).select_related("person").order_by("part", "pk").first()
    return {
        **about_assignment_row(pk, recipient),
        "short_name": requests_with_names().get(pk=assignment.visit.help_request_id).resident.user.short_name,
        "other": announced_name(other.person) if other else "",
        "goes": recipient.pk in (assignment.person_id, other.person_id if other else None),
        "is_along": recipient.pk == assignment.person_id,
    }


def about_given_up(pk: int, recipient: User) -> Values:
    """Several visits that one person gave up at once, as far as nobody has been found for them."""
    assignment = Assignment.objects.select_related("visit__help_request").get(pk=pk)
    visits = [
        (clock.say_moment(one.planned_window.lower), one.visit.help_request.category.label(recipient.reads_in))
        for one in of_one_word(assignment)
    ]
    link = going_link(assignment, recipient, errand=Errand.SEVERAL)
    return {**about_assignment_row(pk, recipient), "visits": visits, "link": link}


def about_what_came(pk: int, recipient: User) -> Values:
    """The words that were added last; only a call says them, a mail leads to the page."""
    visit_id = Assignment.objects.values_list("visit", flat=True).get(pk=pk)
    log = StateChange.objects.filter(subject="visit", subject_id=visit_id, from_state=F("to_state"))
    added = log.order_by("-pk").first()
    return {**about_assignment_row(pk, recipient), "added": added.note if added else ""}


def about_proposal(pk: int, recipient: User) -> Values:
    """`moment` is the time that holds, `new_moment` the one that is proposed."""
    proposal = TimeProposal.objects.select_related("assignment").get(pk=pk)
    values = about_assignment_row(proposal.assignment_id, recipient)
    return {
        **values,
        "short_name": requests_with_names().get(visits__assignments=proposal.assignment_id).resident.user.short_name,
        "new_moment": clock.say_moment(proposal.window.lower),
        "is_late": proposal.is_late,
        "link": _way_to_answer(proposal, recipient) or values["link"],
    }


def _way_to_answer(proposal: TimeProposal, recipient: User) -> str:
    """Where whoever asked for help says yes or no; empty for who goes, and where nothing is asked."""
    assignment = proposal.assignment
    if proposal.by_tenant or proposal.state != ProposalState.OPEN or recipient.pk == assignment.person_id:
        return ""
    until = max(assignment.planned_window.upper, proposal.window.upper) + LIVES_ON
    return answer_link(Errand.TIME, proposal, recipient, until=until)


def _way_of(assignment: Assignment, offer: Offer | None) -> str:
    """The page of who goes: behind the offer's own link, or the visit's where a yes was given by phone."""
    return offer_link(offer) if offer else visit_link(assignment)
