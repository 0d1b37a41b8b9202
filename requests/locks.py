"""The lock order in one place: help request → visit → offer → message."""

from requests.models import HelpRequest, Visit


def lock_visit(visit_id: int) -> Visit:
    """Locks a visit's request, then the visit, and returns it fresh with its request. The caller has a transaction."""
    request_id = Visit.objects.values_list("help_request_id", flat=True).get(pk=visit_id)
    help_request = (
        HelpRequest.objects.select_for_update(no_key=True, of=("self",))
        .select_related("category", "district", "resident__user", "resident__building")
        .get(pk=request_id)
    )
    visit = Visit.objects.select_for_update(no_key=True).get(pk=visit_id)
    visit.help_request = help_request
    return visit
