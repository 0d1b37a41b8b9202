"""What the pipeline writes to people: each reason with its words' values, its class, and whether it is still owed."""

from collections.abc import Callable, Sequence

from django.db.models import Q

from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from piano.messaging.words import Attachment
from quarters.models import Resident, User
from quarters.people.trust import standing_trusts
from quarters.signing.new_links import offers_new
from requests.answers.links import lost_behind, standing_link
from requests.arranged.invitations import of_assignment, of_proposal, of_several
from requests.arranged.untold import is_untold
from requests.board.posting import is_late_in
from requests.board.returned_letters import REASON as LETTER_CAME_BACK
from requests.board.returned_letters import has_come_back
from requests.messages.about_going import (
    about_assignment_row,
    about_called_off,
    about_given_up,
    about_proposal,
    about_reminder,
    about_trouble,
    about_trouble_on_duty,
    about_two,
    about_what_came,
)
from requests.messages.about_visits import (
    about_alert,
    about_duty_call,
    about_needed,
    about_offer_row,
    about_rating,
    about_referred,
    about_telling,
    about_thanks,
    about_times,
    about_visit_row,
    about_worry,
)
from requests.messages.search_notices import ON_PAPER, letter_after_call
from requests.messages.sign_off_notices import of_one_word
from requests.messages.values import (
    about_day_notice,
    about_late_letters,
    about_request_row,
    about_resident_row,
    about_returned_letter,
    about_suspension,
    about_trust_row,
)
from requests.models import (
    Assignment,
    HelpRequest,
    Offer,
    ProposalState,
    Report,
    SuggestedTime,
    SuggestionState,
    Suspension,
    TimeProposal,
    Trouble,
    Visit,
)
from requests.states import (
    OPEN_REQUEST_STATES,
    SEARCHING_STATES,
    STANDING_ASSIGNMENT_STATES,
    AssignmentState,
    OfferState,
    VisitState,
)
from requests.wishes.needed import is_asked


def _request_is_open(pk: int) -> bool:
    return HelpRequest.objects.filter(pk=pk, state__in=OPEN_REQUEST_STATES).exists()


def _offer_is_open(pk: int) -> bool:
    return Offer.objects.filter(pk=pk, state=OfferState.OPEN).exists()


def _assignment_stands(pk: int) -> bool:
    return Assignment.objects.filter(pk=pk, state__in=STANDING_ASSIGNMENT_STATES).exists()


def _assignment_is_cancelled(pk: int) -> bool:
    return Assignment.objects.filter(pk=pk, state=AssignmentState.CANCELLED).exists()


def _some_are_searched(pk: int) -> bool:
    return bool(of_one_word(Assignment.objects.select_related("visit__help_request").get(pk=pk)))


def _suspension_stands(pk: int) -> bool:
    return Suspension.objects.filter(pk=pk, lifted_at=None).exists()


def _trouble_is_open(pk: int) -> bool:
    return Trouble.objects.filter(pk=pk, ended_at=None).exists()


def _trust_stands(pk: int) -> bool:
    return standing_trusts().filter(pk=pk).exists()


def _visit_waits(pk: int) -> bool:
    return Visit.objects.filter(pk=pk, state=VisitState.DECISION).exists()


def _waits_for_somebody(pk: int) -> bool:
    return Visit.objects.filter(pk=pk, state=VisitState.DECISION, cared_at=None).exists()


def _is_asked(pk: int) -> bool:
    return is_asked(Visit.objects.get(pk=pk))


def _visit_is(*states: str) -> Callable[[int], bool]:
    return lambda pk: Visit.objects.filter(pk=pk, state__in=states).exists()


def _proposal_is_open(pk: int) -> bool:
    standing = Q(assignment__state__in=STANDING_ASSIGNMENT_STATES)
    return TimeProposal.objects.filter(standing, pk=pk, state=ProposalState.OPEN).exists()


def _has_times(pk: int) -> bool:
    waits = {"visit": pk, "visit__state": VisitState.DECISION, "state": SuggestionState.OPEN}
    return SuggestedTime.objects.filter(**waits).exists()


def _has_worry(pk: int) -> bool:
    return Report.objects.filter(visit=pk, needs_call=True, acknowledged_at=None).exists()


def _is_untold(pk: int) -> bool:
    return Assignment.objects.filter(is_untold(), pk=pk, state__in=STANDING_ASSIGNMENT_STATES).exists()


def _visit_is_untold(pk: int) -> bool:
    return Assignment.objects.filter(is_untold(), visit=pk, state__in=STANDING_ASSIGNMENT_STATES).exists()


def _always(pk: int) -> bool:
    return True


def _has_died(pk: int) -> bool:
    return Resident.objects.filter(pk=pk, died_on__isnull=False).exists()


SAID_ALONG = (
    "offer_taken",
    "offer_not_needed",
    "called_off_tenant",
    "report_wanted",
    "how_was_it",
    "worry_taken_care_of",
    "thanks",
    "still_needed",
    "unfilled",
    "filled_again",
)
CAN_WAIT = ("how_was_it", "worry_taken_care_of", "thanks", "filled_again")
ATTACHED: dict[str, Callable[[int, User], Sequence[Attachment]]] = {
    "arranged_tenant": of_assignment,
    "arranged_person": of_assignment,
    "reminder_tenant": of_assignment,
    "reminder_person": of_assignment,
    "time_agreed": of_proposal,
    "called_off": of_assignment,
    "called_off_tenant": of_assignment,
    "not_you": of_assignment,
    "searching_again": of_assignment,
    "searching_again_days": of_several,
}
URGENT, NORMAL = MessageClass.URGENT, MessageClass.NORMAL
OVER = (VisitState.DONE, VisitState.MISSED)
TEMPLATES = {
    "late_for_tenant": "time_for_tenant",
    "late_for_person": "time_for_person",
    "nobody_found_call": "nobody_found",
    ON_PAPER: "nobody_found",
    "please_wait_call": "please_wait",
    "suspended_call_now": "suspended_call",
    "day_notice_now": "day_notice",
    "trouble_on_duty": "trouble",
}
CALLED = (  # nobody reads this in a mail
    "somebody_died",
    "somebody_died_now",
    "nobody_found_call",
    "ask_again",
    "called_off_call",
    LETTER_CAME_BACK,
    "please_wait_call",
    "suspended_call",
    "suspended_call_now",
)
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
    ("phone_tree", URGENT, _waits_for_somebody, about_alert),
    ("unfilled", NORMAL, _visit_is(*SEARCHING_STATES), about_alert),
    ("filled_again", NORMAL, _visit_is(VisitState.ARRANGED), about_alert),
    ("still_needed", NORMAL, _is_asked, about_needed),
    ("referred", NORMAL, _visit_is(VisitState.REFERRED), about_referred),
    ("not_you", URGENT, _assignment_is_cancelled, about_assignment_row),
    ("arranged_tenant", NORMAL, _assignment_stands, about_assignment_row),
    ("arranged_person", NORMAL, _assignment_stands, about_assignment_row),
    ("please_tell", URGENT, _is_untold, about_assignment_row),
    ("please_tell_on_duty", URGENT, _visit_is_untold, about_telling),
    ("reminder_tenant", NORMAL, _assignment_stands, about_reminder),
    ("reminder_person", NORMAL, _assignment_stands, about_reminder),
    ("wish_grew", NORMAL, _assignment_stands, about_what_came),
    ("wish_grew_now", URGENT, _assignment_stands, about_what_came),
    ("case_grew", URGENT, _offer_is_open, about_offer_row),
    ("reminder_soon", NORMAL, _assignment_stands, about_reminder),
    ("time_for_tenant", NORMAL, _proposal_is_open, about_proposal),
    ("late_for_tenant", URGENT, _proposal_is_open, about_proposal),
    ("time_for_person", NORMAL, _proposal_is_open, about_proposal),
    ("late_for_person", URGENT, _proposal_is_open, about_proposal),
    ("times_for_tenant", NORMAL, _has_times, about_times),
    ("time_agreed", NORMAL, _always, about_proposal),
    ("time_refused", NORMAL, _always, about_proposal),
    ("searching_again", NORMAL, _assignment_is_cancelled, about_assignment_row),
    ("searching_again_days", NORMAL, _some_are_searched, about_given_up),
    ("called_off", URGENT, _assignment_is_cancelled, about_called_off),
    ("called_off_tenant", NORMAL, _assignment_is_cancelled, about_assignment_row),
    ("called_off_call", URGENT, _trouble_is_open, about_trouble),
    ("please_wait", URGENT, _trouble_is_open, about_trouble),
    ("please_wait_call", URGENT, _trouble_is_open, about_trouble),
    ("comes_along", NORMAL, _assignment_stands, about_two),
    ("goes_alone", NORMAL, _assignment_is_cancelled, about_two),
    ("day_notice", NORMAL, _always, about_day_notice),
    ("day_notice_now", URGENT, _always, about_day_notice),
    ("suspended_call", NORMAL, _suspension_stands, about_suspension),
    ("suspended_call_now", URGENT, _suspension_stands, about_suspension),
    ("trouble", URGENT, _trouble_is_open, about_trouble),
    ("trouble_on_duty", URGENT, _trouble_is_open, about_trouble_on_duty),
    ("nobody_found", NORMAL, _visit_is(VisitState.RETURNED), about_visit_row),
    (ON_PAPER, NORMAL, _visit_is(VisitState.RETURNED), about_visit_row),
    ("report_wanted", NORMAL, _assignment_stands, about_assignment_row),
    ("how_was_it", NORMAL, _visit_is(*OVER), about_rating),
    ("please_call", URGENT, _has_worry, about_visit_row),
    ("please_call_duty", URGENT, _has_worry, about_worry),
    ("ask_again", NORMAL, _visit_is(*OVER), about_visit_row),
    ("nobody_found_call", NORMAL, _visit_is(VisitState.RETURNED), about_visit_row),
    ("worry_taken_care_of", NORMAL, _always, about_visit_row),
    ("thanks", NORMAL, _always, about_thanks),
    ("trusted", NORMAL, _trust_stands, about_trust_row),
    ("letters_lie", NORMAL, is_late_in, about_late_letters),
    (LETTER_CAME_BACK, NORMAL, has_come_back, about_returned_letter),
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
            can_wait=name in CAN_WAIT,
            is_called=name in CALLED,
            is_on_paper=name == ON_PAPER,
            attach=ATTACHED.get(name),
            after_call=letter_after_call if name == "nobody_found_call" else None,
        )
    )
offers_new(
    "request",
    lost_behind,
    is_still_due=_request_is_open,
    context=lambda pk, recipient: {"link": standing_link(HelpRequest.objects.get(pk=pk), recipient)},
)
