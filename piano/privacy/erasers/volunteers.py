"""Volunteers who left, their evidence and absences, and people who once asked whether they may join."""

import datetime as dt

from piano.kit import clock
from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from requests.models import Suspension
from volunteers.models import (
    Absence,
    Availability,
    CardPhoto,
    DayTime,
    Evidence,
    EvidenceKind,
    Interest,
    Path,
    Recognition,
    StepTaken,
    Volunteer,
    VolunteerPause,
    VolunteerState,
)

RECORDS = (EvidenceKind.RECORD, EvidenceKind.EXTENDED_RECORD)


def _former_volunteers(before: dt.datetime) -> Rows:
    return Volunteer.objects.filter(state=VolunteerState.LEFT, left_on__lt=clock.local(before).date())


def _records_of_former_volunteers(before: dt.datetime) -> Rows:
    """§ 72a (5) SGB VIII: the note that a record was seen goes three months after the person left (domain 6.3)."""
    return Evidence.objects.filter(kind__in=RECORDS, volunteer__in=_former_volunteers(before))


def _record_steps_of_former_volunteers(before: dt.datetime) -> Rows:
    return StepTaken.objects.filter(step__in=RECORDS, path__volunteer__in=_former_volunteers(before))


def _photos_of_former_volunteers(before: dt.datetime) -> Rows:
    return CardPhoto.objects.filter(volunteer__in=_former_volunteers(before))


def _old_paths(before: dt.datetime) -> Rows:
    """Of somebody who never had a file: as long as her first word."""
    return Path.objects.filter(volunteer=None, begun_at__lt=before)


def _past_absences(before: dt.datetime) -> Rows:
    return Absence.objects.filter(last_day__lt=clock.local(before).date())


def _past_day_times(before: dt.datetime) -> Rows:
    return DayTime.objects.filter(day__lt=clock.local(before).date())


def _old_interests(before: dt.datetime) -> Rows:
    """Answered or not: the page on which they wrote to us says six months."""
    return Interest.objects.filter(created_at__lt=before)


register(
    Eraser(
        name="records",
        label="Vermerke zum Führungszeugnis",
        period=Period.MONTHS_3,
        of="Führungszeugnis",
        overdue=_records_of_former_volunteers,
        removes=(Evidence,),
    )
)
register(
    Eraser(
        name="record_steps",
        label="Vermerke zum Führungszeugnis in der Aufnahme",
        period=Period.MONTHS_3,
        of="Führungszeugnis",
        overdue=_record_steps_of_former_volunteers,
        removes=(StepTaken,),
    )
)
register(
    Eraser(
        name="volunteers",
        label="Unterlagen früherer Ehrenamtlicher",
        period=Period.YEARS_3,
        overdue=_former_volunteers,
        removes=(Volunteer, Availability, Evidence, Recognition, Suspension, Path, StepTaken, VolunteerPause),
        at_once=50,
    )
)
register(Eraser("absences", "Abwesenheiten", Period.MONTHS_12, _past_absences, removes=(Absence,)))
register(Eraser("day_times", "Zeiten einzelner Tage", Period.MONTHS_12, _past_day_times, removes=(DayTime,)))
register(Eraser("interests", "Wer mitmachen wollte", Period.MONTHS_6, _old_interests, removes=(Interest,)))
register(
    Eraser(
        name="paths",
        label="Aufnahmen, aus denen nichts wurde",
        period=Period.MONTHS_6,
        of="ohne Aufnahme",
        overdue=_old_paths,
        removes=(Path, StepTaken),
    )
)
register(
    Eraser("card_photos", "Fotos auf Ausweisen", Period.MONTHS_3, _photos_of_former_volunteers, removes=(CardPhoto,))
)
