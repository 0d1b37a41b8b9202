"""`POST /leitstand/anfragen/…/bescheid/`: the helper told the tenant who comes, or tried to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit.htmx import INVALID
from piano.kit.once import once
from quarters.access import role_required
from requests.access import get_board_request
from requests.arranged.telling import note_call
from requests.board.case import standing_assignment
from requests.forms.telling import TellingForm
from requests.views.case import case_page, chosen_visit, to_case
from requests.views.steps import facts


@require_POST
@role_required("helper")
@once
def tell(request: HttpRequest, reference: str) -> HttpResponse:
    """What somebody else has said meanwhile is said."""
    help_request, form = get_board_request(request.user, reference), TellingForm(request.POST)  # type: ignore[arg-type]
    if not form.is_valid():
        return case_page(request, help_request, status=INVALID, telling_form=form)
    assignment = standing_assignment(chosen_visit(request, help_request))
    if assignment is not None:
        note_call(assignment, has_reached=form.cleaned_data["reached"], **facts(request))
    messages.success(request, _("Danke. Das ist notiert."))
    return to_case(request, reference)
