"""A visit is planned, and on its day her papers do not suffice any more: found ahead, decided by the coordination, and on the
morning itself nobody goes without them whom nobody let go (docs/decisions/071).

The same rules as at the search and at the yes; here for what is planned. Any number of sweepers gives the same tables.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import transaction

from helpers.courses.expiring import coordination_of as of_employer
from helpers.models import StaffRole
from helpers.rota import papers
from helpers.rota.duty_lapses import may_be_sent
from piano.kit import clock
from piano.kit.columns import to_us
from piano.kit.errors import DomainError
from piano.messaging.outbox import Owed, cancel_owed, owe, owe_many
from quarters.models import User
from requests.locks import lock_person, lock_requests
from requests.matching import gather
from requests.matching.facts import Pairs
from requests.matching.judging import ALLOWED, judge_days
from requests.matching.rules import DAY_RULES
from requests.models import Assignment, Lapse, LapseOutcome
from requests.people.suspending import CASE, hand_over
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState
from volunteers.expiring import coordination_of
from volunteers.models import Volunteer

AHEAD = dt.timedelta(days=14)  # so far ahead the coordination is asked
MORNING = dt.time(5)  # from then on nobody waits for her any longer
NEAR = dt.timedelta(hours=6)  # what begins in the night is decided so long before
PAPERS = tuple(rule for rule in DAY_RULES if rule.code in ("evidence", "qualification", "recognition"))


class WhyMissing(DomainError):
    message = "Bitte schreiben Sie, warum. Ein Satz genügt."


class IsDecided(DomainError):
    message = "Das ist schon entschieden."


def look_ahead(*, now: dt.datetime) -> int:
    """Opens what is new or lacks again, tells the coordination once, and closes what was shown meanwhile. Returns how many it opened.

    Locks the rows of the days ahead.
    """
    planned = _planned(now=now)
    lacking = _lacking(planned, now=now)
    with transaction.atomic():
        known = {row.assignment_id: row for row in Lapse.objects.select_for_update().filter(assignment__in=planned)}
        new = [one for one in planned if one.pk in lacking and one.pk not in known]
        Lapse.objects.bulk_create([Lapse(assignment=one, found_at=now) for one in new], ignore_conflicts=True)
        again = [row for key, row in known.items() if row.outcome == LapseOutcome.SHOWN and key in lacking]
        for row in known.values():
            if not row.outcome and row.assignment_id not in lacking:
                _end(row, LapseOutcome.SHOWN, by=None, now=now)
        for row in again:
            _open_again(row, now=now)
        _tell([*Lapse.objects.filter(assignment__in=new), *again], now=now)
    return len(new) + len(again)


def _open_again(row: Lapse, *, now: dt.datetime) -> None:
    """What was shown does not count after all."""
    row.outcome, row.decided_at, row.found_at = "", None, now
    row.save(update_fields=["outcome", "decided_at", "found_at"])


def _planned(*, now: dt.datetime) -> list[Assignment]:
    """In the days ahead, in order: of volunteers, and of paid people who go themselves."""
    rows = Assignment.objects.filter(state=AssignmentState.PLANNED)
    rows = rows.filter(planned_window__startswith__gt=now, planned_window__startswith__lte=now + AHEAD)
    kept = ("visit__help_request__district", "person__volunteer", "person__helper", "person__care_worker")
    return list(rows.select_related(*kept).order_by("pk"))


def _lacking(planned: Sequence[Assignment], *, now: dt.datetime) -> set[int]:
    """The keys of those whose person lacks a paper on that day. A fixed number of queries for all."""
    volunteers = [one for one in planned if hasattr(one.person, "volunteer")]
    return _of_volunteers(volunteers, now=now) | _of_staff([one for one in planned if one not in volunteers])


def _of_staff(planned: Sequence[Assignment]) -> set[int]:
    """Two queries, and for whoever lacks something whether she was let to serve in a duty that it belongs to."""
    book = papers.Book.load(one.person_id for one in planned)
    return {one.pk for one in planned if _lacks(one, book) and not _is_let(one)}


def _is_let(one: Assignment) -> bool:
    case = one.visit.help_request
    where = {"district": case.district_id, "category": case.category_id}
    return may_be_sent(one.person, moment=one.planned_window.lower, **where)


def _lacks(one: Assignment, book: papers.Book) -> bool:
    case = one.visit.help_request
    role = _role_of(one.person)
    where: dict[str, Any] = {"role": role, "states": {case.district.state}, "category": case.category_id}
    return bool(role and book.missing(one.person_id, clock.local(one.planned_window.lower).date(), **where))


def _role_of(person: Any) -> str:
    """As `papers.role_at_work`, of rows that were read along."""
    if hasattr(person, "helper") and person.helper.until is None:
        return StaffRole.HELPER
    return StaffRole.CARE_WORKER if hasattr(person, "care_worker") and person.care_worker.is_active else ""


def _of_volunteers(planned: Sequence[Assignment], *, now: dt.datetime) -> set[int]:
    if not planned:
        return set()
    starts = {one.visit_id: to_us(one.planned_window.lower) for one in planned}
    visits = gather.load_visits(sorted(starts))
    visits = visits.at(np.array([starts[int(key)] for key in visits.id], dtype=np.int64))
    users = sorted({one.person_id for one in planned})
    world = gather.load_world(visits, users, now=now, by_user=True, with_wishes=False)
    world = gather.add_details(world, np.arange(len(world.people)), now=now, with_wishes=False)
    visit = np.searchsorted(visits.id, [one.visit_id for one in planned])
    person = gather.person_of(world.people, np.array([one.person_id for one in planned]))
    pairs = Pairs(visit, person, np.zeros(0, dtype=np.int64))
    failing = judge_days(world, pairs, rules=PAPERS)[0]
    return {one.pk for one, rule in zip(planned, failing, strict=True) if rule != ALLOWED}


def _tell(rows: Sequence[Lapse], *, now: dt.datetime) -> None:
    """One word for each person whose visits they are, to each who coordinates her."""
    owed = []
    for row in {one.assignment.person_id: one for one in reversed(rows)}.values():
        until, slot = row.assignment.planned_window.lower, f"{clock.local(row.found_at):%y%m%d}"
        for office in _coordination_of(row.assignment.person, on=clock.local(now).date()):
            owed.append(Owed("paper_lapsed", f"lapse:{row.pk}", office, slot=slot, expires_at=until))
    owe_many(owed, now=now)


def _coordination_of(person: User, *, on: dt.date) -> list[User]:
    volunteer = Volunteer.objects.select_related("association").filter(user=person).first()
    return coordination_of(volunteer, on=on) if volunteer else of_employer(person, on=on)


def keep_away(*, now: dt.datetime) -> int:
    """Nobody has decided, and it is the morning of the visit: the helper looks for somebody else. Returns how many."""
    done = 0
    for pk in _undecided(now=now):
        with transaction.atomic():
            row = _locked(pk)
            if row is not None and not row.outcome:
                done += 1
                _give_over(row, LapseOutcome.MORNING, by=None, now=now)
    return done


def _undecided(*, now: dt.datetime) -> list[int]:
    here = clock.local(now)
    until = clock.at(here.date() + dt.timedelta(days=1), dt.time(0)) if here.time() >= MORNING else now
    rows = Lapse.objects.filter(outcome="", assignment__state__in=STANDING_ASSIGNMENT_STATES)
    rows = rows.filter(assignment__planned_window__startswith__range=(now, max(until, now + NEAR)))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def let_go(lapse: Lapse, *, why: str, by: User, now: dt.datetime) -> Lapse:
    """She goes to this visit all the same; why stays with the coordination. Twice is one. Locks the row.

    Raises `WhyMissing`, `IsDecided`.
    """
    if not why.strip():
        raise WhyMissing()
    with transaction.atomic():
        row = Lapse.objects.select_for_update().get(pk=lapse.pk)
        if row.outcome not in ("", LapseOutcome.GOES):
            raise IsDecided()
        row.why = why.strip()
        return _end(row, LapseOutcome.GOES, by=by, now=now)


def take_back(lapse: Lapse, *, now: dt.datetime) -> Lapse:
    """It is to be decided again; only what she was let go to, while it lies ahead."""
    with transaction.atomic():
        row = Lapse.objects.select_for_update().select_related("assignment").get(pk=lapse.pk)
        if row.outcome == LapseOutcome.GOES and row.assignment.planned_window.lower > now:
            row.outcome, row.why, row.decided_by, row.decided_at = "", "", None, None
            row.save(update_fields=["outcome", "why", "decided_by", "decided_at"])
    return row


def give_to_another(lapse: Lapse, *, by: User, now: dt.datetime) -> Lapse:
    """The visit waits for the helper; whoever opens the door hears what she hears when somebody cannot come. Twice is one.

    Locks the person, the request, the visit. Raises `IsDecided`.
    """
    with transaction.atomic():
        row = _locked(lapse.pk)
        if row is None or row.outcome == LapseOutcome.GOES:
            raise IsDecided()
        return row if row.outcome else _give_over(row, LapseOutcome.OTHER, by=by, now=now)


def _locked(pk: int) -> Lapse | None:
    """With its visit, locked in order; None when she goes there no more, or is there already."""
    found = Lapse.objects.select_related("assignment__visit").get(pk=pk)
    lock_person(found.assignment.person_id)
    lock_requests([found.assignment.visit.help_request_id])
    row = Lapse.objects.select_for_update(of=("self",)).select_related(*(f"assignment__{name}" for name in CASE))
    lapse: Lapse = row.get(pk=pk)
    return lapse if lapse.outcome or lapse.assignment.state == AssignmentState.PLANNED else None


def _give_over(row: Lapse, outcome: str, *, by: User | None, now: dt.datetime) -> Lapse:
    hand_over([row.assignment], by=by, now=now)
    person: Any = row.assignment.person
    owe(reason="paper_stay", subject=f"lapse:{row.pk}", recipient=person, now=now, expires_at=_ends(row))
    return _end(row, outcome, by=by, now=now)


def _ends(row: Lapse) -> dt.datetime:
    return row.assignment.planned_window.upper


def _end(row: Lapse, outcome: str, *, by: User | None, now: dt.datetime) -> Lapse:
    row.outcome, row.decided_by, row.decided_at = outcome, by, now
    row.save(update_fields=["outcome", "why", "decided_by", "decided_at"])
    cancel_owed(subject=f"lapse:{row.pk}", reason="paper_lapsed")
    return row
