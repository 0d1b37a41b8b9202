"""Two people go together. Whoever is taken off again, or cannot come, both hear it, and so does the tenant: nobody is dropped in silence.

The second one goes along by a helper's hand (`Part.TANDEM`), by the same hard rules. Falls one of them out, the other stays
and goes first; whether she goes alone is asked by the helper (`TroubleKind.ONE_OF_TWO`).
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import User
from requests.advance import advance, begin_if_free, note_down
from requests.errors import NoLongerPossible, WrongState
from requests.finding.due import cross_off, owe_step
from requests.finding.offers import withdraw_offers
from requests.finding.timing import SHORTLY_BEFORE, day_before
from requests.locks import lock_person, lock_visit
from requests.matching import failing_rule
from requests.messages import visit_notices
from requests.mishaps import trouble
from requests.models import Assignment, Outcome, Part, TroubleKind, Visit, WorkKind
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState, VisitState
from requests.wishes.contacts import hearers_of
from volunteers.path.reading import goes_along_first

GOES_ALONG, GOES_ALONE = "Geht zu zweit: {name}", "Geht doch allein"
ONE_IS_ENOUGH = "Eine Person genügt"


class AlreadyTwo(DomainError):
    message = _("Es gehen schon zwei Menschen hin.")


def standing(visit: Visit) -> list[Assignment]:
    """Who goes first stands first; each with the visit that is loaded already."""
    rows = Assignment.objects.filter(visit=visit, state__in=STANDING_ASSIGNMENT_STATES).select_related("person")
    going = list(rows.order_by("part", "pk"))
    for one in going:
        one.visit = visit
    return going


def partner_of(assignment: Assignment) -> Assignment | None:
    """The other one of two who could go alone; whoever is there for the first time never does."""
    others = (one for one in standing(assignment.visit) if one.person_id != assignment.person_id)
    return next((one for one in others if not goes_along_first(one.person_id)), None)


def bring_along(visit: Visit, *, person: User, by: User, now: dt.datetime) -> Assignment:
    """A second one goes along, as she said on the telephone. Twice is one; both, and the tenant, hear it.

    Raises `WrongState` where nobody goes, `AlreadyTwo`, `NoLongerPossible` where a rule or another visit keeps her away.
    """
    with transaction.atomic():
        lock_person(person.pk)
        visit = lock_visit(visit.pk)
        going = standing(visit)
        if visit.state != VisitState.ARRANGED or not going:
            raise WrongState()
        if known := next((one for one in going if one.person_id == person.pk), None):
            return known
        if len(going) > 1:
            raise AlreadyTwo()
        window = going[0].planned_window
        is_first = goes_along_first(person.pk)
        if window.lower <= now or failing_rule(
            visit, person_id=person.pk, start=window.lower, now=now, is_first=is_first
        ):
            raise NoLongerPossible()
        return go_along(visit, person=person, first=going[0], by=by, now=now)


def go_along(visit: Visit, *, person: User, first: Assignment, by: User, now: dt.datetime) -> Assignment:
    """She goes with whoever goes first; nobody else is asked any more, and all three hear it. The caller holds person and
    visit, and has asked the rules. Raises `NoLongerPossible`.
    """
    row = Assignment(visit=visit, person=person, part=Part.TANDEM, planned_window=first.planned_window, created_at=now)
    if not begin_if_free(row, AssignmentState.PLANNED, by=by, now=now):
        raise NoLongerPossible()
    withdraw_offers(visit, now=now, by=by, taken=True)
    cross_off(visit, WorkKind.SECOND, now=now)
    note_down(visit, by=by, now=now, note=GOES_ALONG.format(name=person.full_name))
    _tell(row, "comes_along", [first.person, person], now=now)
    _remind(row, now=now)
    trouble.end_what_settled(visit, {TroubleKind.ONE_OF_TWO: Outcome.FOUND}, by=by, now=now)
    wake_engine()
    return row


def let_one_be_enough(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """Nobody is looked for to come along any more. The caller holds the visit's lock."""
    visit.people_needed = 1
    visit.save(update_fields=["people_needed"])
    if visit.state == VisitState.ARRANGED:
        withdraw_offers(visit, now=now, by=by, taken=False)
    cross_off(visit, WorkKind.SECOND, now=now)
    note_down(visit, by=by, now=now, note=ONE_IS_ENOUGH)
    trouble.end_what_settled(visit, trouble.ONE_IS_ENOUGH, by=by, now=now)


def _remind(assignment: Assignment, *, now: dt.datetime) -> None:
    """Who goes along, on the day before and two hours before; the tenant is reminded of the visit anyway."""
    start, subject = assignment.planned_window.lower, f"assignment:{assignment.pk}"
    moments = {
        "reminder_person": day_before(start, visit_notices.PERSON_REMINDER_AT),
        "reminder_soon": start - SHORTLY_BEFORE,
    }
    for reason, at in moments.items():
        if at > now and assignment.person.reads_messages:
            owe(
                reason=reason,
                subject=subject,
                recipient=assignment.person,
                now=now,
                not_before=at,
                expires_at=start,
            )


def cut_to_one(visit: Visit, *, by: User, now: dt.datetime) -> bool:
    """One is enough: whoever went along stays at home and hears it at once, the others too. False when nobody went along."""
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        going = standing(visit)
        if len(going) < 2:
            return False
        advance(going[1], AssignmentState.CANCELLED, by=by, now=now)
        note_down(visit, by=by, now=now, note=GOES_ALONE)
        cancel_owed(subject=f"assignment:{going[1].pk}")
        visit_notices.not_you(going[1], now=now)
        _tell(going[1], "goes_alone", [going[0].person], now=now)
        let_one_be_enough(visit, by=by, now=now)
        wake_engine()
    return True


def one_falls_out(assignment: Assignment, other: Assignment, *, by: User | None, now: dt.datetime, reason: str) -> None:
    """The visit stays arranged with the other one; the helper asks whether she goes alone. The caller holds the visit's lock."""
    advance(assignment, AssignmentState.CANCELLED, by=by, now=now, note=reason)
    cancel_owed(subject=f"assignment:{assignment.pk}")
    if other.part != Part.LEAD:
        other.part = Part.LEAD
        other.save(update_fields=["part"])
    _tell(assignment, "goes_alone", [other.person], now=now)
    if assignment.visit.people_needed > 1:  # somebody else may come along
        owe_step(assignment.visit, WorkKind.SECOND, due_at=now)
    trouble.open_trouble(other, TroubleKind.ONE_OF_TWO, by=by, now=now)


def _tell(assignment: Assignment, reason: str, people: list[User], *, now: dt.datetime) -> None:
    """The people, and whoever opens the door."""
    subject, until = f"assignment:{assignment.pk}", assignment.planned_window.upper
    for person in (*people, *hearers_of(assignment.visit.help_request, at_the_door=True)):
        owe(reason=reason, subject=subject, recipient=person, now=now, expires_at=until)
