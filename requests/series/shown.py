"""Which of a request's visits its pages speak of: the only one there is, or of a series the date that is next. Pure."""

from collections.abc import Sequence

from requests.models import Visit
from requests.states import OPEN_VISIT_STATES, VisitState

WAITING = (VisitState.DECISION, VisitState.HELD)


def shown_visit(newest_first: Sequence[Visit], *, for_helper: bool = False) -> Visit:
    """Of a series: for a helper the date that waits for her, else the next open one, else the last that was."""
    newest = newest_first[0]
    if all(visit.series_id is None for visit in newest_first):
        return newest
    by_time = sorted(newest_first, key=lambda visit: (visit.wish_window.lower, visit.pk))
    waiting = [visit for visit in by_time if visit.state in WAITING and (for_helper or _is_asked(visit))]
    ahead = waiting or [visit for visit in by_time if visit.state in OPEN_VISIT_STATES]
    if ahead:
        return ahead[0]
    was = [visit for visit in by_time if visit.state != VisitState.CANCELLED]
    return was[-1] if was else newest


def _is_asked(visit: Visit) -> bool:
    """Other times are suggested to the tenant for this date, as `progress.with_visits` has noted on the row."""
    return getattr(visit, "asked_time", None) is not None
