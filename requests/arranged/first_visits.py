"""The first visit beside somebody with experience: what came of it is the last step of whoever went along for the first time.

That it was good says whoever went with her, with the report; else whoever accompanies her is asked to talk with both.
"""

import datetime as dt
from collections.abc import Sequence

from piano.kit import clock
from piano.messaging.outbox import Owed, owe_many
from quarters.models import User
from requests.arranged.afterwards import on_reported
from requests.models import Assignment, Report, Visit
from requests.states import AssignmentState
from volunteers.models import Path, Step
from volunteers.path.acts import take_step
from volunteers.path.contact import companions_of
from volunteers.path.first_visits import FirstVisit, tells_first_visits
from volunteers.path.notices import TIMELY, subject_of
from volunteers.path.reading import before_first_visit

SHOWN = (AssignmentState.PLANNED, AssignmentState.RUNNING, AssignmentState.DONE)
A_MOMENT = dt.timedelta(minutes=10)  # in which whoever reports may say it herself


def newcomer_beside(visit: Visit, person: User) -> Path | None:
    """The way of whoever goes, or went, to this visit for the first time beside `person`; None for herself."""
    going = [one.person_id for one in _going(visit)]
    if len(going) != 2 or person.pk not in going:
        return None
    return next(iter(before_first_visit(volunteer__user__in=[one for one in going if one != person.pk])), None)


def _going(visit: Visit) -> list[Assignment]:
    return list(Assignment.objects.filter(visit=visit, state__in=SHOWN).order_by("part", "pk").select_related("person"))


def say_it_was_good(visit: Visit, *, by: User, now: dt.datetime) -> bool:
    """Whoever went with her says so, once the visit is reported: her last step. False where nobody's is waiting for it."""
    path = newcomer_beside(visit, by)  # nobody's where it did not take place
    if path is None or not Report.objects.filter(visit=visit).exists():
        return False
    start = _going(visit)[0].planned_window.lower
    take_step(path, Step.FIRST_VISIT, by=by, now=now, on=clock.local(start).date())
    return True


@on_reported
def ask_to_talk(report: Report, assignments: Sequence[Assignment], now: dt.datetime) -> None:
    """To whoever accompanies her; no longer owed once the step is taken."""
    if len(assignments) < 2:
        return
    for path in before_first_visit(volunteer__user__in=[one.person_id for one in assignments]):
        said = {"slot": report.visit.reference, "not_before": now + A_MOMENT, "expires_at": now + TIMELY}
        owed = [Owed("path_talk", subject_of(path), one, **said) for one in companions_of(path, now=now)]  # type: ignore[arg-type]
        owe_many(owed, now=now)


@tells_first_visits
def last_beside_somebody(person_id: int) -> FirstVisit | None:
    rows = Assignment.objects.filter(person=person_id, state__in=SHOWN).select_related("visit__report")
    for row in rows.order_by("-planned_window")[:5]:
        beside = [one for one in _going(row.visit) if one.person_id != person_id]
        if beside:
            report = getattr(row.visit, "report", None)
            took_place = report.took_place if report else None
            return FirstVisit(row.planned_window.lower, beside[0].person.full_name, took_place)
    return None
