"""`/leitstand/anfragen/…`: the steps that a helper can take in a case. The choices after the volunteers: `decide`."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from piano.kit import clock
from requests.arranged import afterwards, visits
from requests.board.case import standing_assignment
from requests.finding import decisions
from requests.forms.board import PhonedFeedbackForm, ReturnForm
from requests.forms.offers import ReportForm
from requests.matching import rank_candidates
from requests.models import Feedback, HelpRequest, Report, Visit
from requests.views.steps import chosen, facts, filled, step


@step
def ask_more(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    return _("%(n)d gefragt.") % {"n": decisions.ask_more(visit, **facts(request))}


@step
def ask_person(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    offer = decisions.ask_person(visit, person=chosen(request), **facts(request))
    return _("%(name)s ist gefragt.") % {"name": offer.person.full_name}


@step
def assign(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """Records a yes given by phone, at the time that the list proposed."""
    person = chosen(request)
    start = next((one.start for one in rank_candidates(visit, now=clock.now()) if one.person_id == person.pk), None)
    if start is None:
        raise decisions.NobodyLeft()
    if decisions.assign_by_hand(visit, person=person, start=start, **facts(request)).calls_before:
        words = _("Vereinbart: %(name)s geht hin. Bitte sagen Sie dazu: am Tag vorher kurz dort anrufen.")
        return words % {"name": person.full_name}
    return _("Vereinbart: %(name)s geht hin.") % {"name": person.full_name}


@step
def ask_on_call(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    decisions.ask_on_call(visit, **facts(request))
    return _("Die Bereitschaft ist gefragt.")


@step
def take_over(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    decisions.take_over(visit, **facts(request))
    return _("Niemand wird mehr gefragt. Sie entscheiden.")


@step
def search_again(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    decisions.search_again(visit, **facts(request))
    return _("Wir suchen wieder.")


@step
def cancel(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    visits.cancel_visit(visit, reason=_("am Telefon abgesagt"), **facts(request))
    return _("Abgesagt. Alle wissen Bescheid.")


@step
def acknowledge(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    afterwards.acknowledge_report(get_object_or_404(Report, visit=visit), **facts(request))
    return _("Abgehakt. Wer sich gesorgt hat, erfährt, dass sich jemand gekümmert hat.")


@step
def read(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    afterwards.read_feedback(get_object_or_404(Feedback, visit=visit), **facts(request))
    return _("Gelesen.")


@step
def give_up(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """Who would go has called: she cannot come."""
    assignment = standing_assignment(visit)
    if assignment is None:
        raise Http404
    visits.give_up_assignment(assignment, reason=_("am Telefon abgesagt"), **facts(request))
    return _("Wir suchen sofort weiter.")


@filled("return_form", lambda request, visit: ReturnForm(request.POST))
def give_back(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    decisions.return_visit(visit, reason=said["reason"], **facts(request))
    return _("Zurückgegeben. Bitte rufen Sie die Person an.")


@filled("feedback_form", lambda request, visit: PhonedFeedbackForm(request.POST))
def feedback(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    """How it was, told by phone. Whoever took the call has read it."""
    afterwards.give_feedback(visit, **said, **facts(request))
    return _("Aufgeschrieben.")


@filled("report_form", lambda request, visit: ReportForm(request.POST))
def report(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    """A report given by phone."""
    afterwards.report_visit(visit, **said, **facts(request))
    return _("Bericht aufgenommen.")
