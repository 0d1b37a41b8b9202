"""Joining, leaving, and handing over to somebody else of the neighbourhood."""

import datetime as dt

from django.db import IntegrityError, transaction

from piano.kit.words import fold
from piano.messaging.outbox import cancel_owed
from quarters.ideas import notices
from quarters.ideas.bringing import Somebody, account_of
from quarters.ideas.errors import AlreadyInIt, HelpersOnlyHelp, IdeaIsFull, IdeaRests
from quarters.ideas.moving import advance, lock, runner_of
from quarters.ideas.stages import OPEN, Stage
from quarters.models import Initiative, InitiativePerson, Part, RoleKind, User


def join(
    initiative: Initiative,
    *,
    who: Somebody,
    now: dt.datetime,
    brings: str = "",
    shows_name: bool = False,
    may_reach: bool = False,
    taken_by: User | None = None,
) -> InitiativePerson:
    """She is in it from now on, told how to leave, and whoever runs it hears it; the first one makes „Leute gefunden“.

    `taken_by`: a helper wrote it down for her. Locks the initiative, so that the last place goes to one.
    Raises `IdeaRests`, `IdeaIsFull`, `AlreadyInIt`, `NotAPhoneNumber`.
    """
    try:
        with transaction.atomic():
            person = account_of(who)
            row = lock(initiative)
            _must_be_open(row, person, who)
            joiner = InitiativePerson.objects.create(
                initiative=row, person=person, part=Part.JOINS, brings=brings.strip(), shows_name=shows_name,
                may_reach=may_reach, joined_at=now, taken_by=taken_by, **who.given,
            )  # fmt: skip
            row.touched_at = now
            row.save(update_fields=["touched_at"])
            if row.stage == Stage.IDEA:
                advance(row, Stage.PEOPLE, by=taken_by or person, now=now)
            notices.tell_joined(joiner, now=now)
    except IntegrityError as error:
        raise AlreadyInIt() from error
    return joiner


def _must_be_open(row: Initiative, person: User, who: Somebody) -> None:
    if not row.is_public or row.stage not in OPEN:
        raise IdeaRests()
    if any(one.person_id == person.pk or _is_same(one, who) for one in row.people.all()):
        raise AlreadyInIt()
    if is_full(row):
        raise IdeaIsFull()


def _is_same(one: InitiativePerson, who: Somebody) -> bool:
    """The same name at the same number: of a couple that shares one, both can join."""
    given = who.given
    return bool(given["phone"]) and (one.phone, fold(one.called)) == (given["phone"], fold(given["called"]))


def is_full(row: Initiative) -> bool:
    """`places` counts everybody in it, whoever runs it among them; without a number there is always room."""
    return row.places is not None and row.people.count() >= row.places


def leave(joiner: InitiativePerson, *, by: User | None, now: dt.datetime) -> None:
    """Gone at once with all that she gave; nothing more is owed. Twice changes nothing.

    Without whoever ran it, it pauses; what nobody else has seen goes with her.
    """
    with transaction.atomic():
        row = lock(joiner.initiative)
        gone = InitiativePerson.objects.filter(pk=joiner.pk).first()
        if gone is None:
            return
        notices.take_back_joined(gone)
        was_runner = gone.part == Part.RUNS
        gone.delete()
        if was_runner and row.published_at is None and not row.people.exists():
            _forget(row)
        elif was_runner and row.stage in OPEN:
            advance(row, Stage.PAUSED, by=by, now=now)
            notices.tell_rest(row, by=by, now=now)


def _forget(row: Initiative) -> None:
    cancel_owed(subject=notices.subject_of(row))
    said = row.contribution
    row.delete()
    if said:
        said.delete()


def hand_over(initiative: Initiative, *, to: InitiativePerson, now: dt.datetime) -> InitiativePerson:
    """Somebody who is in it runs it from now on and gets her own link; the link of the one before ends, and she stays in it.

    Locks the initiative. Raises `HelpersOnlyHelp` for whoever works here. To whoever runs it already: nothing changes.
    """
    with transaction.atomic():
        row = lock(initiative)
        chosen = InitiativePerson.objects.select_related("person").get(pk=to.pk, initiative=row)
        if chosen.part == Part.RUNS:
            return chosen
        if chosen.person.role_kinds & {RoleKind.HELPER, RoleKind.GWG_STAFF}:
            raise HelpersOnlyHelp()
        before = runner_of(row)
        if before:
            before.part = Part.JOINS
            before.save(update_fields=["part"])
        chosen.part = Part.RUNS
        chosen.save(update_fields=["part"])
        row.touched_at = now
        row.save(update_fields=["touched_at"])
        notices.tell_yours(chosen, now=now)
    return chosen
