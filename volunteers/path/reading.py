"""What the pages show: who hangs where and for how long, and one person's way. Nothing here writes."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from piano.kit import clock
from quarters.models import RoleKind
from volunteers.models import Path, PathRule, Step, StepTaken, VolunteerState
from volunteers.path.steps import DO, HOW
from volunteers.path.yours import YOURS

LONG = 14  # days; then somebody should ask how it goes
PATIENCE = {Step.TALK: 3}  # „in den nächsten Tagen“, says the page on which she wrote to us
HERS = frozenset(
    {Step.REFERENCES, Step.IDENTITY, Step.SECRECY, Step.RECORD, Step.EXTENDED_RECORD, Step.CARD}
)  # she brings something
SHOWN = 200


def on_her_way(user: Any) -> bool:
    """Whether somebody accompanies this person, who is not yet active."""
    return Path.objects.filter(volunteer__user=user.pk, active_at=None, ended_at=None).exists()


@dataclass(frozen=True)
class Line:
    """One step of one person's way: `taken` is None while it is missing; `is_next` is the one to do now."""

    step: str
    label: str
    do: str
    how: str
    yours: tuple[str, str]
    taken: StepTaken | None = None
    is_next: bool = False


@dataclass(frozen=True)
class Way:
    """`since`: the day of the last step, else of the first word; `days` until today."""

    path: Path
    lines: list[Line]
    since: dt.datetime
    days: int
    next: Line | None = None

    @property
    def is_long(self) -> bool:
        return self.days >= PATIENCE.get(Step(self.next.step), LONG) if self.next else self.days >= LONG

    @property
    def is_hers(self) -> bool:
        """It is she who brings something or comes by."""
        return self.next is not None and self.next.step in HERS

    @property
    def done(self) -> list[Line]:
        return [line for line in self.lines if line.taken]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if not line.taken]


@dataclass
class Column:
    """Everybody for whom the same step comes next, the longest waiting first."""

    step: str
    label: str
    how: str
    ways: list[Way] = field(default_factory=list)


def paths_of(user: Any) -> QuerySet[Path]:
    """Those of her districts, for a helper; those of her associations, for their coordination."""
    own = {role.organisation_id for role in user.valid_roles if role.kind == RoleKind.COORDINATOR}
    near = user.district_ids if RoleKind.HELPER in user.role_kinds else []
    return with_steps().filter(Q(district__in=near) | Q(association__in=[pk for pk in own if pk]))


def with_steps() -> QuerySet[Path]:
    """Every path with its `standing` steps."""
    standing = Prefetch(
        "steps", StepTaken.objects.filter(undone_at=None).select_related("noted_by"), to_attr="standing"
    )
    rows = Path.objects.select_related("interest__person", "volunteer__user", "district", "association")
    return rows.prefetch_related(standing)


def get_path(user: Any, reference: str) -> Path:
    """404 for whoever does not accompany her, and for her own: nobody notes her own steps."""
    path = paths_of(user).filter(reference=reference).first()
    own = path and (path.volunteer.user_id if path.volunteer else path.interest and path.interest.person_id)
    if path is None or own == user.pk:
        raise Http404
    return path


def rules() -> dict[str, list[str]]:
    """The steps of each level, in their order: one query."""
    order = {step: place for place, step in enumerate(Step.values)}
    found: dict[str, list[str]] = {level: [] for level, _label in PathRule.LEVELS}
    for level, step in PathRule.objects.values_list("level", "step"):
        found[level].append(step)
    return {level: sorted(steps, key=lambda step: order[step]) for level, steps in found.items()}


def way_of(path: Path, *, needed: list[str], now: dt.datetime) -> Way:
    """Of a path with its `standing` steps. A step that was taken stands there, whether it was needed or not."""
    standing: list[StepTaken] = path.standing  # type: ignore[attr-defined]
    taken = {one.step: one for one in standing}
    steps = [step for step in Step.values if step in needed or step in taken]
    following = next((step for step in steps if step not in taken), None)
    lines = [
        Line(step, str(Step(step).label), str(DO[step]), str(HOW[step]), YOURS[step], taken.get(step), step == following)
        for step in steps
    ]  # fmt: skip
    since = max((one.noted_at for one in standing), default=path.begun_at)
    days = (clock.local(now).date() - clock.local(since).date()).days
    return Way(path, lines, since, days, next((line for line in lines if line.is_next), None))


def board(user: Any, *, now: dt.datetime) -> list[Column]:
    """Whoever is on her way, by what comes next. Three queries besides the reader's roles."""
    needed = rules()
    rows = paths_of(user).filter(active_at=None, ended_at=None).order_by("begun_at", "pk")[:SHOWN]
    columns = {step: Column(step, str(Step(step).label), str(HOW[step])) for step in Step.values}
    for path in rows:
        way = way_of(path, needed=needed[path.level], now=now)
        if way.next is not None:
            columns[way.next.step].ways.append(way)
    for column in columns.values():
        column.ways.sort(key=lambda way: (way.since, way.path.pk))
    return [column for column in columns.values() if column.ways]


def recently(user: Any, *, now: dt.datetime) -> list[Path]:
    """Who became active or stopped in the last four weeks, the latest first."""
    after = now - dt.timedelta(weeks=4)
    rows = paths_of(user).filter(Q(active_at__gte=after) | Q(ended_at__gte=after))
    return sorted(rows[:SHOWN], key=lambda one: one.active_at or one.ended_at, reverse=True)[:12]  # type: ignore[arg-type,return-value]


def standing_of(path: Path) -> Path:
    """The same path with its `standing` steps."""
    path.standing = list(path.steps.filter(undone_at=None).select_related("noted_by"))  # type: ignore[attr-defined]
    return path


def before_first_visit(**where: Any) -> list[Path]:
    """Whoever has everything but the first visit, with an active account and nothing against her: she goes along, never alone."""
    found = Path.objects.filter(active_at=None, ended_at=None, volunteer__state=VolunteerState.APPLIED, **where)
    rows = found.filter(volunteer__user__is_active=True).select_related("volunteer__user").order_by("begun_at", "pk")
    needed = rules()
    taken = {path.pk: set(path.steps.filter(undone_at=None).values_list("step", flat=True)) for path in rows}
    return [path for path in rows if set(needed[path.level]) - taken[path.pk] == {Step.FIRST_VISIT}]


def goes_along_first(user_id: int) -> bool:
    return bool(before_first_visit(volunteer__user=user_id))
