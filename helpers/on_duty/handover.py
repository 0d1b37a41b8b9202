"""What the next one on duty should know: one sealed note per duty, read and ticked off by whoever comes next."""

import datetime as dt

from django.db import transaction

from helpers.errors import DutyIsOver, NotYourDuty
from helpers.models import Duty, HandoverNote
from helpers.rota.team import team_of
from quarters.models import User

WRITTEN_UNTIL = dt.timedelta(hours=12)  # after the end
LOOKS_BACK = dt.timedelta(hours=48)
AHEAD = dt.timedelta(hours=12)


def write_note(duty: Duty, *, words: str, by: User, now: dt.datetime) -> HandoverNote:
    """Writes, or writes anew; then it is unread again. Raises `NotYourDuty`, and `DutyIsOver` half a day after the end."""
    if duty.person_id != by.pk:
        raise NotYourDuty()
    if now > duty.window.upper + WRITTEN_UNTIL:
        raise DutyIsOver()
    values = {"words": words, "written_at": now, "read_by": None, "read_at": None}
    with transaction.atomic():
        note, _is_new = HandoverNote.objects.update_or_create(duty=duty, defaults=values)
    return note


def notes_for(person: User, *, now: dt.datetime) -> list[HandoverNote]:
    """What those before her on the same team wrote, as long as her own duty runs or begins soon; the newest first."""
    own = Duty.objects.filter(person=person, window__overlap=(now, now + AHEAD)).select_related("service", "district")
    found: dict[int, HandoverNote] = {}
    for duty in own:
        rows = HandoverNote.objects.filter(**{f"duty__{name}": value for name, value in team_of(duty).fields.items()})
        rows = rows.filter(duty__window__startswith__lt=duty.window.lower)
        rows = rows.filter(duty__window__endswith__gt=duty.window.lower - LOOKS_BACK).exclude(duty__person=person)
        found |= {note.pk: note for note in rows.select_related("duty__person")}
    return sorted(found.values(), key=lambda note: note.written_at, reverse=True)


def read_note(note: HandoverNote, *, by: User, now: dt.datetime) -> HandoverNote:
    """The next one has read it. Raises `NotYourDuty` for anybody who is not next; the first reader stays."""
    if note.pk not in {known.pk for known in notes_for(by, now=now)}:
        raise NotYourDuty()
    with transaction.atomic():
        note = HandoverNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
        if note.read_at is None:
            note.read_at, note.read_by = now, by
            note.save(update_fields=["read_at", "read_by"])
    return note
