"""The verbs of the way. Each locks the path, is harmless when repeated, and leaves who and when."""

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from django.db import transaction
from django.db.models import Q, QuerySet

from piano.kit import clock
from quarters.models import Level, Organisation, User
from quarters.models.evidence import LASTS_MONTHS
from volunteers.models import (
    CameBy,
    CardPhoto,
    Evidence,
    EvidenceKind,
    Interest,
    Path,
    PathRule,
    Step,
    StepTaken,
    Volunteer,
    VolunteerState,
    WhyEnded,
)
from volunteers.path import errors, notices
from volunteers.path.contact import know_person
from volunteers.path.first_visits import is_known
from volunteers.path.secrecy import SECRECY_VERSION
from volunteers.path.taking_in import take_in

RECORDS = (Step.RECORD, Step.EXTENDED_RECORD)
RECORD_AT_MOST = relativedelta(months=3)  # old, when it is shown (domain 3.2)
EVIDENCE_OF = {
    Step.RULES: EvidenceKind.RULES,
    Step.IDENTITY: EvidenceKind.IDENTITY,
    Step.SECRECY: EvidenceKind.SECRECY,
    Step.RECORD: EvidenceKind.RECORD,
    Step.EXTENDED_RECORD: EvidenceKind.EXTENDED_RECORD,
    Step.INSURANCE: EvidenceKind.INSURANCE,
    Step.CARD: EvidenceKind.PHOTO_CARD,
}
LAST = frozenset({Step.FIRST_VISIT})  # everything else comes before it


def begin_path(
    interest: Interest,
    *,
    came_by: str,
    now: dt.datetime,
    by: User | None = None,
    level: str = "",
    association: Organisation | None = None,
) -> Path:
    """One an interest; a second time returns it. Without a wish it follows from the kinds of help that she named. Whoever wrote
    to us herself has it in writing; who stands on a list is only called.
    """
    values = {
        "district": interest.district,
        "association": association or interest.association,
        "level": level or _level_of(interest),
        "came_by": came_by,
        "begun_at": now,
        "begun_by": by,
    }
    with transaction.atomic():
        path, is_new = Path.objects.get_or_create(interest=interest, defaults=values)
        if is_new and came_by != CameBy.LIST:
            know_person(interest, language=next(iter(interest.languages), "") if by else "")
            notices.tell_begun(path, by=by, now=now)
    return path


def _level_of(interest: Interest) -> str:
    """The highest among the kinds of help that lay people do; the meeting point where she named none."""
    asked = interest.categories.exclude(level=Level.P).values_list("level", flat=True)
    return max(asked, default=Level.A)


def needed_for(level: str) -> list[str]:
    """The steps of this level, in the order in which they are usually taken."""
    asked = set(PathRule.objects.filter(level=level).values_list("step", flat=True))
    return [step for step in Step.values if step in asked]


def take_step(
    path: Path,
    step: str,
    *,
    by: User,
    now: dt.datetime,
    on: dt.date | None = None,
    issued_on: dt.date | None = None,
    has_no_entry: bool = False,
    words: str = "",
    association: Organisation | None = None,
) -> StepTaken:
    """Taken on that day (today). The talk opens her file; the last step makes her active. Twice is one. Locks the path.

    Raises `PathIsOver`, `TalkFirst`, `NoAssociation`, `AddressOfSomebodyElse`, `DayNotYet`, `RecordTooOld`,
    `RecordNeedsDates`, `PhotoMissing`, `StepsMissing`, `WhoWentAlong` where we know of no first visit that took place.
    """
    with transaction.atomic():
        path = lock(path)
        if known := path.steps.filter(step=step, undone_at=None).first():
            return known
        day = on or clock.local(now).date()
        _must_be_possible(path, step, day=day, now=now, words=words)
        if step == Step.TALK:
            take_in(path, association=association or path.association, by=by, now=now)
        if step in RECORDS:
            _must_be_fresh(issued_on, has_no_entry=has_no_entry, seen_on=day)
        row = StepTaken.objects.create(
            path=path,
            step=step,
            taken_on=day,
            noted_at=now,
            noted_by=by,
            words=words.strip(),
            version=SECRECY_VERSION if step == Step.SECRECY else "",
            evidence=_evidence(path, step, day=day, issued_on=issued_on, by=by),
        )
        if not _settle(path, now=now):
            notices.tell_step(path, now=now)
    return row


def lock(path: Path) -> Path:
    rows = Path.objects.select_for_update(of=("self",))
    return rows.select_related("interest__person", "volunteer__user", "district", "association").get(pk=path.pk)


def _must_be_possible(path: Path, step: str, *, day: dt.date, now: dt.datetime, words: str) -> None:
    if path.ended_at is not None:
        raise errors.PathIsOver()
    if day > clock.local(now).date():
        raise errors.DayNotYet()
    if step != Step.TALK and path.volunteer_id is None:
        raise errors.TalkFirst()
    if step == Step.CARD and not CardPhoto.objects.filter(volunteer=path.volunteer_id).exists():
        raise errors.PhotoMissing()
    if step in LAST and set(missing_of(path)) - LAST:
        raise errors.StepsMissing()
    if step == Step.FIRST_VISIT and not words.strip() and not is_known(path.volunteer.user_id):  # type: ignore[union-attr]
        raise errors.WhoWentAlong()


def _must_be_fresh(issued_on: dt.date | None, *, has_no_entry: bool, seen_on: dt.date) -> None:
    if issued_on is None or not has_no_entry or issued_on > seen_on:
        raise errors.RecordNeedsDates()
    if issued_on < seen_on - RECORD_AT_MOST:
        raise errors.RecordTooOld()


def _evidence(path: Path, step: str, *, day: dt.date, issued_on: dt.date | None, by: User) -> Evidence | None:
    """Only what was seen, when and by whom; of a certificate of conduct nothing else is ever kept."""
    kind = EVIDENCE_OF.get(Step(step))
    if kind is None or path.volunteer is None:
        return None
    lasts = LASTS_MONTHS.get(kind)
    until = day + relativedelta(months=lasts) if lasts else None
    seen: dict[str, Any] = {
        "valid_from": day,
        "valid_until": until,
        "issued_on": issued_on if step in RECORDS else None,
    }
    seen |= {"version": SECRECY_VERSION if step == Step.SECRECY else ""}
    return Evidence.objects.create(volunteer=path.volunteer, kind=kind, checked_by=by, **seen)


def missing_of(path: Path) -> list[str]:
    taken = set(path.steps.filter(undone_at=None).values_list("step", flat=True))
    return [step for step in needed_for(path.level) if step not in taken]


def _file_of(path: Path) -> QuerySet[Volunteer]:
    return Volunteer.objects.filter(paths=path)


def _settle(path: Path, *, now: dt.datetime) -> bool:
    """Active with the last step, and no longer so when one is taken back. Who is suspended or pauses stays so."""
    is_done = path.volunteer is not None and not missing_of(path)
    rows = _file_of(path)
    if is_done:
        rows.filter(state=VolunteerState.APPLIED).update(state=VolunteerState.ACTIVE)
    elif path.active_at is not None:
        rows.filter(state=VolunteerState.ACTIVE).update(state=VolunteerState.APPLIED)
    was_active, path.active_at = path.active_at, (path.active_at or now) if is_done else None
    path.save(update_fields=["active_at"])
    if is_done and not was_active:
        notices.tell_active(path, now=now)
    elif was_active and not is_done:
        notices.untell_active(path)
    return is_done


def undo_step(path: Path, step: str, *, by: User, now: dt.datetime) -> StepTaken | None:
    """It did not happen: what it showed is no evidence any more. None when it was not taken. Locks the path."""
    with transaction.atomic():
        path = lock(path)
        row = path.steps.filter(step=step, undone_at=None).select_related("evidence").first()
        if row is None:
            return None
        shown, row.evidence, row.undone_at, row.undone_by = row.evidence, None, now, by
        row.save(update_fields=["evidence", "undone_at", "undone_by"])
        if shown is not None:
            shown.delete()
        _settle(path, now=now)
    return row


def aim_at(path: Path, *, level: str, now: dt.datetime) -> Path:
    """She would like to help elsewhere than she said at first: other steps are missing."""
    with transaction.atomic():
        path = lock(path)
        path.level = level
        path.save(update_fields=["level"])
        _settle(path, now=now)
    return path


def end_path(path: Path, *, why: str, by: User | None, now: dt.datetime) -> Path:
    """It goes no further; her file is closed if there is one. Twice changes nothing. An active volunteer says farewell instead.

    Locks the path. By nobody: she said so herself, by her link, and has no account.
    """
    with transaction.atomic():
        path = lock(path)
        if not path.is_open:
            return path
        _end(path, why=why, by=by, now=now)
        rows = _file_of(path).filter(state=VolunteerState.APPLIED)
        rows.update(state=VolunteerState.LEFT, left_on=clock.local(now).date())
        notices.tell_ended(path, now=now)
    return path


def _end(path: Path, *, why: str, by: User | None, now: dt.datetime) -> None:
    path.ended_at, path.ended_by, path.why_ended = now, by, WhyEnded(why)
    path.save(update_fields=["ended_at", "ended_by", "why_ended"])


def end_with_farewell(volunteer: Volunteer, *, by: User, now: dt.datetime) -> None:
    """Whoever says farewell before she is there waits for no step any more. Needs a transaction; locks her paths, before her file."""
    for path in Path.objects.filter(volunteer=volunteer, active_at=None, ended_at=None).order_by("pk"):
        _end(lock(path), why=WhyEnded.WITHDREW, by=by, now=now)


def end_quietly(person: User, *, by: User, now: dt.datetime) -> None:
    """She has died: nobody calls her any more to hear how it goes on. Without a word; needs a transaction, locks her paths."""
    hers = Path.objects.filter(Q(volunteer__user=person) | Q(interest__person=person), active_at=None, ended_at=None)
    for path in hers.order_by("pk"):
        _end(lock(path), why=WhyEnded.UNREACHED, by=by, now=now)
    Interest.objects.filter(person=person, answered_at=None).update(answered_at=now, answered_by=by)


def resume_path(path: Path, *, now: dt.datetime) -> Path:
    """It goes on where it stood. Twice changes nothing."""
    with transaction.atomic():
        path = lock(path)
        if path.ended_at is None:
            return path
        path.ended_at, path.ended_by, path.why_ended = None, None, ""
        path.save(update_fields=["ended_at", "ended_by", "why_ended"])
        rows = _file_of(path).filter(state=VolunteerState.LEFT)
        rows.update(state=VolunteerState.APPLIED, left_on=None)
        notices.untell_ended(path)
        _settle(path, now=now)
    return path


__all__ = [
    "CameBy",
    "aim_at",
    "begin_path",
    "end_path",
    "end_quietly",
    "missing_of",
    "needed_for",
    "resume_path",
    "take_step",
    "undo_step",
]
