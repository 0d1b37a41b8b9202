"""What is owed to whoever is in it, written in the transaction of its cause. The words: `templates/messages/idea_*.txt`."""

import datetime as dt

from piano.messaging.outbox import Owed, cancel_owed, owe, owe_many
from quarters.models import Initiative, InitiativeBudget, InitiativePerson, Part, User

TIMELY = dt.timedelta(days=60)


def subject_of(row: Initiative) -> str:
    return f"idea:{row.pk}"


def person_subject(row: InitiativePerson) -> str:
    return f"idea_person:{row.pk}"


def budget_subject(row: InitiativeBudget) -> str:
    return f"idea_budget:{row.pk}"


def tell_received(row: Initiative, person: User, *, now: dt.datetime) -> None:
    owe(reason="idea_received", subject=subject_of(row), recipient=person, now=now)


def tell_looked_over(row: Initiative, *, now: dt.datetime) -> None:
    """To whoever runs it: it is public, or what a helper says instead."""
    reason = "idea_public" if row.is_public else "idea_turned_down"
    for one in row.people.filter(part=Part.RUNS).select_related("person"):
        owe(reason=reason, subject=subject_of(row), recipient=one.person, now=now, slot=_slot(now))


def tell_joined(joiner: InitiativePerson, *, now: dt.datetime) -> None:
    """A word to her with her link, and one to whoever runs it."""
    owe(reason="idea_welcome", subject=person_subject(joiner), recipient=joiner.person, now=now)
    for one in joiner.initiative.people.filter(part=Part.RUNS).select_related("person"):
        owe(reason="idea_joined", subject=person_subject(joiner), recipient=one.person, now=now)


def tell_meeting(row: Initiative, *, by: User | None, now: dt.datetime) -> None:
    """The date, or a new one: what was owed of an older date is taken back."""
    cancel_owed(subject=subject_of(row), reason="idea_meeting")
    _tell_all(row, "idea_meeting", by=by, now=now, expires_at=row.meets_at)


def tell_called_off(row: Initiative, *, by: User | None, now: dt.datetime, until: dt.datetime) -> None:
    """Everybody hears it, until the hour at which it would have been."""
    cancel_owed(subject=subject_of(row), reason="idea_meeting")
    _tell_all(row, "idea_called_off", by=by, now=now, expires_at=until)


def tell_rest(row: Initiative, *, by: User | None, now: dt.datetime) -> None:
    """It pauses, ends, or goes on again. What was owed of a meeting is taken back."""
    cancel_owed(subject=subject_of(row), reason="idea_rest")
    _tell_all(row, "idea_rest", by=by, now=now, expires_at=now + TIMELY)


def tell_still(row: Initiative, *, now: dt.datetime) -> None:
    """To whoever runs it; where nobody does, to everybody in it."""
    people = list(row.people.select_related("person").order_by("person_id"))
    asked = [one for one in people if one.part == Part.RUNS] or people
    subject, slot = subject_of(row), _slot(now)
    owe_many([Owed("idea_still", subject, one.person, expires_at=now + TIMELY, slot=slot) for one in asked], now=now)


def untell_still(row: Initiative) -> None:
    """It is answered, or too late to."""
    cancel_owed(subject=subject_of(row), reason="idea_still")


def tell_yours(runner: InitiativePerson, *, now: dt.datetime) -> None:
    owe(reason="idea_yours", subject=person_subject(runner), recipient=runner.person, now=now, slot=_slot(now))


def tell_money(budget: InitiativeBudget, person: User, *, now: dt.datetime, not_before: dt.datetime) -> None:
    owe(
        reason="idea_money", subject=budget_subject(budget), recipient=person, now=now, not_before=not_before,
        slot=_slot(now),
    )  # fmt: skip


def take_back_joined(joiner: InitiativePerson) -> None:
    """She left again: nothing more is owed to her of it, nor of her to anybody."""
    cancel_owed(subject=person_subject(joiner))
    cancel_owed(subject=subject_of(joiner.initiative), recipient=joiner.person)


def _tell_all(
    row: Initiative, reason: str, *, by: User | None, now: dt.datetime, expires_at: dt.datetime | None
) -> None:
    """Everybody in it but whoever did it."""
    people = row.people.select_related("person").order_by("person_id")
    told = [one.person for one in people if by is None or one.person_id != by.pk]
    subject, slot = subject_of(row), _slot(now)
    owe_many([Owed(reason, subject, person, expires_at=expires_at, slot=slot) for person in told], now=now)


def _slot(now: dt.datetime) -> str:
    return f"{now:%y%m%d%H%M%S%f}"[:15]
