"""What is owed on the way, written in the transaction of its cause. The words: `templates/messages/path_*.txt`."""

import datetime as dt

from piano.kit import clock
from piano.messaging.outbox import Owed, cancel_owed, owe, owe_many
from quarters.models import User
from volunteers.models import Path, WhyEnded
from volunteers.path.contact import companions_of
from volunteers.path.links import person_of

GATHER = dt.timedelta(
    minutes=30
)  # several steps of one visit to the office are one message, and a slip can be taken back
TIMELY = dt.timedelta(days=21)


def subject_of(path: Path) -> str:
    return f"path:{path.pk}"


def tell_begun(path: Path, *, by: User | None, now: dt.datetime) -> None:
    """She has it in writing, with her page; whoever accompanies her hears that somebody is there, but not who wrote it down."""
    _tell(path, "path_received", now=now, not_before=now)
    others = [one for one in companions_of(path, now=now) if by is None or one.pk != by.pk]
    said = {"reason": "path_new", "subject": subject_of(path), "expires_at": now + TIMELY}
    owe_many([Owed(recipient=one, **said) for one in others], now=now)  # type: ignore[arg-type]


def tell_step(path: Path, *, now: dt.datetime) -> None:
    """One word a day: what is done, and what comes next."""
    _tell(path, "path_step", now=now, not_before=now + GATHER, slot=clock.local(now).date().isoformat())


def tell_active(path: Path, *, now: dt.datetime) -> None:
    _tell(path, "path_active", now=now, not_before=now + GATHER)


def untell_active(path: Path) -> None:
    cancel_owed(subject=subject_of(path), reason="path_active")


def tell_ended(path: Path, *, now: dt.datetime) -> None:
    """Thanks; never where somebody did not fit: that is said by a human."""
    if path.why_ended != WhyEnded.NOT_FITTING:
        _tell(path, "path_ended", now=now, not_before=now + GATHER, slot=str(int(now.timestamp())))


def untell_ended(path: Path) -> None:
    cancel_owed(subject=subject_of(path), reason="path_ended")


def _tell(path: Path, reason: str, *, now: dt.datetime, not_before: dt.datetime, slot: str = "") -> None:
    person = person_of(path)
    if person is not None and person.is_active:
        owe(
            reason=reason, subject=subject_of(path), recipient=person, now=now, not_before=not_before,
            expires_at=now + TIMELY, slot=slot,
        )  # fmt: skip
