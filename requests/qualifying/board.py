"""The coordinator's board: who lacks what and what ends when, of her own people, in a fixed number of queries. Reads only."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from helpers.models import CareWorker, DutyLapse, DutyOutcome, Helper, StaffRole
from helpers.rota.coverage import say_gap
from helpers.rota.papers import Book
from piano.kit.alphabet import alphabetical_key
from quarters.models import RoleKind, User
from quarters.people.people_search import people_named, tidy
from requests.models import Lapse, LapseOutcome
from requests.qualifying.standing import Standing, asked_by, judge, needs_of_staff, offered, states_of
from requests.states import AssignmentState
from volunteers.models import Evidence, Volunteer, VolunteerState
from volunteers.needs import Needs

ALL, LACKS, ENDS = "", "fehlt", "endet"


def lapses_of(user: User, *, now: dt.datetime) -> Any:
    """What she decides, and what she let go and may still take back: visits ahead of her own people."""
    rows = Lapse.objects.filter(people_of(user, "assignment__person"), assignment__planned_window__startswith__gt=now)
    rows = rows.filter(Q(outcome="", assignment__state=AssignmentState.PLANNED) | Q(outcome=LapseOutcome.GOES))
    kept = (
        "assignment__person",
        "assignment__visit__help_request__category",
        "assignment__visit__help_request__district",
    )
    return rows.select_related(*kept).order_by("outcome", "assignment__planned_window", "pk")


def duty_lapses_of(user: User, *, now: dt.datetime) -> Any:
    """The same of duties."""
    rows = DutyLapse.objects.filter(people_of(user, "person"), person=F("duty__person"), duty__window__endswith__gt=now)
    rows = rows.filter(outcome__in=("", DutyOutcome.SERVES))
    kept = ("person", "duty__service__organisation", "duty__district")
    return rows.select_related(*kept).order_by("outcome", "duty__window", "pk")


@dataclass(frozen=True)
class Duties:
    """One person's duties that wait for a decision, and those that she was let to serve, each with its span in words."""

    person: User
    waiting: list[tuple[DutyLapse, str]]
    let: list[tuple[DutyLapse, str]]


def duties_by_person(rows: Iterable[DutyLapse]) -> list[Duties]:
    """Whose first one begins first stands first."""
    found: dict[int, Duties] = {}
    for row in sorted(rows, key=lambda row: row.duty.window.lower):
        hers = found.setdefault(row.person_id, Duties(row.person, [], []))
        said = (row, say_gap((row.duty.window.lower, row.duty.window.upper)))
        (hers.let if row.outcome else hers.waiting).append(said)
    return list(found.values())


def people_of(user: User, name: str) -> Q:
    """Rows whose person under that name is one of hers."""
    groups = (volunteers_of(user), helpers_of(user), care_workers_of(user))
    found = Q()
    for rows in groups:
        found |= Q(**{f"{name}__in": rows.values("user")})
    return found


@dataclass(frozen=True)
class Line:
    person: User
    where: str
    standing: Standing

    @property
    def is_urgent(self) -> bool:
        return bool(self.standing.missing)

    @property
    def first_end(self) -> dt.date:
        """For the order: who ends first stands first."""
        return min((one.last_day for one in self.standing.ending if one.last_day), default=dt.date.max)


def organisations_of(user: User) -> list[int]:
    """Whose people she coordinates."""
    roles = [one for one in user.valid_roles if one.kind == RoleKind.COORDINATOR and one.organisation_id]
    return [one.organisation_id for one in roles]


def volunteers_of(user: User) -> Any:
    """Hers, never she herself, nobody who has left."""
    rows = Volunteer.objects.filter(association__in=organisations_of(user)).exclude(state=VolunteerState.LEFT)
    return rows.exclude(user=user.pk).select_related("user", "association", "district")


def helpers_of(user: User) -> Any:
    rows = Helper.objects.filter(employer__in=organisations_of(user), until=None).exclude(user=user.pk)
    return rows.select_related("user", "employer")


def care_workers_of(user: User) -> Any:
    rows = CareWorker.objects.filter(service__organisation__in=organisations_of(user), is_active=True)
    return rows.exclude(user=user.pk).select_related("user", "service__organisation")


def lines_for(user: User, *, text: str = "", only: str = ALL, on: dt.date) -> list[Line]:
    """Who lacks something stands first, then who ends first. About fourteen queries, whatever the number of people."""
    found = [*_volunteers(user, text, on=on), *_staff(user, text, on=on)]
    if only == LACKS:
        found = [one for one in found if one.standing.missing]
    if only == ENDS:
        found = [one for one in found if one.standing.ending]
    return sorted(
        found,
        key=lambda one: (not one.is_urgent, one.first_end, alphabetical_key(one.person.family_name), one.person.pk),
    )


def _named(rows: Any, text: str) -> Any:
    text = tidy(text)
    if not text:
        return rows
    return rows.filter(Q(user__in=people_named(text).values("pk")) | Q(user__family_name__icontains=text))


def _volunteers(user: User, text: str, *, on: dt.date) -> list[Line]:
    people = list(_named(volunteers_of(user), text).prefetch_related("categories"))
    needs = Needs.load({one.association_id for one in people}, on=on)
    shown = _by(Evidence.objects.filter(volunteer__in=[one.pk for one in people]), "volunteer_id")
    kinds = list(offered())
    return [
        Line(
            one.user,
            str(one.association),
            judge(needs.of(one, kinds), shown[one.pk], {kind.pk for kind in one.categories.all()}, on=on),
        )
        for one in people
    ]


def _staff(user: User, text: str, *, on: dt.date) -> list[Line]:
    """Each by the rules of the federal states in which she works."""
    helpers = list(_named(helpers_of(user), text))
    carers = list(_named(care_workers_of(user), text))
    book = Book.load(one.user_id for one in (*helpers, *carers))
    states = states_of([one.user_id for one in helpers], [one.user_id for one in carers], on=on)
    kinds = list(offered()) if helpers or carers else []
    chosen = {kind.pk for kind in kinds}
    lines = []
    for role, people in ((StaffRole.HELPER, helpers), (StaffRole.CARE_WORKER, carers)):
        for one in people:
            where = str(one.employer if role == StaffRole.HELPER else one.service.organisation)
            needs = needs_of_staff(asked_by(book, role, states[one.user_id], on=on), kinds)
            lines.append(Line(one.user, where, judge(needs, book.of(one.user_id), chosen, on=on)))
    return lines


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
