"""A founding begins, its steps are taken and taken back, its people are noted. Rules of the order stand in `graph`."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.models import District, Initiative, InitiativePerson, Part, User
from volunteers.clubs import graph
from volunteers.clubs.errors import (
    AlreadyThere,
    BeforeItsFollower,
    BeforeItsReason,
    HandedOver,
    NeedsFirst,
    NoBoard,
    NobodyToWaitFor,
    NotToday,
    StillNeeded,
    TimeIsOver,
    TooFewFounders,
    TooFewSignatures,
)
from volunteers.clubs.following import plan_after_step, unplan_after_step
from volunteers.clubs.inviting import forget_address, send_link
from volunteers.clubs.offices import NEEDED
from volunteers.clubs.rooming import say_in_room
from volunteers.models import Founder, Founding, FoundingStep


def begin(*, name: str, district: District, by: User | None, now: dt.datetime, purpose: str = "") -> Founding:
    """`by` is the helper who stands beside it from now on."""
    return Founding.objects.create(
        name=name.strip()[:100],
        district=district,
        purpose=purpose.strip()[:600],
        enabler=by,
        begun_at=now,
        touched_at=now,
    )


def begin_from_idea(idea: Initiative, *, by: User | None, now: dt.datetime) -> Founding:
    """The same idea twice is one founding. Whoever runs it is the first founder, as she named herself there."""
    with transaction.atomic():
        row = Initiative.objects.select_for_update(of=("self",)).select_related("district", "enabler").get(pk=idea.pk)
        known = Founding.objects.filter(idea=row).first()
        if known:
            return known
        made = begin(name=row.title, district=row.district, by=row.enabler or by, now=now, purpose=row.words)
        made.idea = row
        made.save(update_fields=["idea"])
        for one in row.people.filter(part=Part.RUNS).select_related("person"):
            add_runner(made, one, now=now)
    return made


def add_runner(founding: Founding, runner: InitiativePerson, *, now: dt.datetime) -> Founder:
    """Whoever runs the idea goes on with a link of her own, which is sent to her."""
    said = {"phone": str(runner.phone), "email": runner.email}
    language = runner.person.language if runner.person else "de"
    founder = add_founder(founding, name=runner.called, person=runner.person, language=language, now=now, **said)
    return send_link(founder, now=now) if any(said.values()) else founder


def change_facts(founding: Founding, *, now: dt.datetime, **facts: Any) -> Founding:
    """What the statute, the invitation and the minutes say; where the association runs itself, its room says it, too.

    Raises `NameTaken`.
    """
    with transaction.atomic():
        row = _lock(founding)
        for name, value in facts.items():
            setattr(row, name, value)
        row.touched_at = now
        row.save(update_fields=[*facts, "touched_at"])
        if row.association_id:
            say_in_room(row)
    return row


def take_step(
    founding: Founding,
    code: str,
    *,
    on: dt.date,
    by: User | None,
    now: dt.datetime,
    waits: bool = False,
    note: str = "",
) -> FoundingStep:
    """Done on that day, or sent off and waiting since. The same again changes nothing. Locks the founding.

    Raises `NeedsFirst`, `TimeIsOver`, `NotToday`, `BeforeItsReason`, `BeforeItsFollower`, `NobodyToWaitFor`, and of the assembly
    `TooFewFounders`, `TooFewSignatures`, `NoBoard`.
    """
    step = graph.BY_CODE[code]
    with transaction.atomic():
        row = _lock(founding)
        rows = {one.code: one for one in row.steps.all()}
        done = {code for code, one in rows.items() if one.done_on}
        known = rows.get(code)
        if known and ((known.done_on == on and not waits) or (waits and known.waits_since == on)):
            return known
        _must_be_possible(row, step, rows, done, on=on, waits=waits, today=clock.local(now).date())
        made = known or FoundingStep(founding=row, code=code)
        unplan_after_step(row, made)
        if waits:
            made.waits_since, made.answer_by, made.done_on = on, graph.usual_answer(step, on), None
        else:
            made.done_on = on
        made.note, made.by, made.at = note.strip() or made.note, by, now
        made.save()
        Founding.objects.filter(pk=row.pk).update(touched_at=now)
        plan_after_step(row, made)
    return made


def _must_be_possible(
    founding: Founding, step: graph.Step, rows: dict[str, FoundingStep], done: set[str], *, on: dt.date, waits: bool,
    today: dt.date,
) -> None:  # fmt: skip
    lacking = graph.missing(step.code, done)
    if lacking:
        raise NeedsFirst(_("Zuerst: {steps}.").format(steps=", ".join(str(one.label) for one in lacking)))
    if step.code not in rows and graph.is_over(step, done):
        raise TimeIsOver()
    if on > today:
        raise NotToday()
    _must_lie_between(step, rows, on=on)
    if waits and not step.office:
        raise NobodyToWaitFor()
    own = rows.get(step.code)
    since = own.waits_since if own else None
    if not waits and since and on < since:
        raise BeforeItsReason()
    if waits and own and own.done_on and graph.needed_by(step.code, rows):
        raise StillNeeded()
    if not waits:
        _people_are_enough(founding, step.code)


def _must_lie_between(step: graph.Step, rows: dict[str, FoundingStep], *, on: dt.date) -> None:
    """Not before what it rests on, not after what rests on it."""
    if any(on < before for need in step.needs if (before := rows[need].done_on)):
        raise BeforeItsReason()
    followers = [rows[one.code] for one in graph.needed_by(step.code, rows)]
    if any(on > day for row in followers for day in (row.waits_since, row.done_on) if day):
        raise BeforeItsFollower()


def _people_are_enough(founding: Founding, code: str) -> None:
    """§§ 56, 59 (3) BGB: seven found it and sign; somebody has to be able to act for it (§ 26 BGB)."""
    if code not in ("founders", "assembly") or founding.handed_over_at:
        return
    founders = list(founding.founders.all())
    if len(founders) < graph.LEAST_FOUNDERS:
        raise TooFewFounders()
    if code != "assembly":
        return
    if sum(one.has_signed for one in founders) < graph.LEAST_FOUNDERS:
        raise TooFewSignatures()
    if not {one.office for one in founders if one.is_elected} >= NEEDED:
        raise NoBoard()


def take_back_step(founding: Founding, code: str, *, now: dt.datetime) -> None:
    """As if it had not begun. Raises `StillNeeded` while something rests on it."""
    with transaction.atomic():
        row = _lock(founding)
        begun = set(row.steps.values_list("code", flat=True))
        if graph.needed_by(code, begun) or (code == "assembly" and row.handed_over_at):
            raise StillNeeded()
        for one in row.steps.filter(code=code):
            unplan_after_step(row, one)
            one.delete()
        Founding.objects.filter(pk=row.pk).update(touched_at=now)


def add_founder(founding: Founding, *, name: str, now: dt.datetime, **said: Any) -> Founder:
    """Raises `AlreadyThere` for a name on the list, `HandedOver`."""
    try:
        with transaction.atomic():
            row = _lock_with_people(founding)
            made = Founder.objects.create(founding=row, name=" ".join(name.split()), **said)
            Founding.objects.filter(pk=row.pk).update(touched_at=now)
    except IntegrityError as error:
        raise AlreadyThere() from error
    return made


def change_founder(founder: Founder, *, now: dt.datetime, **said: Any) -> Founder:
    """Raises `AlreadyThere` for another's name, `HandedOver`, `StillNeeded` where the assembly would lose its board or signatures."""
    try:
        with transaction.atomic():
            row = _lock_with_people(founder.founding)
            was = (founder.email, founder.phone)
            for name, value in said.items():
                setattr(founder, name, value)
            if (founder.email, founder.phone) != was:
                forget_address(founder)
            founder.save()
            _assembly_still_holds(row)
            Founding.objects.filter(pk=row.pk).update(touched_at=now)
    except IntegrityError as error:
        raise AlreadyThere() from error
    return founder


def remove_founder(founder: Founder, *, now: dt.datetime) -> None:
    """Raises `HandedOver`, `StillNeeded` after an assembly or a count that would not hold without her."""
    with transaction.atomic():
        row = _lock_with_people(founder.founding)
        forget_address(founder)
        founder.delete()
        _assembly_still_holds(row)
        Founding.objects.filter(pk=row.pk).update(touched_at=now)


def _assembly_still_holds(founding: Founding) -> None:
    """What was done because of these people stays true."""
    done = set(founding.steps.filter(done_on__isnull=False).values_list("code", flat=True))
    for code in ("founders", "assembly"):
        if code in done:
            try:
                _people_are_enough(founding, code)
            except (TooFewFounders, TooFewSignatures, NoBoard) as error:
                raise StillNeeded(
                    _("Die Gründung beruht auf sieben Menschen, ihren Unterschriften und dem gewählten Vorstand.")
                ) from error


def _lock(founding: Founding) -> Founding:
    return Founding.objects.select_for_update(of=("self",)).get(pk=founding.pk)


def _lock_with_people(founding: Founding) -> Founding:
    row = _lock(founding)
    if row.handed_over_at:
        raise HandedOver()
    return row
