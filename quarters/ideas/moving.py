"""The steps of an initiative. The only place where its stage changes; each step is logged."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from quarters.ideas import notices
from quarters.ideas.errors import NobodyRunsIt, NotFromThere, NotMetYet
from quarters.ideas.stages import ALIVE, AT_REST, STEPS, Stage
from quarters.models import Initiative, InitiativePerson, InitiativeStep, Part, User


def lock(initiative: Initiative) -> Initiative:
    """The row as it stands, locked until the transaction ends."""
    return Initiative.objects.select_for_update(of=("self",)).select_related("district").get(pk=initiative.pk)


def runner_of(initiative: Initiative) -> InitiativePerson | None:
    return initiative.people.filter(part=Part.RUNS).select_related("person").first()


def move(initiative: Initiative, to: str, *, by: User | None, now: dt.datetime, note: str = "") -> Initiative:
    """Takes one step and logs it; of a pause, an end and going on everybody in it is told. Locks the row.

    To where it stands changes nothing.

    Raises `NotFromThere`, `NotMetYet` before the first meeting was, `NobodyRunsIt` without a resident who runs it.
    """
    with transaction.atomic():
        row = lock(initiative)
        if row.stage == to:
            return row
        if to not in STEPS[row.stage] or (row.stage in AT_REST and to not in (*AT_REST, row.reached)):
            raise NotFromThere()
        if to in ALIVE:
            _must_be_real(row, now=now)
        was_at_rest = row.stage in AT_REST
        advance(row, to, by=by, now=now, note=note)
        if was_at_rest or to in AT_REST:
            notices.tell_rest(row, by=by, now=now)
    return row


def advance(row: Initiative, to: str, *, by: User | None, now: dt.datetime, note: str = "") -> None:
    """Writes a step that is allowed. The caller holds the lock."""
    row.stage, row.touched_at = to, now
    if to not in AT_REST:
        row.reached = to
    row.save(update_fields=["stage", "reached", "touched_at"])
    InitiativeStep.objects.create(initiative=row, stage=to, at=now, by=by, note=note.strip())


def _must_be_real(row: Initiative, *, now: dt.datetime) -> None:
    """Counted is what residents run: somebody of them runs it, and they have met."""
    if runner_of(row) is None:
        raise NobodyRunsIt()
    if (not row.is_public or row.meets_at is None or row.meets_at > now) and row.reached not in ALIVE:
        raise NotMetYet()


def ways_on(initiative: Initiative) -> list[tuple[str, str]]:
    """The steps that a person can choose now, with what the button says."""
    wanted = [to for to in STEPS[initiative.stage] if to not in (Stage.PEOPLE, Stage.MEETING, Stage.IDEA)]
    if initiative.stage in AT_REST:
        wanted = [initiative.reached] + ([Stage.ENDED] if initiative.stage == Stage.PAUSED else [])
    order = list(Stage)
    return [(to, say_way(initiative, to)) for to in sorted(wanted, key=lambda one: order.index(Stage(one)))]


def say_way(initiative: Initiative, to: str) -> str:
    if initiative.stage in AT_REST and to == initiative.reached:
        return _("Es geht weiter")
    return {
        Stage.RUNNING: _("Es läuft: Wir treffen uns weiter"),
        Stage.GROUP: _("Wir sind eine feste Gruppe"),
        Stage.ASSOCIATION: _("Wir möchten ein Verein werden"),
        Stage.PAUSED: _("Wir machen Pause"),
        Stage.ENDED: _("Wir hören auf"),
    }[Stage(to)]
