"""A duty is planned, and for one of its days she lacks what is asked: found ahead, decided by the coordination of her employer.

No machine takes a duty away: a night in which nobody picks up is worse than a course that has ended. Until somebody has decided
she answers the telephone and is sent to nobody (`sendable`); on its morning those who keep the rota hear that nobody can be
sent, and she hears it, too (docs/decisions/086). Any number of sweepers gives the same tables.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from helpers.courses.expiring import coordination_of
from helpers.models import Duty, DutyLapse, DutyOutcome, StaffRole
from helpers.notices import districts_of, keepers_of, planners_of
from helpers.rota import duties, papers
from helpers.rota.team import team_of
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.messaging.outbox import Owed, cancel_owed, owe_many
from quarters.models import District, User

AHEAD = dt.timedelta(days=14)  # so far ahead the coordination is asked
MORNING = dt.time(5)
NEAR = dt.timedelta(hours=6)  # of what begins in the night it is said so long before
OPEN = ""


class WhyNeeded(DomainError):
    message = _("Bitte schreiben Sie, warum. Ein Satz genügt.")


class AlreadyDecided(DomainError):
    message = _("Das ist schon entschieden.")


def look_ahead(*, now: dt.datetime) -> int:
    """Opens what is new or lacks again, tells the coordination once, and closes what was shown meanwhile. Returns how many it opened.

    Locks the rows of the days ahead.
    """
    planned = _planned(now=now)
    lacking = who_lack(planned)
    with transaction.atomic():
        rows = DutyLapse.objects.select_for_update(of=("self",)).filter(duty__in=planned)
        known = {(row.duty_id, row.person_id): row for row in rows}
        new = [one for one in planned if one.pk in lacking and (one.pk, one.person_id) not in known]
        made = [DutyLapse(duty=one, person_id=one.person_id, found_at=now) for one in new]
        DutyLapse.objects.bulk_create(made, ignore_conflicts=True)
        for one in planned:
            row = known.get((one.pk, one.person_id))
            if row and row.outcome == OPEN and one.pk not in lacking:
                _end(row, DutyOutcome.SHOWN, by=None, now=now)
            elif row and row.outcome == DutyOutcome.SHOWN and one.pk in lacking:
                _open_again(row, now=now)
                new.append(one)
        _tell(new, now=now)
    return len(new)


def _open_again(row: DutyLapse, *, now: dt.datetime) -> None:
    """What was shown does not count after all."""
    row.outcome, row.decided_at, row.named_at, row.found_at = OPEN, None, None, now
    row.save(update_fields=["outcome", "decided_at", "named_at", "found_at"])


def _planned(*, now: dt.datetime) -> list[Duty]:
    rows = Duty.objects.filter(person__is_active=True, window__endswith__gt=now, window__startswith__lte=now + AHEAD)
    return list(rows.select_related("person", "service", "district").order_by("pk"))


def who_lack(planned: Sequence[Duty]) -> set[int]:
    """The keys of the duties on one of whose days their person lacks what is asked. Three queries, whatever their number."""
    book = papers.Book.load(one.person_id for one in planned)
    if not book.rules or not planned:
        return set()
    states = _states()
    return {one.pk for one in planned if _lacks(one, book, states)}


def _states() -> dict[tuple[str, int], set[str]]:
    """The federal states of each district and of each care service. One query."""
    found: dict[tuple[str, int], set[str]] = {}
    for district, state, service in District.objects.values_list("pk", "state", "care_services"):
        found.setdefault(("district", district), set()).add(state)
        if service:
            found.setdefault(("service", service), set()).add(state)
    return found


def _lacks(duty: Duty, book: papers.Book, states: dict[tuple[str, int], set[str]]) -> bool:
    where = ("service", duty.service_id) if duty.service_id else ("district", duty.district_id or 0)
    days = papers.days_in((duty.window.lower, duty.window.upper))
    role = team_of(duty).role
    return any(book.missing(duty.person_id, day, role=role, states=states.get(where, set())) for day in days)


def _tell(new: Sequence[Duty], *, now: dt.datetime) -> None:
    """One word for each person whose duties they are, to each who coordinates her: of her first one. Where nobody does, whoever
    plans the rota is asked to plan somebody besides her, in words that say nothing of a paper.
    """
    first = {one.person_id: one for one in sorted(new, key=lambda one: one.window.lower, reverse=True)}
    owed = []
    for duty in first.values():
        row = DutyLapse.objects.get(duty=duty, person=duty.person_id)
        said: dict[str, Any] = {"slot": f"{clock.local(row.found_at):%y%m%d}", "expires_at": duty.window.upper}
        office = coordination_of(duty.person, on=clock.local(now).date())
        reason, people = ("duty_paper", office) if office else ("duty_plan_ahead", planners_of(duty, now=now))
        owed += [Owed(reason, f"duty_lapse:{row.pk}", one, **said) for one in people]
    owe_many(owed, now=now)


def open_lapses(*, now: dt.datetime) -> QuerySet[DutyLapse]:
    """What waits for a decision; not of who has given the duty on meanwhile."""
    return DutyLapse.objects.filter(outcome=OPEN, duty__window__endswith__gt=now, person=F("duty__person"))


def marked(rows: Any) -> Any:
    """Duties with `is_by_phone`: nobody has decided, so she answers the telephone and is sent to nobody."""
    waiting = DutyLapse.objects.filter(duty=OuterRef("pk"), person=OuterRef("person"), outcome=OPEN)
    return rows.annotate(is_by_phone=Exists(waiting))


def name_gaps(*, now: dt.datetime) -> int:
    """It is the morning of the duty, and nobody has decided: she hears that she only answers the telephone, and those who keep the
    rota that nobody can be sent. Once. Returns how many.
    """
    with transaction.atomic():
        rows = open_lapses(now=now).filter(named_at=None)
        rows = rows.filter(duty__window__startswith__lt=_until(now)).select_related("duty__person", "duty__service")
        due = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
        for row in due:
            _name(row, now=now)
        DutyLapse.objects.filter(pk__in=[row.pk for row in due]).update(named_at=now)
    return len(due)


def _until(now: dt.datetime) -> dt.datetime:
    here = clock.local(now)
    tonight = clock.at(here.date() + dt.timedelta(days=1), dt.time(0)) if here.time() >= MORNING else now
    return max(tonight, now + NEAR)


def _name(row: DutyLapse, *, now: dt.datetime) -> None:
    duty, said = row.duty, {"expires_at": row.duty.window.upper}
    keepers = {one.pk: one for district in districts_of(duty) for one in keepers_of(district, now=now)}
    keepers.pop(row.person_id, None)
    owed = [Owed("duty_nobody_goes", f"duty_lapse:{row.pk}", one, **said) for one in keepers.values()]
    owe_many([Owed("duty_by_phone", f"duty_lapse:{row.pk}", duty.person, **said), *owed], now=now)


def let_serve(lapse: DutyLapse, *, why: str, by: User, now: dt.datetime) -> DutyLapse:
    """She has the duty all the same, and is sent. Why stays with the coordination. Twice is one. Locks the row.
    Raises `WhyNeeded`, `AlreadyDecided`.
    """
    if not why.strip():
        raise WhyNeeded()
    with transaction.atomic():
        row = DutyLapse.objects.select_for_update().get(pk=lapse.pk)
        if row.outcome not in (OPEN, DutyOutcome.SERVES):
            raise AlreadyDecided()
        row.why = why.strip()
        return _end(row, DutyOutcome.SERVES, by=by, now=now)


def take_back(lapse: DutyLapse) -> DutyLapse:
    """It is to be decided again. Locks the row."""
    with transaction.atomic():
        row = DutyLapse.objects.select_for_update().get(pk=lapse.pk)
        if row.outcome == DutyOutcome.SERVES:
            row.outcome, row.why, row.decided_by, row.decided_at = OPEN, "", None, None
            row.save(update_fields=["outcome", "why", "decided_by", "decided_at"])
    return row


def open_duty(lapse: DutyLapse, *, by: User, now: dt.datetime) -> None:
    """She is off duty, hears it, and the gap shows in the rota, where it is warned of. Locks the duty.

    Raises `DutyIsOver`, `AlreadyDecided` when she has the duty no more or serves all the same.
    """
    with transaction.atomic():
        duty = duties.lock_duty(lapse.duty, now=now)
        row = DutyLapse.objects.select_for_update().get(pk=lapse.pk)
        if duty.person_id != row.person_id or row.outcome != OPEN:
            raise AlreadyDecided()
        cancel_owed(subject=f"duty_lapse:{row.pk}")
        duties.remove(duty, by=by, now=now)


def _end(row: DutyLapse, outcome: str, *, by: User | None, now: dt.datetime) -> DutyLapse:
    row.outcome, row.decided_by, row.decided_at = outcome, by, now
    row.save(update_fields=["outcome", "why", "decided_by", "decided_at"])
    cancel_owed(subject=f"duty_lapse:{row.pk}")
    return row


def sendable(rows: QuerySet[Duty], *, district: int, category: int, day: dt.date) -> QuerySet[Duty]:
    """Of these duties of care services those whose person may be sent to somebody there, that day: she has shown what is asked, or
    the coordination lets her serve. What this kind of help asks for beyond that nobody lets go.
    """
    asked = papers.asked_on(day, role=StaffRole.CARE_WORKER, districts=[district], category=category)
    lacks = papers.lacks(OuterRef(OuterRef("person")), day, asked=asked)
    let: Any = DutyLapse.objects.filter(duty=OuterRef("pk"), person=OuterRef("person"), outcome=DutyOutcome.SERVES)
    always = ~Exists(lacks.filter(category=None)) | Exists(let)
    return rows.filter(always, ~Exists(lacks.exclude(category=None)))


def may_be_sent(person: User, *, district: int, category: int, moment: dt.datetime) -> bool:
    """The same of one person for a visit that begins then, by the duty that she has, else by what she has shown alone."""
    where: dict[str, Any] = {"district": district, "category": category, "day": clock.local(moment).date()}
    hers = Duty.objects.filter(person=person, service__isnull=False, window__contains=moment)
    return sendable(hers, **where).exists() or not papers.missing_for_visit(person, **where)
