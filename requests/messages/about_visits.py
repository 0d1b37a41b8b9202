"""What the words of a message on a visit need to know, made at hand-over from rows as they are then.

Before a yes nothing names the tenant.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.utils.functional import SimpleLazyObject

from piano.kit import clock
from piano.kit.languages import spoken
from piano.messaging.reasons import ReadTogether
from quarters.models import User
from quarters.people.helping import helpers_of
from quarters.people.languages import say_language
from quarters.signing.behind_sign_in import link_behind_sign_in
from requests.answers.links import Errand, visit_link
from requests.board.interpreting import reads
from requests.finding.suggested import open_times
from requests.finding.timing import latest_departure
from requests.finding.why import wishes_her
from requests.links import offer_link
from requests.messages.leading import board_link
from requests.messages.naming import announced_name
from requests.messages.values import (
    Values,
    about_request,
    about_time,
    house,
    requests_with_names,
)
from requests.models import Assignment, Offer, Tier, Visit
from requests.urgency.alerts import alert_link


def _read_visits(ids: Collection[int]) -> "dict[int, ToldVisit]":
    """Three queries, and one for each district in which somebody works."""
    about = ("report", "feedback", *(f"help_request__{name}" for name in ("category", "district", "resident__user")))
    visits = Visit.objects.select_related(*about).in_bulk(ids)
    goes = Assignment.objects.filter(visit__in=visits).select_related("person__volunteer")
    first = {one.visit_id: one for one in goes.order_by("-part", "pk")}  # the last one written is the first of its part
    callers = {district: caller_in(district) for district in {one.help_request.district_id for one in visits.values()}}
    return {
        pk: ToldVisit(visit, first.get(pk), callers[visit.help_request.district_id]) for pk, visit in visits.items()
    }


@dataclass(frozen=True)
class ToldVisit:
    """With everything that is told of it. `assignment`: who goes, or went last."""

    visit: Visit
    assignment: Assignment | None
    caller: str


def _say_visit(told: ToldVisit, recipient: User, *, errand: Errand = Errand.VISIT) -> Values:
    """`errand`: what whoever asked for it does behind the link."""
    visit, assignment, help_request = told.visit, told.assignment, told.visit.help_request
    hears = recipient.pk in (help_request.resident.user_id, help_request.contact_id)
    start = assignment.planned_window.lower if assignment else visit.wish_window.lower
    feedback = getattr(visit, "feedback", None)
    return {
        **about_request(help_request, recipient),
        **about_time(start),
        "decide_by": clock.say_moment(visit.decide_by) if visit.decide_by else "",
        "who": announced_name(assignment.person) if assignment else "",
        "thanks": feedback.words if feedback else "",
        "caller": told.caller,
        "worry_since": _worry_since(visit),
        "link": visit_link(visit, recipient, errand=errand)
        if hears
        else SimpleLazyObject(partial(board_link, help_request, recipient)),  # asks the clock; a thank-you carries none
    }


about_visit_row = ReadTogether(_read_visits, _say_visit)


def _say_thanks(told: ToldVisit, recipient: User) -> Values:
    """Her words only to whoever reads them; else in which language they are (docs/decisions/051)."""
    values = _say_visit(told, recipient)
    if not values["thanks"]:
        return {**values, "written": ""}
    written, goes = told.visit.feedback.written_in, told.assignment
    reader = goes.person if goes and goes.person_id == recipient.pk else recipient  # hers are read with the visit
    if reads(reader, written):
        return {**values, "written": ""}
    return {**values, "thanks": "", "written": say_language(spoken(written))}


about_thanks = ReadTogether(_read_visits, _say_thanks)
about_needed = ReadTogether(_read_visits, partial(_say_visit, errand=Errand.NEEDED))
about_rating = ReadTogether(_read_visits, partial(_say_visit, errand=Errand.RATE))


def about_alert(pk: int, recipient: User) -> Values:
    """For people who work here, and for those of the phone tree, who may be no users: nothing names the tenant."""
    visit = Visit.objects.select_related("help_request__category", "help_request__district").get(pk=pk)
    help_request = visit.help_request
    helps_there = recipient in helpers_of(help_request.district_id, now=clock.now())
    return {
        "category": help_request.category.name,
        "district": help_request.district.name,
        "wish_time": clock.say_span(visit.wish_window.lower, visit.wish_window.upper),
        "departure": clock.say_moment(latest_departure(visit)),
        "link": board_link(help_request, recipient) if helps_there else "",
        **house(),
    }


def _worry_since(visit: Visit) -> str:
    report = getattr(visit, "report", None)
    return clock.say_moment(report.reported_at) if report else ""


def caller_of(visit: Visit) -> str:
    """„Frau R.“: who of the meeting point reads and calls; empty while nobody is known."""
    return caller_in(visit.help_request.district_id)


def caller_in(district_id: int) -> str:
    helpers = helpers_of(district_id, now=clock.now())
    return helpers[0].short_name if helpers else ""


def about_offer_row(pk: int, recipient: User) -> Values:
    offer = Offer.objects.select_related("visit").get(pk=pk)
    help_request = requests_with_names().get(pk=offer.visit.help_request_id)
    values = about_request(help_request, recipient)
    if offer.tier == Tier.VOLUNTEER:
        values.pop("short_name")
    return {
        **values,
        **about_time(offer.proposed_start),
        "minutes": offer.visit.minutes,
        "distance": offer.reasons[0] if offer.reasons else "",
        "welcome": help_request.resident.user.short_name if offer.is_familiar else "",
        "is_wished": wishes_her(offer),
        "answer_by": clock.say_moment(offer.answer_by),
        "link": alert_link(offer) if offer.tier == Tier.CARE else offer_link(offer),
    }


def about_duty_call(pk: int, recipient: User) -> Values:
    """For whoever has duty: as little as makes her look; the rest stands behind her own sign-in."""
    visit = Visit.objects.get(pk=pk)
    help_request = requests_with_names().get(pk=visit.help_request_id)
    return {
        **about_request(help_request, recipient),
        "link": link_behind_sign_in(recipient, "requests:duty_call", visit.reference),
    }


def about_worry(pk: int, recipient: User) -> Values:
    visit = Visit.objects.get(pk=pk)
    return {
        **about_duty_call(pk, recipient),
        "worry_since": _worry_since(visit),
        "link": link_behind_sign_in(recipient, "requests:duty_worry", visit.reference),
    }


def about_times(pk: int, recipient: User) -> Values:
    """Other times that a helper suggests, and until when an answer helps."""
    visit, values = Visit.objects.get(pk=pk), about_visit_row(pk, recipient)
    return {
        **values,
        "asked": ", ".join(part for part in (values["category"], values["wish_time"]) if part),
        "times": [clock.say_span(one.window.lower, one.window.upper) for one in open_times(visit)],
        "answer_by": clock.say_moment(visit.decide_by) if visit.decide_by else "",
        "link": visit_link(visit, recipient, errand=Errand.TIMES),
    }


def about_telling(pk: int, recipient: User) -> Values:
    visit = Visit.objects.get(pk=pk)
    return {
        **about_duty_call(pk, recipient),
        "link": link_behind_sign_in(recipient, "requests:duty_tell", visit.reference),
    }


def about_referred(pk: int, recipient: User) -> Values:
    visit = Visit.objects.select_related("help_request").get(pk=pk)
    return {**about_visit_row(pk, recipient), "agency": visit.help_request.end_reason}
